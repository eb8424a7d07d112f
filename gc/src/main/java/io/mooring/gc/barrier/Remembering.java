package io.mooring.gc.barrier;

/** What the barrier of a generational plan writes down of a store into an old object. */
public enum Remembering {
    /** The object, once, whatever is stored: a minor collection looks at all of it. */
    OBJECTS,
    /** Each slot that is stored into, once: a minor collection looks at no other. */
    FIELDS,
    /** Small objects as a whole; of larger ones the card, a run of slots, that is stored into. */
    CARDS
}
