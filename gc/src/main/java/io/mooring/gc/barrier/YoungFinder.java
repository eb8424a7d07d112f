package io.mooring.gc.barrier;

import io.mooring.gc.Ref;
import io.mooring.gc.Slot;

/** The closure of a minor collection, as the remembered set knows it. */
public interface YoungFinder {
    /** Scans an old object; {@linkplain RememberingBarrier#remember remembers} it if it refers to a young one afterwards. */
    void scanRemembered(@Ref long object);

    /** Traces a strong slot of an old object; whether what it holds afterwards is young. */
    boolean traceRemembered(@Slot long slot);
}
