package io.mooring.capi;

import io.mooring.gc.Heap;
import io.mooring.gc.Ref;
import io.mooring.gc.Slot;
import io.mooring.gc.memory.Memory;
import io.mooring.gc.roots.HandleScope;
import io.mooring.objspace.ObjSpace;

/**
 * Arguments as C functions take them: a tuple or an array of PyObjects made for one call from consecutive handles, and taken apart after it.
 *
 * <p>The tuple never meets the object space: unless C kept it, its block and the boxes in it are back on their free lists when the call is over.
 */
final class Arguments {
    private static final int ITEMS = CLayout.PyTupleObject.ob_item;
    /** Tuples of fewer items than this are kept for the next call: most calls have one to three arguments. */
    private static final int SPARE_SIZES = 4;

    private final ObjSpace space;
    private final Heap heap;
    private final CMemory memory;
    private final Boxes boxes;
    private final ToNative toNative;
    private final long tupleType;
    /** None, which is immortal: it is neither counted nor dropped. */
    private final long none;
    private final @Ref long w_None;
    /** By its size, a tuple of count 1 that a call gave back, kept for the next one; 0 = none. In debug mode tuples are freed at once, so that a late use is found. */
    private final long[] spare = new long[SPARE_SIZES];

    Arguments(CApi capi) {
        this.space = capi.space;
        this.heap = capi.heap;
        this.memory = capi.memory;
        this.boxes = capi.boxes;
        this.toNative = capi.toNative;
        this.tupleType = capi.ctypes.tuple;
        this.none = capi.ctypes.none;
        this.w_None = space.w_None;
    }

    /** A tuple that nobody else has, owned by the caller. */
    long newTuple(@Slot long hArgs, int count) {
        long tuple = takeTuple(count);
        fill(tuple, tuple + ITEMS, hArgs, count);
        return tuple;
    }

    /** A tuple of two as {@link #newTuple} makes it, if that takes no collection: one was kept, and both items have PyObjects. Otherwise 0, and nothing has happened. */
    long pairOrNull(@Ref long w_first, @Ref long w_second) {
        long tuple = spare[2];
        long first = current(w_first);
        long second = current(w_second);
        if (tuple == 0 || first == 0 || second == 0) return 0;
        spare[2] = 0;
        writeItem(tuple, 0, first);
        writeItem(tuple, 1, second);
        return tuple;
    }

    private long current(@Ref long w) {
        return w == w_None ? none : toNative.current(w);
    }

    private void writeItem(long tuple, int index, long item) {
        if (item != none) memory.increment(item);
        Memory.writeLong(tuple + ITEMS + (long) index * Long.BYTES, item);
    }

    /** A tuple whose items are not set: the one that the last call of this size gave back, or a fresh one. */
    private long takeTuple(int count) {
        if (count < spare.length && spare[count] != 0) {
            long tuple = spare[count];
            spare[count] = 0;
            return tuple;
        }
        long tuple = memory.allocateBytes(ITEMS + (long) count * Long.BYTES);
        if (tuple == 0) throw noMemory();
        CMemory.setHeader(tuple, 1, tupleType);
        Memory.writeLong(tuple + CLayout.PyVarObject.ob_size, count);
        return tuple;
    }

    private RuntimeException noMemory() {
        return space.error(space.w_MemoryError, "no room for more PyObjects");
    }

    private void fill(long block, long at, @Slot long hArgs, int count) {
        int done = 0;
        try {
            for (; done < count; done++) {
                long w = space.arg(hArgs, done);
                Memory.writeLong(at + (long) done * Long.BYTES, w == w_None ? none : toNative.newReference(w));
            }
        } catch (Throwable failed) {
            dropItems(at, done);
            memory.freeArray(block);
            throw failed;
        }
    }

    /** Drops the caller's reference. If C kept none, the items are dropped and the block is free. */
    void dropTuple(long tuple) {
        long count = memory.count(tuple);
        if (count != 1) {
            memory.setCount(tuple, count - 1);
            return;
        }
        int size = (int) CMemory.size(tuple);
        dropItems(tuple + ITEMS, size);
        if (size < spare.length && spare[size] == 0 && !memory.debug()) spare[size] = tuple;
        else memory.freeBytes(tuple, ITEMS + (long) size * Long.BYTES);
    }

    private void dropItems(long at, int count) {
        for (int i = 0; i < count; i++) {
            long item = Memory.readLong(at + (long) i * Long.BYTES);
            if (item != none) boxes.drop(item);
        }
    }

    /** An array of owned references in a block of the arena. */
    long newArray(@Slot long hArgs, int count) {
        long array = memory.allocateBytes((long) Math.max(count, 1) * Long.BYTES);
        if (array == 0) throw noMemory();
        fill(array, array, hArgs, count);
        return array;
    }

    void dropArray(long array, int count) {
        dropItems(array, count);
        memory.freeArray(array);
    }

    /** The keyword arguments as a dict, an owned reference: names from the tuple, values from the handles behind the positional ones. NULL for 0. */
    long newKeywords(@Slot long hArgs, int nargs, @Ref long w_names) {
        if (w_names == 0) return 0;
        try (HandleScope scope = heap.scope()) {
            long hNames = scope.root(w_names);
            long hDict = scope.root(space.newDict());
            long count = space.tuples.count(scope.get(hNames));
            for (int i = 0; i < count; i++) {
                space.dicts.set(scope.get(hDict), space.tuples.get(scope.get(hNames), i), space.arg(hArgs, nargs + i));
            }
            return toNative.newReference(scope.get(hDict));
        }
    }

    void dropKeywords(long keywords) {
        if (keywords != 0) memory.decrement(keywords);
    }

    /** Number of keyword arguments that a tuple of names announces. */
    int keywordCount(@Ref long w_names) {
        return w_names == 0 ? 0 : Math.toIntExact(space.tuples.count(w_names));
    }
}
