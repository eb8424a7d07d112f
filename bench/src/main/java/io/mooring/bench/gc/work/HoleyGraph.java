package io.mooring.bench.gc.work;

import io.mooring.gc.Heap;
import io.mooring.gc.Immediate;
import io.mooring.gc.Ref;
import io.mooring.gc.object.TypeLayout;
import java.util.SplittableRandom;

/**
 * A random graph between whose nodes lie dead objects of very different sizes, most of them small and a few large (a power law): the holes
 * that a collector without compaction has to live with. Trees alone are too regular for that.
 *
 * <pre>
 *   node  | header | id | sum of the ids behind the edges | edge 0 | edge 1 | edge 2 |      48 bytes
 * </pre>
 *
 * A step replaces some nodes by new ones with new edges. The node replaced loses its edges, else all that ever was would stay reachable
 * through the edges that still point to it.
 */
final class HoleyGraph extends HeapProgram {
    private static final int EDGES = 3;
    private static final TypeLayout.Builder FIELDS = TypeLayout.named("node");
    private static final int ID = FIELDS.word("id");
    private static final int SUM = FIELDS.word("sum");
    private static final int FIRST_EDGE = firstEdge();
    private static final TypeLayout NODE = FIELDS.build();

    private static final int REPLACED_PER_STEP = 16;
    private static final int REPLACEMENTS_PER_RUN = 8;
    private static final int SMALLEST_HOLE_BYTES = 8;
    private static final int LARGEST_HOLE_BYTES = 2048;
    private static final long SEED = 20_260_804;

    private final int nodes;
    private final int nodeType;
    private final int holeType;
    private final int tableType;
    private final SplittableRandom random = new SplittableRandom(SEED);

    HoleyGraph(Heap heap, int nodes) {
        super(heap);
        this.nodes = nodes;
        nodeType = heap.types().define(NODE);
        holeType = heap.types().define(Layouts.BYTES);
        tableType = heap.types().define(Layouts.TABLE);
    }

    private static int firstEdge() {
        int first = FIELDS.reference("edge 0");
        for (int i = 1; i < EDGES; i++) FIELDS.reference("edge " + i);
        return first;
    }

    @Override
    public void build() {
        drop();
        setRoot(heap.allocate(tableType, nodes));
        for (int id = 0; id < nodes; id++) put(id, Math.max(1, id));
    }

    @Override
    public int steps() {
        return nodes / REPLACED_PER_STEP * REPLACEMENTS_PER_RUN;
    }

    @Override
    public void step() {
        for (int i = 0; i < REPLACED_PER_STEP; i++) {
            int id = random.nextInt(nodes);
            long replaced = node(id);
            for (int edge = 0; edge < EDGES; edge++) Store.reference(heap, replaced, offset(edge), Immediate.NULL);
            heap.writeWord(replaced, SUM, 0);
            put(id, nodes);
        }
    }

    /** Makes the node {@code id} with edges to nodes below {@code most}, behind a hole. */
    private void put(int id, int most) {
        heap.allocate(holeType, hole());
        long node = heap.allocate(nodeType);
        heap.writeWord(node, ID, id);
        long sum = 0;
        for (int edge = 0; edge < EDGES; edge++) {
            long target = node(random.nextInt(most));
            Store.first(heap, node, offset(edge), target);
            if (target != 0) sum += heap.readWord(target, ID);
        }
        heap.writeWord(node, SUM, sum);
        Store.element(heap, root(), Layouts.TABLE_FIRST, id, node);
    }

    /** Bytes of a hole: half as many holes of twice the size. */
    private int hole() {
        return (int) Math.min(LARGEST_HOLE_BYTES, SMALLEST_HOLE_BYTES / (1 - random.nextDouble()));
    }

    private @Ref long node(int id) {
        return heap.readElement(root(), Layouts.TABLE_FIRST, id);
    }

    private static int offset(int edge) {
        return FIRST_EDGE + edge * Long.BYTES;
    }

    @Override
    public void check() {
        for (int id = 0; id < nodes; id++) {
            long node = node(id);
            WrongResult.unless("graph: id of node " + id, heap.readWord(node, ID), id);
            long sum = 0;
            for (int edge = 0; edge < EDGES; edge++) {
                long target = heap.readRef(node, offset(edge));
                if (target != 0) sum += heap.readWord(target, ID);
            }
            WrongResult.unless("graph: sum of the ids that node " + id + " points to", sum, heap.readWord(node, SUM));
        }
    }
}
