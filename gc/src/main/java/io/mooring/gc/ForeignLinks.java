package io.mooring.gc;

import java.util.function.LongConsumer;
import java.util.function.LongPredicate;

/**
 * Links from objects to memory that the heap does not own, met by a collection at four points and signalled once outside it.
 *
 * <p>rawrefcount implements this; {@link #NONE} is the heap without links. The four calls come in this order:
 *
 * <pre>
 *   minor:  roots, remembered, traceYoung, closure, weak, sweepYoung, release
 *   major:  minor's young part is included: majorBegins, roots, (closure, placed ...), traceYoung, traceOld, traceCycles, (closure, placed ...),
 *           traceUncollectable, (placed ...), weak, traceGarbage, (placed ...), sweepYoung, sweepOld, release
 *   major in steps, with the program and minor collections in between:
 *           markingStarts, (closure, markSome) ..., markingEnds, closure, traceUncollectable, weak, traceGarbage, sweepStarts, sweepSome ..., release ...
 * </pre>
 *
 * None of them may allocate in the heap, nor throw, but for {@link #deathsPending}: what is thrown in the middle of a collection makes the heap
 * {@linkplain Heap unusable}.
 */
public interface ForeignLinks {
    /** For {@link #majorBegins}: nobody who dies can be told from others later. */
    LongPredicate NOBODY = object -> false;

    /** No links at all. */
    ForeignLinks NONE = new ForeignLinks() {
        @Override
        public void traceYoung(LinkTracer tracer) {}

        @Override
        public void sweepYoung(LinkSurvivors survivors) {}

        @Override
        public void traceOld(LinkTracer tracer) {}

        @Override
        public void sweepOld(LinkSurvivors survivors) {}

        @Override
        public void deathsPending() {}

        @Override
        public void verify(LinkChecker checker) {}
    };

    /**
     * A major collection in one piece begins, before anything moves. It promises to tell {@link #placed} of each linked object that it reaches, so that
     * nobody has to ask it. A plan that does not promise this does not call it.
     *
     * @param left whether an object lies in memory that this collection empties, and in which nothing will be allocated before the next major collection
     *             begins: until then it tells those who died there from all others
     */
    default void majorBegins(LongPredicate left) {}

    /**
     * A major collection reached an object that has a link, and {@code place} is its address from now on. One that decides only when all are reached
     * where they go says so again, of those that move.
     */
    default void placed(@Ref long object, @Ref long place, int linkIndex) {}

    /** Keeps alive every object with a young link that the foreign side still counts. */
    void traceYoung(LinkTracer tracer);

    /** Visits each young link once: it follows its survivor or ends. */
    void sweepYoung(LinkSurvivors survivors);

    /** As {@link #traceYoung} for the links that are not young. What the program itself reaches has been reached by now. */
    void traceOld(LinkTracer tracer);

    /**
     * Part of a major collection, behind {@link #traceOld}: keeps alive, of the objects that only the foreign side refers to, those that
     * something alive there refers to. Objects whose fate is not decided yet get {@code WATCHED}, and {@link #reached} tells of them.
     */
    default void traceCycles(LinkTracer tracer, LinkSurvivors survivors) {}

    /** The closure reached an object with {@code WATCHED}; {@code object} is where it was then. */
    default void reached(@Ref long object, LinkTracer tracer) {}

    /**
     * The closure of a major collection is complete: keeps alive what nobody may take apart, and that counts as reached, so that weak references to it stay.
     * True if something was kept: then the closure goes on.
     */
    default boolean traceUncollectable(LinkTracer tracer) {
        return false;
    }

    /**
     * Weak references to what the closure of a major collection did not reach are cleared: keeps alive what the foreign side must take apart first. True if something was kept:
     * then the closure goes on, and this is called again.
     */
    default boolean traceGarbage(LinkTracer tracer) {
        return false;
    }

    /** As {@link #sweepYoung} for the links that are not young. */
    void sweepOld(LinkSurvivors survivors);

    // ---- a major collection in steps ------------------------------------------------------------------------------------------------

    /**
     * A major collection in steps takes its snapshot. Until {@link #markingEnds}, each object that the program finds through its link is
     * kept alive.
     *
     * <p>Links that are connected to the heap in the middle of such a collection do not hear of this, and need not: the objects that they are made
     * with are new, or known to the program.
     *
     * @param marks tells who is marked, or too young to be; good until {@link #markingEnds}
     */
    default void markingStarts(LinkTracer tracer, LinkSurvivors marks) {}

    /**
     * Nothing is grey: looks at {@code most} links or as many as there are before {@code deadline} on the nano clock, and keeps alive whose
     * object the foreign side counts. True once all have been looked at and nothing was kept alive since the closure was last complete.
     */
    default boolean markSome(long most, long deadline) {
        return true;
    }

    /**
     * Nothing is grey, and {@link #markSome} is through: looks once more at what is going to die, in one piece. False if any of it was
     * kept alive: then the closure goes on, and this is called again.
     */
    default boolean markingEnds() {
        return true;
    }

    /** Shows each object that, though nothing leads to it from what is grey, will be kept alive before {@link #markingEnds} is true. */
    default void forEachPending(LongConsumer visitor) {}

    /** What lives is marked, and nothing that dies will be freed until {@link #sweepSome} is through; {@code marks} is good until then. */
    default void sweepStarts(LinkSurvivors marks) {}

    /** Visits {@code most} links, or as many as there are before {@code deadline}: those of the dead end. True once all are done. */
    default boolean sweepSome(long most, long deadline) {
        return true;
    }

    /** Called after a collection, outside it, when allocation is possible again: the deaths that it found may be handled. */
    void deathsPending();

    /** Links that have ended so far because their object died. */
    default long ended() {
        return 0;
    }

    /** Checks that both ends of every link agree; reports each damage to the checker. */
    void verify(LinkChecker checker);

    /** Keeps an object alive. */
    interface LinkTracer {
        /** The object survives; returns its address from now on. */
        @Ref
        long trace(@Ref long object);
    }

    /** Tells who survived, once the closure is complete. */
    interface LinkSurvivors {
        /** The address of the survivor from now on, or {@link Immediate#NULL} if the object is dead. */
        @Ref
        long survivor(@Ref long object);

        /** Whether a survivor is still young, so that the next minor collection may move or free it. */
        boolean isYoung(@Ref long survivor);
    }

    /** Collects what {@link #verify} finds. */
    interface LinkChecker {
        /** Whether the reference is the address of an object of the heap at this moment. */
        boolean isObject(@Ref long object);

        boolean isYoung(@Ref long object);

        /** The foreign side keeps this object alive: everything it reaches is to be checked too. */
        void root(@Ref long object);

        void damaged(String invariant, String what);
    }
}
