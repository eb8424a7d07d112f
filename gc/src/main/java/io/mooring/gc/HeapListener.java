package io.mooring.gc;

/** Hears of each collection and of each of its phases; every method does nothing unless overridden. Must not touch the heap. */
public interface HeapListener {
    /** The heap that nobody listens to. */
    HeapListener NONE = new HeapListener() {};

    default void collectionStarts(CollectionKind kind, String reason) {}

    default void phaseStarts(Phase phase) {}

    default void phaseEnds(Phase phase) {}

    default void collectionEnds(CollectionReport report) {}
}
