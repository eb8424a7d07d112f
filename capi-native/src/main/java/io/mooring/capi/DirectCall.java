package io.mooring.capi;

/**
 * How a C function may be called without a look at its flags, at its self, or at what debug mode wants to know: decided when the function is made, and noted in
 * {@link io.mooring.objspace.W_CFunctionObject#DIRECT}, so that a call compares one word.
 *
 * <p>Whether self is <i>held</i> makes two of each: the module that a single-phase module made stays until the end, any other self must be counted while C runs.
 */
final class DirectCall {
    /** By its flags: another convention, a self without identity, or debug mode, in which every call is noted and its references are checked. */
    static final long NONE = 0;
    static final long NOARGS = 1;
    static final long NOARGS_HELD = 2;
    static final long ONE = 3;
    static final long ONE_HELD = 4;
    static final long VARARGS = 5;
    static final long VARARGS_HELD = 6;

    private DirectCall() {}

    /** For a function of these METH_ flags whose self must be held. */
    static long held(int flags) {
        return switch (flags & MethodFlags.CONVENTION) {
            case MethodFlags.NOARGS -> NOARGS_HELD;
            case MethodFlags.ONE -> ONE_HELD;
            case MethodFlags.VARARGS -> VARARGS_HELD;
            default -> NONE;
        };
    }

    /** The same for a self that stays anyway, or that is NULL. */
    static long unheld(int flags) {
        long held = held(flags);
        return held == NONE ? NONE : held - 1;
    }
}
