package io.mooring.bench.gc.work;

import io.mooring.gc.Heap;
import io.mooring.gc.Immediate;
import io.mooring.gc.Ref;
import io.mooring.gc.roots.Global;

/** A program on a {@link Heap}: everything that it keeps hangs on one root. */
abstract class HeapProgram implements Program {
    protected final Heap heap;
    private final Global root;

    /** The heap stays the caller's. */
    protected HeapProgram(Heap heap) {
        this.heap = heap;
        root = heap.global(Immediate.NULL);
    }

    protected final @Ref long root() {
        return root.get();
    }

    protected final void setRoot(@Ref long object) {
        root.set(object);
    }

    @Override
    public final void drop() {
        root.set(Immediate.NULL);
    }

    @Override
    public final void close() {
        root.close();
    }
}
