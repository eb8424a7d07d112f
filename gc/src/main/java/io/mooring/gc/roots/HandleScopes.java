package io.mooring.gc.roots;

import io.mooring.gc.Immediate;
import io.mooring.gc.Ref;
import io.mooring.gc.Slot;
import java.util.Arrays;
import java.util.function.LongPredicate;

/** The open scopes of a heap, by depth; closed ones stay here for reuse. */
public final class HandleScopes {
    private static final HandleScope[] NO_SCOPES = {};

    private final ShadowStack stack;
    private final Pins pins;
    private final LongPredicate value;
    private HandleScope[] scopes = NO_SCOPES;
    private int depth;
    /** Why no scope can be opened any more; empty while they can. */
    private String refusal = "";

    /** @param value true of what a handle may hold, or it throws an error that says why not; asked where assertions are on */
    public HandleScopes(ShadowStack stack, Pins pins, LongPredicate value) {
        this.stack = stack;
        this.pins = pins;
        this.value = value;
        growSlow();
    }

    public HandleScope open() {
        assert accepts(Immediate.NULL); // of this thread
        if (Integer.compareUnsigned(depth, scopes.length) >= 0) growSlow(); // the form in which it is the bounds check too
        HandleScope scope = scopes[depth];
        scope.open();
        depth++;
        return scope;
    }

    /** Ends the innermost scope, which must be the one that closes; true when there is nothing left to end, since the heap is closed. [INV-07] */
    boolean close(int closing) {
        if (closing != depth - 1) return closeSlow(closing);
        depth = closing;
        return false;
    }

    private boolean closeSlow(int closing) {
        if (!refusal.isEmpty()) return true;
        if (closing >= depth) throw new IllegalStateException("scope " + closing + " is closed already; " + depth + " scopes are open");
        throw new IllegalStateException("scope " + closing + " closes while scope " + (depth - 1) + " is the innermost");
    }

    /** The heap can be used no more: no scope can be opened any more, and those that are open have no handles. */
    public void closeWithHeap(String why) {
        refusal = why;
        scopes = NO_SCOPES;
        depth = 0;
        stack.close(why);
    }

    /** Number of open scopes. */
    public int depth() {
        return depth;
    }

    boolean isInnermost(int asked) {
        return asked == depth - 1;
    }

    /** Says why a scope cannot take a reference. */
    String notInnermost(int asked) {
        if (!refusal.isEmpty()) return "scope " + asked + " roots although " + refusal;
        if (asked >= depth) return "scope " + asked + " roots although it is closed";
        return "scope " + asked + " roots while scope " + (depth - 1) + " is the innermost: the handle would end with that one";
    }

    boolean accepts(@Ref long ref) {
        return value.test(ref);
    }

    Pins pins() {
        return pins;
    }

    /** Where the handles of the scope of that depth end. */
    @Slot long end(int of) {
        return of + 1 < depth ? scopes[of + 1].mark() : stack.mark();
    }

    /** Says what is wrong with a handle that is none of the stack's. */
    String noHandle(@Slot long handle) {
        String why = !refusal.isEmpty() ? ": " + refusal : ": its scope is closed, " + stack.size() + " handles are in use";
        return "0x" + Long.toHexString(handle) + " is no handle" + why;
    }

    private void growSlow() {
        if (!refusal.isEmpty()) throw new IllegalStateException(refusal);
        int from = scopes.length;
        scopes = Arrays.copyOf(scopes, Math.max(64, 2 * from));
        for (int i = from; i < scopes.length; i++) scopes[i] = new HandleScope(this, i, stack);
    }
}
