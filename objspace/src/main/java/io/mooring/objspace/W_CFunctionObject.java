package io.mooring.objspace;

import io.mooring.gc.Ref;
import io.mooring.gc.Slot;
import io.mooring.gc.object.TypeLayout;
import io.mooring.gc.roots.HandleScope;

/**
 * A function implemented in C (PyCFunctionObject): a module's function, or a C type's method bound to its object.
 *
 * <pre>
 *   +8   name        str
 *   +16  self        the module or the object it is bound to; 0 = none
 *   +24  module      str: __module__; 0 = none
 *   +32  class       the defining class of a METH_METHOD function; 0 = none
 *   +40  entry       raw: address of the C function
 *   +48  flags       raw: METH_… flags of its definition
 *   +56  definition  raw: address of its PyMethodDef
 *   +64  native      raw: for the other side to use
 *   +72  direct      raw: for the other side to use
 * </pre>
 */
public final class W_CFunctionObject extends ObjectKind {
    static final TypeLayout LAYOUT;
    public static final int NAME;
    public static final int SELF;
    public static final int MODULE;
    public static final int CLASS;
    public static final int ENTRY;
    public static final int FLAGS;
    public static final int DEFINITION;
    public static final int NATIVE;
    public static final int DIRECT;

    static {
        TypeLayout.Builder builder = TypeLayout.named("c_function");
        NAME = builder.reference("name");
        SELF = builder.reference("self");
        MODULE = builder.reference("module");
        CLASS = builder.reference("class");
        ENTRY = builder.word("entry");
        FLAGS = builder.word("flags");
        DEFINITION = builder.word("definition");
        NATIVE = builder.word("native");
        DIRECT = builder.word("direct");
        LAYOUT = builder.build();
    }

    W_CFunctionObject(ObjSpace space) {
        super(space, TypeIds.C_FUNCTION, LAYOUT, "builtin_function_or_method");
    }

    /** A C function; {@code w_self}, {@code w_module} and {@code w_class} may be 0. */
    public @Ref long make(@Ref long w_name, @Ref long w_self, @Ref long w_module, @Ref long w_class, long entry, long flags,
            long definition) {
        try (HandleScope scope = heap.scope()) {
            long hName = scope.root(w_name);
            long hSelf = scope.root(w_self);
            long hModule = scope.root(w_module);
            long hClass = scope.root(w_class);
            long w = heap.allocate(TypeIds.C_FUNCTION);
            heap.initRef(w, NAME, scope.get(hName));
            heap.initRef(w, SELF, scope.get(hSelf));
            heap.initRef(w, MODULE, scope.get(hModule));
            heap.initRef(w, CLASS, scope.get(hClass));
            heap.writeWord(w, ENTRY, entry);
            heap.writeWord(w, FLAGS, flags);
            heap.writeWord(w, DEFINITION, definition);
            return w;
        }
    }

    public @Ref long self(@Ref long w) {
        return heap.readRef(w, SELF);
    }

    public long entry(@Ref long w) {
        return heap.readWord(w, ENTRY);
    }

    public long flags(@Ref long w) {
        return heap.readWord(w, FLAGS);
    }

    public long definition(@Ref long w) {
        return heap.readWord(w, DEFINITION);
    }

    /** Does not collect. */
    public String name(@Ref long w) {
        return space.unicodes.toJava(heap.readRef(w, NAME));
    }

    @Override
    public @Ref long call(@Ref long w_self, @Slot long hArgs, int nargs, @Ref long w_kwnames) {
        return space.foreign.call(space, w_self, hArgs, nargs, w_kwnames);
    }

    @Override
    public boolean isCallable(@Ref long w_self) {
        return true;
    }

    @Override
    public @Ref long richCompare(@Ref long w_self, @Ref long w_other, int op) {
        if (op != CompareOp.EQ && op != CompareOp.NE || space.kind(w_other) != TypeIds.C_FUNCTION) return space.w_NotImplemented;
        boolean same = self(w_self) == self(w_other) && entry(w_self) == entry(w_other);
        return space.newBool(same == (op == CompareOp.EQ));
    }

    @Override
    public long hash(@Ref long w_self) {
        long w_bound = self(w_self);
        long hash = (w_bound == 0 ? 0 : space.id(w_bound)) ^ entry(w_self);
        return hash == -1 ? -2 : hash;
    }

    @Override
    public @Ref long repr(@Ref long w_self) {
        long w_bound = self(w_self);
        if (w_bound == 0 || space.kind(w_bound) == TypeIds.MODULE) return space.newStr("<built-in function " + name(w_self) + ">");
        String where = space.typeName(w_bound) + " object at " + space.texts.address(w_bound);
        return space.newStr("<built-in method " + name(w_self) + " of " + where + ">");
    }

    @Override
    public void define(TypeBuilder type) {
        FunctionMethods.define(type);
    }
}
