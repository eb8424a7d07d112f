package io.mooring.capi;

import io.mooring.gc.Ref;
import io.mooring.gc.memory.Memory;
import io.mooring.gc.roots.HandleScope;

/** The generic object protocol for C: what CPython's {@code Objects/object.c} and half of {@code abstract.c} ask of a type's slots. */
final class ObjectUpcalls extends UpcallGroup {
    ObjectUpcalls(CApi capi) {
        super(capi);
    }

    public long objectRepr(long o) {
        return give(space.repr(managed(o)));
    }

    public long objectStr(long o) {
        return give(space.str(managed(o)));
    }

    public long objectAscii(long o) {
        return give(space.ascii(managed(o)));
    }

    /** {@code bytes(o)}, but neither of an int (it would be a length) nor of a str. */
    public long objectBytes(long o) {
        long w = managed(o);
        if ((space.isInt(w) || space.isStr(w)) && !hasSpecial(w, "__bytes__")) {
            throw space.error(space.w_TypeError, "cannot convert '%s' object to bytes", space.typeName(w));
        }
        return give(space.bytes(w));
    }

    public long objectFormat(long o, long spec) {
        return apply(o, spec, space::format);
    }

    public long objectDir(long o) {
        return give(space.dir(managed(o)));
    }

    @ErrorResult(-1)
    public long objectHash(long o) {
        return space.hash(managed(o));
    }

    public int objectIsTrue(long o) {
        return space.isTrue(managed(o)) ? 1 : 0;
    }

    @ErrorResult(-1)
    public long objectSize(long o) {
        return space.len(managed(o));
    }

    /** PEP 424: the length if there is one, else {@code __length_hint__}, else the fallback. */
    @ErrorResult(-1)
    public long objectLengthHint(long o, long fallback) {
        try (HandleScope scope = heap.scope()) {
            long hObject = handle(scope, o);
            if (hasSpecial(scope.get(hObject), "__len__")) return space.len(scope.get(hObject));
            if (!hasSpecial(scope.get(hObject), "__length_hint__")) return fallback;
            long w_hint = callMethod(scope.get(hObject), "__length_hint__");
            if (w_hint == space.w_NotImplemented) return fallback;
            if (!space.isInt(w_hint)) throw space.error(space.w_TypeError, "__length_hint__ must be an integer, not %s", space.typeName(w_hint));
            long hint = space.asLong(w_hint);
            if (hint < 0) throw space.error(space.w_ValueError, "__length_hint__() should return >= 0");
            return hint;
        }
    }

    private boolean hasSpecial(@Ref long w, String name) {
        return space.lookup(space.type(w), space.intern(name)) != 0;
    }

    public long objectRichCompare(long a, long b, int op) {
        if (op < 0 || op > 5) throw space.error(space.w_SystemError, "bad argument to internal function: comparison operator %d", op);
        return apply(a, b, (w_a, w_b) -> space.richcompare(w_a, w_b, op));
    }

    public int objectIsInstance(long o, long cls) {
        try (HandleScope scope = heap.scope()) {
            long hObject = handle(scope, o);
            long w_class = managed(cls);
            return space.isinstance(scope.get(hObject), w_class) ? 1 : 0;
        }
    }

    public int objectIsSubclass(long derived, long cls) {
        try (HandleScope scope = heap.scope()) {
            long hDerived = handle(scope, derived);
            long w_class = managed(cls);
            return space.issubclass(scope.get(hDerived), w_class) ? 1 : 0;
        }
    }

    // ---- attributes -----------------------------------------------------------------------------------------------------------------

    public long objectGetAttr(long o, long name) {
        try (HandleScope scope = heap.scope()) {
            long hObject = handle(scope, o);
            long w_name = attributeName(name);
            return give(space.getattr(scope.get(hObject), w_name));
        }
    }

    /** NULL deletes. */
    public int objectSetAttr(long o, long name, long value) {
        try (HandleScope scope = heap.scope()) {
            long hObject = handle(scope, o);
            long hName = scope.root(attributeName(name));
            long w_value = managedOrNull(value);
            if (w_value == 0) space.delattr(scope.get(hObject), scope.get(hName));
            else space.setattr(scope.get(hObject), scope.get(hName), w_value);
            return 0;
        }
    }

