package io.mooring.bench.gc.work;

import io.mooring.gc.Heap;
import io.mooring.gc.Ref;
import io.mooring.gc.roots.HandleScope;
import java.util.SplittableRandom;

/**
 * Many live trees of quads of which a branch is replaced now and then: old objects die all the time and old objects are changed all the
 * time, as an incremental collector has to bear. Its size grows in proportion to the number of trees.
 */
final class Garden extends Quads {
    /** Depth of each tree: 5461 quads, 218 kB. */
    static final int TREE_DEPTH = 6;
    /** Depth of a branch that is replaced. */
    private static final int BRANCH_DEPTH = GARBAGE_DEPTH;
    /** Trees that die at once, for each branch that is replaced. */
    private static final int GARBAGE_PER_BRANCH = 3;
    private static final long SEED = 20_260_803;

    private final int trees;
    private final int tableType;
    private final SplittableRandom random = new SplittableRandom(SEED);

    Garden(Heap heap, int trees) {
        super(heap, TREE_DEPTH);
        this.trees = trees;
        tableType = heap.types().define(Layouts.TABLE);
    }

    @Override
    public void build() {
        drop();
        setRoot(heap.allocate(tableType, trees));
        for (int i = 0; i < trees; i++) {
            long tree = tree(TREE_DEPTH);
            Store.element(heap, root(), Layouts.TABLE_FIRST, i, tree);
        }
    }

    @Override
    public int steps() {
        return (int) (trees * quads(TREE_DEPTH) * GARBAGE_PER_LIVE / (GARBAGE_PER_BRANCH + 1) / quads(GARBAGE_DEPTH));
    }

    @Override
    public void step() {
        for (int i = 0; i < GARBAGE_PER_BRANCH; i++) super.step();
        try (HandleScope scope = heap.scope()) {
            long hBranch = scope.root(tree(BRANCH_DEPTH));
            long quad = treeAt(random.nextInt(trees));
            for (int level = TREE_DEPTH; level > BRANCH_DEPTH + 1; level--) quad = kid(quad, random.nextInt(KIDS));
            setKid(quad, random.nextInt(KIDS), scope.get(hBranch));
        }
    }

    private @Ref long treeAt(int index) {
        return heap.readElement(root(), Layouts.TABLE_FIRST, index);
    }

    @Override
    public void check() {
        for (int i = 0; i < trees; i++) WrongResult.unless("garden: quads of tree " + i, count(treeAt(i)), quads(TREE_DEPTH));
    }
}
