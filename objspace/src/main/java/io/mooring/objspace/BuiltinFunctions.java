package io.mooring.objspace;

import io.mooring.gc.Ref;
import io.mooring.gc.roots.HandleScope;
import java.util.Arrays;

/**
 * The Java bodies of Python functions, by index, and how arguments are checked and brought into the order that a body wants.
 *
 * <p>A {@link W_BuiltinFunction} in the heap holds the index. Bodies stay as long as the space.
 */
final class BuiltinFunctions {
    /** A method: binds to an instance, self must be of the owning type. */
    static final int METHOD = 1;
    /** A static method or a module's function: never binds. */
    static final int STATIC = 1 << 1;
    /** Binds to the class. */
    static final int CLASS = 1 << 2;
    /** {@code __new__}: never binds; the class in the first argument must be a subtype of the owning type. */
    static final int CONSTRUCTOR = 1 << 3;
    /** With {@link #CONSTRUCTOR}: the body makes the instance of the subclass itself. */
    static final int CLASS_AWARE = 1 << 4;
    /** The body reads keywords itself. */
    static final int RAW_KEYWORDS = 1 << 5;
    /** With {@link #CONSTRUCTOR}: any arguments are accepted and ignored. */
    static final int IGNORES_ARGUMENTS = 1 << 6;
    /** Binds like a method, but takes any self: a function as a Python def makes it. */
    static final int FREE_METHOD = 1 << 7;
    /** A method that CPython has as a slot wrapper: {@link SlotNames}. */
    static final int SPECIAL = 1 << 8;

    private final ObjSpace space;
    private BuiltinCode[] codes = new BuiltinCode[512];
    private Signature[] signatures = new Signature[512];
    private int count;

    BuiltinFunctions(ObjSpace space) {
        this.space = space;
    }

    int add(BuiltinCode code, Signature signature) {
        if (count == codes.length) {
            codes = Arrays.copyOf(codes, 2 * count);
            signatures = Arrays.copyOf(signatures, 2 * count);
        }
        codes[count] = code;
        signatures[count] = signature;
        return count++;
    }

    /** Runs a body without any check: the accessors of attributes. */
    @Ref
    long run(int index, long hArgs, int nargs) {
        return codes[index].call(space, hArgs, nargs, 0);
    }

    /** Calls a function object with its arguments, self included. */
    @Ref
    long call(@Ref long w_function, long hArgs, int nargs, @Ref long w_kwnames) {
        W_BuiltinFunction functions = space.functions;
        int flags = functions.flags(w_function);
        int index = functions.code(w_function);
        if ((flags & (METHOD | CONSTRUCTOR)) != 0) {
            if ((flags & CONSTRUCTOR) != 0) return constructSlow(w_function, hArgs, nargs, w_kwnames);
            if (nargs == 0) throw withoutSelf(w_function);
            if (!space.isOfType(space.arg(hArgs, 0), functions.owner(w_function))) throw wrongSelf(w_function, space.arg(hArgs, 0));
        }
        if (signatures[index] != null) return bindAndCall(w_function, index, hArgs, nargs, w_kwnames);
        if ((flags & RAW_KEYWORDS) == 0) {
            if (w_kwnames != 0 && space.len(w_kwnames) > 0) throw noKeywords(w_function);
            int self = (flags & (METHOD | CLASS)) != 0 ? 1 : 0;
            int given = nargs - self;
            if (given < functions.min(w_function) || (given > functions.max(w_function) && functions.max(w_function) >= 0)) {
                throw wrongCount(w_function, given, functions.min(w_function), functions.max(w_function));
            }
            return codes[index].call(space, hArgs, nargs, 0);
        }
        return codes[index].call(space, hArgs, nargs, w_kwnames);
    }

    // ---- constructors -------------------------------------------------------------------------------------------------------------------

    private @Ref long constructSlow(@Ref long w_function, long hArgs, int nargs, @Ref long w_kwnames) {
        checkClass(w_function, hArgs, nargs);
        int flags = space.functions.flags(w_function);
        int index = space.functions.code(w_function);
        long w_owner = space.functions.owner(w_function);
        boolean exact = space.arg(hArgs, 0) == w_owner;
        if ((flags & IGNORES_ARGUMENTS) != 0) {
            nargs = 1;
            w_kwnames = 0;
        }
        long w_made = signatures[index] != null
                ? bindAndCall(w_function, index, hArgs, nargs, w_kwnames)
                : codes[index].call(space, hArgs, nargs, w_kwnames);
        if (exact || (flags & CLASS_AWARE) != 0) return w_made;
        return space.instances.make(space.arg(hArgs, 0), w_made);
    }

