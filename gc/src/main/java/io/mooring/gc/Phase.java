package io.mooring.gc;

/** The phases of a collection, in the order in which the plans of this module run them. */
public enum Phase {
    PREPARE,
    ROOTS,
    REMEMBERED,
    TRACE_LINKS,
    CLOSURE,
    WEAK,
    /** Plans that move objects in place: every slot is shown where its object goes. */
    FORWARD,
    /** Plans that move objects in place: they move. */
    COMPACT,
    SWEEP_LINKS,
    RELEASE
}
