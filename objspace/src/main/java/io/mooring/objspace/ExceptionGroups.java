package io.mooring.objspace;

import io.mooring.gc.Ref;
import io.mooring.gc.Slot;
import io.mooring.gc.roots.HandleScope;

/** Exception groups (PEP 654): construction and text. */
final class ExceptionGroups {
    private ExceptionGroups() {}

    static void define(TypeBuilder type) {
        GroupSplit.define(type);
        type.classAwareConstructor(null, ExceptionGroups::make).method("__str__", 0, (s, h, n, k) -> {
            long count = s.len(s.exceptions.field(s.arg(h, 0), "exceptions"));
            String message = s.string(s.exceptions.field(s.arg(h, 0), "message"));
            return s.newStr(message + " (" + count + " sub-exception" + (count == 1 ? "" : "s") + ")");
        });
    }

    /** {@code BaseExceptionGroup(message, exceptions)}; one of ordinary exceptions only becomes an ExceptionGroup. */
    private static @Ref long make(ObjSpace space, @Slot long hArgs, int nargs, @Ref long w_kwnames) {
        if (nargs != 3) {
            throw space.error(space.w_TypeError, "BaseExceptionGroup.__new__() takes exactly 2 arguments (%d given)", nargs - 1);
        }
        if (!space.isStr(space.arg(hArgs, 1))) {
            throw space.error(space.w_TypeError, "BaseExceptionGroup.__new__() argument 1 must be str, not %s",
                    space.typeName(space.arg(hArgs, 1)));
        }
        int kind = space.kind(space.payload(space.arg(hArgs, 2)));
        if (kind != TypeIds.LIST && kind != TypeIds.TUPLE) {
            throw space.error(space.w_TypeError, "second argument (exceptions) must be a sequence");
        }
        try (HandleScope scope = space.heap.scope()) {
            long hExceptions = scope.root(space.toTuple(space.payload(space.arg(hArgs, 2))));
            boolean ordinary = allOrdinary(space, scope.get(hExceptions));
            long w_class = space.arg(hArgs, 0);
            long w_group = space.exceptions.builtin("ExceptionGroup");
            if (w_class == space.exceptions.builtin("BaseExceptionGroup") && ordinary) w_class = w_group;
            else if (!ordinary && space.isSubtype(w_class, w_group)) {
                throw space.error(space.w_TypeError, "Cannot nest BaseExceptions in an ExceptionGroup");
            }
            long hClass = scope.root(w_class);
            long w_args = space.newTuple(space.argHandle(hArgs, 1), 2);
            long h = scope.root(space.exceptions.makeWithArgs(scope.get(hClass), w_args));
            space.exceptions.setField(scope.get(h), "message", space.arg(hArgs, 1));
            space.exceptions.setField(scope.get(h), "exceptions", scope.get(hExceptions));
            return scope.get(h);
        }
    }

    private static boolean allOrdinary(ObjSpace space, @Ref long w_exceptions) {
        long count = space.tuples.count(w_exceptions);
        if (count == 0) throw space.error(space.w_ValueError, "second argument (exceptions) must be a non-empty sequence");
        boolean ordinary = true;
        for (long i = 0; i < count; i++) {
            long w = space.tuples.get(w_exceptions, i);
            if (!space.exceptions.isException(w)) {
                throw space.error(space.w_ValueError, "Item %d of second argument (exceptions) is not an exception", i);
            }
            ordinary &= space.isOfType(w, space.w_Exception);
        }
        return ordinary;
    }
}
