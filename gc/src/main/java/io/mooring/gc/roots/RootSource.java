package io.mooring.gc.roots;

import io.mooring.gc.object.SlotVisitor;

/** An embedder's own area of slots that hold references: shown to every collection, slot by slot. */
@FunctionalInterface
public interface RootSource {
    /**
     * Shows every slot. Must neither throw nor touch the heap: a collection that does not know all roots cannot go on, so that what is thrown here makes the
     * heap {@linkplain io.mooring.gc.Heap unusable}.
     */
    void visitRoots(SlotVisitor visitor);
}
