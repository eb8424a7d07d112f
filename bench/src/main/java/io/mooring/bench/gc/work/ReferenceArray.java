package io.mooring.bench.gc.work;

import io.mooring.gc.Heap;
import io.mooring.gc.Ref;
import io.mooring.gc.roots.HandleScope;
import java.util.SplittableRandom;

/**
 * One big array of references to boxes: single elements are replaced here and there, and blocks of them change places in bulk. Remembering
 * the whole array at each store means scanning it at each minor collection; this is where the kinds of remembering differ.
 */
final class ReferenceArray extends HeapProgram {
    private static final int STORES_PER_STEP = 64;
    /** Elements of a block that moves. */
    private static final int BLOCK = 256;
    /** A step in so many moves blocks. */
    private static final int STEPS_PER_MOVE = 8;
    private static final int STORES_PER_ELEMENT = 6;
    private static final long SEED = 20_260_806;

    private final int length;
    private final int tableType;
    private final int boxType;
    private final SplittableRandom random = new SplittableRandom(SEED);
    private long sum;
    private int stepsUntilMove = STEPS_PER_MOVE;

    /** {@code length} is at least four blocks. */
    ReferenceArray(Heap heap, int length) {
        super(heap);
        this.length = Math.max(length, 4 * BLOCK);
        tableType = heap.types().define(Layouts.TABLE);
        boxType = heap.types().define(Layouts.BOX);
    }

    @Override
    public void build() {
        drop();
        sum = 0;
        setRoot(heap.allocate(tableType, length));
        for (int i = 0; i < length; i++) store(i, i);
    }

    @Override
    public int steps() {
        return length / STORES_PER_STEP * STORES_PER_ELEMENT;
    }

    @Override
    public void step() {
        for (int i = 0; i < STORES_PER_STEP; i++) {
            int index = random.nextInt(length);
            sum -= value(index);
            store(index, random.nextInt());
        }
        if (--stepsUntilMove == 0) {
            stepsUntilMove = STEPS_PER_MOVE;
            int half = length / 2;
            exchange(random.nextInt(half - BLOCK), half + random.nextInt(half - BLOCK));
        }
    }

    private void store(int index, int value) {
        long box = heap.allocate(boxType);
        heap.writeWord(box, Layouts.BOX_VALUE, value);
        sum += value;
        Store.element(heap, root(), Layouts.TABLE_FIRST, index, box);
    }

    private long value(int index) {
        return heap.readWord(heap.readElement(root(), Layouts.TABLE_FIRST, index), Layouts.BOX_VALUE);
    }

    /** Two blocks, which do not overlap, change places by way of a third array. */
    private void exchange(int first, int second) {
        try (HandleScope scope = heap.scope()) {
            long hAside = scope.root(heap.allocate(tableType, BLOCK));
            move(root(), first, scope.get(hAside), 0);
            move(root(), second, root(), first);
            move(scope.get(hAside), 0, root(), second);
        }
    }

    private void move(@Ref long source, int from, @Ref long target, int to) {
        Store.elements(heap, source, from, target, to, Layouts.TABLE_FIRST, BLOCK);
    }

    @Override
    public void check() {
        long found = 0;
        for (int i = 0; i < length; i++) found += value(i);
        WrongResult.unless("reference array: sum of the boxes", found, sum);
    }
}
