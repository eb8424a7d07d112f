package io.mooring.rawrefcount;

import io.mooring.gc.memory.AddressStack;

/**
 * PyObjects that a major collection found to be garbage, and that must be spoken to before they can go: outside the collection, since
 * that runs any code. Each is held by one count, which whoever takes it owns and drops.
 *
 * <p>What is finalized here may be resurrected by it; the next major collection looks again. What is cleared drops the references that
 * closed its cycle, and then dies by its count, or together with its managed object in the next major collection.
 */
public final class Garbage implements AutoCloseable {
    private final AddressStack finalizable = new AddressStack();
    private final AddressStack clearable = new AddressStack();
    private final AddressStack uncollectable = new AddressStack();

    Garbage() {}

    void addFinalizable(long pyobj) {
        finalizable.push(pyobj);
    }

    void addClearable(long pyobj) {
        clearable.push(pyobj);
    }

    void addUncollectable(long pyobj) {
        uncollectable.push(pyobj);
    }

    /** Whether nobody waits. */
    public boolean isEmpty() {
        return finalizable.isEmpty() && clearable.isEmpty() && uncollectable.isEmpty();
    }

    /** One whose finalizer is to be called, or 0. */
    public long nextFinalizable() {
        return finalizable.isEmpty() ? 0 : finalizable.pop();
    }

    /** One that is to drop its references, or 0. Finalizers come first. */
    public long nextClearable() {
        return clearable.isEmpty() ? 0 : clearable.pop();
    }

    /** One with a finalizer from before PEP 442, for the list of the uncollectable, or 0. */
    public long nextUncollectable() {
        return uncollectable.isEmpty() ? 0 : uncollectable.pop();
    }

    @Override
    public void close() {
        finalizable.close();
        clearable.close();
        uncollectable.close();
    }
}
