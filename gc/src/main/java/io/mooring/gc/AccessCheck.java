package io.mooring.gc;

import io.mooring.gc.memory.Memory;
import io.mooring.gc.memory.Pages;
import io.mooring.gc.memory.Range;
import io.mooring.gc.object.ObjectHeader;
import io.mooring.gc.object.ObjectModel;
import io.mooring.gc.object.TypeLayout;
import io.mooring.gc.object.TypeLayout.Elements;
import io.mooring.gc.object.TypeTable;
import io.mooring.gc.space.Space;
import java.util.List;

/**
 * What the assertions of a heap ask before each access: does the word name an object, and has that object such a part? Each method
 * answers true or throws an {@link AssertionError} that names the object and what was asked of it. Without {@code -ea} nothing here runs.
 */
final class AccessCheck {
    private final TypeTable types;
    private final ObjectModel model;
    private final Range heap;
    private final HeapState state;
    private List<Space> spaces = List.of();

    AccessCheck(ObjectModel model, Range heap, HeapState state) {
        this.types = model.types();
        this.model = model;
        this.heap = heap;
        this.state = state;
    }

    /** The spaces in which objects are. */
    void use(List<Space> chosen) {
        spaces = List.copyOf(chosen);
    }

    /** Whether the word names an object whose header is in place. */
    boolean names(@Ref long ref) {
        return state.hasObjects() && Immediate.isObject(ref) && (ref & Long.BYTES - 1) == 0 && heap.contains(ref) && types.isDefined(ObjectHeader.type(Memory.readLong(ref)))
                && !ObjectHeader.isForwarded(Memory.readLong(ref));
    }

    /** Whether no other thread is in the middle of a collection or a verification. */
    private boolean thread() {
        if (state.isMine()) return true;
        throw new AssertionError(state.notMine());
    }

    boolean object(@Ref long ref) {
        thread();
        if (state.isCollecting()) throw new AssertionError("reference 0x" + Long.toHexString(ref) + " used by a callback in the middle of a collection");
        if (names(ref) && !isLeft(ref)) return true;
        throw new AssertionError(state.hasObjects() ? stale(ref) : "reference 0x" + Long.toHexString(ref) + " used although " + state.refusal());
    }

    /** Whether the header is all that is left of an object: between collections, its space knows. */
    private boolean isLeft(@Ref long ref) {
        if (!state.isIdle()) return false;
        for (int i = 0; i < spaces.size(); i++) {
            if (spaces.get(i).contains(ref)) return spaces.get(i).isKnownEmpty(ref);
        }
        return false;
    }

    private String stale(@Ref long ref) {
        if (!Immediate.isObject(ref)) return (ref == Immediate.NULL ? "null" : "immediate " + Immediate.value(ref)) + " used as an object";
        String stale = "stale reference 0x" + Long.toHexString(ref) + ": ";
        if (!heap.contains(ref)) return stale + "outside the heap";
        if (names(ref)) return stale + "a collection has emptied that place, where only the header of a " + layout(ref).name() + " is left";
        return stale + "header is 0x" + Long.toHexString(Memory.readLong(ref & -Long.BYTES));
    }

    /** A place that holds an object, an immediate or null, and is none of these itself. */
    boolean handle(@Slot long handle) {
        boolean isPlace = handle >= Pages.PAGE && (handle & Long.BYTES - 1) == 0 && !names(handle);
        if (!isPlace) throw new AssertionError("0x" + Long.toHexString(handle) + (names(handle) ? " is an object" : " is no address") + ", not a handle that holds one");
        return value(Memory.readLong(handle));
    }

    /** Whether no barrier would hear of a store: nothing that was allocated last has {@code NOTIFY}, but large and immortal objects. */
    boolean isNew(@Ref long object) {
        if (!ObjectHeader.notifiesAt(object)) return true;
        throw wrong(object, "is not new: a store into it needs the barrier");
    }

