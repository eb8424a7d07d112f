package io.mooring.bench.gc.work;

/** {@link BinaryTrees} with Java objects, for the comparison with the JVM's own collector. */
final class JavaBinaryTrees implements Program {
    private record Node(Node left, Node right) {}

    private final int depth;
    private final TreeSchedule schedule;
    private Node root;

    JavaBinaryTrees(int depth) {
        this.depth = depth;
        schedule = new TreeSchedule(depth);
    }

    @Override
    public void build() {
        drop();
        schedule.restart();
        countOf(tree(depth + 1), depth + 1);
        root = tree(depth);
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
        countOf(root, depth);
    }

    private static void countOf(Node tree, int ofDepth) {
        WrongResult.unless("binary trees: nodes of a tree of depth " + ofDepth, count(tree), TreeSchedule.nodes(ofDepth));
    }

    private static Node tree(int levels) {
        if (levels == 0) return new Node(null, null);
        Node left = tree(levels - 1);
        Node right = tree(levels - 1);
        return new Node(left, right);
    }

    private static long count(Node node) {
        return node.left == null ? 1 : 1 + count(node.left) + count(node.right);
    }

    @Override
    public void drop() {
        root = null;
    }

    @Override
    public void close() {
        drop();
    }
}
