package io.mooring.gc.object;

import io.mooring.gc.Ref;
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
        int type = ObjectHeader.type(header);
        long bytes = types.fixedBytes(type);
        if ((types.shape(type) & ~TypeTable.WEAK) != TypeTable.FIXED) bytes = types.layout(type).bytes(Memory.readLong(object + bytes - Long.BYTES));
        return ObjectHeader.has(header, ObjectHeader.HASH_STORED) ? bytes + Long.BYTES : bytes;
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

    /** Shows every strong slot of an object to a visitor, then every weak one. */
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
        if ((shape & TypeTable.WEAK) != 0) visitWeakSlots(object, visitor);
    }

    /** Shows every weak slot of an object to a visitor. */
    public void visitWeakSlots(@Ref long object, SlotVisitor visitor) {
        long map = types.layout(ObjectHeader.type(Memory.readLong(object))).weakMap();
        for (; map != 0; map &= map - 1) visitor.visitWeakSlot(object + (long) Long.numberOfTrailingZeros(map) * Long.BYTES);
    }
}
