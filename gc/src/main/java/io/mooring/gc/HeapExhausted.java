package io.mooring.gc;

/**
 * Says that an allocation does not fit although everything dead was collected. The heap is intact: nothing was allocated, every
 * object is where its references say, and the next allocation that fits succeeds.
 */
public final class HeapExhausted extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final long requestedBytes;
    private final long usedBytes;
    private final long maxBytes;

    /** @param requestedBytes {@link Long#MAX_VALUE} when no heap could have as many */
    public HeapExhausted(String what, long requestedBytes, long usedBytes, long maxBytes) {
        super(what + ": requested " + (requestedBytes == Long.MAX_VALUE ? "more than a heap can have, " : requestedBytes + " bytes, ") + usedBytes + " of " + maxBytes + " bytes in use", null, false, false);
        this.requestedBytes = requestedBytes;
        this.usedBytes = usedBytes;
        this.maxBytes = maxBytes;
    }

    /** What was asked for; {@link Long#MAX_VALUE} when no heap could have as much. */
    public long requestedBytes() {
        return requestedBytes;
    }

    public long usedBytes() {
        return usedBytes;
    }

    public long maxBytes() {
        return maxBytes;
    }
}
