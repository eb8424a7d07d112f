package io.mooring.objspace;

import io.mooring.gc.Ref;
import io.mooring.gc.Slot;

/** The body of a Python function that is implemented in Java. */
@FunctionalInterface
public interface BuiltinCode {
    /**
     * Runs the function.
     *
     * <p>{@code hArgs} is the first of {@code nargs} consecutive handles, read with {@link ObjSpace#arg}; a method finds self in the
     * first. The caller owns the slots: the callee must not write them. {@code w_kwnames} is 0, or a tuple of str whose values stand
     * in the slots behind the positional ones; code registered with a {@link Signature} never sees it: its slots are its parameters in
     * order, 0 for an absent optional one.
     *
     * @return the result, never 0
     */
    @Ref
    long call(ObjSpace space, @Slot long hArgs, int nargs, @Ref long w_kwnames);
}
