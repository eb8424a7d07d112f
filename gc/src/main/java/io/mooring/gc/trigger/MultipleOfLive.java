package io.mooring.gc.trigger;

/**
 * Lets the heap grow to a multiple of what survived.
 *
 * @param factor heap over live bytes; a copying plan needs 2 for its reserve alone, and works well from 3 to 5
 */
public record MultipleOfLive(double factor) implements Trigger {
    /** Bytes allowed however little survives: collecting a heap smaller than this costs more than it frees. */
    private static final long FLOOR_BYTES = 32L << 20;

    public MultipleOfLive {
        if (!(factor >= 1.0 && factor <= 100.0)) throw new IllegalArgumentException("option trigger multiple is " + factor + "; it must be between 1 and 100");
    }

    @Override
    public long firstLimit(long maxBytes) {
        return Math.min(FLOOR_BYTES, maxBytes);
    }

    @Override
    public long limitAfter(long liveBytes, long maxBytes) {
        return Math.clamp((long) (liveBytes * factor), Math.min(FLOOR_BYTES, maxBytes), maxBytes);
    }
}
