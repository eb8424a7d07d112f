package io.mooring.gc;

/** Links that have none and do nothing: a test overrides the steps that it is about. */
class IdleLinks implements ForeignLinks {
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
}
