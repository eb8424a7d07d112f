package io.mooring.gc;

/**
 * Links from objects to memory that the heap does not own, met by a collection at four points and signalled once outside it.
 *
 * <p>rawrefcount implements this; {@link #NONE} is the heap without links. The four calls come in this order:
 *
 * <pre>
 *   minor:  roots, remembered, traceYoung, closure, weak, sweepYoung, release
 *   major:  minor's young part is included: roots, traceYoung, traceOld, closure, weak, sweepYoung, sweepOld, release
 * </pre>
 *
 * None of them may allocate in the heap.
 */
public interface ForeignLinks {
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

    /** Keeps alive every object with a young link that the foreign side still counts. */
    void traceYoung(LinkTracer tracer);

    /** Visits each young link once: it follows its survivor or ends. */
    void sweepYoung(LinkSurvivors survivors);

    /** As {@link #traceYoung} for the links that are not young. */
    void traceOld(LinkTracer tracer);

    /** As {@link #sweepYoung} for the links that are not young. */
    void sweepOld(LinkSurvivors survivors);

    /** Called after a collection, outside it, when allocation is possible again: the deaths that it found may be handled. */
    void deathsPending();

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
