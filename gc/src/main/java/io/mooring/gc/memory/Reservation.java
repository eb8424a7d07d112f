package io.mooring.gc.memory;

import net.openhft.chronicle.bytes.BytesStore;
import net.openhft.chronicle.core.io.BackgroundResourceReleaser;

/**
 * One reserved range of native memory, carved front to back into the ranges of the spaces. Pages cost nothing until touched, and read as zero.
 * The store belongs to Chronicle Bytes; closing the reservation frees it whole.
 */
public final class Reservation implements AutoCloseable {
    private final BytesStore<?, Void> store;
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
            store = reserve(rounded + Pages.PAGE);
        } catch (OutOfMemoryError refused) {
            throw new IllegalArgumentException(why + "; it must be less, as that takes " + rounded + " bytes of address space in all, which the system does not give", refused);
        }
        long start = Pages.roundUp(store.addressForRead(0));
        whole = new Range(start, start + rounded);
        carved = start;
        Pages.release(whole.start(), whole.end());
    }

    /** Of reservations that were closed a moment ago the addresses may still be taken: where those are short, they are waited for. */
    private static BytesStore<?, Void> reserve(long bytes) {
        try {
            return BytesStore.lazyNativeBytesStoreWithFixedCapacity(bytes);
        } catch (OutOfMemoryError refused) {
            BackgroundResourceReleaser.releasePendingResources();
            return BytesStore.lazyNativeBytesStoreWithFixedCapacity(bytes);
        }
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

    /** Gives the range back; when this returns, the system has got its memory. The addresses follow a moment later, in Chronicle's own thread, which is not waited for. */
    @Override
    public void close() {
        Pages.allow(whole.start(), whole.end());
        Pages.release(whole.start(), whole.end());
        store.releaseLast();
    }
}
