package io.mooring.gc.inspect;

/**
 * A walk over everything that the roots of a heap reach, each object once.
 *
 * <p>The order depends on the roots and on the graph, never on addresses or on the plan: all roots, in the order of {@link RootKind};
 * then, from the first root to the last, each object and behind it the new objects that its slots name, first slot first, each with
 * everything that is new behind it. Weak slots are shown and not followed. An ephemeron is shown once its key is known to be reachable,
 * and its value is a strong slot then; those whose keys nothing else reaches come last, with values that are shown as weak slots.
 *
 * <p>Which objects were found stands in one bit per heap word, the way back in a stack of addresses; both are off the heap and off
 * the Java heap. A walk runs between two collections and is refused during one.
 */
public final class HeapWalk {
    private final HeapView heap;

    public HeapWalk(HeapView heap) {
        this.heap = heap;
    }

    /**
     * Shows everything to {@code visitor}.
     *
     * @throws IllegalStateException during a collection, or when the visitor made the heap collect
     */
    public void run(HeapVisitor visitor) {
        if (!heap.isIdle().getAsBoolean()) {
            throw new IllegalStateException("a heap walk needs a heap between two collections; this heap is in its collection " + (heap.collections().getAsLong() + 1));
        }
        try (Traversal traversal = new Traversal(heap, visitor)) {
            traversal.roots();
            traversal.objects();
        }
    }
}
