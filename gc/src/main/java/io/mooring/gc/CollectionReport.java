package io.mooring.gc;

/**
 * What one collection did.
 *
 * @param number      counts collections of the heap from 1
 * @param usedBefore  bytes in use when it began
 * @param usedAfter   bytes in use when it ended
 * @param limit       bytes the trigger allows until the next one, copy reserve included
 * @param copiedBytes bytes of objects that moved
 * @param copiedObjects objects that moved
 * @param nanos       wall time of the pause
 */
public record CollectionReport(
        long number,
        CollectionKind kind,
        String reason,
        long usedBefore,
        long usedAfter,
        long limit,
        long copiedBytes,
        long copiedObjects,
        long nanos) {

    /** One readable line. */
    @Override
    public String toString() {
        return "collection %d %s (%s): %d -> %d bytes, limit %d, copied %d objects of %d bytes, %.3f ms"
                .formatted(number, kind.name().toLowerCase(), reason, usedBefore, usedAfter, limit, copiedObjects, copiedBytes, nanos / 1e6);
    }
}
