package io.mooring.objspace;

import io.mooring.gc.Ref;
import io.mooring.gc.object.TypeLayout;
import io.mooring.gc.roots.HandleScope;

/**
 * A Python function implemented in Java: a module's function, or a method as it stands in the dict of a builtin type.
 *
 * <pre>
 *   +8   type     method_descriptor, wrapper_descriptor or builtin_function_or_method
 *   +16  name     str
 *   +24  owner    the type it is a method of, or 0
 *   +32  module   str, or 0
 *   +40  doc      str, or 0
 *   +48  code     raw: index in {@link BuiltinFunctions}
 *   +56  flags    raw: of {@link BuiltinFunctions}
 *   +64  arity    raw: least arguments, low half; most, high half (-1 = any number); self not counted
 * </pre>
 */
public final class W_BuiltinFunction extends ObjectKind {
    static final TypeLayout LAYOUT;
    static final int NAME;
    static final int OWNER;
    static final int MODULE;
    static final int DOC;
    static final int CODE;
    static final int FLAGS;
    static final int ARITY;

    static {
        TypeLayout.Builder builder = TypeLayout.named("builtin_function");
        int type = builder.reference("type");
        assert type == OWN_TYPE;
        NAME = builder.reference("name");
        OWNER = builder.reference("owner");
        MODULE = builder.reference("module");
        DOC = builder.reference("doc");
        CODE = builder.word("code");
        FLAGS = builder.word("flags");
        ARITY = builder.word("arity");
        LAYOUT = builder.build();
    }

    W_BuiltinFunction(ObjSpace space) {
        super(space, TypeIds.BUILTIN_FUNCTION, LAYOUT, null);
    }

    int flags(@Ref long w) {
        return (int) heap.readWord(w, FLAGS);
    }

    int code(@Ref long w) {
        return (int) heap.readWord(w, CODE);
    }

    int min(@Ref long w) {
        return heap.readInt(w, ARITY);
    }

    int max(@Ref long w) {
        return heap.readInt(w, ARITY + Integer.BYTES);
    }

    @Ref
    long owner(@Ref long w) {
        return heap.readRef(w, OWNER);
    }

    /** Does not collect. */
    public String name(@Ref long w) {
        return space.unicodes.toJava(heap.readRef(w, NAME));
    }

    /** An immortal function of a builtin type. */
    @Ref
    long makeImmortal(@Ref long w_owner, String name, int flags, int min, int max, Signature signature, BuiltinCode code) {
        long w = heap.allocateImmortal(TypeIds.BUILTIN_FUNCTION);
        boolean isWrapper = (flags & BuiltinFunctions.METHOD) != 0 && SlotNames.isWrapper(space.types.name(w_owner), name);
        fill(w, isWrapper ? flags | BuiltinFunctions.SPECIAL : flags, min, max, signature, code);
        heap.writeRef(w, NAME, space.intern(name));
        heap.writeRef(w, OWNER, w_owner);
        return w;
    }

    /**
     * A function of a module; it never binds. {@code min} to {@code max} positional arguments, {@code max} -1 = any number.
     */
    public @Ref long make(String name, int min, int max, BuiltinCode code) {
        return make(name, BuiltinFunctions.STATIC, min, max, null, code);
    }

    /** A function with keywords; the signature has the form of {@link Signature#of}. */
    public @Ref long make(String signature, BuiltinCode code) {
        Signature parsed = Signature.of(signature);
        return make(parsed.function(), BuiltinFunctions.STATIC, 0, -1, parsed, code);
    }

    /** A function of a module that reads keywords itself. */
    public @Ref long makeRaw(String name, BuiltinCode code) {
        return make(name, BuiltinFunctions.STATIC | BuiltinFunctions.RAW_KEYWORDS, 0, -1, null, code);
    }

    /** A function that binds like one made by {@code def} when found in a class: self is its first argument and may be anything. */
    public @Ref long makeFreeMethod(String name, int min, int max, BuiltinCode code) {
        return make(name, BuiltinFunctions.FREE_METHOD, min, max, null, code);
    }

    private @Ref long make(String name, int flags, int min, int max, Signature signature, BuiltinCode code) {
        try (HandleScope scope = heap.scope()) {
            long hName = scope.root(space.newStr(name));
            long w = heap.allocate(TypeIds.BUILTIN_FUNCTION);
            fill(w, flags, min, max, signature, code);
            heap.writeRef(w, NAME, scope.get(hName));
            return w;
        }
    }

    private void fill(@Ref long w, int flags, int min, int max, Signature signature, BuiltinCode code) {
        heap.writeWord(w, CODE, space.builtinFunctions.add(code, signature));
        heap.writeWord(w, FLAGS, flags);
        heap.writeInt(w, ARITY, min);
        heap.writeInt(w, ARITY + Integer.BYTES, max);
        heap.writeRef(w, OWN_TYPE, space.types.typeOfFunction(flags));
    }

    void setModule(@Ref long w, @Ref long w_module) {
        heap.writeRef(w, MODULE, w_module);
    }

    @Override
    public @Ref long call(@Ref long w_self, long hArgs, int nargs, @Ref long w_kwnames) {
        return space.builtinFunctions.call(w_self, hArgs, nargs, w_kwnames);
    }

    @Override
    public boolean isCallable(@Ref long w_self) {
        return true;
    }

    @Override
    public @Ref long bind(@Ref long w_self, @Ref long w_instance, @Ref long w_owner) {
        int flags = flags(w_self);
        if ((flags & (BuiltinFunctions.METHOD | BuiltinFunctions.FREE_METHOD)) != 0) {
            return w_instance == 0 ? w_self : space.methods.make(w_self, w_instance);
        }
        return (flags & BuiltinFunctions.CLASS) != 0 ? space.methods.make(w_self, w_owner) : w_self;
    }

    @Override
    public @Ref long repr(@Ref long w_self) {
        int flags = flags(w_self);
        String name = name(w_self);
        if ((flags & BuiltinFunctions.METHOD) != 0) {
            String owner = space.types.name(owner(w_self));
            boolean special = (flags & BuiltinFunctions.SPECIAL) != 0;
            return space.newStr((special ? "<slot wrapper '" : "<method '") + name + "' of '" + owner + "' objects>");
        }
        if ((flags & BuiltinFunctions.FREE_METHOD) != 0) {
            return space.newStr("<function " + name + " at " + space.texts.address(w_self) + ">");
        }
        if ((flags & BuiltinFunctions.CONSTRUCTOR) != 0) {
            return space.newStr("<built-in method __new__ of type object at " + space.texts.address(owner(w_self)) + ">");
        }
        return space.newStr("<built-in function " + name + ">");
    }
}
