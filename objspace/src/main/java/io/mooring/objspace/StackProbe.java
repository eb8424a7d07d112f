package io.mooring.objspace;

/**
 * Finds out whether the thread has stack left for what must not be interrupted by a StackOverflowError: a collection, a change of a table.
 *
 * <p>Java cannot ask how much stack is left, so the probe uses it up, harmlessly: {@link #FRAMES} calls that keep eight words alive each.
 * In the interpreter that is well above 64 KiB, in compiled code about that much.
 */
final class StackProbe {
    /** Calls of a probe; each frame holds at least 8 words of 8 bytes. */
    private static final int FRAMES = 1000;

    private StackProbe() {}

    /** Whether the reserve is there. Costs some microseconds. */
    static boolean hasReserve() {
        try {
            return descend(FRAMES, 1, 2, 3, 4, 5, 6, 7) != 0;
        } catch (StackOverflowError overflow) {
            return false;
        }
    }

    /** The arguments are used after the call, so that no compiler can drop them from the frame. */
    private static long descend(int left, long a, long b, long c, long d, long e, long f, long g) {
        if (left == 0) return 1;
        return descend(left - 1, b + 1, c, d, e, f, g, a) | a | b << 1 | c << 2 | d << 3 | e << 4 | f << 5 | g << 6;
    }
}
