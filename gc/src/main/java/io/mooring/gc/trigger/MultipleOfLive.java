package io.mooring.gc.trigger;

/**
 * Lets the heap grow to a multiple of what survived; native memory counts as if it were in the heap.
 *
 * @param factor heap over live bytes; a copying plan needs 2 for its reserve alone, and works well from 3 to 5
 */
public record MultipleOfLive(double factor) implements Trigger {
    public MultipleOfLive {
        if (!(factor >= 1.0 && factor <= 100.0)) throw new IllegalArgumentException("option trigger multiple is " + factor + "; it must be between 1 and 100");
    }

    @Override
    public Sizer sizer(long maxBytes) {
        return new Sizer() {
            @Override
            public long firstLimit() {
                return Room.floor(maxBytes);
            }

            @Override
            public long limitAfter(Cycle cycle) {
                double wanted = cycle.totalBytes() * factor - cycle.nativeBytes();
                return Math.clamp((long) wanted, firstLimit(), maxBytes);
            }
        };
    }
}
