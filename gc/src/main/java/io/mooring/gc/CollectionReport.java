package io.mooring.gc;

/**
 * What one collection did.
 *
 * @param number        counts collections of the heap from 1
 * @param reason        what asked for it: a request, an allocation, stress, ...
 * @param usedBefore    bytes in use when it began
 * @param usedAfter     bytes in use when it ended
 * @param limit         bytes the trigger allows until the next one, copy reserve included
 * @param copiedBytes   bytes of objects that moved
 * @param copiedObjects objects that moved
 * @param promotedBytes bytes that a minor collection added to the old generation
 * @param markedBytes   bytes of the objects that were found alive where they are
 * @param remembered    objects, or slots, that a minor collection looked at because a barrier had written them down
 * @param linksEnded    links that have ended since the collection before because their object died: a major one may leave them to be ended outside it
 * @param nativeBytes   bytes outside the heap that the embedder reported and has not returned
 * @param nanos         wall time of the pause
 * @param cpuNanos      processor time of the collecting thread in it
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
        long promotedBytes,
        long markedBytes,
        long remembered,
        long linksEnded,
        long nativeBytes,
        long nanos,
        long cpuNanos) {

    /** One readable line. */
    @Override
    public String toString() {
        return "collection %d %s (%s): %d -> %d bytes, limit %d, copied %d objects of %d bytes, promoted %d, marked %d, %d links ended, %.3f ms"
                .formatted(number, kind.name().toLowerCase(), reason, usedBefore, usedAfter, limit, copiedObjects, copiedBytes, promotedBytes, markedBytes, linksEnded, nanos / 1e6);
    }
}
