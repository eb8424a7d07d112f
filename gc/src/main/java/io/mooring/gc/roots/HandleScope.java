package io.mooring.gc.roots;

import io.mooring.gc.Ref;
import io.mooring.gc.Slot;
import io.mooring.gc.memory.Memory;

/**
 * A frame of the shadow stack, used with try-with-resources: what is rooted in it survives and is found again after it moved.
 *
 * <pre>{@code
 * try (HandleScope scope = heap.scope()) {
 *     long hPair = scope.root(heap.allocate(PAIR));
 *     long second = heap.allocate(PAIR);             // may move the first
 *     heap.writeRef(scope.get(hPair), NEXT, second);
 * }
 * }</pre>
 *
 * Scopes nest strictly and are reused by depth, so that opening one allocates no Java object. A handle is valid until its scope closes.
 */
public final class HandleScope implements AutoCloseable {
    private final HandleScopes owner;
    private final int depth;
    private final ShadowStack stack;
    private long mark;

    HandleScope(HandleScopes owner, int depth, ShadowStack stack) {
        this.owner = owner;
        this.depth = depth;
        this.stack = stack;
    }

    void open() {
        mark = stack.mark();
    }

    /** Roots a reference and returns its handle. */
    public @Slot long root(@Ref long ref) {
        return stack.push(ref);
    }

    /** What the handle holds now. */
    public @Ref long get(@Slot long handle) {
        return Memory.readLong(handle);
    }

    public void set(@Slot long handle, @Ref long ref) {
        Memory.writeLong(handle, ref);
    }

    @Override
    public void close() {
        owner.close(depth);
        stack.release(mark);
    }
}
