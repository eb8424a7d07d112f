package io.mooring.gc.trigger;

/**
 * Lets the program allocate as much as is worth its memory (Kirisame, Shenoy and Panchekha, "Optimal heap limits for reducing browser
 * memory use", 2022).
 *
 * <pre>
 *   E = sqrt(L g / (s c))     E  bytes to allocate before the next major collection
 *                             L  live bytes, native ones included
 *                             g  bytes that the program allocates in a second
 *                             s  live bytes that the collector goes through in a second
 *                             c  share of time that a byte more must save
 * </pre>
 *
 * With E bytes of room, collections take the share {@code L g / (s E)} of the time; another byte of room saves {@code L g / (s E^2)}.
 * The rule sets that to c, in every heap alike, so that no memory could save more time elsewhere. The two rates are means over the
 * past cycles, each weighing half of the next.
 *
 * @param percent per cent of the program's time that another MiB of heap must save to be worth it; more means smaller heaps
 */
public record MemBalancer(double percent) implements Trigger {
    private static final double MIB = 1L << 20;
    private static final double PER_CENT = 0.01;
    /** Weight of a cycle against the one after it: the paper's choice for the speed of collections. */
    private static final double DECAY = 0.5;

    public MemBalancer {
        if (!(percent >= 0.0001 && percent <= 100)) throw new IllegalArgumentException("option trigger membalancer is " + percent + "; it must be between 0.0001 and 100 per cent per MiB");
    }

    @Override
    public Sizer sizer(long maxBytes) {
        return new Balance(maxBytes);
    }

    private final class Balance implements Sizer {
        private final long maxBytes;
        private final Mean allocation = new Mean();
        private final Mean collection = new Mean();

        private Balance(long maxBytes) {
            this.maxBytes = maxBytes;
        }

        @Override
        public long firstLimit() {
            return Room.floor(maxBytes);
        }

        @Override
        public long limitAfter(Cycle cycle) {
            allocation.add(cycle.allocatedBytes(), cycle.programNanos());
            collection.add(cycle.liveBytes(), cycle.majorNanos());
            if (allocation.bytes == 0 || collection.bytes == 0) return firstLimit();
            double worth = PER_CENT * percent / MIB;
            return Room.limit(cycle, Math.sqrt(cycle.totalBytes() * allocation.rate() / (collection.rate() * worth)), maxBytes);
        }
    }

    /** A rate over the past cycles. */
    private static final class Mean {
        private double bytes;
        private double nanos;

        private void add(long cycleBytes, long cycleNanos) {
            bytes = DECAY * bytes + cycleBytes;
            nanos = DECAY * nanos + Math.max(1, cycleNanos);
        }

        /** Bytes per nanosecond. */
        private double rate() {
            return bytes / nanos;
        }
    }
}
