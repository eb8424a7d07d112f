package io.mooring.gc.plan;

import io.mooring.gc.barrier.Remembering;
import java.util.Set;

/**
 * What is true of a plan whatever it collects: facts an embedder may rely on.
 *
 * @param collects      collections free what is dead; without them, stress and triggers are refused
 * @param moves         objects that are not large may move
 * @param generational  there are minor collections
 * @param ages          objects may stay young for some minor collections before they are promoted
 * @param incremental   a major collection runs in bounded steps
 * @param barrier       there are objects with {@code NOTIFY}, and stores into them must be announced
 * @param pins          single objects can be kept in place, see {@link io.mooring.gc.Heap#pin}
 * @param remembering   what the barrier can be asked to remember; empty when there are no generations
 * @param reserveFactor bytes of heap that a byte of live small objects needs during a major collection
 */
public record Traits(
        boolean collects, boolean moves, boolean generational, boolean ages, boolean incremental, boolean barrier, boolean pins, Set<Remembering> remembering, double reserveFactor) {
    /** A plan that frees nothing. */
    public static Traits neverCollects() {
        return new Traits(false, false, false, false, false, false, true, Set.of(), 1.0);
    }

    /** A plan whose every collection looks at everything. */
    public static Traits fullHeap(boolean moves, boolean pins, double reserveFactor) {
        return new Traits(true, moves, false, false, false, false, pins, Set.of(), reserveFactor);
    }

    /** A plan with minor collections. */
    public static Traits generational(boolean pins, Set<Remembering> remembering, double reserveFactor) {
        return new Traits(true, true, true, true, false, true, pins, remembering, reserveFactor);
    }

    /** This plan, if every survivor of a minor collection is old. */
    public Traits withoutAges() {
        return new Traits(collects, moves, generational, false, incremental, barrier, pins, remembering, reserveFactor);
    }

    /** A plan with minor collections whose major ones run in steps; its barrier has one way to remember. */
    public static Traits incremental(boolean pins, double reserveFactor) {
        return new Traits(true, true, true, true, true, true, pins, Set.of(Remembering.OBJECTS), reserveFactor);
    }

    /** This plan, if it hears of stores although it needs to know of none for collecting. */
    public Traits withBarrier() {
        return new Traits(collects, moves, generational, ages, incremental, true, pins, remembering, reserveFactor);
    }
}
