package io.mooring.objspace;

/**
 * A slice applied to a sequence of known length: {@code count} positions {@code start, start + step, …}, all within the sequence.
 *
 * @param stop one past the last position, in the direction of the step; start = stop where the slice is empty
 */
public record SliceBounds(long start, long stop, long step, long count) {

    /** Clips the fields of a slice to a length, as CPython's PySlice_AdjustIndices does. */
    public static SliceBounds adjust(long start, long stop, long step, long length) {
        long first = clip(start, length, step);
        long end = clip(stop, length, step);
        long count = 0;
        if (step < 0 && end < first) count = (first - end - 1) / -step + 1;
        if (step > 0 && first < end) count = (end - first - 1) / step + 1;
        return new SliceBounds(first, end, step, count);
    }

    private static long clip(long position, long length, long step) {
        long lowest = step < 0 ? -1 : 0;
        long highest = step < 0 ? length - 1 : length;
        if (position < 0) return Math.max(position + length, lowest);
        return Math.min(position, highest);
    }

    /** The same positions in ascending order. */
    SliceBounds ascending() {
        if (step > 0) return this;
        return new SliceBounds(start + (count - 1) * step, start + 1, -step, count);
    }
}
