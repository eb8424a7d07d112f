package io.mooring.capi;

import io.mooring.gc.memory.Memory;
import io.mooring.rawrefcount.DeallocQueue;
import io.mooring.rawrefcount.Links;

/**
 * Empties the dealloc queue at safepoints: after calls into C, and where C asks for a collection.
 *
 * <p>A collection raises a flag; a call looks at it when it has its result. Each time at most a batch is handed to C, in one call, which drops the one count of
 * each. A {@code tp_dealloc} may run anything: allocate, collect, call Python, even drain; a drain within a drain does nothing.
 */
final class DeallocDrain implements AutoCloseable {
    /** PyObjects dropped at one safepoint: about 20 microseconds of ordinary deallocators. */
    private static final int BATCH = 256;
    /** Of a long queue a larger part goes at each safepoint, so that it shrinks faster than calls can fill it. */
    private static final int SHARE = 64;

    private final DeallocQueue queue;
    private final long drain;
    private final long buffer;
    private final long pending;
    private boolean draining;

    DeallocDrain(CApi capi, Links links) {
        queue = links.deallocQueue();
        drain = capi.library.symbol("mooring_drain");
        buffer = CStrings.malloc((long) BATCH * Long.BYTES);
        pending = capi.library.symbol("mooring_runtime") + CLayout.mooring_runtime.deaths_pending;
        links.onDeaths(() -> Memory.writeInt(pending, 1));
    }

    /** Hands at most a batch, or a share of a long queue, to C. May run any code. */
    void drainSome() {
        drain(Math.max(BATCH, queue.size() / SHARE));
    }

    /** Hands all to C, what dies meanwhile included. */
    void drainAll() {
        while (!draining && !queue.isEmpty()) drain(queue.size());
    }

    private void drain(long most) {
        if (draining) return;
        draining = true;
        try {
            for (long left = most; left > 0 && !queue.isEmpty(); left -= BATCH) {
                long count = queue.take(buffer, Math.min(left, BATCH));
                NativeLinker.call(drain, buffer, count);
            }
        } finally {
            draining = false;
            Memory.writeInt(pending, queue.isEmpty() ? 0 : 1);
        }
    }

    @Override
    public void close() {
        CStrings.free(buffer);
    }
}
