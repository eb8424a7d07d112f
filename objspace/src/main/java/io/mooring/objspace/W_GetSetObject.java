package io.mooring.objspace;

import io.mooring.gc.Ref;
import io.mooring.gc.object.TypeLayout;
import io.mooring.gc.roots.HandleScope;

/**
 * An attribute of a builtin type that Java code computes.
 *
 * <pre>
 *   +8   name   str
 *   +16  owner  the type in whose dict it stands
 *   +24  get    raw: index in {@link BuiltinFunctions}
 *   +32  set    raw: the same, -1 = read-only
 * </pre>
 */
public final class W_GetSetObject extends ObjectKind {
    static final TypeLayout LAYOUT;
    private static final int NAME;
    private static final int OWNER;
    private static final int GET;
    private static final int SET;
    private static final long READ_ONLY = -1;

    static {
        TypeLayout.Builder builder = TypeLayout.named("getset_descriptor");
        NAME = builder.reference("name");
        OWNER = builder.reference("owner");
        GET = builder.word("get");
        SET = builder.word("set");
        LAYOUT = builder.build();
    }

    W_GetSetObject(ObjSpace space) {
        super(space, TypeIds.GETSET, LAYOUT, "getset_descriptor");
    }

    @Ref
    long makeImmortal(@Ref long w_owner, String name, BuiltinCode get, BuiltinCode set) {
        long w = heap.allocateImmortal(TypeIds.GETSET);
        heap.writeRef(w, NAME, space.intern(name));
        heap.writeRef(w, OWNER, w_owner);
        heap.writeWord(w, GET, space.builtinFunctions.add(get, null));
        heap.writeWord(w, SET, set == null ? READ_ONLY : space.builtinFunctions.add(set, null));
        return w;
    }

    @Override
    public @Ref long bind(@Ref long w_self, @Ref long w_instance, @Ref long w_owner) {
        if (w_instance == 0) return w_self;
        checkSelf(w_self, w_instance);
        try (HandleScope scope = heap.scope()) {
            return space.builtinFunctions.run((int) heap.readWord(w_self, GET), scope.root(w_instance), 1);
        }
    }

    @Override
    public void bindSet(@Ref long w_self, @Ref long w_instance, @Ref long w_value) {
        checkSelf(w_self, w_instance);
        long code = heap.readWord(w_self, SET);
        if (code == READ_ONLY) {
            throw space.error(space.w_AttributeError, "attribute '%s' of '%s' objects is not writable", name(w_self),
                    space.types.name(heap.readRef(w_self, OWNER)));
        }
        try (HandleScope scope = heap.scope()) {
            long hArgs = scope.root(w_instance);
            scope.root(w_value);
            space.builtinFunctions.run((int) code, hArgs, 2);
        }
    }

    private void checkSelf(@Ref long w_self, @Ref long w_instance) {
        long w_type = heap.readRef(w_self, OWNER);
        if (space.isOfType(w_instance, w_type)) return;
        throw space.error(space.w_TypeError, "descriptor '%s' for '%s' objects doesn't apply to a '%s' object",
                name(w_self), space.types.name(w_type), space.typeName(w_instance));
    }

    private String name(@Ref long w_self) {
        return space.unicodes.toJava(heap.readRef(w_self, NAME));
    }

    @Override
    public boolean isDataDescriptor(@Ref long w_self) {
        return true;
    }

    @Override
    public @Ref long repr(@Ref long w_self) {
        return space.newStr("<attribute '" + name(w_self) + "' of '" + space.types.name(heap.readRef(w_self, OWNER)) + "' objects>");
    }

    @Override
    public void define(TypeBuilder type) {
        type.special("__repr__", "__get__", "__set__", "__delete__")
                .getter("__name__", (s, h, n, k) -> heap.readRef(s.arg(h, 0), isOfC(s.arg(h, 0)) ? W_CDescriptorObject.NAME : NAME))
                .getter("__objclass__", (s, h, n, k) -> heap.readRef(s.arg(h, 0), isOfC(s.arg(h, 0)) ? W_CDescriptorObject.OWNER : OWNER))
                .getter("__doc__", (s, h, n, k) -> documentation(s.arg(h, 0)));
    }

    private @Ref long documentation(@Ref long w_self) {
        long w_found = isOfC(w_self) ? space.foreign.documentation(space, w_self, false) : 0;
        return w_found == 0 ? space.w_None : w_found;
    }

    /** The attributes that C computes have the same Python type, but another layout. */
    private boolean isOfC(@Ref long w_self) {
        return space.kind(w_self) == TypeIds.C_DESCRIPTOR;
    }
}
