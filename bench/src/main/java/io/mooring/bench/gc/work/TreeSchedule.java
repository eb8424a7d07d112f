package io.mooring.bench.gc.work;

/**
 * Which trees the program {@link BinaryTrees} makes, in which order: every even depth from 4 on, the deeper the fewer, so that each depth
 * has about as many nodes as the others; then again from the beginning.
 */
final class TreeSchedule {
    static final int LEAST_DEPTH = 4;

    private final int depth;
    private int current = LEAST_DEPTH;
    private int left;

    /** {@code depth} of the deepest trees. */
    TreeSchedule(int depth) {
        this.depth = depth;
        left = treesOf(current);
    }

    /** Trees of a depth in a round. */
    private int treesOf(int ofDepth) {
        return 1 << depth - ofDepth + LEAST_DEPTH;
    }

    /** Trees of a round. */
    int trees() {
        int trees = 0;
        for (int of = LEAST_DEPTH; of <= depth; of += 2) trees += treesOf(of);
        return trees;
    }

    /** Nodes of a tree. */
    static long nodes(int ofDepth) {
        return (2L << ofDepth) - 1;
    }

    /** Begins from the beginning. */
    void restart() {
        current = LEAST_DEPTH;
        left = treesOf(current);
    }

    /** The depth of the next tree. */
    int next() {
        if (left == 0) {
            current = current + 2 > depth ? LEAST_DEPTH : current + 2;
            left = treesOf(current);
        }
        left--;
        return current;
    }
}
