package io.mooring.bench.gc.work;

import io.mooring.gc.Heap;
import io.mooring.gc.Ref;
import io.mooring.gc.object.TypeLayout;
import io.mooring.gc.roots.HandleScope;

/**
 * A large live tree of objects with four references each, and garbage made of small trees of the same objects.
 *
 * <pre>
 *   quad | header | kid 0 | kid 1 | kid 2 | kid 3 |      40 bytes
 * </pre>
 *
 * The shape is that of whippet's benchmark of this name; {@link JavaQuads} is the same program with Java objects.
 */
class Quads extends HeapProgram {
    static final int KIDS = 4;
    /** Depth of a tree that dies at once: 21 quads, 840 bytes. */
    static final int GARBAGE_DEPTH = 2;
    /** Garbage of a whole run over what lives, as whippet has it at a heap of four times what lives: 20 times heap/7.5. */
    static final double GARBAGE_PER_LIVE = 10.7;

    private static final TypeLayout.Builder FIELDS = TypeLayout.named("quad");
    private static final int FIRST_KID = firstKid();
    private static final TypeLayout LAYOUT = FIELDS.build();

    private final int depth;
    private final int type;

    /** {@code depth} of the live tree: 10 is 1,398,101 quads, 56 MB. */
    Quads(Heap heap, int depth) {
        super(heap);
        this.depth = depth;
        type = heap.types().define(LAYOUT);
    }

    private static int firstKid() {
        int first = FIELDS.reference("kid 0");
        for (int i = 1; i < KIDS; i++) FIELDS.reference("kid " + i);
        return first;
    }

    /** Quads of a tree: 1 + 4 + 16 + ... */
    static long quads(int depth) {
        return ((1L << 2 * (depth + 1)) - 1) / (KIDS - 1);
    }

    /** Bytes of a tree on a heap. */
    static long bytes(int depth) {
        return quads(depth) * LAYOUT.fixedBytes();
    }

    @Override
    public void build() {
        drop();
        setRoot(tree(depth));
    }

    @Override
    public int steps() {
        return (int) (quads(depth) * GARBAGE_PER_LIVE / quads(GARBAGE_DEPTH));
    }

    @Override
    public void step() {
        WrongResult.unless("quads: kids of a young quad", young(tree(GARBAGE_DEPTH)), KIDS);
    }

    private long young(@Ref long quad) {
        long kids = 0;
        for (int i = 0; i < KIDS; i++) if (kid(quad, i) != 0) kids++;
        return kids;
    }

    @Override
    public void check() {
        WrongResult.unless("quads: nodes of the live tree", count(root()), quads(depth));
    }

    /** A new tree, kids before parents. */
    final @Ref long tree(int levels) {
        if (levels == 0) return heap.allocate(type);
        try (HandleScope scope = heap.scope()) {
            long hFirst = scope.root(tree(levels - 1));
            long hSecond = scope.root(tree(levels - 1));
            long hThird = scope.root(tree(levels - 1));
            long hFourth = scope.root(tree(levels - 1));
            long quad = heap.allocate(type);
            Store.first(heap, quad, offset(0), scope.get(hFirst));
            Store.first(heap, quad, offset(1), scope.get(hSecond));
            Store.first(heap, quad, offset(2), scope.get(hThird));
            Store.first(heap, quad, offset(3), scope.get(hFourth));
            return quad;
        }
    }

    final @Ref long kid(@Ref long quad, int index) {
        return heap.readRef(quad, offset(index));
    }

    final void setKid(@Ref long quad, int index, @Ref long kid) {
        Store.reference(heap, quad, offset(index), kid);
    }

    private static int offset(int index) {
        return FIRST_KID + index * Long.BYTES;
    }

    /** Quads of a tree, by walking it. */
    final long count(@Ref long quad) {
        if (quad == 0) return 0;
        return 1 + count(kid(quad, 0)) + count(kid(quad, 1)) + count(kid(quad, 2)) + count(kid(quad, 3));
    }
}
