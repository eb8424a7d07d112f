package io.mooring.gc.roots;

import java.util.Arrays;

/** The open scopes of a heap, by depth; closed ones stay here for reuse. */
public final class HandleScopes {
    private final ShadowStack stack;
    private HandleScope[] scopes = new HandleScope[0];
    private int depth;

    public HandleScopes(ShadowStack stack) {
        this.stack = stack;
        growSlow();
    }

    public HandleScope open() {
        if (depth == scopes.length) growSlow();
        HandleScope scope = scopes[depth];
        scope.open();
        depth++;
        return scope;
    }

    /** Ends the innermost scope, which must be the one that closes. [INV-07] */
    void close(int closing) {
        if (closing != depth - 1) throw new IllegalStateException("scope " + closing + " closes while scope " + (depth - 1) + " is the innermost");
        depth = closing;
    }

    /** Number of open scopes. */
    public int depth() {
        return depth;
    }

    private void growSlow() {
        int from = scopes.length;
        scopes = Arrays.copyOf(scopes, Math.max(64, 2 * from));
        for (int i = from; i < scopes.length; i++) scopes[i] = new HandleScope(this, i, stack);
    }
}
