package io.mooring.gc.object;

import io.mooring.gc.Ref;
import io.mooring.gc.Slot;
import io.mooring.gc.memory.Memory;

/** Sizes and slots of objects, from their headers and the type table. */
public final class ObjectModel {
    private final TypeTable types;

    public ObjectModel(TypeTable types) {
        this.types = types;
    }

    public TypeTable types() {
        return types;
    }

    /** Bytes an object occupies, a stored hash included; {@code header} is its header word, read by the caller. */
    public long bytes(@Ref long object, long header) {
        long bytes = bytesWithoutHash(object, header);
        return ObjectHeader.has(header, ObjectHeader.HASH_STORED) ? bytes + Long.BYTES : bytes;
    }

    /** As {@link #bytes(long, long)}, without a stored hash. */
    public long bytesWithoutHash(@Ref long object, long header) {
        long sizeAndShape = types.sizeAndShapeOf(header);
        long bytes = TypeTable.sizeIn(sizeAndShape);
        if ((sizeAndShape & TypeTable.ELEMENTS) != TypeTable.FIXED) bytes = types.layout(ObjectHeader.type(header)).bytes(Memory.readLong(object + bytes - Long.BYTES));
        return bytes;
    }

    public long bytes(@Ref long object) {
        return bytes(object, Memory.readLong(object));
    }

    /** Where the stored hash of an object stands: its last word. */
    public long hashAddress(@Ref long object, long header) {
        return object + bytes(object, header) - Long.BYTES;
    }

    /** Whether the object has weak references. */
    public boolean hasWeakSlots(long header) {
        return (types.shape(ObjectHeader.type(header)) & TypeTable.WEAK) != 0;
    }

    /** Shows every strong slot of an object to a visitor, then every weak one; the value of an ephemeron is among the former, its key among the latter. */
    public void visitSlots(@Ref long object, SlotVisitor visitor) {
        int type = ObjectHeader.type(Memory.readLong(object));
        for (long map = types.referenceMap(type); map != 0; map &= map - 1) {
            visitor.visitSlot(object + (long) Long.numberOfTrailingZeros(map) * Long.BYTES);
        }
        byte shape = types.shape(type);
        if (shape == TypeTable.FIXED) return;
        if ((shape & TypeTable.REFERENCE_ARRAY) != 0) {
            long start = object + types.fixedBytes(type);
            long end = start + Memory.readLong(start - Long.BYTES) * Long.BYTES;
            for (long slot = start; slot < end; slot += Long.BYTES) visitor.visitSlot(slot);
        }
        if ((shape & TypeTable.EPHEMERON) != 0) visitor.visitSlot(valueSlot(object));
        if ((shape & TypeTable.WEAK) != 0) visitWeakSlots(object, visitor);
        if ((shape & TypeTable.EPHEMERON) != 0) visitor.visitWeakSlot(keySlot(object));
    }

    /** Bytes from the start of an object to the end of its last slot at most: all of an object but its raw elements. */
    public long bytesOfReferences(@Ref long object) {
        int type = ObjectHeader.type(Memory.readLong(object));
        long bytes = types.fixedBytes(type);
        return (types.shape(type) & TypeTable.REFERENCE_ARRAY) == 0 ? bytes : bytes + Memory.readLong(object + bytes - Long.BYTES) * Long.BYTES;
    }

    /** Shows the strong slots of an object that lie between two addresses to a visitor. */
    public void visitSlots(@Ref long object, @Slot long from, @Slot long to, SlotVisitor visitor) {
        int type = ObjectHeader.type(Memory.readLong(object));
        long behindFixed = object + types.fixedBytes(type);
        byte shape = types.shape(type);
        if (from < behindFixed) {
            for (long map = types.referenceMap(type); map != 0; map &= map - 1) {
                long slot = object + (long) Long.numberOfTrailingZeros(map) * Long.BYTES;
                if (slot >= from && slot < to) visitor.visitSlot(slot);
            }
            if ((shape & TypeTable.EPHEMERON) != 0 && valueSlot(object) >= from && valueSlot(object) < to) visitor.visitSlot(valueSlot(object));
        }
        if ((shape & TypeTable.REFERENCE_ARRAY) == 0) return;
        long end = Math.min(to, behindFixed + Memory.readLong(behindFixed - Long.BYTES) * Long.BYTES);
        for (long slot = Math.max(from, behindFixed); slot < end; slot += Long.BYTES) visitor.visitSlot(slot);
    }

    /** Whether the object is an ephemeron: has a key, and a value that lives by it. */
    public boolean isEphemeron(@Ref long object) {
        return (types.shape(ObjectHeader.type(Memory.readLong(object))) & TypeTable.EPHEMERON) != 0;
    }

    /** Where the key of an ephemeron stands. */
    public @Slot long keySlot(@Ref long ephemeron) {
        return ephemeron + types.layout(ObjectHeader.type(Memory.readLong(ephemeron))).keyOffset();
    }

    /** Where the value of an ephemeron stands. */
    public @Slot long valueSlot(@Ref long ephemeron) {
        return ephemeron + types.layout(ObjectHeader.type(Memory.readLong(ephemeron))).valueOffset();
    }

    /** Shows every weak slot of an object to a visitor; the key of an ephemeron is not among them. */
    public void visitWeakSlots(@Ref long object, SlotVisitor visitor) {
        long map = types.layout(ObjectHeader.type(Memory.readLong(object))).weakMap();
        for (; map != 0; map &= map - 1) visitor.visitWeakSlot(object + (long) Long.numberOfTrailingZeros(map) * Long.BYTES);
    }
}
