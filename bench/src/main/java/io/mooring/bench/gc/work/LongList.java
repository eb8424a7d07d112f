package io.mooring.bench.gc.work;

import io.mooring.gc.Heap;
import io.mooring.gc.Ref;
import io.mooring.gc.object.TypeLayout;

/**
 * One very long list, used as a queue: cells are appended at one end and dropped at the other. A collector that follows references by
 * recursion runs out of stack, one with several workers has nothing to share, and a generational one sees dead old cells keep young ones.
 *
 * <pre>
 *   queue | header | head | tail |
 *   cell  | header | number | next |      24 bytes
 * </pre>
 */
final class LongList extends HeapProgram {
    private static final TypeLayout.Builder QUEUE_FIELDS = TypeLayout.named("queue");
    private static final int HEAD = QUEUE_FIELDS.reference("head");
    private static final int TAIL = QUEUE_FIELDS.reference("tail");
    private static final TypeLayout QUEUE = QUEUE_FIELDS.build();

    private static final TypeLayout.Builder CELL_FIELDS = TypeLayout.named("cell");
    private static final int NUMBER = CELL_FIELDS.word("number");
    private static final int NEXT = CELL_FIELDS.reference("next");
    private static final TypeLayout CELL = CELL_FIELDS.build();

    private static final int CELLS_PER_STEP = 128;
    private static final int LENGTHS_PER_RUN = 8;

    private final int length;
    private final int queueType;
    private final int cellType;
    private long appended;

    LongList(Heap heap, int length) {
        super(heap);
        this.length = length;
        queueType = heap.types().define(QUEUE);
        cellType = heap.types().define(CELL);
    }

    @Override
    public void build() {
        drop();
        appended = 0;
        setRoot(heap.allocate(queueType));
        long first = cell();
        Store.reference(heap, root(), HEAD, first);
        Store.reference(heap, root(), TAIL, first);
        for (int i = 1; i < length; i++) append();
    }

    @Override
    public int steps() {
        return Math.max(1, length / CELLS_PER_STEP * LENGTHS_PER_RUN);
    }

    @Override
    public void step() {
        for (int i = 0; i < CELLS_PER_STEP; i++) {
            append();
            long queue = root();
            Store.reference(heap, queue, HEAD, heap.readRef(heap.readRef(queue, HEAD), NEXT));
        }
    }

    private @Ref long cell() {
        long cell = heap.allocate(cellType);
        heap.writeWord(cell, NUMBER, appended++);
        return cell;
    }

    private void append() {
        long cell = cell();
        long queue = root();
        Store.reference(heap, heap.readRef(queue, TAIL), NEXT, cell);
        Store.reference(heap, queue, TAIL, cell);
    }

    @Override
    public void check() {
        long number = appended - length;
        for (long cell = heap.readRef(root(), HEAD); cell != 0; cell = heap.readRef(cell, NEXT)) {
            WrongResult.unless("long list: number of a cell", heap.readWord(cell, NUMBER), number++);
        }
        WrongResult.unless("long list: number behind the last cell", number, appended);
    }
}
