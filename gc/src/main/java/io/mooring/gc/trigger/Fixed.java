package io.mooring.gc.trigger;

/** Lets the heap have its maximum from the start: what experiments with a fixed heap size want. */
public record Fixed() implements Trigger {
    @Override
    public long firstLimit(long maxBytes) {
        return maxBytes;
    }

    @Override
    public long limitAfter(long liveBytes, long maxBytes) {
        return maxBytes;
    }
}
