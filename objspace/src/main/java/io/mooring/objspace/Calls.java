package io.mooring.objspace;

import io.mooring.gc.Heap;
import io.mooring.gc.HeapExhausted;
import io.mooring.gc.Ref;
import io.mooring.gc.Slot;
import io.mooring.gc.roots.HandleScope;

/**
 * Calling objects: the arguments stand in consecutive slots of the shadow stack.
 *
 * <p>Each call counts one level of nesting, but for those of C functions: C that calls back comes through here with something else, and C that does not ends.
 * Here an exhausted heap becomes MemoryError, and a Java stack that overflowed all the same RecursionError; {@link ForeignObjects} does the same for its calls.
 */
public final class Calls {
    static final String WHILE_CALLING = " while calling a Python object";

    private final ObjSpace space;
    private final Heap heap;

    Calls(ObjSpace space) {
        this.space = space;
        this.heap = space.heap;
    }

    @Ref
    long call(@Ref long w_callable, @Slot long hArgs, int nargs, @Ref long w_kwnames) {
        int kind = space.kind(w_callable);
        if (kind == TypeIds.C_FUNCTION) return space.foreign.call(space, w_callable, hArgs, nargs, w_kwnames);
        space.enter(WHILE_CALLING);
        try {
            return switch (kind) {
                case TypeIds.BUILTIN_FUNCTION -> space.builtinFunctions.call(w_callable, hArgs, nargs, w_kwnames);
                default -> space.behaviour(w_callable).call(w_callable, hArgs, nargs, w_kwnames);
            };
        } catch (HeapExhausted exhausted) {
            throw outOfMemory(exhausted);
        } catch (StackOverflowError overflow) {
            throw stackOverflow();
        } finally {
            space.leave();
        }
    }

    @Ref
    long call0(@Ref long w_callable) {
        return space.kind(w_callable) == TypeIds.C_FUNCTION ? space.foreign.call0(space, w_callable) : call(w_callable, 0, 0, 0);
    }

    @Ref
    long call1(@Ref long w_callable, @Ref long w_arg) {
        return space.kind(w_callable) == TypeIds.C_FUNCTION ? space.foreign.call1(space, w_callable, w_arg) : call1Slow(w_callable, w_arg);
    }

    private @Ref long call1Slow(@Ref long w_callable, @Ref long w_arg) {
        try (HandleScope scope = heap.scope()) {
            return call(w_callable, scope.root(w_arg), 1, 0);
        }
    }

    @Ref
    long call2(@Ref long w_callable, @Ref long w_first, @Ref long w_second) {
        return space.kind(w_callable) == TypeIds.C_FUNCTION ? space.foreign.call2(space, w_callable, w_first, w_second) : call2Slow(w_callable, w_first, w_second);
    }

    private @Ref long call2Slow(@Ref long w_callable, @Ref long w_first, @Ref long w_second) {
        try (HandleScope scope = heap.scope()) {
            long hArgs = scope.root(w_first);
            scope.root(w_second);
            return call(w_callable, hArgs, 2, 0);
        }
    }

    @Ref
    long call3(@Ref long w_callable, @Ref long w_first, @Ref long w_second, @Ref long w_third) {
        try (HandleScope scope = heap.scope()) {
            long hArgs = scope.root(w_first);
            scope.root(w_second);
            scope.root(w_third);
            return call(w_callable, hArgs, 3, 0);
        }
    }

    /** The exception for an allocation that did not fit. Allocates nothing. */
    public OperationError outOfMemory(HeapExhausted exhausted) {
        return space.error(space.w_MemoryError, "%s", exhausted.getMessage());
    }

    /** The exception for a Java stack that overflowed before the limit on nesting was reached. Allocates nothing. */
    public OperationError stackOverflow() {
        return space.error(space.w_RecursionError, "maximum recursion depth exceeded");
    }

