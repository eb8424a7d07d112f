package io.mooring.capi;

import io.mooring.gc.memory.Memory;
import io.mooring.objspace.WeakCallbacks;
import io.mooring.rawrefcount.DeallocQueue;
import io.mooring.rawrefcount.Garbage;
import io.mooring.rawrefcount.Links;

/**
 * What a collection leaves to be done, done at safepoints: after calls into C, and where C asks for a collection. Callbacks of weak references to the dead run,
 * then garbage is finalized and cleared, then the dealloc queue is emptied.
 *
 * <p>A collection raises a flag; a call looks at it when it has its result. Each time a batch, or as much as there is time for, is handed to C, which drops the one
 * count of each. A {@code tp_dealloc} may run anything: allocate, collect, call Python, even drain; a drain within a drain does nothing. So may a callback. An error that
 * is pending in C meanwhile is put aside.
 */
final class DeallocDrain implements AutoCloseable {
    /** PyObjects dropped between two looks at the clock, and at one safepoint at least: about 20 microseconds of ordinary deallocators. */
    private static final int BATCH = 256;
    /** Finalizers or clears between two looks at the clock, and at one safepoint at least. */
    private static final int FEW = 16;
    /** Time after which a safepoint gives its thread back, though there is more to do: what one call into C may take longer than others. */
    private static final long MOST_NANOS = 1_000_000;
    /** Of a long queue a larger part goes at each safepoint, so that it shrinks faster than calls can fill it. */
    private static final int SHARE = 64;

    private final CApi capi;
    private final Links links;
    private final DeallocQueue queue;
    private final Garbage garbage;
    private final long finalize;
    private final long clear;
    private final long drain;
    private final long buffer;
    private final long pending;
    private final WeakCallbacks callbacks;
    private final Errors errors;
    private boolean draining;

    DeallocDrain(CApi capi, Links links) {
        this.capi = capi;
        callbacks = capi.space.weakrefs.callbacks;
        errors = capi.errors;
        this.links = links;
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

    /** Runs callbacks and hands a batch to C, or a share of a long queue as far as it goes in the time there is. May run any code. */
    void drainSome() {
        long deadline = System.nanoTime() + MOST_NANOS;
        try (Errors.Aside _ = errors.aside()) {
            callbacks.run();
            links.endSome(deadline);
            takeApart(deadline);
            drain(Math.max(BATCH, queue.size() / SHARE), deadline);
        } finally {
            settleFlag();
        }
    }

    /** Ends all links that are left to be ended, within a drain too, since who asks may need their memory; runs all callbacks and hands all to C, what dies meanwhile included. */
    void drainAll() {
        links.endAll();
        long never = System.nanoTime() + Long.MAX_VALUE / 2;
        try (Errors.Aside _ = errors.aside()) {
            callbacks.run();
            while (!draining && links.hasDeaths()) {
                links.endAll();
                takeApart(never);
                drain(queue.size(), never);
            }
        } finally {
            settleFlag();
        }
    }

    private void settleFlag() {
        Memory.writeInt(pending, links.hasDeaths() || callbacks.mayBeDue() ? 1 : 0);
    }

    /**
     * Finalizes and then clears those who wait for it, a few at least and the others as long as there is time. Who has to go on waiting is held
     * by a count, and is no garbage for any collection until then; nobody is cleared before all are finalized. May run any code.
     */
    private void takeApart(long deadline) {
        if (draining) return;
        draining = true;
        try {
            for (long p = garbage.nextUncollectable(); p != 0; p = garbage.nextUncollectable()) capi.gc.list(p);
            boolean more;
            do more = takeFewApart();
            while (more && System.nanoTime() - deadline < 0);
        } finally {
            draining = false;
        }
    }

    /** Whether there may be more. */
    private boolean takeFewApart() {
        for (int i = 0; i < FEW; i++) {
            long finalizable = garbage.nextFinalizable();
            long clearable = finalizable == 0 ? garbage.nextClearable() : 0;
            if (finalizable != 0) NativeLinker.call(finalize, finalizable);
            else if (clearable != 0) NativeLinker.call(clear, clearable);
            else return false;
        }
        return true;
    }

    private void drain(long most, long deadline) {
        if (draining) return;
        draining = true;
        try {
            for (long left = most; left > 0 && !queue.isEmpty(); left -= BATCH) {
                long count = queue.take(buffer, Math.min(left, BATCH));
                NativeLinker.call(drain, buffer, count);
                if (System.nanoTime() - deadline >= 0) return;
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
