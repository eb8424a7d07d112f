package io.mooring.objspace;

import io.mooring.gc.Ref;
import io.mooring.gc.object.TypeLayout;

/**
 * Python's bool: two immortal objects that are also the integers 0 and 1.
 *
 * <pre>
 *   +0      header
 *   +VALUE  0 or 1
 * </pre>
 */
public final class W_BoolObject extends IntegerKind {
    private static final TypeLayout.Builder FIELDS = TypeLayout.named("bool");
    public static final int VALUE = FIELDS.word("value");
    static final TypeLayout LAYOUT = FIELDS.build();

    W_BoolObject(ObjSpace space) {
        super(space, TypeIds.BOOL, LAYOUT, "bool");
    }

    @Ref
    long makeImmortal(boolean value) {
        long w = heap.allocateImmortal(TypeIds.BOOL);
        heap.writeWord(w, VALUE, value ? 1 : 0);
        return w;
    }

    @Override
    public void define(TypeBuilder type) {
        type.doc("bool(x) -> bool\n\nReturns True when the argument x is true, False otherwise.");
        type.special("__repr__").operators(BinaryOp.AND, BinaryOp.OR, BinaryOp.XOR);
        type.constructor("bool(cls, x=, /)", (s, h, n, k) -> s.newBool(s.arg(h, 1) != 0 && s.isTrue(s.arg(h, 1))));
    }

    /** {@code & | ^} of two bools are bools; everything else is done as with ints. */
    @Override
    public @Ref long binary(BinaryOp op, @Ref long w_left, @Ref long w_right) {
        if (isBool(w_left) && isBool(w_right)) {
            boolean a = w_left == space.w_True;
            boolean b = w_right == space.w_True;
            switch (op) {
                case AND -> {
                    return space.newBool(a & b);
                }
                case OR -> {
                    return space.newBool(a | b);
                }
                case XOR -> {
                    return space.newBool(a ^ b);
                }
                default -> { }
            }
        }
        return super.binary(op, w_left, w_right);
    }

    private boolean isBool(@Ref long w) {
        return w == space.w_True || w == space.w_False;
    }

    @Override
    public boolean isTrue(@Ref long w_self) {
        return w_self == space.w_True;
    }

    @Override
    public @Ref long repr(@Ref long w_self) {
        return space.intern(w_self == space.w_True ? "True" : "False");
    }
}
