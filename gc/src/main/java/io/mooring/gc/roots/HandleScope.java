package io.mooring.gc.roots;

import io.mooring.gc.Immediate;
import io.mooring.gc.Ref;
import io.mooring.gc.Slot;
import io.mooring.gc.memory.Memory;
import java.util.Arrays;

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
    private long[] pinned = {};
    private int pinnedCount;

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
        assert owner.isInnermost(depth) : owner.notInnermost(depth);
        assert owner.accepts(ref);
        return stack.push(ref);
    }

    /** What the handle holds now. */
    public @Ref long get(@Slot long handle) {
        assert stack.holds(handle) : owner.noHandle(handle);
        assert owner.accepts(Immediate.NULL); // of this thread
        return Memory.readLong(handle);
    }

    public void set(@Slot long handle, @Ref long ref) {
        assert stack.holds(handle) : owner.noHandle(handle);
        assert owner.accepts(ref);
        Memory.writeLong(handle, ref);
    }

    /**
     * Pins every object that a handle of this scope holds at the moment, until the scope closes. May collect, once. See
     * {@link io.mooring.gc.Heap#pin}.
     */
    public void pin() {
        long end = owner.end(depth);
        owner.pins().pinAll(mark, end);
        for (long slot = mark; slot < end; slot += Long.BYTES) {
            long ref = Memory.readLong(slot);
            if (Immediate.isObject(ref)) remember(ref);
        }
    }

    private void remember(@Ref long object) {
        if (pinnedCount == pinned.length) pinned = Arrays.copyOf(pinned, Math.max(8, 2 * pinnedCount));
        pinned[pinnedCount++] = object;
    }

    /** Takes all pins of this scope back; an object that somebody else has unpinned too often is named when that is done. */
    private void unpinSlow() {
        IllegalStateException refused = null;
        while (pinnedCount > 0) {
            try {
                owner.pins().unpin(pinned[--pinnedCount]);
            } catch (IllegalStateException notPinned) {
                refused = notPinned;
            }
        }
        if (refused != null) throw refused;
    }

    @Override
    public void close() {
        assert owner.accepts(Immediate.NULL); // of this thread
        if (owner.close(depth)) return;
        stack.release(mark);
        if (pinnedCount > 0) unpinSlow();
    }

    long mark() {
        return mark;
    }
}
