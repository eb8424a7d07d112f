package io.mooring.capi;

import io.mooring.gc.Ref;
import io.mooring.gc.roots.HandleScope;
import io.mooring.objspace.OperationError;
import io.mooring.objspace.TypeIds;

/** Exceptions for C: {@code errors.c}, {@code exceptions.c} and {@code _warnings.c}, as far as they need the object space. */
final class ErrorUpcalls extends UpcallGroup {
    /** The attributes that C reads and writes by number. */
    private static final String[] FIELDS = {"__cause__", "__context__", "__traceback__", "args"};

    private final Streams streams;

    ErrorUpcalls(CApi capi, Streams streams) {
        super(capi);
        this.streams = streams;
    }

    /** A traceback with one entry more than {@code next}, which may be NULL. */
    public long errorTraceback(long next, long function, long file, long line) {
        try (HandleScope scope = heap.scope()) {
            long hNext = handle(scope, next);
            long hFunction = handle(scope, function);
            long w_file = managed(file);
            return give(space.tracebacks.make(scope.get(hNext), scope.get(hFunction), w_file, line));
        }
    }

    /** The exception instance of a type and a value as {@code PyErr_SetObject} takes them: an instance, a tuple of arguments, one argument, or NULL. */
    public long errorInstance(long type, long value, long traceback) {
        try (HandleScope scope = heap.scope()) {
            long hType = handle(scope, type);
            long hValue = handle(scope, value);
            long hTraceback = handle(scope, traceback);
            scope.set(hValue, instance(scope.get(hType), scope.get(hValue)));
            if (scope.get(hTraceback) != 0) space.setattr(scope.get(hValue), space.intern("__traceback__"), scope.get(hTraceback));
            return give(scope.get(hValue));
        }
    }

    private @Ref long instance(@Ref long w_type, @Ref long w_value) {
        if (space.kind(w_type) != TypeIds.TYPE || !space.isSubtype(w_type, space.w_BaseException)) return notAnExceptionSlow(w_type);
        if (w_value == 0 || w_value == space.w_None) return space.call0(w_type);
        if (space.isOfType(w_value, w_type)) return w_value;
        if (space.kind(w_value) == TypeIds.TUPLE) return space.callTuple(w_type, w_value, 0);
        return space.call1(w_type, w_value);
    }

    /** An instance of an exception passed where its type belongs is itself the exception; anything else is a mistake of C's. */
    private @Ref long notAnExceptionSlow(@Ref long w_type) {
        if (space.isOfType(w_type, space.w_BaseException)) return w_type;
        throw space.error(space.w_SystemError, "exception %s not a BaseException subclass", space.reprText(w_type));
    }

    /** A class in a module, both named by {@code "module.Name"}; bases is NULL, a class, or a tuple. */
    public long errorNewType(long dottedName, long doc, long bases, long dict) {
        String name = CStrings.read(dottedName);
        int dot = name.lastIndexOf('.');
        if (dot < 0) throw space.error(space.w_SystemError, "PyErr_NewException: name must be module.class");
        try (HandleScope scope = heap.scope()) {
            long hBases = scope.root(bases == 0 ? space.w_Exception : managed(bases));
            if (space.kind(scope.get(hBases)) != TypeIds.TUPLE) scope.set(hBases, space.newTuple(scope.get(hBases)));
            long hDict = scope.root(dict == 0 ? space.newDict() : callMethod(managed(dict), "copy"));
            if (space.dicts.get(scope.get(hDict), space.intern("__module__")) == 0) {
                long w_module = space.newStr(name.substring(0, dot));
                space.dicts.set(scope.get(hDict), space.intern("__module__"), w_module);
            }
            if (doc != 0) {
                long w_doc = space.newStr(CStrings.read(doc));
                space.dicts.set(scope.get(hDict), space.intern("__doc__"), w_doc);
            }
            long w_name = space.newStr(name.substring(dot + 1));
            return give(space.call3(space.w_type, w_name, scope.get(hBases), scope.get(hDict)));
        }
    }

    /** Cause (0), context (1), traceback (2) or args (3); NULL without error where it is None. */
    public long exceptionGet(long exception, int what) {
        long w_value = space.getattr(managed(exception), space.intern(FIELDS[what]));
        return w_value == space.w_None ? 0 : give(w_value);
    }

    /** NULL stands for None. */
    public int exceptionSet(long exception, int what, long value) {
        try (HandleScope scope = heap.scope()) {
            long hException = handle(scope, exception);
            long w_value = value == 0 ? space.w_None : managed(value);
            space.setattr(scope.get(hException), space.intern(FIELDS[what]), w_value);
            return 0;
        }
    }

    // ---- messages -------------------------------------------------------------------------------------------------------------------

    /** Writes the pending error to standard error and clears it: there is nobody to raise it to. */
    public void errorWriteUnraisable(long where) {
        if (!capi.errors.occurred()) return;
        OperationError error = capi.errors.fetch();
        space.unraisable.report(error, managedOrNull(where));
    }

    /** Writes an error as the last line of a traceback shows it. */
    public void errorPrint(long type, long value, long traceback) {
        try (HandleScope scope = heap.scope()) {
            long hType = handle(scope, type);
            long w_value = managedOrNull(value);
            streams.error(space.errorOf(instance(scope.get(hType), w_value)).getMessage() + "\n");
        }
    }

    /** Writes a warning to standard error; each place warns as often as it is reached. */
    public int errorWarn(long category, long message, long stackLevel) {
        String name = category == 0 ? "RuntimeWarning" : space.types.name(managed(category));
        streams.error(name + ": " + CStrings.read(message) + "\n");
        return 0;
    }
}
