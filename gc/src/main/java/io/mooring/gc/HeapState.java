package io.mooring.gc;

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
    /** Who collects or verifies at the moment; null while nobody does. Between these, threads take turns as they like. */
    private volatile Thread inside;
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

    /** Whether nobody else is in the middle of a collection or a verification; where assertions are on, every use of the heap asks. */
    boolean isMine() {
        Thread other = inside;
        return other == null || other == Thread.currentThread();
    }

    /** Says who uses the heap although it is another's. */
    String notMine() {
        Thread other = inside;
        return "thread " + Thread.currentThread().getName() + " uses the heap" + during() + (other == null ? "" : " of thread " + other.getName()) + ": one thread at a time uses a heap";
    }

    /** Why there are no objects, or the empty string. */
    String refusal() {
        return refusal;
    }

    void requireUsable() {
        if (!hasObjects()) throw new IllegalStateException(refusal, cause);
    }

    /** Whether the program may allocate and collect: neither in a callback of a collection, nor in a heap that cannot be used. */
    boolean isOpen() {
        return stage == Stage.OPEN;
    }

    /** Why {@code what} cannot be, when the heap is not open. */
    IllegalStateException refusal(String what) {
        requireUsable();
        return new IllegalStateException(isMine() ? what + during() : notMine());
    }

    private String during() {
        return stage == Stage.VERIFYING ? " during a verification" : " during a collection";
    }

    void tell() {
        inside = Thread.currentThread();
        stage = Stage.TELLING;
    }

    /** Runs a verification. */
    void verify(Runnable verification) {
        if (!isMine()) throw new IllegalStateException(notMine());
        Stage before = stage;
        Thread outside = inside;
        inside = Thread.currentThread();
        stage = Stage.VERIFYING;
        try {
            verification.run();
        } finally {
            stage = before;
            inside = outside;
        }
    }

    void collect() {
        stage = Stage.COLLECTING;
    }

    /** The collection and all that belongs to it are over. */
    void settle() {
        if (hasObjects()) stage = Stage.OPEN;
        inside = null;
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
        if (stage == Stage.TELLING || stage == Stage.VERIFYING || stage == Stage.COLLECTING) throw refusal("the heap is to be closed");
        stage = Stage.CLOSED;
        cause = null;
        refusal = "the heap is closed";
        return true;
    }
}
