package io.mooring.rawrefcount;

import io.mooring.gc.ForeignLinks.LinkSurvivors;
import io.mooring.gc.ForeignLinks.LinkTracer;
import io.mooring.gc.Immediate;
import io.mooring.gc.Ref;
import io.mooring.gc.memory.AddressStack;
import java.util.function.LongConsumer;

/**
 * What a marking in steps takes for garbage that runs through C, until it can prove it.
 *
 * <p>A guess only decides who has to wait: the object of a mirror that C counts is not traced when its link is looked at if the mirror is a
 * candidate. Whatever the guess was, in the end each of these is traced, or {@link CycleCollector#proves} that it is garbage, from counts
 * and references asked for anew at that moment. So the guess may be wrong, and out of date, in any way. [INV-45]
 */
final class CycleCandidates implements AutoCloseable {
    /** Proofs that may fail in one cycle, each because a candidate was not garbage, before all of them are believed to live. */
    private static final int MOST_PROOFS = 8;

    private final Links links;
    private final CycleCollector cycles;
    /** PyObjects of old P links that C counts, whose objects wait. */
    private final AddressStack waiting = new AddressStack();
    private int proofs;

    CycleCandidates(Links links, CycleCollector cycles) {
        this.links = links;
        this.cycles = cycles;
    }

    void start() {
        forget();
        proofs = 0;
        cycles.graph().guessStarts();
    }

    /** Looks at some thousands of C's nodes and edges; whether the guess is complete. */
    boolean guess() {
        return cycles.graph().guessSome();
    }

    /** C counts the mirror of a white object: whether to wait. */
    boolean await(long pyobj) {
        if (!cycles.graph().isCandidate(pyobj)) return false;
        waiting.push(pyobj);
        return true;
    }

    /** Candidates with a living managed object live, and what they lead to in C does; true if that kept an object alive that waited. */
    boolean resolve(LinkTracer tracer, LinkSurvivors marks) {
        ForeignGraph graph = cycles.graph();
        for (long i = 0; i < graph.candidates(); i++) {
            long pyobj = graph.candidate(i);
            if (pyobj == 0) continue;
            long object = links.linkWord(pyobj);
            if (Immediate.isObject(object) && marks.survivor(object) != Immediate.NULL) graph.reach(pyobj);
        }
        return traceReached(tracer, marks);
    }

    /** Traces those who wait and are candidates no more; whether that kept anything alive. */
    private boolean traceReached(LinkTracer tracer, LinkSurvivors marks) {
        boolean traced = false;
        long left = 0;
        for (long i = 0, count = waiting.size(); i < count; i++) {
            long pyobj = waiting.get(i);
            long object = links.linkWord(pyobj);
            if (marks.survivor(object) != Immediate.NULL) continue;
            if (cycles.graph().isCandidate(pyobj)) {
                waiting.set(left++, pyobj);
            } else {
                tracer.trace(object);
                traced = true;
            }
        }
        waiting.truncate(left);
        return traced;
    }

    /** Whether all who wait are garbage, at this moment. If not, some have been traced. */
    boolean areProved(LinkTracer tracer, LinkSurvivors marks) {
        if (resolve(tracer, marks)) return false;
        if (proofs++ < MOST_PROOFS) {
            if (cycles.proves(waiting, marks)) return true;
            boolean traced = traceReached(tracer, marks);
            assert traced : "a proof failed, and nobody lives by that";
            return false;
        }
        boolean traced = !waiting.isEmpty();
        while (!waiting.isEmpty()) tracer.trace(links.linkWord(waiting.pop()));
        cycles.graph().guessEnds();
        return !traced;
    }

    /** The marking is over, or another one begins. */
    void forget() {
        waiting.clear();
        cycles.graph().guessEnds();
    }

    void forEachPending(LongConsumer visitor) {
        for (long i = 0; i < waiting.size(); i++) visitor.accept(linked(waiting.get(i)));
    }

    private @Ref long linked(long pyobj) {
        return links.linkWord(pyobj);
    }

    @Override
    public void close() {
        waiting.close();
    }
}
