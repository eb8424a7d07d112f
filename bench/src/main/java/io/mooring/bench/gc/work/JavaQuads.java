package io.mooring.bench.gc.work;

/** {@link Quads} with Java objects, for the comparison with the JVM's own collector. */
final class JavaQuads implements Program {
    private record Quad(Quad first, Quad second, Quad third, Quad fourth) {}

    private final int depth;
    private Quad root;

    JavaQuads(int depth) {
        this.depth = depth;
    }

    @Override
    public void build() {
        drop();
        root = tree(depth);
    }

    @Override
    public int steps() {
        return (int) (Quads.quads(depth) * Quads.GARBAGE_PER_LIVE / Quads.quads(Quads.GARBAGE_DEPTH));
    }

    @Override
    public void step() {
        WrongResult.unless("quads: kids of a young quad", young(tree(Quads.GARBAGE_DEPTH)), Quads.KIDS);
    }

    private static long young(Quad quad) {
        return (quad.first == null ? 0 : 1) + (quad.second == null ? 0 : 1) + (quad.third == null ? 0 : 1) + (quad.fourth == null ? 0 : 1);
    }

    @Override
    public void check() {
        WrongResult.unless("quads: nodes of the live tree", count(root), Quads.quads(depth));
    }

    private static Quad tree(int levels) {
        if (levels == 0) return new Quad(null, null, null, null);
        Quad first = tree(levels - 1);
        Quad second = tree(levels - 1);
        Quad third = tree(levels - 1);
        Quad fourth = tree(levels - 1);
        return new Quad(first, second, third, fourth);
    }

    private static long count(Quad quad) {
        if (quad == null) return 0;
        return 1 + count(quad.first) + count(quad.second) + count(quad.third) + count(quad.fourth);
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
