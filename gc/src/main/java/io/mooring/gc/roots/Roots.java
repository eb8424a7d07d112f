package io.mooring.gc.roots;

import io.mooring.gc.object.SlotVisitor;
import java.util.ArrayList;
import java.util.List;

/** All roots of a heap: the shadow stack, the global roots, and the embedder's own sources. */
public final class Roots {
    private final ShadowStack stack;
    private final GlobalRoots globals;
    private final List<ShadowStack> otherStacks = new ArrayList<>();
    private final List<RootSource> sources = new ArrayList<>();

    public Roots(ShadowStack stack, GlobalRoots globals) {
        this.stack = stack;
        this.globals = globals;
    }

    public void add(RootSource source) {
        sources.add(source);
    }

    /** Adds the shadow stack of one more thread. */
    public void add(ShadowStack other) {
        otherStacks.add(other);
    }

    public void visitRoots(SlotVisitor visitor) {
        visitScopes(visitor);
        visitGlobals(visitor);
        visitSources(visitor);
    }

    /** The handles of all open scopes, of whichever thread. */
    public void visitScopes(SlotVisitor visitor) {
        stack.visitRoots(visitor);
        for (int i = 0; i < otherStacks.size(); i++) otherStacks.get(i).visitRoots(visitor);
    }

    public void visitGlobals(SlotVisitor visitor) {
        globals.visitRoots(visitor);
    }

    /** The slots of the embedder's own sources, in the order in which these were added. */
    public void visitSources(SlotVisitor visitor) {
        for (int i = 0; i < sources.size(); i++) sources.get(i).visitRoots(visitor);
    }
}
