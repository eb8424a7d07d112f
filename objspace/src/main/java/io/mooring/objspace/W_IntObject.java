package io.mooring.objspace;

import io.mooring.gc.Ref;

/** Python's int as an immediate, and the type int with its methods; {@link W_LongObject} is the other representation. */
public final class W_IntObject extends IntegerKind {
    /** The operators on values. */
    public final IntegerArithmetic arithmetic;

    W_IntObject(ObjSpace space) {
        super(space, TypeIds.SMALL_INT, null, "int");
        arithmetic = new IntegerArithmetic(space);
    }

    @Override
    public void define(TypeBuilder type) {
        type.subclassable();
        type.special("__repr__", "__hash__", "__bool__", "__format__", "__index__", "__int__", "__float__", "__neg__", "__pos__", "__abs__",
                "__invert__", "__pow__", "__rpow__");
        type.comparisons();
        type.operators(BinaryOp.ADD, BinaryOp.SUB, BinaryOp.MUL, BinaryOp.TRUEDIV, BinaryOp.FLOORDIV, BinaryOp.MOD, BinaryOp.DIVMOD,
                BinaryOp.LSHIFT, BinaryOp.RSHIFT, BinaryOp.AND, BinaryOp.OR, BinaryOp.XOR);
        new IntMethods(space, this).define(type);
    }

    /** {@code int(text, base)}; {@code w_shown} is what the error message quotes. */
    public @Ref long parse(String text, int base, @Ref long w_shown) {
        return new IntMethods(space, this).parse(text, base, w_shown);
    }
}