    private void checkClass(@Ref long w_function, long hArgs, int nargs) {
        long w_owner = space.functions.owner(w_function);
        String owner = space.types.name(w_owner);
        if (nargs == 0) throw space.error(space.w_TypeError, "%s.__new__(): not enough arguments", owner);
        long w_class = space.arg(hArgs, 0);
        if (space.kind(w_class) != TypeIds.TYPE) {
            throw space.error(space.w_TypeError, "%s.__new__(X): X is not a type object (%s)", owner, space.typeName(w_class));
        }
        String name = space.types.name(w_class);
        if (!space.isSubtype(w_class, w_owner)) {
            throw space.error(space.w_TypeError, "%s.__new__(%s): %s is not a subtype of %s", owner, name, name, owner);
        }
        if (w_owner != space.w_object && w_class != w_owner && space.types.isBuiltin(w_class)
                && !space.types.sharesConstructor(w_class, w_owner)) {
            throw space.error(space.w_TypeError, "%s.__new__(%s) is not safe, use %s.__new__()", owner, name, name);
        }
    }

    // ---- keywords -----------------------------------------------------------------------------------------------------------------------

    /** Lays the arguments out as the signature says: one slot per parameter, 0 where absent. */
    private @Ref long bindAndCall(@Ref long w_function, int index, long hArgs, int nargs, @Ref long w_kwnames) {
        Signature signature = signatures[index];
        int self = signature.names().length > 0 && isSelf(space.functions.flags(w_function)) ? 1 : 0;
        int keywords = w_kwnames == 0 ? 0 : (int) space.tuples.count(w_kwnames);
        if (nargs > signature.maxPositional()) throw tooMany(w_function, signature, self, nargs, keywords);
        if (keywords == 0 && nargs == signature.count()) return codes[index].call(space, hArgs, nargs, 0);
        try (HandleScope scope = space.heap.scope()) {
            long hSlots = 0;
            for (int i = 0; i < signature.count(); i++) {
                long hSlot = scope.root(i < nargs ? space.arg(hArgs, i) : 0);
                if (i == 0) hSlots = hSlot;
            }
            for (int i = 0; i < keywords; i++) {
                long w_key = space.tuples.get(w_kwnames, i);
                int at = parameter(signature, w_key);
                if (at < 0) throw unexpected(signature, w_key);
                long hSlot = space.argHandle(hSlots, at);
                if (scope.get(hSlot) != 0) throw twice(signature, at, self, at < nargs);
                scope.set(hSlot, space.arg(hArgs, nargs + i));
            }
            for (int i = 0; i < signature.required(); i++) {
                if (space.arg(hSlots, i) == 0) throw missing(w_function, signature, i, self, nargs);
            }
            return codes[index].call(space, hSlots, signature.count(), 0);
        }
    }

    private static boolean isSelf(int flags) {
        return (flags & (METHOD | CLASS | CONSTRUCTOR)) != 0;
    }

    private int parameter(Signature signature, @Ref long w_key) {
        String key = space.string(w_key);
        for (int i = signature.positionalOnly(); i < signature.count(); i++) {
            if (signature.names()[i].equals(key)) return i;
        }
        return -1;
    }

    // ---- messages -----------------------------------------------------------------------------------------------------------------------

    private static String plural(int count) {
        return count == 1 ? "" : "s";
    }

    private OperationError tooMany(@Ref long w_function, Signature signature, int self, int nargs, int keywords) {
        int max = signature.maxPositional() - self;
        int given = nargs - self;
        if (signature.positionalOnly() == signature.count()) return wrongPositional(w_function, signature, self, given);
        if (signature.count() == signature.maxPositional()) {
            if (max == 0) {
                return space.error(space.w_TypeError, "%s() takes no arguments (%d given)", signature.function(), given + keywords);
            }
            String word = signature.required() - self == max ? "exactly" : "at most";
            return space.error(space.w_TypeError, "%s() takes %s %d argument%s (%d given)", signature.function(), word, max, plural(max),
                    given + keywords);
        }
        if (max == 0) return space.error(space.w_TypeError, "%s() takes no positional arguments", signature.function());
        return space.error(space.w_TypeError, "%s() takes at most %d positional argument%s (%d given)", signature.function(), max,
                plural(max), given);
    }

