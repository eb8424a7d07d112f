package io.mooring.bench.gc.work;

import io.mooring.gc.Heap;
import io.mooring.gc.Ref;
import io.mooring.gc.Slot;
import io.mooring.gc.object.TypeLayout;
import io.mooring.gc.roots.ShadowStack;

/**
 * The program known as binary trees: one tree that lives, and very many that are made, counted and dropped.
 *
 * <pre>
 *   node | header | left | right |      24 bytes
 * </pre>
 *
 * {@link JavaBinaryTrees}, {@code binary_trees.c} and {@code binary_trees.py} are the same program. As code that a runtime compiles would, it keeps the top of the shadow
 * stack in a register, and calls the heap only where there is no room.
 */
final class BinaryTrees extends HeapProgram {
    private static final TypeLayout.Builder FIELDS = TypeLayout.named("node");
    private static final int LEFT = FIELDS.reference("left");
    private static final int RIGHT = FIELDS.reference("right");
    private static final TypeLayout LAYOUT = FIELDS.build();

    private final int depth;
    private final int type;
    private final TreeSchedule schedule;
    private final ShadowStack stack;

    /** {@code depth} of the tree that lives: 18 is 524,287 nodes, 12.6 MB. */
    BinaryTrees(Heap heap, int depth) {
        super(heap);
        this.depth = depth;
        type = heap.types().define(LAYOUT);
        schedule = new TreeSchedule(depth);
        stack = heap.shadowStack();
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
        return tree(levels, stack.reserve(levels));
    }

    /** The left subtree waits in a slot while the right one is made. */
    private @Ref long tree(int levels, @Slot long top) {
        if (levels == 0) return leaf(top);
        stack.set(top, tree(levels - 1, top));
        long right = tree(levels - 1, top + Long.BYTES);
        long node = heap.allocateIfRoom(type);
        if (node == 0) return nodeSlow(top, right);
        Store.first(heap, node, LEFT, stack.get(top));
        Store.first(heap, node, RIGHT, right);
        return node;
    }

    private @Ref long leaf(@Slot long top) {
        long node = heap.allocateIfRoom(type);
        return node != 0 ? node : leafSlow(top);
    }

    private @Ref long leafSlow(@Slot long top) {
        long mark = stack.mark();
        stack.extend(top);
        try {
            return heap.allocate(type);
        } finally {
            stack.release(mark);
        }
    }

    private @Ref long nodeSlow(@Slot long hLeft, @Ref long right) {
        long mark = stack.mark();
        stack.extend(hLeft + Long.BYTES);
        try {
            long hRight = stack.push(right);
            long node = heap.allocate(type);
            Store.first(heap, node, LEFT, stack.get(hLeft));
            Store.first(heap, node, RIGHT, stack.get(hRight));
            return node;
        } finally {
            stack.release(mark);
        }
    }

    private long count(@Ref long node) {
        long left = heap.readRef(node, LEFT);
        if (left == 0) return 1;
        return 1 + count(left) + count(heap.readRef(node, RIGHT));
    }
}
