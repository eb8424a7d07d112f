package io.mooring.gc.verify;

/** When the verifier runs. */
public enum Occasion {
    BEFORE_COLLECTION,
    AFTER_COLLECTION,
    /** Whenever the allocator asks for another chunk, and at every safepoint: while the program runs. */
    BETWEEN_COLLECTIONS
}
