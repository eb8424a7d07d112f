package io.mooring.gc;

/** The phases of a collection, in the order in which the plans of this module run them. */
public enum Phase {
    PREPARE,
    ROOTS,
    REMEMBERED,
    TRACE_LINKS,
    CLOSURE,
    WEAK,
    SWEEP_LINKS,
    RELEASE
}