    /** A value to be stored: null, an immediate or an object. */
    boolean value(@Ref long ref) {
        thread();
        return !Immediate.isObject(ref) || object(ref);
    }

    private TypeLayout layout(@Ref long object) {
        return types.layout(ObjectHeader.type(Memory.readLong(object)));
    }

    private AssertionError wrong(@Ref long object, String what) {
        return new AssertionError(layout(object).name() + " 0x" + Long.toHexString(object) + " " + what);
    }

    /** A reference at {@code offset}. */
    boolean reference(@Ref long object, long offset) {
        object(object);
        if (areReferences(object, offset, 1)) return true;
        throw wrong(object, "has no reference at offset " + offset);
    }

    private boolean areReferences(@Ref long object, long offset, long count) {
        TypeLayout layout = layout(object);
        return isElements(layout, object, offset, count) || isFields(layout, offset, count);
    }

    /** {@code count} words that can be copied from one object to another as references: such words in both, or raw words, as long as none names an object. */
    boolean copy(@Ref long source, long sourceOffset, @Ref long target, long targetOffset, long count) {
        object(source);
        object(target);
        if (count < 0) throw wrong(target, "cannot take " + count + " references");
        if (count == 0) return true;
        if (sourceOffset % Long.BYTES != 0 || targetOffset % Long.BYTES != 0) throw wrong(target, "and " + layout(source).name() + " 0x" + Long.toHexString(source) + " have no references at offsets " + targetOffset + " and " + sourceOffset + ", which are not both multiples of " + Long.BYTES);
        if (count > heap.bytes() / Long.BYTES) throw wrong(target, "of " + model.bytes(target) + " bytes cannot take " + count + " references");
        raw(source, sourceOffset, count * Long.BYTES);
        raw(target, targetOffset, count * Long.BYTES);
        if (areReferences(source, sourceOffset, count) && areReferences(target, targetOffset, count)) return true;
        for (long slot = source + sourceOffset; slot < source + sourceOffset + count * Long.BYTES; slot += Long.BYTES) {
            if (Immediate.isObject(Memory.readLong(slot))) throw wrong(target, "and " + layout(source).name() + " 0x" + Long.toHexString(source) + " have no " + count + " references at offsets " + targetOffset + " and " + sourceOffset);
        }
        return true;
    }

    private boolean isElements(TypeLayout layout, @Ref long object, long offset, long count) {
        if (layout.elements() != Elements.REFERENCES || offset < layout.fixedBytes() || offset % Long.BYTES != 0) return false;
        return (offset - layout.fixedBytes()) / Long.BYTES + count <= Memory.readLong(object + layout.lengthOffset());
    }

    private static boolean isFields(TypeLayout layout, long offset, long count) {
        if (offset < 0 || offset % Long.BYTES != 0 || count > TypeLayout.MAX_FIXED_WORDS) return false;
        long first = offset / Long.BYTES;
        for (long word = first; word < first + count; word++) {
            if (word >= TypeLayout.MAX_FIXED_WORDS || (layout.slotMap() >>> word & 1) == 0) return false;
        }
        return true;
    }

    /** {@code bytes} bytes from {@code offset} on, behind the header. */
    boolean raw(@Ref long object, long offset, long bytes) {
        object(object);
        long own = ownBytes(object);
        if (bytes == 0 || bytes > 0 && offset >= ObjectHeader.BYTES && bytes <= own - offset) return true;
        throw wrong(object, "of " + own + " bytes has no " + bytes + " bytes at offset " + offset);
    }

    /** A word that is about to be read. The last of an array may reach into its padding, which is zero. */
    boolean word(@Ref long object, long offset) {
        object(object);
        boolean isPadded = offset >= ObjectHeader.BYTES && Long.BYTES <= TypeLayout.align(ownBytes(object)) - offset;
        return isPadded && offset % Long.BYTES == 0 || number(object, offset, Long.BYTES);
    }

