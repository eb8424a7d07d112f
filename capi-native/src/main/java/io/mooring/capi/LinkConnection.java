package io.mooring.capi;

import io.mooring.gc.ForeignLinks;
import io.mooring.gc.Ref;
import java.util.function.LongConsumer;
import java.util.function.LongPredicate;

/**
 * The heap's view of the links of one {@link CApi}: passes all calls on while it is open, those with a default implementation too, and knows no links
 * afterwards, since the heap may outlive the C side.
 */
final class LinkConnection implements ForeignLinks {
    private ForeignLinks target;
    private final Runnable afterCollection;

    /** {@code afterCollection} runs after each collection while the connection stands; it must not touch the heap. */
    LinkConnection(ForeignLinks links, Runnable afterCollection) {
        this.target = links;
        this.afterCollection = afterCollection;
    }

    /** From now on there are no links. */
    void disconnect() {
        target = ForeignLinks.NONE;
    }

    @Override
    public void majorBegins(LongPredicate left) {
        target.majorBegins(left);
    }

    @Override
    public void placed(@Ref long object, @Ref long place, int linkIndex) {
        target.placed(object, place, linkIndex);
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
    public void traceCycles(LinkTracer tracer, LinkSurvivors survivors) {
        target.traceCycles(tracer, survivors);
    }

    @Override
    public void reached(@Ref long object, LinkTracer tracer) {
        target.reached(object, tracer);
    }

    @Override
    public boolean traceUncollectable(LinkTracer tracer) {
        return target.traceUncollectable(tracer);
    }

    @Override
    public boolean traceGarbage(LinkTracer tracer) {
        return target.traceGarbage(tracer);
    }

    @Override
    public void sweepOld(LinkSurvivors survivors) {
        target.sweepOld(survivors);
    }

    @Override
    public void markingStarts(LinkTracer tracer, LinkSurvivors marks) {
        target.markingStarts(tracer, marks);
    }

    @Override
    public boolean markSome(long most, long deadline) {
        return target.markSome(most, deadline);
    }

    @Override
    public boolean markingEnds() {
        return target.markingEnds();
    }

    @Override
    public void forEachPending(LongConsumer visitor) {
        target.forEachPending(visitor);
    }

    @Override
    public void sweepStarts(LinkSurvivors marks) {
        target.sweepStarts(marks);
    }

    @Override
    public boolean sweepSome(long most, long deadline) {
        return target.sweepSome(most, deadline);
    }

    @Override
    public void deathsPending() {
        target.deathsPending();
        if (target != ForeignLinks.NONE) afterCollection.run();
    }

    @Override
    public long ended() {
        return target.ended();
    }

    @Override
    public void verify(LinkChecker checker) {
        target.verify(checker);
    }
}
