package io.mooring.gc;

/**
 * Hears of each collection and of each edge between two of its phases; every method does nothing unless overridden. Must not touch the
 * heap: what allocates, collects or closes it in a callback is refused. Only {@link #collectionStarts} and {@link #collectionEnds} may read objects.
 *
 * <p>A method that throws does no harm: the collection goes on, the listener hears of the rest, and what was thrown first is thrown to
 * whoever caused the collection, once it is over.
 *
 * <p>Override {@link #phaseEnds} to hear of all edges by one method, or the method of a single edge.
 */
public interface HeapListener {
    /** The heap that nobody listens to. */
    HeapListener NONE = new HeapListener() {};

    /** A collection is about to begin; for {@code reason} see {@link CollectionReport#reason}. */
    default void collectionStarts(CollectionKind kind, String reason) {}

    default void phaseStarts(Phase phase) {}

    /** A phase is over: calls the method of that edge. */
    default void phaseEnds(Phase phase) {
        switch (phase) {
            case PREPARE -> prepared();
            case ROOTS -> rootsTraced();
            case REMEMBERED -> rememberedTraced();
            case TRACE_LINKS -> linksTraced();
            case CLOSURE -> closed();
            case EPHEMERONS -> ephemeronsResolved();
            case WEAK -> weakCleared();
            case FINALIZERS -> finalizersQueued();
            case FORWARD -> forwarded();
            case COMPACT -> compacted();
            case SWEEP_LINKS -> linksSwept();
            case RELEASE -> released();
        }
    }

    default void prepared() {}

    default void rootsTraced() {}

    default void rememberedTraced() {}

    default void linksTraced() {}

    default void closed() {}

    default void ephemeronsResolved() {}

    default void weakCleared() {}

    default void finalizersQueued() {}

    default void forwarded() {}

    default void compacted() {}

    default void linksSwept() {}

    default void released() {}

    /** A collection is over; the program goes on when this returns. */
    default void collectionEnds(CollectionReport report) {}

    /** One that passes everything to {@code first}, then to {@code second}, whatever the first throws. */
    static HeapListener both(HeapListener first, HeapListener second) {
        return new HeapListener() {
            @Override
            public void collectionStarts(CollectionKind kind, String reason) {
                try {
                    first.collectionStarts(kind, reason);
                } finally {
                    second.collectionStarts(kind, reason);
                }
            }

            @Override
            public void phaseStarts(Phase phase) {
                try {
                    first.phaseStarts(phase);
                } finally {
                    second.phaseStarts(phase);
                }
            }

            @Override
            public void phaseEnds(Phase phase) {
                try {
                    first.phaseEnds(phase);
                } finally {
                    second.phaseEnds(phase);
                }
            }

            @Override
            public void collectionEnds(CollectionReport report) {
                try {
                    first.collectionEnds(report);
                } finally {
                    second.collectionEnds(report);
                }
            }
        };
    }
}
