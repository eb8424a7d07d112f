package io.mooring.bench.gc.work;

import io.mooring.gc.Heap;
import io.mooring.gc.Ref;
import java.util.SplittableRandom;

/** Large objects without references, of 64 KiB to 512 KiB, that replace one another: nothing to trace, all about finding room. */
final class LargeObjects extends HeapProgram {
    private static final int LEAST_BYTES = 64 << 10;
    private static final int MOST_BYTES = 512 << 10;
    private static final int REPLACEMENTS_PER_RUN = 8;
    private static final long SEED = 20_260_807;

    private final int count;
    private final int tableType;
    private final int bytesType;
    private final SplittableRandom random = new SplittableRandom(SEED);

    LargeObjects(Heap heap, int count) {
        super(heap);
        this.count = count;
        tableType = heap.types().define(Layouts.TABLE);
        bytesType = heap.types().define(Layouts.BYTES);
    }

    @Override
    public void build() {
        drop();
        setRoot(heap.allocate(tableType, count));
        for (int i = 0; i < count; i++) put(i);
    }

    @Override
    public int steps() {
        return count * REPLACEMENTS_PER_RUN;
    }

    @Override
    public void step() {
        put(random.nextInt(count));
    }

    /** The first and the last word of an object hold its place and its length. */
    private void put(int index) {
        int length = random.nextInt(LEAST_BYTES, MOST_BYTES) & -Long.BYTES;
        long large = heap.allocate(bytesType, length);
        heap.writeWord(large, Layouts.BYTES_FIRST, index);
        heap.writeWord(large, lastWord(length), length);
        Store.element(heap, root(), Layouts.TABLE_FIRST, index, large);
    }

    private static long lastWord(long length) {
        return Layouts.BYTES_FIRST + length - Long.BYTES;
    }

    @Override
    public void check() {
        for (int i = 0; i < count; i++) {
            @Ref long large = heap.readElement(root(), Layouts.TABLE_FIRST, i);
            long length = heap.length(large);
            WrongResult.unless("large objects: first word of number " + i, heap.readWord(large, Layouts.BYTES_FIRST), i);
            WrongResult.unless("large objects: last word of number " + i, heap.readWord(large, lastWord(length)), length);
        }
    }
}
