package io.mooring.gc.trigger;

/**
 * Lets the program allocate the square root of what lives, times a factor: a small heap may grow by much of its size, a large one by
 * little. That is how memory is best shared between heaps whose programs allocate at the same rate (Kirisame et al. 2022).
 *
 * @param mebibytes the live size, in MiB, whose double the heap may reach; with 64, a heap of 4 MiB may allocate 16, one of 1 GiB 256 MiB
 */
public record SquareRoot(double mebibytes) implements Trigger {
    private static final double MIB = 1L << 20;
    /** A tebibyte: more than any heap of this laboratory. */
    private static final double MOST_MEBIBYTES = 1L << 20;

    public SquareRoot {
        if (!(mebibytes >= 1 && mebibytes <= MOST_MEBIBYTES)) throw new IllegalArgumentException("option trigger sqrt is " + mebibytes + "; it must be between 1 and 1048576 MiB");
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
                return Room.limit(cycle, Math.sqrt(cycle.totalBytes() * mebibytes * MIB), maxBytes);
            }
        };
    }
}
