package io.mooring.bench.gc.work;

import io.mooring.gc.Heap;
import io.mooring.gc.Ref;

/**
 * How the programs store references: through the heap's barrier or, to find out what the barrier costs, past it.
 *
 * <p>The choice is a constant of the JVM, {@code -Dmooring.bench.barrier=false}, so that the compiler leaves nothing of it in the code.
 * Past the barrier a heap is sound only as long as no minor collection runs.
 */
final class Store {
    /** The property that removes the barrier. */
    static final String BARRIER_PROPERTY = "mooring.bench.barrier";

    private static final boolean BARRIER = Boolean.parseBoolean(System.getProperty(BARRIER_PROPERTY, "true"));

    private Store() {}

    static void reference(Heap heap, @Ref long object, long offset, @Ref long value) {
        if (BARRIER) {
            heap.writeRef(object, offset, value);
        } else {
            heap.writeWord(object, offset, value);
        }
    }

    /** Into the object that was allocated last, which no barrier has to hear of. */
    static void first(Heap heap, @Ref long object, long offset, @Ref long value) {
        if (BARRIER) {
            heap.initRef(object, offset, value);
        } else {
            heap.writeWord(object, offset, value);
        }
    }

    static void element(Heap heap, @Ref long array, int base, long index, @Ref long value) {
        reference(heap, array, base + index * Long.BYTES, value);
    }

    /** Copies {@code count} elements between arrays of references whose elements begin at {@code base}. */
    static void elements(Heap heap, @Ref long source, long from, @Ref long target, long to, int base, long count) {
        long sourceOffset = base + from * Long.BYTES;
        long targetOffset = base + to * Long.BYTES;
        if (BARRIER) {
            heap.copyRefs(source, sourceOffset, target, targetOffset, count);
        } else {
            heap.copyRaw(source, sourceOffset, target, targetOffset, count * Long.BYTES);
        }
    }
}
