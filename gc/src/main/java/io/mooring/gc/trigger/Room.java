package io.mooring.gc.trigger;

/** From the room that a program is to have for allocation to the limit of its heap. */
final class Room {
    /** Bytes allowed however little survives: collecting a heap smaller than this costs more than it frees. */
    static final long FLOOR_BYTES = 32L << 20;

    private Room() {}

    static long floor(long maxBytes) {
        return Math.min(FLOOR_BYTES, maxBytes);
    }

    /** The limit under which {@code bytes} bytes can be allocated before the next major collection, kept between floor and maximum. */
    static long limit(Cycle cycle, double bytes, long maxBytes) {
        return Math.clamp((long) (cycle.reserveFactor() * (cycle.liveBytes() + bytes)), floor(maxBytes), maxBytes);
    }
}
