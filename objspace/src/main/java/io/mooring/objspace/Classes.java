package io.mooring.objspace;

import io.mooring.gc.Heap;
import io.mooring.gc.Ref;
import io.mooring.gc.roots.HandleScope;

/** isinstance and issubclass; called through {@link ObjSpace}. */
public final class Classes {
    private final ObjSpace space;
    private final Heap heap;

    Classes(ObjSpace space) {
        this.space = space;
        this.heap = space.heap;
    }

    boolean isinstance(@Ref long w, @Ref long w_classes) {
        if (space.type(w) == w_classes) return true;
        if (space.kind(w_classes) == TypeIds.TUPLE) return anyOf(w, w_classes, true);
        long w_meta = space.type(w_classes);
        if (w_meta == space.w_type) return isRealInstance(w, w_classes);
        try (HandleScope scope = heap.scope()) {
            long hObject = scope.root(w);
            long hClass = scope.root(w_classes);
            long w_answer = space.calls.special(w_classes, space.names.w_instancecheck, w);
            return w_answer != 0 ? space.isTrue(w_answer) : isRealInstance(scope.get(hObject), scope.get(hClass));
        }
    }

    private boolean anyOf(@Ref long w, @Ref long w_classes, boolean instance) {
        space.enter(instance ? " in __instancecheck__" : " in __subclasscheck__");
        try (HandleScope scope = heap.scope()) {
            long hObject = scope.root(w);
            long hClasses = scope.root(w_classes);
            long count = space.tuples.count(w_classes);
            for (long i = 0; i < count; i++) {
                long w_class = space.tuples.get(scope.get(hClasses), i);
                if (instance ? isinstance(scope.get(hObject), w_class) : issubclass(scope.get(hObject), w_class)) return true;
            }
            return false;
        } finally {
            space.leave();
        }
    }

    boolean issubclass(@Ref long w_sub, @Ref long w_classes) {
        if (space.kind(w_classes) == TypeIds.TUPLE) return anyOf(w_sub, w_classes, false);
        if (space.type(w_classes) == space.w_type) return isRealSubclass(w_sub, w_classes);
        try (HandleScope scope = heap.scope()) {
            long hSub = scope.root(w_sub);
            long hClass = scope.root(w_classes);
            long w_answer = space.calls.special(w_classes, space.names.w_subclasscheck, w_sub);
            return w_answer != 0 ? space.isTrue(w_answer) : isRealSubclass(scope.get(hSub), scope.get(hClass));
        }
    }

    /** isinstance without asking the metaclass; believes a __class__ attribute, as CPython does. */
    boolean isRealInstance(@Ref long w, @Ref long w_class) {
        if (space.kind(w_class) != TypeIds.TYPE) {
            throw space.error(space.w_TypeError, "isinstance() arg 2 must be a type, a tuple of types, or a union");
        }
        if (space.isOfType(w, w_class)) return true;
        try (HandleScope scope = heap.scope()) {
            long hClass = scope.root(w_class);
            long hObject = scope.root(w);
            if (!(space.behaviour(w) instanceof GenericKind)) return false;
            long w_claimed = space.attributes.find(w, space.names.w_class);
            return w_claimed != 0 && w_claimed != space.type(scope.get(hObject)) && space.kind(w_claimed) == TypeIds.TYPE
                    && space.isSubtype(w_claimed, scope.get(hClass));
        }
    }

    boolean isRealSubclass(@Ref long w_sub, @Ref long w_class) {
        if (space.kind(w_sub) != TypeIds.TYPE) throw space.error(space.w_TypeError, "issubclass() arg 1 must be a class");
        if (space.kind(w_class) != TypeIds.TYPE) {
            throw space.error(space.w_TypeError, "issubclass() arg 2 must be a class, a tuple of classes, or a union");
        }
        return space.isSubtype(w_sub, w_class);
    }
}