    /** Calls a function with one more argument before those in the slots: what a bound method does. */
    @Ref
    long prepended(@Ref long w_function, @Ref long w_first, @Slot long hArgs, int nargs, @Ref long w_kwnames) {
        try (HandleScope scope = heap.scope()) {
            return call(w_function, prepend(scope, w_first, hArgs, nargs, w_kwnames), nargs + 1, w_kwnames);
        }
    }

    /** Calls what was found in the type of {@code w_self} with that as self, before the arguments in the slots. */
    @Ref
    long prependedUnbound(@Ref long w_found, @Ref long w_self, @Slot long hArgs, int nargs, @Ref long w_kwnames) {
        try (HandleScope scope = heap.scope()) {
            return callUnbound(w_found, prepend(scope, w_self, hArgs, nargs, w_kwnames), nargs + 1, w_kwnames);
        }
    }

    private @Slot long prepend(HandleScope scope, @Ref long w_first, @Slot long hArgs, int nargs, @Ref long w_kwnames) {
        int total = nargs + (w_kwnames == 0 ? 0 : (int) space.tuples.count(w_kwnames));
        long hAll = scope.root(w_first);
        for (int i = 0; i < total; i++) scope.root(space.arg(hArgs, i));
        return hAll;
    }

    /**
     * Calls what was found in the type of the object in the first slot, with that object as self: without a bound method in between where
     * the callable knows how.
     */
    @Ref
    long callUnbound(@Ref long w_found, @Slot long hArgs, int nargs, @Ref long w_kwnames) {
        return switch (space.kind(w_found)) {
            case TypeIds.BUILTIN_FUNCTION -> callFunctionUnbound(w_found, hArgs, nargs, w_kwnames);
            case TypeIds.C_DESCRIPTOR -> space.foreign.isDataDescriptor(space, w_found)
                    ? callBound(w_found, hArgs, nargs, w_kwnames)
                    : callDescriptor(w_found, hArgs, nargs, w_kwnames);
            default -> callBound(w_found, hArgs, nargs, w_kwnames);
        };
    }

    private @Ref long callDescriptor(@Ref long w_found, @Slot long hArgs, int nargs, @Ref long w_kwnames) {
        space.enter(WHILE_CALLING);
        try {
            return space.foreign.descriptorCall(space, w_found, hArgs, nargs, w_kwnames);
        } catch (HeapExhausted exhausted) {
            throw outOfMemory(exhausted);
        } catch (StackOverflowError overflow) {
            throw stackOverflow();
        } finally {
            space.leave();
        }
    }

    private @Ref long callFunctionUnbound(@Ref long w_found, @Slot long hArgs, int nargs, @Ref long w_kwnames) {
        boolean takesSelf = (space.functions.flags(w_found) & (BuiltinFunctions.METHOD | BuiltinFunctions.FREE_METHOD)) != 0;
        return takesSelf ? call(w_found, hArgs, nargs, w_kwnames) : callBound(w_found, hArgs, nargs, w_kwnames);
    }

    private @Ref long callBound(@Ref long w_found, @Slot long hArgs, int nargs, @Ref long w_kwnames) {
        try (HandleScope scope = heap.scope()) {
            long hNames = scope.root(w_kwnames);
            long w_self = space.arg(hArgs, 0);
            long w_bound = space.behaviour(w_found).bind(w_found, w_self, space.type(w_self));
            return call(w_bound, space.argHandle(hArgs, 1), nargs - 1, scope.get(hNames));
        }
    }

    /** Calls the special method {@code w_name} of the type of {@code w_self}, or answers 0 if there is none. */
    @Ref
    long special(@Ref long w_self, @Ref long w_name) {
        long w_found = space.types.lookup(space.type(w_self), w_name);
        if (w_found == 0) return 0;
        try (HandleScope scope = heap.scope()) {
            return callUnbound(w_found, scope.root(w_self), 1, 0);
        }
    }

