package io.mooring.gc.roots;

import io.mooring.gc.object.SlotVisitor;

/** An embedder's own area of slots that hold references: shown to every collection, slot by slot. */
@FunctionalInterface
public interface RootSource {
    void visitRoots(SlotVisitor visitor);
}
