package io.mooring.capi;

import io.mooring.gc.ForeignLinks;
import io.mooring.rawrefcount.Links;

/**
 * The heap's view of the links of one {@link CApi}: passes the four phase points on while it is open, and knows no links afterwards, since the heap may
 * outlive the C side.
 */
final class LinkConnection implements ForeignLinks {
    private ForeignLinks target;

    LinkConnection(Links links) {
        target = links;
    }

    /** From now on there are no links. */
    void disconnect() {
        target = ForeignLinks.NONE;
    }

    @Override
    public void traceYoung(LinkTracer tracer) {
        target.traceYoung(tracer);
    }

    @Override
    public void sweepYoung(LinkSurvivors survivors) {
        target.sweepYoung(survivors);
    }

    @Override
    public void traceOld(LinkTracer tracer) {
        target.traceOld(tracer);
    }

    @Override
    public void sweepOld(LinkSurvivors survivors) {
        target.sweepOld(survivors);
    }

    @Override
    public void deathsPending() {
        target.deathsPending();
    }

    @Override
    public void verify(LinkChecker checker) {
        target.verify(checker);
    }
}