    /** A number of {@code bytes} bytes, which lies at a multiple of them. */
    boolean number(@Ref long object, long offset, int bytes) {
        raw(object, offset, bytes);
        return aligned(object, offset, bytes);
    }

    private boolean aligned(@Ref long object, long offset, int bytes) {
        if (offset % bytes == 0) return true;
        throw wrong(object, "has no number of " + bytes + " bytes at offset " + offset + ", which is no multiple of that");
    }

    /** As {@link #number}, about to be overwritten. */
    boolean numberWritten(@Ref long object, long offset, int bytes) {
        rawWritten(object, offset, bytes);
        return aligned(object, offset, bytes);
    }

    /** Bytes of an object without its padding and the word of its stored hash. */
    private long ownBytes(@Ref long object) {
        TypeLayout layout = layout(object);
        return layout.isVariable() ? layout.unpaddedBytes(Memory.readLong(object + layout.lengthOffset())) : layout.fixedBytes();
    }

    /** {@code bytes} bytes that are about to be overwritten without the barrier: neither references nor the length are among them. */
    boolean rawWritten(@Ref long object, long offset, long bytes) {
        raw(object, offset, bytes);
        TypeLayout layout = layout(object);
        for (long word = offset & -Long.BYTES; word < offset + bytes && word < layout.fixedBytes(); word += Long.BYTES) {
            if (isFields(layout, word, 1)) throw wrong(object, "has a reference at offset " + word + ", which is not to be overwritten as raw bytes");
        }
        if (bytes > 0 && layout.elements() == Elements.REFERENCES && offset + bytes > layout.fixedBytes()) {
            throw wrong(object, "has references as elements, which are not to be overwritten as raw bytes");
        }
        return noLength(layout, object, offset, bytes);
    }

    private boolean noLength(TypeLayout layout, @Ref long object, long offset, long bytes) {
        if (!layout.isVariable() || offset + bytes <= layout.lengthOffset() || offset >= layout.lengthOffset() + Long.BYTES) return true;
        throw wrong(object, "has its length at offset " + layout.lengthOffset() + ", which is not to be overwritten");
    }

    /** A word that is about to be written without the barrier: into a slot, that is right only if neither what it held nor {@code value} names an object. */
    boolean rawWord(@Ref long object, long offset, long value) {
        number(object, offset, Long.BYTES);
        TypeLayout layout = layout(object);
        if (!isFields(layout, offset, 1) && !isElements(layout, object, offset, 1)) return noLength(layout, object, offset, Long.BYTES);
        long before = Memory.readLong(object + offset);
        if (!Immediate.isObject(before) && !Immediate.isObject(value)) return true;
        throw wrong(object, "has a reference at offset " + offset + ": 0x" + Long.toHexString(value) + " is not to be written there as a raw word, over 0x" + Long.toHexString(before));
    }

    boolean variable(@Ref long object) {
        object(object);
        if (layout(object).isVariable()) return true;
        throw wrong(object, "has no length: its type has no variable part");
    }

    /** The element {@code index} of an array of references that begin at {@code base}. */
    boolean element(@Ref long object, int base, long index) {
        variable(object);
        TypeLayout layout = layout(object);
        if (layout.elements() != Elements.REFERENCES || layout.fixedBytes() != base) throw wrong(object, "has no references as elements from offset " + base + " on");
        long length = Memory.readLong(object + layout.lengthOffset());
        if (index >= 0 && index < length) return true;
        throw wrong(object, "of " + length + " elements has no index " + index);
    }

    /** A type of this heap that objects {@code withLength}, or without, can have. */
    boolean type(int type, boolean withLength) {
        thread();
        if (!types.isDefined(type)) throw new AssertionError("type " + type + " is not defined in this heap, which has types 1.." + types.size());
        if (withLength && !types.layout(type).isVariable()) throw new AssertionError(types.layout(type).indefinite() + " has no length: its type has no variable part");
        return true;
    }
}
