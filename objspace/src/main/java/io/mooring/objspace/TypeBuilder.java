package io.mooring.objspace;

import io.mooring.gc.Ref;

/**
 * Fills a builtin type with what Python sees of it. Passed to {@link ObjectKind#define} once per type at start-up.
 *
 * <p>Arity and the type of self are checked here, with CPython's messages, so that the registered code need not. In a method, self stands
 * in slot 0 and counts in {@code nargs}; read it with {@link ObjSpace#self}, which unwraps an instance of a subclass.
 */
public final class TypeBuilder {
    private final ObjSpace space;
    private final @Ref long w_type;
    private final String name;

    TypeBuilder(ObjSpace space, @Ref long w_type, String name) {
        this.space = space;
        this.w_type = w_type;
        this.name = name;
    }

    /** The type that is being built; immortal. */
    public @Ref long w_type() {
        return w_type;
    }

    public String name() {
        return name;
    }

    /** Lets Python classes inherit from it. */
    public TypeBuilder subclassable() {
        space.types.allowSubclasses(w_type);
        return this;
    }

    public TypeBuilder doc(String text) {
        space.types.setDoc(w_type, text);
        return this;
    }

    /**
     * Adds special methods whose bodies are the operations of {@link ObjectKind}: {@code special("__len__", "__getitem__")}. The names
     * that can be made this way are those of {@link SpecialMethods}.
     */
    public TypeBuilder special(String... names) {
        for (String each : names) {
            SpecialMethods.Entry entry = SpecialMethods.named(each);
            add(each, BuiltinFunctions.METHOD, entry.min(), entry.max(), null, entry.code());
        }
        return this;
    }

    /** Adds the six comparison methods. */
    public TypeBuilder comparisons() {
        return special("__lt__", "__le__", "__eq__", "__ne__", "__gt__", "__ge__");
    }

    /** Adds {@code __add__} and {@code __radd__} for each operator. */
    public TypeBuilder operators(BinaryOp... ops) {
        for (BinaryOp op : ops) special(op.method(), op.reflected());
        return this;
    }

    /** A method with exactly {@code args} arguments beside self. */
    public TypeBuilder method(String method, int args, BuiltinCode code) {
        return method(method, args, args, code);
    }

    /** A method with {@code min} to {@code max} positional arguments beside self; {@code max} -1 = any number. */
    public TypeBuilder method(String method, int min, int max, BuiltinCode code) {
        add(method, BuiltinFunctions.METHOD, min, max, null, code);
        return this;
    }

    /**
     * A method with keywords: {@code method("sort(self, /, *, key=, reverse=)", code)}. The slots are the parameters, 0 where absent.
     * Messages about {@code __init__} name the type, as those about a call of the type do.
     */
    public TypeBuilder method(String signature, BuiltinCode code) {
        Signature parsed = Signature.of(signature);
        Signature shown = parsed.function().equals("__init__") ? parsed.renamed(name) : parsed;
        add(parsed.function(), BuiltinFunctions.METHOD, 0, -1, shown, code);
        return this;
    }

    /** A method that takes keywords as they come: its code reads {@code w_kwnames} itself. */
    public TypeBuilder rawMethod(String method, BuiltinCode code) {
        add(method, BuiltinFunctions.METHOD | BuiltinFunctions.RAW_KEYWORDS, 0, -1, null, code);
        return this;
    }

    /** A static method; no self. The signature has the form of {@link Signature#of}. */
    public TypeBuilder staticMethod(String signature, BuiltinCode code) {
        Signature parsed = Signature.of(signature);
        add(parsed.function(), BuiltinFunctions.STATIC, 0, -1, parsed, code);
        return this;
    }

    /** A class method; the class stands in slot 0 and is the first parameter of the signature. */
    public TypeBuilder classMethod(String signature, BuiltinCode code) {
        Signature parsed = Signature.of(signature);
        add(parsed.function(), BuiltinFunctions.CLASS, 0, -1, parsed, code);
        return this;
    }

    /**
     * {@code __new__} with the signature of {@link Signature#of}, class first: {@code constructor("int(cls, x=, /, base=)", code)}. The
     * code answers an object of the builtin type itself; where the class is a subclass it is wrapped into an instance of that afterwards.
     */
    public TypeBuilder constructor(String signature, BuiltinCode code) {
        space.types.addConstructor(w_type, Signature.of(signature), false, code);
        return this;
    }

    /** {@code __new__} of a mutable container: makes an empty one, whatever the arguments; {@code __init__} looks at them. */
    public TypeBuilder emptyConstructor(BuiltinCode code) {
        space.types.addConstructor(w_type, null, false, code);
        return this;
    }

    /** {@code __new__} that looks at the class itself and answers an instance of it. */
    public TypeBuilder classAwareConstructor(String signature, BuiltinCode code) {
        space.types.addConstructor(w_type, signature == null ? null : Signature.of(signature), true, code);
        return this;
    }

    /** A read-only attribute computed from self. */
    public TypeBuilder getter(String attribute, BuiltinCode get) {
        return attribute(attribute, get, null);
    }

    /** An attribute computed from self; {@code set} finds the new value in slot 1, 0 to delete; null = read-only. */
    public TypeBuilder attribute(String attribute, BuiltinCode get, BuiltinCode set) {
        space.types.addGetSet(w_type, attribute, get, set);
        return this;
    }

    /** None, for {@code constant("__hash__", type.none())} of unhashable types. */
    public @Ref long none() {
        return space.w_None;
    }

    /** A class attribute. */
    public TypeBuilder constant(String attribute, @Ref long w_value) {
        space.types.setBuiltinAttribute(w_type, attribute, w_value);
        return this;
    }

    private void add(String method, int flags, int min, int max, Signature signature, BuiltinCode code) {
        space.types.addFunction(w_type, name, method, flags, min, max, signature, code);
    }
}
