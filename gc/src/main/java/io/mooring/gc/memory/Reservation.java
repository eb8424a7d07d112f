package io.mooring.gc.memory;

/**
 * One reserved range of native memory, carved front to back into the ranges of the spaces. Pages cost nothing until touched, and read as zero.
 * Closing the reservation frees it whole.
 */
public final class Reservation implements AutoCloseable {
    private final Words words;
    private final Range whole;
    private long carved;

    /** Reserves {@code bytes} bytes, rounded up to whole pages. */
    public Reservation(long bytes) {
        this(bytes, "reservation is " + bytes);
    }

    /** As {@link #Reservation(long)}; an IllegalArgumentException says {@code why} so much is asked for when it is more than the system gives. */
    public Reservation(long bytes, String why) {
        long rounded = Pages.roundUp(bytes);
        try {
            words = Words.untouched((rounded + Pages.PAGE) / Long.BYTES);
        } catch (OutOfMemoryError refused) {
            throw new IllegalArgumentException(why + "; it must be less, as that takes " + rounded + " bytes of address space in all, which the system does not give", refused);
        }
        long start = Pages.roundUp(words.start());
        whole = new Range(start, start + rounded);
        carved = start;
        Pages.release(whole.start(), whole.end());
    }

    /** The next {@code bytes} bytes, rounded up to whole pages. */
    public Range carve(long bytes) {
        long start = carved;
        long end = start + Pages.roundUp(bytes);
        if (end > whole.end()) {
            throw new IllegalStateException("reservation of " + whole.bytes() + " bytes cannot give " + bytes + " more bytes: "
                    + (whole.end() - carved) + " are left");
        }
        carved = end;
        return new Range(start, end);
    }

    public Range range() {
        return whole;
    }

    /** Gives the range back; when this returns, so has the system got its pages, even if the C library keeps the addresses for whoever asks next. */
    @Override
    public void close() {
        Pages.allow(whole.start(), whole.end());
        Pages.release(whole.start(), whole.end());
        words.close();
    }
}