    /** {@code object.__getattribute__}. */
    public long objectGenericGetAttr(long o, long name) {
        try (HandleScope scope = heap.scope()) {
            long hObject = handle(scope, o);
            long hName = scope.root(attributeName(name));
            long w_found = space.attributes.genericFind(scope.get(hObject), scope.get(hName));
            if (w_found != 0) return give(w_found);
            throw space.error(space.w_AttributeError, "'%s' object has no attribute '%s'",
                    space.typeName(scope.get(hObject)), space.string(scope.get(hName)));
        }
    }

    /** {@code object.__setattr__}; NULL deletes, {@code object.__delattr__}. */
    public int objectGenericSetAttr(long o, long name, long value) {
        try (HandleScope scope = heap.scope()) {
            long hObject = handle(scope, o);
            long hName = scope.root(attributeName(name));
            long w_value = managedOrNull(value);
            space.attributes.genericSet(scope.get(hObject), scope.get(hName), w_value);
            return 0;
        }
    }

    private @Ref long attributeName(long name) {
        long w_name = managed(name);
        if (!space.isStr(w_name)) throw space.error(space.w_TypeError, "attribute name must be string, not '%s'", space.typeName(w_name));
        return w_name;
    }

    /** The instance dict; NULL without error if there is none and none was to be made. */
    public long objectGetDict(long o, int create) {
        try (HandleScope scope = heap.scope()) {
            long hObject = handle(scope, o);
            long w_dict = space.behaviour(scope.get(hObject)).dictionary(scope.get(hObject), create != 0);
            if (w_dict == 0 && create != 0) throw space.error(space.w_AttributeError, "This object has no __dict__");
            return give(w_dict);
        }
    }

    // ---- items ----------------------------------------------------------------------------------------------------------------------

    public long objectGetItem(long o, long key) {
        return apply(o, key, space::getitem);
    }

    /** NULL deletes. */
    public int objectSetItem(long o, long key, long value) {
        try (HandleScope scope = heap.scope()) {
            long hObject = handle(scope, o);
            long hKey = handle(scope, key);
            long w_value = managedOrNull(value);
            if (w_value == 0) space.delitem(scope.get(hObject), scope.get(hKey));
            else space.setitem(scope.get(hObject), scope.get(hKey), w_value);
            return 0;
        }
    }

    public int objectContains(long o, long item) {
        try (HandleScope scope = heap.scope()) {
            long hObject = handle(scope, o);
            long w_item = managed(item);
            return space.contains(scope.get(hObject), w_item) ? 1 : 0;
        }
    }

    // ---- calls and iteration ----------------------------------------------------------------------------------------------------------

    /** {@code callable(*args, **kwargs)} with a tuple, and a dict or NULL. */
    public long objectCall(long callable, long args, long kwargs) {
        try (HandleScope scope = heap.scope()) {
            long hCallable = handle(scope, callable);
            long hArgs = handle(scope, args);
            long w_kwargs = managedOrNull(kwargs);
            return give(space.callTuple(scope.get(hCallable), scope.get(hArgs), w_kwargs));
        }
    }

    /** PEP 590: {@code nargs} positional arguments, then the values of the keywords in {@code kwnames} (a tuple of str, or NULL). */
    public long objectVectorcall(long callable, long args, long nargs, long kwnames) {
        try (HandleScope scope = heap.scope()) {
            long hCallable = handle(scope, callable);
            long hNames = handle(scope, kwnames);
            long named = scope.get(hNames) == 0 ? 0 : space.len(scope.get(hNames));
            long hArgs = hNames;
            for (long i = 0; i < nargs + named; i++) {
                long h = handle(scope, Memory.readLong(args + i * Long.BYTES));
                if (i == 0) hArgs = h;
            }
            long w_names = named == 0 ? 0 : scope.get(hNames);
            return give(space.call(scope.get(hCallable), hArgs, Math.toIntExact(nargs), w_names));
        }
    }

    public long objectGetIter(long o) {
        return give(space.iter(managed(o)));
    }

    /** NULL without error at the end. */
    public long objectIterNext(long iterator) {
        return give(space.next(managed(iterator)));
    }
}
