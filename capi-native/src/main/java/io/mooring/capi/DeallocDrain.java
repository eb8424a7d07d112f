package io.mooring.capi;

import io.mooring.gc.memory.Memory;
import io.mooring.objspace.WeakCallbacks;
import io.mooring.rawrefcount.DeallocQueue;
import io.mooring.rawrefcount.Garbage;
import io.mooring.rawrefcount.Links;
import java.util.ArrayList;
import java.util.List;

/**
 * What a collection leaves to be done, done at safepoints: after calls into C, and where C asks for a collection. Callbacks of weak references to the dead run,
 * then garbage is finalized and cleared, then the dealloc queue is emptied.
 *
 * <p>A collection raises a flag; a call looks at it when it has its result. Each time at most a batch is handed to C, in one call, which drops the one count of
 * each. A {@code tp_dealloc} may run anything: allocate, collect, call Python, even drain; a drain within a drain does nothing. So may a callback. An error that
 * is pending in C meanwhile is put aside.
 */
final class DeallocDrain implements AutoCloseable {
    /** PyObjects dropped at one safepoint: about 20 microseconds of ordinary deallocators. */
    private static final int BATCH = 256;
    /** Of a long queue a larger part goes at each safepoint, so that it shrinks faster than calls can fill it. */
    private static final int SHARE = 64;

    private final DeallocQueue queue;
    private final Garbage garbage;
    private final List<Long> uncollectable = new ArrayList<>();
    private final long finalize;
    private final long clear;
    private final long drain;
    private final long buffer;
    private final long pending;
    private final WeakCallbacks callbacks;
    private final Errors errors;
    private boolean draining;

    DeallocDrain(CApi capi, Links links) {
        callbacks = capi.space.weakrefs.callbacks;
        errors = capi.errors;
        queue = links.deallocQueue();
        garbage = links.garbage();
        finalize = capi.library.symbol("mooring_garbage_finalize");
        clear = capi.library.symbol("mooring_garbage_clear");
        drain = capi.library.symbol("mooring_drain");
        buffer = CStrings.malloc((long) BATCH * Long.BYTES);
        pending = capi.library.symbol("mooring_runtime") + CLayout.mooring_runtime.deaths_pending;
        links.onDeaths(() -> Memory.writeInt(pending, 1));
    }

    /** A collection has run: raises the flag if weak references may have callbacks to run. Touches no heap. */
    void collected() {
        if (callbacks.areAwaited()) Memory.writeInt(pending, 1);
    }

    /** Runs callbacks and hands at most a batch, or a share of a long queue, to C. May run any code. */
    void drainSome() {
        try (Errors.Aside _ = errors.aside()) {
            callbacks.run();
            takeApart(BATCH);
            drain(Math.max(BATCH, queue.size() / SHARE));
        } finally {
            settleFlag();
        }
    }

    /** Runs all callbacks and hands all to C, what dies meanwhile included. */
    void drainAll() {
        try (Errors.Aside _ = errors.aside()) {
            callbacks.run();
            takeApart(Long.MAX_VALUE);
            while (!draining && !queue.isEmpty()) drain(queue.size());
        } finally {
            settleFlag();
        }
    }

    private void settleFlag() {
        Memory.writeInt(pending, queue.isEmpty() && garbage.isEmpty() && !callbacks.mayBeDue() ? 0 : 1);
    }

    /** Finalizes all that wait for it, for that is what the next collection must see done; clears at most so many. May run any code. */
    private void takeApart(long most) {
        if (draining) return;
        draining = true;
        try {
            for (long p = garbage.nextUncollectable(); p != 0; p = garbage.nextUncollectable()) uncollectable.add(p);
            for (long p = garbage.nextFinalizable(); p != 0; p = garbage.nextFinalizable()) NativeLinker.call(finalize, p);
            for (long left = most; left > 0; left--) {
                long p = garbage.nextClearable();
                if (p == 0) return;
                NativeLinker.call(clear, p);
            }
        } finally {
            draining = false;
        }
    }

    /** PyObjects that nobody may take apart, each held by one count. */
    List<Long> uncollectable() {
        return List.copyOf(uncollectable);
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
        }
    }

    @Override
    public void close() {
        CStrings.free(buffer);
    }
}
