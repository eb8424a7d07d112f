package io.mooring.gc.events;

import io.mooring.gc.CollectionReport;
import java.util.Locale;

/**
 * A collection as one readable line, for instance
 *
 * <pre>
 * [3.214 s] gc 12 minor (allocation): 14.2 MiB -> 3.1 MiB of 64.0 MiB, promoted 512.0 KiB, 3 links swept, pause 1.234 ms
 * </pre>
 *
 * Bytes in use before and after, capacity (what the heap may use before the next major collection, copy reserve included), bytes that
 * became old, links whose object died, wall time.
 *
 * @param nanos when the collection ended, since the log began
 */
public record CollectionLine(long nanos, CollectionReport report) {
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double NANOS_PER_MILLISECOND = 1e6;
    private static final int UNIT_SHIFT = 10;
    private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB"};

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "[%.3f s] gc %d %s (%s): %s -> %s of %s, promoted %s, %d links swept, pause %.3f ms",
                nanos / NANOS_PER_SECOND, report.number(), report.kind().name().toLowerCase(Locale.ROOT), report.reason(), size(report.usedBefore()), size(report.usedAfter()),
                size(report.limit()), size(report.promotedBytes()), report.linksEnded(), report.nanos() / NANOS_PER_MILLISECOND);
    }

    /** Bytes in the largest unit of which there is one at least; whole bytes, else one decimal. */
    private static String size(long bytes) {
        int unit = 0;
        while (unit + 1 < UNITS.length && bytes >>> UNIT_SHIFT * (unit + 1) != 0) unit++;
        if (unit == 0) return bytes + " " + UNITS[0];
        return String.format(Locale.ROOT, "%.1f %s", (double) bytes / (1L << UNIT_SHIFT * unit), UNITS[unit]);
    }
}
