package io.mooring.gc.events;

import io.mooring.gc.CollectionReport;
import io.mooring.gc.HeapListener;
import java.io.IOException;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * A listener that writes a {@link CollectionLine} for each collection. When the text cannot be written the log ends, and the program goes
 * on; {@link #failure} tells why.
 */
public final class CollectionLog implements HeapListener {
    private final Appendable text;
    private final LongSupplier nanoClock;
    private final long start;
    private IOException failure;

    /** @param text receives a line at the end of each collection; stays the caller's to close */
    public CollectionLog(Appendable text) {
        this(text, System::nanoTime);
    }

    /** @param nanoClock tells the time in nanoseconds; the log begins now */
    public CollectionLog(Appendable text, LongSupplier nanoClock) {
        this.text = text;
        this.nanoClock = nanoClock;
        this.start = nanoClock.getAsLong();
    }

    @Override
    public void collectionEnds(CollectionReport report) {
        if (failure != null) return;
        try {
            text.append(new CollectionLine(nanoClock.getAsLong() - start, report).toString()).append(System.lineSeparator());
        } catch (IOException stopped) {
            failure = stopped;
        }
    }

    /** Why the log ended early. */
    public Optional<IOException> failure() {
        return Optional.ofNullable(failure);
    }
}
