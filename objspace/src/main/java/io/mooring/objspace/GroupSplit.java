package io.mooring.objspace;

import io.mooring.gc.Ref;
import io.mooring.gc.Slot;
import io.mooring.gc.roots.HandleScope;

/** Parts of exception groups (PEP 654): {@code split}, {@code subgroup} and {@code derive}. */
final class GroupSplit {
    private GroupSplit() {}

    static void define(TypeBuilder type) {
        type.method("derive", 1, (s, h, n, k) -> s.call2(s.exceptions.builtin("BaseExceptionGroup"), s.exceptions.field(s.arg(h, 0), "message"), s.arg(h, 1)))
                .method("split", 1, (s, h, n, k) -> {
                    checkMatcher(s, s.arg(h, 1));
                    try (HandleScope scope = s.heap.scope()) {
                        long hMatch = scope.root(s.w_None);
                        long hRest = scope.root(s.w_None);
                        split(s, scope, s.argHandle(h, 0), s.argHandle(h, 1), hMatch, hRest);
                        return s.newTuple(hMatch, 2);
                    }
                })
                .method("subgroup", 1, (s, h, n, k) -> {
                    checkMatcher(s, s.arg(h, 1));
                    try (HandleScope scope = s.heap.scope()) {
                        long hMatch = scope.root(s.w_None);
                        split(s, scope, s.argHandle(h, 0), s.argHandle(h, 1), hMatch, scope.root(s.w_None));
                        return scope.get(hMatch);
                    }
                });
    }

    private static boolean isFunction(ObjSpace space, @Ref long w) {
        return space.type(w) == space.types.builtin("function");
    }

    private static void checkMatcher(ObjSpace space, @Ref long w) {
        if (isFunction(space, w) || space.exceptions.isExceptionType(w)) return;
        boolean isTuple = space.kind(space.payload(w)) == TypeIds.TUPLE;
        for (long i = 0; isTuple && i < space.tuples.count(space.payload(w)); i++) isTuple = space.exceptions.isExceptionType(space.tuples.get(space.payload(w), i));
        if (!isTuple) throw space.error(space.w_TypeError, "expected a function, exception type or tuple of exception types");
    }

    private static boolean matches(ObjSpace space, @Slot long hException, @Slot long hMatcher) {
        long w_matcher = space.arg(hMatcher, 0);
        if (isFunction(space, w_matcher)) return space.isTrue(space.call1(w_matcher, space.arg(hException, 0)));
        return space.isinstance(space.arg(hException, 0), w_matcher);
    }

    /** Stores what of an exception matches, and what does not; a slot whose part is empty stays None. {@code owner} has the two slots. */
    private static void split(ObjSpace space, HandleScope owner, @Slot long hException, @Slot long hMatcher, @Slot long hMatch, @Slot long hRest) {
        if (matches(space, hException, hMatcher)) {
            owner.set(hMatch, space.arg(hException, 0));
            return;
        }
        if (!space.isOfType(space.arg(hException, 0), space.exceptions.builtin("BaseExceptionGroup"))) {
            owner.set(hRest, space.arg(hException, 0));
            return;
        }
        space.enter(" in exceptiongroup_split_recursive");
        try (HandleScope scope = space.heap.scope()) {
            long hMatches = scope.root(space.newList());
            long hOthers = scope.root(space.newList());
            long hItem = scope.root(0);
            long hItemMatch = scope.root(0);
            long hItemRest = scope.root(0);
            long count = space.tuples.count(items(space, hException));
            for (long i = 0; i < count; i++) {
                scope.set(hItem, space.tuples.get(items(space, hException), i));
                scope.set(hItemMatch, space.w_None);
                scope.set(hItemRest, space.w_None);
                split(space, scope, hItem, hMatcher, hItemMatch, hItemRest);
                if (scope.get(hItemMatch) != space.w_None) space.lists.append(scope.get(hMatches), scope.get(hItemMatch));
                if (scope.get(hItemRest) != space.w_None) space.lists.append(scope.get(hOthers), scope.get(hItemRest));
            }
            if (space.len(scope.get(hMatches)) > 0) owner.set(hMatch, derived(space, hException, hMatches));
            if (space.len(scope.get(hOthers)) > 0) owner.set(hRest, derived(space, hException, hOthers));
        } finally {
            space.leave();
        }
    }

    private static @Ref long items(ObjSpace space, @Slot long hGroup) {
        return space.exceptions.field(space.arg(hGroup, 0), "exceptions");
    }

    /** A group with some of the exceptions of another one, and with its traceback, context, cause and notes. */
    private static @Ref long derived(ObjSpace space, @Slot long hGroup, @Slot long hItems) {
        try (HandleScope scope = space.heap.scope()) {
            long w_name = space.intern("derive");
            long h = scope.root(space.call1(space.getattr(space.arg(hGroup, 0), w_name), space.arg(hItems, 0)));
            if (!space.isOfType(scope.get(h), space.exceptions.builtin("BaseExceptionGroup"))) {
                throw space.error(space.w_TypeError, "derive must return an instance of BaseExceptionGroup");
            }
            W_ExceptionObject exceptions = space.exceptions;
            exceptions.setTraceback(scope.get(h), exceptions.traceback(space.arg(hGroup, 0)));
            exceptions.setContext(scope.get(h), exceptions.context(space.arg(hGroup, 0)));
            exceptions.setCause(scope.get(h), exceptions.cause(space.arg(hGroup, 0)));
            long w_notes = space.findattr(space.arg(hGroup, 0), space.intern("__notes__"));
            if (w_notes == 0) return scope.get(h);
            long w_copy = space.toList(w_notes);
            space.setattr(scope.get(h), space.intern("__notes__"), w_copy);
            return scope.get(h);
        }
    }
}