    @Ref
    long special(@Ref long w_self, @Ref long w_name, @Ref long w_arg) {
        long w_found = space.types.lookup(space.type(w_self), w_name);
        if (w_found == 0) return 0;
        try (HandleScope scope = heap.scope()) {
            long hArgs = scope.root(w_self);
            scope.root(w_arg);
            return callUnbound(w_found, hArgs, 2, 0);
        }
    }

    @Ref
    long special(@Ref long w_self, @Ref long w_name, @Ref long w_first, @Ref long w_second) {
        long w_found = space.types.lookup(space.type(w_self), w_name);
        if (w_found == 0) return 0;
        try (HandleScope scope = heap.scope()) {
            long hArgs = scope.root(w_self);
            scope.root(w_first);
            scope.root(w_second);
            return callUnbound(w_found, hArgs, 3, 0);
        }
    }

    @Ref
    long callTuple(@Ref long w_callable, @Ref long w_args, @Ref long w_kwargs) {
        try (HandleScope scope = heap.scope()) {
            long hCallable = scope.root(w_callable);
            long hArgsTuple = scope.root(space.payload(w_args));
            long hKwargs = scope.root(w_kwargs == 0 ? 0 : space.payload(w_kwargs));
            boolean keywords = w_kwargs != 0 && space.dicts.count(scope.get(hKwargs)) > 0;
            long hNames = scope.root(keywords ? keywordNames(scope.get(hKwargs)) : 0);
            int nargs = (int) space.tuples.count(scope.get(hArgsTuple));
            long hFirst = 0;
            for (int i = 0; i < nargs; i++) {
                long h = scope.root(space.tuples.get(scope.get(hArgsTuple), i));
                if (i == 0) hFirst = h;
            }
            if (keywords) {
                int count = (int) space.tuples.count(scope.get(hNames));
                for (int i = 0; i < count; i++) {
                    long h = scope.root(space.dicts.getStr(scope.get(hKwargs), space.tuples.get(scope.get(hNames), i)));
                    if (hFirst == 0) hFirst = h;
                }
            }
            return call(scope.get(hCallable), hFirst, nargs, scope.get(hNames));
        }
    }

    /** A tuple of the keys of a dict of keyword arguments; TypeError for a key that is no str. */
    private @Ref long keywordNames(@Ref long w_kwargs) {
        try (HandleScope scope = heap.scope()) {
            long hKwargs = scope.root(w_kwargs);
            long w_names = space.tuples.allocate(space.dicts.count(w_kwargs));
            w_kwargs = scope.get(hKwargs);
            long count = 0;
            for (long at = space.dicts.nextEntry(w_kwargs, 0); at >= 0; at = space.dicts.nextEntry(w_kwargs, at + 1)) {
                long w_key = space.dicts.keyAt(w_kwargs, at);
                if (!space.isStr(w_key)) throw space.error(space.w_TypeError, "keywords must be strings");
                space.tuples.set(w_names, count++, w_key);
            }
            return w_names;
        }
    }

    @Ref
    long callMethod(@Ref long w, @Ref long w_name, @Slot long hArgs, int nargs, @Ref long w_kwnames) {
        try (HandleScope scope = heap.scope()) {
            long hSelf = scope.root(w);
            long hNames = scope.root(w_kwnames);
            long w_found = space.attributes.findPlainMethod(w, w_name);
            if (w_found != 0) return prependedUnbound(w_found, scope.get(hSelf), hArgs, nargs, scope.get(hNames));
            return call(space.getattr(w, w_name), hArgs, nargs, scope.get(hNames));
        }
    }

    /** The body of {@code __call__} of callable builtin types. */
    static @Ref long callSelf(ObjSpace space, @Slot long hArgs, int nargs, @Ref long w_kwnames) {
        long w_self = space.self(hArgs);
        return space.behaviour(w_self).call(w_self, space.argHandle(hArgs, 1), nargs - 1, w_kwnames);
    }
}
