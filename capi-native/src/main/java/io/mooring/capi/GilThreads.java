package io.mooring.capi;

import io.mooring.gc.memory.Memory;

/**
 * How Java threads take and give the GIL: through the functions that C threads use.
 *
 * <p>The thread that has it passes it on after a call when another one has waited for as long as CPython lets it wait.
 */
final class GilThreads {
    /** How long a thread may keep the GIL while others wait: sys.getswitchinterval(). */
    private static final long INTERVAL_NANOS = 5_000_000;

    private final long ensure;
    private final long release;
    private final long save;
    private final long restore;
    private final long passOn;
    private final long waiters;
    private long waitingSince;

    GilThreads(NativeLibrary library) {
        passOn = library.symbol("mooring_gil_yield");
        waiters = library.symbol("mooring_runtime") + CLayout.mooring_runtime.gil_waiters;
        ensure = library.symbol("PyGILState_Ensure");
        release = library.symbol("PyGILState_Release");
        save = library.symbol("PyEval_SaveThread");
        restore = library.symbol("PyEval_RestoreThread");
    }

    /** Whether another thread waits for the GIL. */
    boolean isWanted() {
        return Memory.readInt(waiters) != 0;
    }

    /** Passes the GIL on and takes it again, if somebody has waited long enough. No raw reference may be held. */
    void yieldSlow() {
        long now = System.nanoTime();
        if (waitingSince == 0) waitingSince = now;
        if (now - waitingSince < INTERVAL_NANOS) return;
        waitingSince = 0;
        NativeLinker.call(passOn);
    }

    void run(Runnable action) {
        long state = NativeLinker.call(ensure);
        try {
            action.run();
        } finally {
            NativeLinker.callWithInt(release, (int) state);
        }
    }

    void release(Runnable action) {
        long thread = NativeLinker.call(save);
        try {
            action.run();
        } finally {
            NativeLinker.call(restore, thread);
        }
    }
}
