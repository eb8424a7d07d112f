package io.mooring.gc.roots;

import io.mooring.gc.Ref;
import io.mooring.gc.Slot;
import io.mooring.gc.memory.Memory;

/**
 * A root that outlives every scope, until it is closed. One that becomes unreachable in Java without being closed is taken back
 * when the next one is made (an exception that carries a managed value need not be closed by whoever drops it).
 */
public final class Global implements AutoCloseable {
    private final GlobalRoots owner;
    private final @Slot long slot;
    private GlobalRoots.Lease lease;

    Global(GlobalRoots owner, @Slot long slot) {
        this.owner = owner;
        this.slot = slot;
    }

    void lease(GlobalRoots.Lease given) {
        lease = given;
    }

    public @Ref long get() {
        requireOpen();
        return Memory.readLong(slot);
    }

    public void set(@Ref long ref) {
        requireOpen();
        assert owner.accepts(ref);
        Memory.writeLong(slot, ref);
    }

    private void requireOpen() {
        if (lease == null) throw new IllegalStateException("this global root is closed");
        owner.requireUsable();
    }

    /** Gives the root up; closing twice does nothing. */
    @Override
    public void close() {
        if (lease == null) return;
        owner.end(lease);
        lease = null;
    }
}
