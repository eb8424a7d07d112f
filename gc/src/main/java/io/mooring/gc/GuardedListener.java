package io.mooring.gc;

/** Passes all it hears to a listener, and keeps what that one throws until the collection is over. */
final class GuardedListener implements HeapListener {
    private HeapListener to = HeapListener.NONE;
    /** What was thrown first, with what was thrown later among its suppressed; null when nothing was. */
    private Throwable thrown;

    void passTo(HeapListener listener) {
        to = listener;
    }

    /** Whether anybody hears. */
    boolean isHeard() {
        return to != HeapListener.NONE;
    }

    @Override
    public void collectionStarts(CollectionKind kind, String reason) {
        thrown = null;
        try {
            to.collectionStarts(kind, reason);
        } catch (RuntimeException | Error failure) {
            keep(failure);
        }
    }

    @Override
    public void phaseStarts(Phase phase) {
        try {
            to.phaseStarts(phase);
        } catch (RuntimeException | Error failure) {
            keep(failure);
        }
    }

    @Override
    public void phaseEnds(Phase phase) {
        try {
            to.phaseEnds(phase);
        } catch (RuntimeException | Error failure) {
            keep(failure);
        }
    }

    @Override
    public void collectionEnds(CollectionReport report) {
        try {
            to.collectionEnds(report);
        } catch (RuntimeException | Error failure) {
            keep(failure);
        }
    }

    /** Keeps what was thrown, here or by the trigger, which has no better moment either. */
    void keep(Throwable failure) {
        if (thrown == null) thrown = failure;
        else if (thrown != failure) thrown.addSuppressed(failure);
    }

    /** The collection is over and the heap as it should be: throws what was kept. */
    void rethrow() {
        Throwable kept = thrown;
        thrown = null;
        if (kept instanceof Error error) throw error;
        if (kept instanceof RuntimeException exception) throw exception;
    }
}
