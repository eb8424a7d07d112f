package io.mooring.capi;

import io.mooring.gc.memory.Memory;
import io.mooring.gc.roots.HandleScopes;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * The turns of threads: each has a stack of handle scopes of its own while it holds handles, and counts its own levels of nesting.
 *
 * <p>A thread may lose the GIL in the middle of C code that Java called, with its scopes open, and another thread opens and closes its own meanwhile. C tells when
 * the GIL has come to another thread; the stack of a thread that holds nothing is lent to the next one that needs one.
 */
final class ThreadUpcalls extends UpcallGroup {
    private final long currentThread;
    /** Stacks of threads that hold handles and do not have the GIL, by PyThreadState. */
    private final Map<Long, HandleScopes> waiting = new HashMap<>();
    /** Levels of nesting of threads that do not have the GIL, by PyThreadState; absent = none. */
    private final Map<Long, Integer> depths = new HashMap<>();
    private final Deque<HandleScopes> unused = new ArrayDeque<>();
    private long owner;

    ThreadUpcalls(CApi capi) {
        super(capi);
        currentThread = capi.library.symbol("mooring_runtime") + CLayout.mooring_runtime.thread;
    }

    /** Notes that the running thread is the first, whose scopes are in use. */
    void begin() {
        owner = Memory.readLong(currentThread);
    }

    /** Called by C on the thread that has just taken the GIL. */
    public void threadSwitched(long thread) {
        if (thread == owner) return;
        HandleScopes mine = waiting.remove(thread);
        if (mine == null) mine = unused.isEmpty() ? heap.newScopes() : unused.pop();
        HandleScopes theirs = heap.useScopes(mine);
        space.useSlots();
        if (theirs.depth() == 0) unused.push(theirs);
        else waiting.put(owner, theirs);
        Integer depth = depths.remove(thread);
        int theirDepth = space.exchangeRecursionDepth(depth == null ? 0 : depth);
        if (theirDepth != 0) depths.put(owner, theirDepth);
        owner = thread;
    }

    /** Stacks that exist: those of threads that hold handles, and those to lend. */
    int stacks() {
        return waiting.size() + unused.size() + 1;
    }
}
