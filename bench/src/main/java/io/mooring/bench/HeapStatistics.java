package io.mooring.bench;

import io.mooring.gc.CollectionKind;
import io.mooring.gc.CollectionReport;
import io.mooring.gc.HeapListener;
import io.mooring.rawrefcount.LinkStatistics;
import java.util.List;

/**
 * What the collector and the links did while a command ran.
 *
 * @param plan             how the heap is collected
 * @param minorCollections collections of the young objects
 * @param majorCollections collections of everything
 * @param movedObjects     objects copied in them
 * @param movedBytes       bytes of those
 * @param pauseMs          milliseconds in collections
 * @param longestPauseMs   milliseconds of the longest
 * @param usedBytes        bytes of objects at the end, dead ones not yet collected included
 * @param links            what links there are and what became of the others
 */
public record HeapStatistics(
        String plan, long minorCollections, long majorCollections, long movedObjects, long movedBytes, double pauseMs, double longestPauseMs,
        long usedBytes, LinkStatistics links) {

    /** The statistics for people. */
    public List<String> lines() {
        return List.of(
                "plan %s: %,d minor and %,d major collections, %.3f ms, the longest %.3f ms".formatted(plan, minorCollections, majorCollections, pauseMs, longestPauseMs),
                "moved %,d objects of %,d bytes; %,d bytes in use".formatted(movedObjects, movedBytes, usedBytes),
                "links: %,d made, %,d died young, %,d died old, %,d stand (%,d of them young)".formatted(
                        links.made(), links.diedYoung(), links.diedOld(), links.standing(), links.young()),
                "PyObjects whose link ended: %,d freed at once, %,d given to tp_dealloc (%,d wait), %,d left to C".formatted(
                        links.freedLight(), links.queued(), links.pending(), links.detached()));
    }

    /** Adds up the collections of a heap. */
    public static final class Recorder implements HeapListener {
        private long minor;
        private long major;
        private long movedObjects;
        private long movedBytes;
        private long nanos;
        private long longestNanos;

        @Override
        public void collectionEnds(CollectionReport report) {
            if (report.kind() == CollectionKind.MINOR) minor++;
            else major++;
            movedObjects += report.copiedObjects();
            movedBytes += report.copiedBytes();
            nanos += report.nanos();
            longestNanos = Math.max(longestNanos, report.nanos());
        }

        /** The figures up to now. */
        public HeapStatistics statistics(Session session) {
            return new HeapStatistics(
                    session.heap().options().plan(), minor, major, movedObjects, movedBytes, nanos / 1e6, longestNanos / 1e6,
                    session.heap().usedBytes(), session.capi().linkStatistics());
        }
    }
}
