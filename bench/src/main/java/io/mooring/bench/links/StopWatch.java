package io.mooring.bench.links;

import io.mooring.gc.CollectionReport;
import io.mooring.gc.HeapListener;
import io.mooring.gc.Phase;

/**
 * Times the stops of a program: each pause of the collector, what its phases for links take of it, and each drain of the dealloc queue. Twice:
 * by the clock on the wall, and by {@link ProcessorTime}; they differ when others use the machine.
 */
public final class StopWatch implements HeapListener {
    private static final double NANOS_PER_MILLI = 1e6;

    private long phaseStart;
    private long phaseStartCpu;
    private long linkNanos;
    private long linkNanosCpu;
    private long drainStart;
    private long drainStartCpu;
    private final Longest wall = new Longest();
    private final Longest cpu = new Longest();
    private boolean counts;

    /** The longest stops of each kind, in nanoseconds of one of the clocks. */
    private static final class Longest {
        private long pause;
        private long linkWork;
        private long drain;

        void reset() {
            pause = 0;
            linkWork = 0;
            drain = 0;
        }

        void collection(long nanos, long linkNanos) {
            pause = Math.max(pause, nanos);
            linkWork = Math.max(linkWork, linkNanos);
        }

        void drain(long nanos) {
            drain = Math.max(drain, nanos);
        }

        Times times() {
            return new Times(pause / NANOS_PER_MILLI, linkWork / NANOS_PER_MILLI, drain / NANOS_PER_MILLI);
        }
    }

    /**
     * The longest of each kind by one of the clocks, in milliseconds.
     *
     * @param pauseMs    pause of the collector
     * @param linkWorkMs what the phases for links took of one pause
     * @param drainMs    drain at a safepoint
     */
    public record Times(double pauseMs, double linkWorkMs, double drainMs) {
        /** The longest of all stops. */
        public double longestMs() {
            return Math.max(pauseMs, drainMs);
        }
    }

    /** What there was by both clocks. */
    public record Stops(Times wall, Times cpu) {}

    /** From now on, and from zero. */
    public void start() {
        wall.reset();
        cpu.reset();
        counts = true;
    }

    /** Nothing that follows counts. */
    public void stop() {
        counts = false;
    }

    @Override
    public void phaseStarts(Phase phase) {
        if (!isForLinks(phase)) return;
        phaseStartCpu = ProcessorTime.nanos();
        phaseStart = System.nanoTime();
    }

    @Override
    public void phaseEnds(Phase phase) {
        if (!isForLinks(phase)) return;
        linkNanos += System.nanoTime() - phaseStart;
        linkNanosCpu += ProcessorTime.nanos() - phaseStartCpu;
    }

    private static boolean isForLinks(Phase phase) {
        return phase == Phase.TRACE_LINKS || phase == Phase.SWEEP_LINKS;
    }

    @Override
    public void collectionEnds(CollectionReport report) {
        if (counts) {
            wall.collection(report.nanos(), linkNanos);
            cpu.collection(report.cpuNanos(), linkNanosCpu);
        }
        linkNanos = 0;
        linkNanosCpu = 0;
    }

    /** A drain begins. */
    public void drainStarts() {
        drainStartCpu = ProcessorTime.nanos();
        drainStart = System.nanoTime();
    }

    /** The drain that began last is over. */
    public void drainEnds() {
        if (!counts) return;
        wall.drain(System.nanoTime() - drainStart);
        cpu.drain(ProcessorTime.nanos() - drainStartCpu);
    }

    /** What there was until now. */
    public Stops stops() {
        return new Stops(wall.times(), cpu.times());
    }
}
