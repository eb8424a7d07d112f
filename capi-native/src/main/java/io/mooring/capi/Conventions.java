package io.mooring.capi;

import io.mooring.gc.Ref;
import io.mooring.gc.Slot;
import io.mooring.gc.memory.Memory;
import io.mooring.objspace.ObjSpace;

/**
 * The calling conventions of C functions: which arguments each refuses, and how each wants those it takes.
 *
 * <p>{@link #invoke} owns the reference to self that it is given, and answers what C answered: an owned reference or NULL.
 */
final class Conventions {
    private final CApi capi;
    private final ObjSpace space;
    private final Arguments arguments;
    private final Boxes boxes;

    Conventions(CApi capi, Arguments arguments) {
        this.capi = capi;
        this.space = capi.space;
        this.arguments = arguments;
        this.boxes = capi.boxes;
    }

    /** The message (a format of the function's name and the number of arguments) with which arguments are refused, or null if they fit. */
    String refusal(int flags, int nargs, @Ref long w_kwnames) {
        if (arguments.keywordCount(w_kwnames) > 0 && (flags & MethodFlags.KEYWORDS) == 0) return "%s takes no keyword arguments";
        return switch (flags & MethodFlags.CONVENTION) {
            case MethodFlags.NOARGS -> nargs == 0 ? null : "%s takes no arguments (%d given)";
            case MethodFlags.ONE -> nargs == 1 ? null : "%s takes exactly one argument (%d given)";
            default -> null;
        };
    }

    /** Calls by the convention of {@code flags} with arguments that fit. {@code definingClass} is borrowed and matters to METH_METHOD only. May collect. */
    long invoke(int flags, long entry, long self, long definingClass, @Slot long hArgs, int nargs, @Ref long w_kwnames) {
        try {
            return switch (flags & MethodFlags.CONVENTION) {
                case MethodFlags.NOARGS -> NativeLinker.call(entry, self, 0);
                case MethodFlags.ONE -> withOne(entry, self, hArgs);
                case MethodFlags.VARARGS -> withTuple(entry, self, hArgs, nargs);
                case MethodFlags.VARARGS | MethodFlags.KEYWORDS -> withTupleAndDict(entry, self, hArgs, nargs, w_kwnames);
                case MethodFlags.FASTCALL -> withArray(entry, self, hArgs, nargs);
                case MethodFlags.FASTCALL | MethodFlags.KEYWORDS -> withArrayAndNames(entry, self, 0, hArgs, nargs, w_kwnames);
                case MethodFlags.METHOD | MethodFlags.FASTCALL | MethodFlags.KEYWORDS ->
                    withArrayAndNames(entry, self, definingClass, hArgs, nargs, w_kwnames);
                default -> throw space.error(space.w_SystemError, "bad call flags 0x%x of a C function", flags);
            };
        } finally {
            if (self != 0) capi.memory.decrement(self);
        }
    }

    private long withOne(long entry, long self, @Slot long hArgs) {
        long arg = capi.toNative.newReference(space.arg(hArgs, 0));
        long result = NativeLinker.call(entry, self, arg);
        boxes.drop(arg);
        return result;
    }

    private long withTuple(long entry, long self, @Slot long hArgs, int nargs) {
        long tuple = arguments.newTuple(hArgs, nargs);
        long result = NativeLinker.call(entry, self, tuple);
        arguments.dropTuple(tuple);
        return result;
    }

    private long withTupleAndDict(long entry, long self, @Slot long hArgs, int nargs, @Ref long w_kwnames) {
        long keywords = arguments.newKeywords(hArgs, nargs, w_kwnames);
        long tuple = arguments.newTuple(hArgs, nargs);
        long result = NativeLinker.call(entry, self, tuple, keywords);
        arguments.dropTuple(tuple);
        arguments.dropKeywords(keywords);
        return result;
    }

    private long withArray(long entry, long self, @Slot long hArgs, int nargs) {
        long array = arguments.newArray(hArgs, nargs);
        long result = NativeLinker.call(entry, self, array, nargs);
        arguments.dropArray(array, nargs);
        return result;
    }

    private long withArrayAndNames(long entry, long self, long definingClass, @Slot long hArgs, int nargs, @Ref long w_kwnames) {
        int total = nargs + arguments.keywordCount(w_kwnames);
        long names = capi.toNative.newReference(w_kwnames);
        long array = arguments.newArray(hArgs, total);
        long result = definingClass == 0
                ? NativeLinker.call(entry, self, array, nargs, names)
                : NativeLinker.call(entry, self, definingClass, array, nargs, names);
        arguments.dropArray(array, total);
        if (names != 0) capi.memory.decrement(names);
        return result;
    }

    /** Where the function of a PyMethodDef stands. */
    static long entry(long definition) {
        return Memory.readLong(definition + CLayout.PyMethodDef.ml_meth);
    }

    static int flags(long definition) {
        return Memory.readInt(definition + CLayout.PyMethodDef.ml_flags);
    }
}
