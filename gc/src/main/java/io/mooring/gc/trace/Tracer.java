package io.mooring.gc.trace;

import io.mooring.gc.ForeignLinks;
import io.mooring.gc.ForeignLinks.LinkTracer;
import io.mooring.gc.Immediate;
import io.mooring.gc.Ref;
import io.mooring.gc.Slot;
import io.mooring.gc.memory.AddressStack;
import io.mooring.gc.memory.Memory;
import io.mooring.gc.object.ObjectHeader;
import io.mooring.gc.object.ObjectModel;
import io.mooring.gc.object.SlotVisitor;
import io.mooring.gc.object.SlotWord;
import io.mooring.gc.object.TypeTable;

/**
 * The transitive closure of a collection: shows it slots, and it keeps alive, and perhaps moves, what they refer to.
 *
 * <p>A reached object is white (not seen), grey (kept, its slots not yet traced) or black (its slots traced). Copied objects are grey
 * by their position in the space they were copied to, objects that do not move by standing on the grey stack.
 */
public abstract class Tracer implements SlotVisitor, LinkTracer {
    private static final long SPECIAL = ObjectHeader.HASH_STORED | ObjectHeader.WATCHED;

    protected final ObjectModel model;
    protected final TypeTable types;
    protected final AddressStack grey;
    protected final Notes notes;
    private ForeignLinks told = ForeignLinks.NONE;

    protected Tracer(ObjectModel model, AddressStack grey, Notes notes) {
        this.model = model;
        this.types = model.types();
        this.grey = grey;
        this.notes = notes;
    }

    /** Turns a white object grey, or finds it no longer white; returns where it is from now on. */
    @Override
    public abstract @Ref long trace(@Ref long object);

    /** From now on these links hear of the linked objects that are reached. A tracer tells nobody at first. */
    public final void tell(ForeignLinks links) {
        told = links;
    }

    /** The object with this header has been reached, and {@code place} is its address from now on: if it has a link, the link is told. */
    protected final void announce(@Ref long object, long header, @Ref long place) {
        int linkIndex = ObjectHeader.linkIndex(header);
        if (linkIndex != 0) told.placed(object, place, linkIndex);
    }

    /** Scans an immortal object, which every collection reaches. */
    public final void scanImmortal(@Ref long object) {
        announce(object, Memory.readLong(object), object);
        scan(object);
    }

    /** Scans until nothing is grey. */
    public abstract void close();

    /** Traces what a slot holds and writes back where it went. [INV-02] */
    public final void traceSlot(@Slot long slot) {
        long ref = SlotWord.read(slot);
        if (!Immediate.isObject(ref)) return;
        long moved = trace(ref);
        if (moved != ref) SlotWord.rewrite(slot, moved);
    }

    @Override
    public final void visitSlot(@Slot long slot) {
        traceSlot(slot);
    }

    /**
     * Turns a grey object black and returns its size in bytes. This is {@link ObjectModel#visitSlots} and
     * {@link ObjectModel#bytes(long)} in one pass: the hot loop of every collection.
     */
    public final long scan(@Ref long object) {
        long header = Memory.readLong(object);
        long sizeAndShape = types.sizeAndShapeOf(header);
        long bytes = TypeTable.sizeIn(sizeAndShape);
        for (long map = types.referenceMapOf(header); map != 0; map &= map - 1) {
            traceSlot(object + (long) Long.numberOfTrailingZeros(map) * Long.BYTES);
        }
        byte shape = TypeTable.shapeIn(sizeAndShape);
        if (shape != TypeTable.FIXED) bytes = scanRest(object, ObjectHeader.type(header), shape, bytes);
        return (header & SPECIAL) == 0 ? bytes : scanSpecial(object, header, bytes);
    }

    /** An object with a stored hash is a word longer; one that did not move and that an ephemeron waits for is noted. */
    private long scanSpecial(@Ref long object, long header, long bytes) {
        if (ObjectHeader.has(header, ObjectHeader.WATCHED)) {
            Memory.writeLong(object, Memory.readLong(object) & ~ObjectHeader.WATCHED);
            notes.keys().push(object);
        }
        return ObjectHeader.has(header, ObjectHeader.HASH_STORED) ? bytes + Long.BYTES : bytes;
    }

    private long scanRest(@Ref long object, int type, byte shape, long fixedBytes) {
        if ((shape & TypeTable.WEAK) != 0) notes.weakHolders().push(object);
        if ((shape & TypeTable.EPHEMERON) != 0) notes.ephemerons().push(object);
        if ((shape & TypeTable.REFERENCE_ARRAY) != 0) {
            long start = object + fixedBytes;
            long end = start + Memory.readLong(start - Long.BYTES) * Long.BYTES;
            for (long slot = start; slot < end; slot += Long.BYTES) traceSlot(slot);
            return end - object;
        }
        return (shape & TypeTable.RAW_ARRAY) != 0 ? types.layout(type).bytes(Memory.readLong(object + fixedBytes - Long.BYTES)) : fixedBytes;
    }

    /** What {@link #scan} writes down of an object beside tracing its slots; for tracers that trace these piece by piece. */
    protected final void noteShape(@Ref long object) {
        long header = Memory.readLong(object);
        byte shape = types.shape(ObjectHeader.type(header));
        if ((shape & TypeTable.WEAK) != 0) notes.weakHolders().push(object);
        if ((shape & TypeTable.EPHEMERON) != 0) notes.ephemerons().push(object);
        if ((header & SPECIAL) != 0) scanSpecial(object, header, 0);
    }

    /** Scans the objects of the grey stack until it is empty. */
    protected final void drainGrey() {
        while (!grey.isEmpty()) scan(grey.pop());
    }
}
