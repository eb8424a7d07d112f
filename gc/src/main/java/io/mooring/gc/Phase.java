package io.mooring.gc;

/** The phases of a collection, in the order in which the plans of this module run them. */
public enum Phase {
    /** The allocator gives its chunk back, spaces change roles. */
    PREPARE,
    /** The slots of Java code and of the embedder. */
    ROOTS,
    /** Minor collections: the old objects that may refer to young ones. */
    REMEMBERED,
    /** Objects that the foreign side of a link counts. */
    TRACE_LINKS,
    /** Everything that these reach; where old links are traced, once before and once behind them. */
    CLOSURE,
    /** Values of ephemerons whose keys live. */
    EPHEMERONS,
    /** Weak references to the dead are cleared. */
    WEAK,
    /** Dead objects with finalizers are queued, and live on until they have run. */
    FINALIZERS,
    /** Plans that move objects in place: every slot is shown where its object goes. */
    FORWARD,
    /** Plans that move objects in place: they move. */
    COMPACT,
    /** Links follow their survivors or end. */
    SWEEP_LINKS,
    /** What is dead is given back. */
    RELEASE
}
