package io.mooring.bench.gc.work;

import io.mooring.gc.Heap;
import io.mooring.gc.Ref;
import io.mooring.gc.object.TypeLayout;
import io.mooring.gc.roots.HandleScope;

/**
 * The program known as binary trees: one tree that lives, and very many that are made, counted and dropped.
 *
 * <pre>
 *   node | header | left | right |      24 bytes
 * </pre>
 *
 * {@link JavaBinaryTrees}, {@code binary_trees.c} and {@code binary_trees.py} are the same program.
 */
final class BinaryTrees extends HeapProgram {
    private static final TypeLayout.Builder FIELDS = TypeLayout.named("node");
    private static final int LEFT = FIELDS.reference("left");
    private static final int RIGHT = FIELDS.reference("right");
    private static final TypeLayout LAYOUT = FIELDS.build();

    private final int depth;
    private final int type;
    private final TreeSchedule schedule;

    /** {@code depth} of the tree that lives: 18 is 524,287 nodes, 12.6 MB. */
    BinaryTrees(Heap heap, int depth) {
        super(heap);
        this.depth = depth;
        type = heap.types().define(LAYOUT);
        schedule = new TreeSchedule(depth);
    }

    /** Bytes of a tree on a heap. */
    static long bytes(int ofDepth) {
        return TreeSchedule.nodes(ofDepth) * LAYOUT.fixedBytes();
    }

    /** First a tree that is one level deeper and dropped at once, as the original does to stretch the heap. */
    @Override
    public void build() {
        drop();
        schedule.restart();
        countOf(tree(depth + 1), depth + 1);
        setRoot(tree(depth));
    }

    @Override
    public int steps() {
        return schedule.trees();
    }

    @Override
    public void step() {
        int next = schedule.next();
        countOf(tree(next), next);
    }

    @Override
    public void check() {
        countOf(root(), depth);
    }

    private void countOf(@Ref long tree, int ofDepth) {
        WrongResult.unless("binary trees: nodes of a tree of depth " + ofDepth, count(tree), TreeSchedule.nodes(ofDepth));
    }

    private @Ref long tree(int levels) {
        if (levels == 0) return heap.allocate(type);
        try (HandleScope scope = heap.scope()) {
            long hLeft = scope.root(tree(levels - 1));
            long hRight = scope.root(tree(levels - 1));
            long node = heap.allocate(type);
            Store.first(heap, node, LEFT, scope.get(hLeft));
            Store.first(heap, node, RIGHT, scope.get(hRight));
            return node;
        }
    }

    private long count(@Ref long node) {
        long left = heap.readRef(node, LEFT);
        if (left == 0) return 1;
        return 1 + count(left) + count(heap.readRef(node, RIGHT));
    }
}
