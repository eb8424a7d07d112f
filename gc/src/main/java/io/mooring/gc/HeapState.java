package io.mooring.gc;

import java.util.concurrent.atomic.AtomicReference;

/**
 * What a heap can be asked for at the moment.
 *
 * <pre>
 *   OPEN --a collection is due--> TELLING --it begins--> COLLECTING --it is done--> TELLING --the listener knows--> OPEN
 *                                                            | something threw in the middle of it
 *                                                            v
 *                                                          BROKEN          every stage but the two of a collection --close--> CLOSED
 * </pre>
 */
final class HeapState {
    private enum Stage {
        OPEN,
        /** The listener hears that a collection begins or has ended: objects can be looked at, but nothing moves. */
        TELLING,
        /** The heap is verified: root sources and links are asked, and nothing may change. */
        VERIFYING,
        COLLECTING,
        BROKEN,
        CLOSED
    }

    private Stage stage = Stage.OPEN;
    /** Who collects, verifies, or is in a call that changes the heap as a whole; null while nobody is. Between these, threads take turns as they like. */
    private final AtomicReference<Thread> inside = new AtomicReference<>();
    /** Calls that the thread is inside of, one in another. */
    private int depth;
    private String refusal = "";
    private Throwable cause;

    /** Whether a word can name an object of this heap. */
    boolean hasObjects() {
        return stage != Stage.CLOSED && stage != Stage.BROKEN;
    }

    /** Whether the phases of a collection run, in which no reference can be relied on. */
    boolean isCollecting() {
        return stage == Stage.COLLECTING;
    }

    void requireNoCollection() {
        requireUsable();
        if (isCollecting()) throw new IllegalStateException("finalizers, globals and pins do not change during a collection");
    }

    /** Whether objects are where their references say, for this thread. */
    boolean isIdle() {
        return isMine() && (stage == Stage.OPEN || stage == Stage.TELLING || stage == Stage.VERIFYING);
    }

    /**
     * The thread begins what no other may come into, until it {@linkplain #leave leaves}; another that is inside is named. A collection and a verification do so in every
     * build, calls that are made more often where assertions are on.
     */
    boolean enter() {
        if (inside.get() != Thread.currentThread() && !inside.compareAndSet(null, Thread.currentThread())) throw new IllegalStateException(notMine());
        depth++;
        return true;
    }

    boolean leave() {
        if (--depth == 0) inside.set(null);
        return true;
    }

    /** Whether nobody else is inside; where assertions are on, every use of the heap asks. */
    boolean isMine() {
        Thread other = inside.get();
        return other == null || other == Thread.currentThread();
    }

    /** Says who uses the heap although it is another's. */
    String notMine() {
        Thread other = inside.get();
        return "thread " + Thread.currentThread().getName() + " uses the heap" + during() + (other == null ? "" : " of thread " + other.getName()) + ": one thread at a time uses a heap";
    }

    /** Why there are no objects, or the empty string. */
    String refusal() {
        return refusal;
    }

    /** For what is rare: refuses a heap that cannot be used, and one that another thread is inside of. */
    void requireUsable() {
        if (!hasObjects()) throw new IllegalStateException(refusal, cause);
        if (!isMine()) throw new IllegalStateException(notMine());
    }

    /** Whether the program may allocate and collect: neither in a callback of a collection, nor in a heap that cannot be used. */
    boolean isOpen() {
        return stage == Stage.OPEN;
    }

    /** Why {@code what} cannot be, when the heap is not open. */
    IllegalStateException refusal(String what) {
        requireUsable();
        return new IllegalStateException(what + during());
    }

    private String during() {
        return switch (stage) {
            case VERIFYING -> " during a verification";
            case TELLING, COLLECTING -> " during a collection";
            case OPEN, BROKEN, CLOSED -> " during a call";
        };
    }

    /** A collection is due. */
    void begin() {
        enter();
        stage = Stage.TELLING;
    }

    void tell() {
        stage = Stage.TELLING;
    }

    /** Runs a verification. */
    void verify(Runnable verification) {
        enter();
        Stage before = stage;
        stage = Stage.VERIFYING;
        try {
            verification.run();
        } finally {
            stage = before;
            leave();
        }
    }

    void collect() {
        stage = Stage.COLLECTING;
    }

    /** The collection and all that belongs to it are over. */
    void settle() {
        if (hasObjects()) stage = Stage.OPEN;
        leave();
    }

    /** Something threw in the middle of a collection, when references were right no more: the heap can only be closed. */
    void breakDown(CollectionKind kind, Throwable why) {
        stage = Stage.BROKEN;
        cause = why;
        refusal = "the heap is unusable: a " + kind.name().toLowerCase() + " collection failed by " + why.toString().lines().findFirst().orElse("");
    }

    /** False if the heap is closed already. */
    boolean close() {
        if (stage == Stage.CLOSED) return false;
        if (!isMine()) throw new IllegalStateException(notMine());
        if (stage == Stage.TELLING || stage == Stage.VERIFYING || stage == Stage.COLLECTING) throw refusal("the heap is to be closed");
        stage = Stage.CLOSED;
        cause = null;
        refusal = "the heap is closed";
        return true;
    }
}
