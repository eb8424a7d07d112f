package io.mooring.gc.roots;

import io.mooring.gc.object.SlotVisitor;
import java.util.ArrayList;
import java.util.List;

/** All roots of a heap: the shadow stack, the global roots, and the embedder's own sources. */
public final class Roots {
    private final ShadowStack stack;
    private final GlobalRoots globals;
    private final List<RootSource> sources = new ArrayList<>();

    public Roots(ShadowStack stack, GlobalRoots globals) {
        this.stack = stack;
        this.globals = globals;
    }

    public void add(RootSource source) {
        sources.add(source);
    }

    public void visitRoots(SlotVisitor visitor) {
        stack.visitRoots(visitor);
        globals.visitRoots(visitor);
        for (int i = 0; i < sources.size(); i++) sources.get(i).visitRoots(visitor);
    }
}
