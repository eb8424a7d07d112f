package io.mooring.objspace;

import io.mooring.gc.Ref;
import io.mooring.gc.object.TypeLayout;
import io.mooring.gc.roots.HandleScope;

/**
 * A module.
 *
 * <pre>
 *   +8   type
 *   +16  dict
 *   +24  definition  raw: address of its PyModuleDef, 0 = none; the other side's
 *   +32  state       raw: address of its C state, 0 = none; the other side's
 * </pre>
 */
public final class W_ModuleObject extends GenericKind {
    static final TypeLayout LAYOUT;
    static final int DICT;
    public static final int DEFINITION;
    public static final int STATE;

    static {
        TypeLayout.Builder builder = TypeLayout.named("module");
        int type = builder.reference("type");
        assert type == OWN_TYPE;
        DICT = builder.reference("dict");
        DEFINITION = builder.word("definition");
        STATE = builder.word("state");
        LAYOUT = builder.build();
    }

    W_ModuleObject(ObjSpace space) {
        super(space, TypeIds.MODULE, LAYOUT);
    }

    /** A module with the usual attributes __name__, __doc__, __package__, __loader__, __spec__. */
    public @Ref long make(@Ref long w_name) {
        try (HandleScope scope = heap.scope()) {
            long hName = scope.root(w_name);
            long h = scope.root(makeOfType(space.w_module));
            initialise(scope.get(h), scope.get(hName), space.w_None);
            return scope.get(h);
        }
    }

    private @Ref long makeOfType(@Ref long w_type) {
        try (HandleScope scope = heap.scope()) {
            long hType = scope.root(w_type);
            long hDict = scope.root(space.newDict());
            long w = heap.allocate(TypeIds.MODULE);
            heap.initRef(w, OWN_TYPE, scope.get(hType));
            heap.initRef(w, DICT, scope.get(hDict));
            return w;
        }
    }

    private void initialise(@Ref long w, @Ref long w_name, @Ref long w_doc) {
        try (HandleScope scope = heap.scope()) {
            long hDict = scope.root(dict(w));
            long hDoc = scope.root(w_doc);
            space.dicts.set(scope.get(hDict), space.names.w_name, w_name);
            space.dicts.set(scope.get(hDict), space.names.w_doc, scope.get(hDoc));
            for (String each : new String[] {"__package__", "__loader__", "__spec__"}) {
                long w_each = space.intern(each);
                if (space.dicts.getStr(scope.get(hDict), w_each) == 0) space.dicts.set(scope.get(hDict), w_each, space.w_None);
            }
        }
    }

    /** Does not collect. */
    public @Ref long dict(@Ref long w) {
        return heap.readRef(w, DICT);
    }

    /** {@code __name__} as text; null if it is missing or no str. */
    public String name(@Ref long w) {
        long w_name = space.dicts.getStrOnly(dict(w), space.names.w_name, space.unicodes.hash(space.names.w_name));
        return w_name == 0 || !space.isStr(w_name) ? null : space.string(w_name);
    }

    String missingText(@Ref long w, @Ref long w_name) {
        String name = name(w);
        return "module " + (name == null ? "" : "'" + name + "' ") + "has no attribute '" + space.string(w_name) + "'";
    }

    @Override
    public @Ref long dictionary(@Ref long w_self, boolean create) {
        return dict(w_self);
    }

    /** The module's dict, then a {@code __getattr__} that it may define (PEP 562). */
    @Override
    public @Ref long findOwnAttribute(@Ref long w_self, @Ref long w_name) {
        try (HandleScope scope = heap.scope()) {
            long hSelf = scope.root(w_self);
            long hName = scope.root(w_name);
            long w_found = space.attributes.genericFind(w_self, w_name);
            if (w_found != 0) return w_found;
            long w_hook = space.dicts.getStr(dict(scope.get(hSelf)), space.names.w_getattr);
            return w_hook == 0 ? 0 : space.call1(w_hook, scope.get(hName));
        }
    }

    @Override
    public void define(TypeBuilder type) {
        type.subclassable()
                .doc("Create a module object.\n\nThe name must be a string; the optional docstring can have any type.")
                .classAwareConstructor(null, (s, h, n, k) -> makeOfType(s.arg(h, 0)))
                .method("__init__(self, name, doc=)", (s, h, n, k) -> {
                    if (!s.isStr(s.arg(h, 1))) {
                        throw s.error(s.w_TypeError, "module.__init__() argument 'name' must be str, not %s", s.typeName(s.arg(h, 1)));
                    }
                    initialise(s.arg(h, 0), s.arg(h, 1), s.argOrNone(h, 2, n));
                    return s.w_None;
                })
                .method("__repr__", 0, (s, h, n, k) -> {
                    String name = name(s.arg(h, 0));
                    long w_file = s.dicts.getStr(dict(s.arg(h, 0)), s.intern("__file__"));
                    String from = w_file != 0 && s.isStr(w_file) ? " from " + s.reprText(w_file) : "";
                    return s.newStr("<module '" + (name == null ? "?" : name) + "'"
                            + (name != null && name.equals("builtins") ? " (built-in)" : from) + ">");
                })
                .special("__getattribute__")
                .method("__dir__", 0, (s, h, n, k) -> s.toList(dict(s.arg(h, 0))))
                .getter("__dict__", (s, h, n, k) -> dict(s.arg(h, 0)));
    }
}
