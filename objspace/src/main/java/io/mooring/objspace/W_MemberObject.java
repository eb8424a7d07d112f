package io.mooring.objspace;

import io.mooring.gc.Ref;
import io.mooring.gc.object.TypeLayout;
import io.mooring.gc.roots.HandleScope;

/**
 * A member that a Python class declares in {@code __slots__}.
 *
 * <pre>
 *   +8   type   member_descriptor
 *   +16  name   str
 *   +24  owner  the class
 * </pre>
 *
 * The values of an instance stand by name in a dict that Python does not see; the {@code __dict__} of the instance, if the class or a subclass has one, stands there too, under a name that
 * no member can have.
 *
 * <pre>
 *   instance -> dict of values   {'x': 1, 'y': 2, '': the __dict__}
 * </pre>
 *
 * Exceptions and modules have their values in their {@code __dict__}, where CPython has a place of its own for each.
 */
final class W_MemberObject extends ObjectKind {
    static final TypeLayout LAYOUT;
    static final int NAME;
    static final int OWNER;

    static {
        TypeLayout.Builder builder = TypeLayout.named("member");
        int type = builder.reference("type");
        assert type == OWN_TYPE;
        NAME = builder.reference("name");
        OWNER = builder.reference("owner");
        LAYOUT = builder.build();
    }

    W_MemberObject(ObjSpace space) {
        super(space, TypeIds.MEMBER, LAYOUT, null);
    }

    @Ref
    long make(@Ref long w_name, @Ref long w_owner) {
        try (HandleScope scope = heap.scope()) {
            long hName = scope.root(w_name);
            long hOwner = scope.root(w_owner);
            long w = heap.allocate(TypeIds.MEMBER);
            heap.initRef(w, OWN_TYPE, space.types.builtin("member_descriptor"));
            heap.initRef(w, NAME, scope.get(hName));
            heap.initRef(w, OWNER, scope.get(hOwner));
            return w;
        }
    }

    @Override
    public @Ref long bind(@Ref long w_self, @Ref long w_instance, @Ref long w_owner) {
        if (w_instance == 0) return w_self;
        checkSelf(w_self, w_instance);
        long w_values = values(w_instance);
        long w_value = w_values == 0 ? 0 : space.dicts.getStr(w_values, heap.readRef(w_self, NAME));
        if (w_value == 0) throw space.attributes.missing(w_instance, heap.readRef(w_self, NAME));
        return w_value;
    }

    @Override
    public void bindSet(@Ref long w_self, @Ref long w_instance, @Ref long w_value) {
        checkSelf(w_self, w_instance);
        if (w_value == 0) {
            remove(w_self, w_instance);
            return;
        }
        try (HandleScope scope = heap.scope()) {
            long hSelf = scope.root(w_self);
            long hInstance = scope.root(w_instance);
            long hValue = scope.root(w_value);
            if (values(w_instance) == 0) makeValues(hInstance, scope);
            space.dicts.set(values(scope.get(hInstance)), heap.readRef(scope.get(hSelf), NAME), scope.get(hValue));
        }
    }

    private void remove(@Ref long w_self, @Ref long w_instance) {
        long w_values = values(w_instance);
        if (w_values == 0 || !space.dicts.remove(w_values, heap.readRef(w_self, NAME))) throw space.error(space.w_AttributeError, "%s", name(w_self));
    }

    private boolean hasLayoutOfInstance(@Ref long w) {
        return space.kind(w) == TypeIds.INSTANCE || space.kind(w) == TypeIds.FOREIGN;
    }

    /** The dict with the values of an instance's members; 0 = none has been set. */
    private @Ref long values(@Ref long w_instance) {
        return hasLayoutOfInstance(w_instance) ? heap.readRef(w_instance, W_InstanceObject.DICT) : space.behaviour(w_instance).dictionary(w_instance, false);
    }

    // ---- the dict beside the members ----------------------------------------------------------------------------------------------------

    /** The {@code __dict__} of an instance whose class keeps members; 0 = none has been made, unless {@code create}. */
    @Ref
    long dictBeside(@Ref long w_instance, boolean create) {
        long w_values = values(w_instance);
        long w_dict = w_values == 0 ? 0 : space.dicts.getStr(w_values, space.names.w_empty);
        if (w_dict != 0 || !create) return w_dict;
        try (HandleScope scope = heap.scope()) {
            long hInstance = scope.root(w_instance);
            long hDict = scope.root(space.newDict());
            setDictBeside(scope.get(hInstance), scope.get(hDict));
            return scope.get(hDict);
        }
    }

    void setDictBeside(@Ref long w_instance, @Ref long w_dict) {
        try (HandleScope scope = heap.scope()) {
            long hInstance = scope.root(w_instance);
            long hDict = scope.root(w_dict);
            if (values(w_instance) == 0) makeValues(hInstance, scope);
            space.dicts.set(values(scope.get(hInstance)), space.names.w_empty, scope.get(hDict));
        }
    }

    private void makeValues(long hInstance, HandleScope scope) {
        if (!hasLayoutOfInstance(scope.get(hInstance))) {
            space.behaviour(scope.get(hInstance)).dictionary(scope.get(hInstance), true);
            return;
        }
        long w_values = space.newDict();
        heap.writeRef(scope.get(hInstance), W_InstanceObject.DICT, w_values);
    }

    private void checkSelf(@Ref long w_self, @Ref long w_instance) {
        long w_type = heap.readRef(w_self, OWNER);
        if (space.isOfType(w_instance, w_type)) return;
        throw space.error(space.w_TypeError, "descriptor '%s' for '%s' objects doesn't apply to a '%s' object", name(w_self), space.types.name(w_type),
                space.typeName(w_instance));
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
        return space.newStr("<member '" + name(w_self) + "' of '" + space.types.name(heap.readRef(w_self, OWNER)) + "' objects>");
    }
}
