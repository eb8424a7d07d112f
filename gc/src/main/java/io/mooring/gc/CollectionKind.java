package io.mooring.gc;

/** How much of the heap a collection looks at. */
public enum CollectionKind {
    /** Only the young objects; plans without generations run a {@link #MAJOR} instead. */
    MINOR,
    /** Every object. */
    MAJOR
}