    /** For functions without keywords, which CPython words differently. */
    private OperationError wrongPositional(@Ref long w_function, Signature signature, int self, int given) {
        int min = signature.required() - self;
        int max = signature.count() - self;
        String name = signature.function();
        if (min == max && min <= 1 && (space.functions.flags(w_function) & CLASS) != 0) return wrongCount(w_function, given, min, max);
        if (min == max) return space.error(space.w_TypeError, "%s expected %d argument%s, got %d", name, min, plural(min), given);
        if (given < min) return space.error(space.w_TypeError, "%s expected at least %d argument%s, got %d", name, min, plural(min), given);
        return space.error(space.w_TypeError, "%s expected at most %d argument%s, got %d", name, max, plural(max), given);
    }

    private OperationError unexpected(Signature signature, @Ref long w_key) {
        if (signature.positionalOnly() == signature.count()) {
            return space.error(space.w_TypeError, "%s() takes no keyword arguments", signature.function());
        }
        return space.error(space.w_TypeError, "'%s' is an invalid keyword argument for %s()", space.string(w_key), signature.function());
    }

    private OperationError twice(Signature signature, int at, int self, boolean byPosition) {
        if (byPosition) {
            return space.error(space.w_TypeError, "argument for %s() given by name ('%s') and position (%d)", signature.function(),
                    signature.names()[at], at + 1 - self);
        }
        return space.error(space.w_TypeError, "%s() got multiple values for argument '%s'", signature.function(), signature.names()[at]);
    }

    private OperationError missing(@Ref long w_function, Signature signature, int at, int self, int nargs) {
        if (signature.positionalOnly() == signature.count()) return wrongPositional(w_function, signature, self, nargs - self);
        if (at < signature.positionalOnly()) {
            int min = signature.required() - self;
            String word = signature.required() == signature.maxPositional() ? "exactly" : "at least";
            return space.error(space.w_TypeError, "%s() takes %s %d positional argument%s (%d given)", signature.function(), word, min,
                    plural(min), nargs - self);
        }
        return space.error(space.w_TypeError, "%s() missing required argument '%s' (pos %d)", signature.function(), signature.names()[at],
                at + 1 - self);
    }

    private OperationError wrongCount(@Ref long w_function, int given, int min, int max) {
        W_BuiltinFunction functions = space.functions;
        int flags = functions.flags(w_function);
        String name = functions.name(w_function);
        if ((flags & SPECIAL) != 0) return space.error(space.w_TypeError, "expected %d argument%s, got %d", min, plural(min), given);
        String shown = (flags & (METHOD | CLASS)) != 0 ? space.types.name(functions.owner(w_function)) + "." + name : name;
        if (min == max && max == 0) return space.error(space.w_TypeError, "%s() takes no arguments (%d given)", shown, given);
        if (min == max && max == 1) return space.error(space.w_TypeError, "%s() takes exactly one argument (%d given)", shown, given);
        if (min == max) return space.error(space.w_TypeError, "%s expected %d arguments, got %d", name, min, given);
        if (given < min) return space.error(space.w_TypeError, "%s expected at least %d argument%s, got %d", name, min, plural(min), given);
        return space.error(space.w_TypeError, "%s expected at most %d argument%s, got %d", name, max, plural(max), given);
    }

    private OperationError noKeywords(@Ref long w_function) {
        String name = space.functions.name(w_function);
        long w_owner = space.functions.owner(w_function);
        String shown = w_owner != 0 ? space.types.name(w_owner) + "." + name : name;
        return space.error(space.w_TypeError, "%s() takes no keyword arguments", shown);
    }

    private OperationError withoutSelf(@Ref long w_function) {
        String owner = space.types.name(space.functions.owner(w_function));
        if ((space.functions.flags(w_function) & SPECIAL) != 0) {
            return space.error(space.w_TypeError, "descriptor '%s' of '%s' object needs an argument", space.functions.name(w_function),
                    owner);
        }
        return space.error(space.w_TypeError, "unbound method %s.%s() needs an argument", owner, space.functions.name(w_function));
    }

    private OperationError wrongSelf(@Ref long w_function, @Ref long w_self) {
        String owner = space.types.name(space.functions.owner(w_function));
        String verb = (space.functions.flags(w_function) & SPECIAL) != 0
                ? "descriptor '%s' requires a '%s' object but received a '%s'"
                : "descriptor '%s' for '%s' objects doesn't apply to a '%s' object";
        return space.error(space.w_TypeError, verb, space.functions.name(w_function), owner, space.typeName(w_self));
    }
}
