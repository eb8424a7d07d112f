package io.mooring.gc;

import java.util.StringJoiner;

/**
 * Switches that make latent bugs visible, at a price.
 *
 * @param everyNth       collect at every Nth allocation; 0 = only when needed
 * @param moveEverything each of those collections is a major one, so that every object that can move does
 * @param poison         overwrite memory that a collection left behind, so that a stale reference finds no header
 * @param protect        forbid access to that memory, so that touching it crashes at the access: copying spaces do it with all that they leave, Immix and StickyImmix with
 *                       blocks that have no object left, mark-sweep spaces too, MarkCompact with whole pages behind its last object, every plan with large objects; free lines and free
 *                       cells between objects are not forbidden
 */
public record Stress(int everyNth, boolean moveEverything, boolean poison, boolean protect) {
    public static final Stress NONE = new Stress(0, false, false, false);

    /** The word written over abandoned memory: no header (low bit 0) and no address that a process can have. */
    public static final long POISON = 0xDEAD_F00D_DEAD_F008L;

    public Stress {
        if (everyNth < 0) throw new IllegalArgumentException("option stress is " + everyNth + "; it must be 0 (off) or a number of allocations");
    }

    /** Collects at every Nth allocation, moves everything, poisons. */
    public static Stress every(int nth) {
        return new Stress(nth, true, true, false);
    }

    public boolean countsAllocations() {
        return everyNth > 0;
    }

    /** As messages show it: what is switched on, or "none". */
    @Override
    public String toString() {
        StringJoiner on = new StringJoiner(", ").setEmptyValue("none");
        if (everyNth > 0) on.add("every " + everyNth);
        if (moveEverything) on.add("move everything");
        if (poison) on.add("poison");
        if (protect) on.add("protect");
        return on.toString();
    }
}
