package io.mooring.objspace;

import io.mooring.gc.Ref;
import io.mooring.gc.Slot;
import io.mooring.gc.object.TypeLayout;
import io.mooring.gc.roots.HandleScope;

/**
 * property: an attribute that functions compute.
 *
 * <pre>
 *   +8   get    callable or None
 *   +16  set    callable or None
 *   +24  del    callable or None
 *   +32  doc    any object
 *   +40  name   str, told by __set_name__; 0 before
 * </pre>
 */
public final class W_PropertyObject extends ObjectKind {
    static final TypeLayout LAYOUT;
    private static final int GET;
    private static final int SET;
    private static final int DEL;
    private static final int DOC;
    private static final int NAME;

    static {
        TypeLayout.Builder builder = TypeLayout.named("property");
        GET = builder.reference("get");
        SET = builder.reference("set");
        DEL = builder.reference("del");
        DOC = builder.reference("doc");
        NAME = builder.reference("name");
        LAYOUT = builder.build();
    }

    W_PropertyObject(ObjSpace space) {
        super(space, TypeIds.PROPERTY, LAYOUT, "property");
    }

    /** A property from four consecutive slots: get, set, del, doc; 0 = None. */
    @Ref
    long make(@Slot long hFunctions) {
        try (HandleScope scope = heap.scope()) {
            long hDoc = scope.root(doc(hFunctions));
            long w = heap.allocate(TypeIds.PROPERTY);
            heap.writeRef(w, GET, space.argOrNone(hFunctions, 0, 3));
            heap.writeRef(w, SET, space.argOrNone(hFunctions, 1, 3));
            heap.writeRef(w, DEL, space.argOrNone(hFunctions, 2, 3));
            heap.writeRef(w, DOC, scope.get(hDoc));
            return w;
        }
    }

    private @Ref long doc(@Slot long hFunctions) {
        long w_doc = space.argOrNone(hFunctions, 3, 4);
        if (w_doc != space.w_None || space.argOrNone(hFunctions, 0, 4) == space.w_None) return w_doc;
        long w_found = space.findattr(space.arg(hFunctions, 0), space.names.w_doc);
        return w_found == 0 ? space.w_None : w_found;
    }

    @Override
    public @Ref long bind(@Ref long w_self, @Ref long w_instance, @Ref long w_owner) {
        if (w_instance == 0) return w_self;
        long w_get = heap.readRef(w_self, GET);
        if (w_get == space.w_None) throw refused(w_self, w_instance, "getter");
        return space.call1(w_get, w_instance);
    }

    @Override
    public void bindSet(@Ref long w_self, @Ref long w_instance, @Ref long w_value) {
        long w_function = heap.readRef(w_self, w_value == 0 ? DEL : SET);
        if (w_function == space.w_None) throw refused(w_self, w_instance, w_value == 0 ? "deleter" : "setter");
        if (w_value == 0) space.call1(w_function, w_instance);
        else space.call2(w_function, w_instance, w_value);
    }

    private OperationError refused(@Ref long w_self, @Ref long w_instance, String what) {
        try (HandleScope scope = heap.scope()) {
            long hName = scope.root(heap.readRef(w_self, NAME));
            String owner = space.unicodes.toJava(heap.readRef(space.type(w_instance), W_TypeObject.QUALNAME));
            String name = scope.get(hName) == 0 ? "" : " " + space.reprText(scope.get(hName));
            return space.error(space.w_AttributeError, "property%s of '%s' object has no %s", name, owner, what);
        }
    }

    @Override
    public boolean isDataDescriptor(@Ref long w_self) {
        return true;
    }

    private @Ref long replaced(ObjSpace s, @Slot long hArgs, int field) {
        try (HandleScope scope = heap.scope()) {
            long w_self = s.self(hArgs);
            long w_new = s.arg(hArgs, 1);
            long hFunctions = scope.root(field == GET ? w_new : heap.readRef(w_self, GET));
            scope.root(field == SET ? w_new : heap.readRef(w_self, SET));
            scope.root(field == DEL ? w_new : heap.readRef(w_self, DEL));
            scope.root(field == GET ? s.w_None : heap.readRef(w_self, DOC));
            return make(hFunctions);
        }
    }

    @Override
    public void define(TypeBuilder type) {
        type.subclassable()
                .doc("Property attribute.")
                .special("__get__", "__set__", "__delete__")
                .constructor("property(cls, fget=, fset=, fdel=, doc=)", (s, h, n, k) -> make(s.argHandle(h, 1)))
                .method("getter", 1, (s, h, n, k) -> replaced(s, h, GET))
                .method("setter", 1, (s, h, n, k) -> replaced(s, h, SET))
                .method("deleter", 1, (s, h, n, k) -> replaced(s, h, DEL))
                .method("__set_name__", 2, (s, h, n, k) -> {
                    heap.writeRef(s.self(h), NAME, s.arg(h, 2));
                    return s.w_None;
                })
                .getter("fget", (s, h, n, k) -> heap.readRef(s.self(h), GET))
                .getter("fset", (s, h, n, k) -> heap.readRef(s.self(h), SET))
                .getter("fdel", (s, h, n, k) -> heap.readRef(s.self(h), DEL))
                .attribute("__doc__", (s, h, n, k) -> heap.readRef(s.self(h), DOC), (s, h, n, k) -> {
                    heap.writeRef(s.self(h), DOC, s.argOrNone(h, 1, 2));
                    return s.w_None;
                });
    }
}
