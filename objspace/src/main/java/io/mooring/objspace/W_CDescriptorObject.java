package io.mooring.objspace;

import io.mooring.gc.Ref;
import io.mooring.gc.Slot;
import io.mooring.gc.object.TypeLayout;
import io.mooring.gc.roots.HandleScope;

/**
 * A descriptor that the C side has put into the dict of a type: method, class method, member, getset, or slot wrapper. Binding and calling
 * go through {@link ForeignObjects}.
 *
 * <pre>
 *   +8   type        its own Python type: method_descriptor, member_descriptor, …
 *   +16  name        str
 *   +24  owner       the type in whose dict it stands
 *   +32  kind        raw: numbered by the other side
 *   +40  definition  raw: address of its PyMethodDef, PyMemberDef, PyGetSetDef, or of a slot
 *   +48  native      raw: for the other side to use
 * </pre>
 */
public final class W_CDescriptorObject extends ObjectKind {
    static final TypeLayout LAYOUT;
    public static final int NAME;
    public static final int OWNER;
    public static final int KIND;
    public static final int DEFINITION;
    public static final int NATIVE;

    static {
        TypeLayout.Builder builder = TypeLayout.named("c_descriptor");
        int type = builder.reference("type");
        assert type == OWN_TYPE;
        NAME = builder.reference("name");
        OWNER = builder.reference("owner");
        KIND = builder.word("kind");
        DEFINITION = builder.word("definition");
        NATIVE = builder.word("native");
        LAYOUT = builder.build();
    }

    W_CDescriptorObject(ObjSpace space) {
        super(space, TypeIds.C_DESCRIPTOR, LAYOUT, null);
    }

    /** {@code w_type} is one of the builtin descriptor types, see {@link W_TypeObject#builtin}. */
    public @Ref long make(@Ref long w_type, @Ref long w_name, @Ref long w_owner, long kind, long definition) {
        try (HandleScope scope = heap.scope()) {
            long hType = scope.root(w_type);
            long hName = scope.root(w_name);
            long hOwner = scope.root(w_owner);
            long w = heap.allocate(TypeIds.C_DESCRIPTOR);
            heap.initRef(w, OWN_TYPE, scope.get(hType));
            heap.initRef(w, NAME, scope.get(hName));
            heap.initRef(w, OWNER, scope.get(hOwner));
            heap.writeWord(w, KIND, kind);
            heap.writeWord(w, DEFINITION, definition);
            return w;
        }
    }

    /** Does not collect. */
    public String name(@Ref long w) {
        return space.unicodes.toJava(heap.readRef(w, NAME));
    }

    @Override
    public @Ref long bind(@Ref long w_self, @Ref long w_instance, @Ref long w_owner) {
        return space.foreign.descriptorGet(space, w_self, w_instance, w_owner);
    }

    @Override
    public void bindSet(@Ref long w_self, @Ref long w_instance, @Ref long w_value) {
        space.foreign.descriptorSet(space, w_self, w_instance, w_value);
    }

    @Override
    public boolean isDataDescriptor(@Ref long w_self) {
        return space.foreign.isDataDescriptor(space, w_self);
    }

    @Override
    public @Ref long call(@Ref long w_self, @Slot long hArgs, int nargs, @Ref long w_kwnames) {
        if (isDataDescriptor(w_self)) return super.call(w_self, hArgs, nargs, w_kwnames);
        return space.foreign.descriptorCall(space, w_self, hArgs, nargs, w_kwnames);
    }

    @Override
    public boolean isCallable(@Ref long w_self) {
        return !isDataDescriptor(w_self);
    }

    @Override
    public @Ref long repr(@Ref long w_self) {
        long w_owner = heap.readRef(w_self, OWNER);
        String type = space.typeName(w_self);
        if (type.equals("builtin_function_or_method")) return space.newStr("<built-in method __new__ of type object at " + space.texts.address(w_owner) + ">");
        String owner = space.types.name(w_owner);
        String what = switch (type) {
            case "wrapper_descriptor" -> "slot wrapper";
            case "member_descriptor" -> "member";
            case "getset_descriptor" -> "attribute";
            default -> "method";
        };
        return space.newStr("<" + what + " '" + name(w_self) + "' of '" + owner + "' objects>");
    }
}
