package io.mooring.gc.trigger;

/**
 * Gives the collector a share of the processor: the heap grows while it takes more, and shrinks while it takes less. A program that
 * hardly allocates ends up with a small heap.
 *
 * <p>When a major collection costs the same whenever it happens, the room that would have met the share in the last cycle is what was
 * allocated in it, times collector's time over program's, over the same ratio as it should be. The room is set to the geometric mean of that and of the last
 * room: what one odd cycle measured counts by half (ratio control, damped).
 *
 * @param percent per cent of the processor time of program and collector together
 */
public record ShareOfProcessor(double percent) implements Trigger {
    private static final double WHOLE = 100;
    /** Bytes of room below which the control does not go, so that it finds back from an idle program within a few cycles. */
    private static final double LEAST_ROOM_BYTES = 256 << 10;

    public ShareOfProcessor {
        if (!(percent >= 0.1 && percent <= 90)) throw new IllegalArgumentException("option trigger cpu is " + percent + "; it must be between 0.1 and 90 per cent");
    }

    @Override
    public Sizer sizer(long maxBytes) {
        return new Control(maxBytes);
    }

    private final class Control implements Sizer {
        private final long maxBytes;
        private double room;

        private Control(long maxBytes) {
            this.maxBytes = maxBytes;
            this.room = Room.floor(maxBytes);
        }

        @Override
        public long firstLimit() {
            return Room.floor(maxBytes);
        }

        @Override
        public long limitAfter(Cycle cycle) {
            double wanted = percent / (WHOLE - percent);
            double measured = (double) cycle.collectorNanos() / Math.max(1, cycle.programNanos());
            double ideal = cycle.allocatedBytes() * measured / wanted;
            room = Math.clamp(Math.sqrt(room * ideal), LEAST_ROOM_BYTES, maxBytes);
            return Room.limit(cycle, room, maxBytes);
        }
    }
}
