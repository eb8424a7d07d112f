package io.mooring.capi;

import io.mooring.gc.Ref;
import io.mooring.gc.roots.HandleScope;
import io.mooring.objspace.BinaryOp;
import io.mooring.objspace.TypeIds;
import io.mooring.objspace.UnaryOp;
import java.math.BigInteger;

/** Numbers for C: the number protocol of {@code abstract.c}, and what int, float and complex leave to Java. */
final class NumberUpcalls extends UpcallGroup {
    /** Binary operators in the order of C's {@code enum mooring_number_op}. */
    private static final BinaryOp[] BINARY = {
        BinaryOp.ADD, BinaryOp.SUB, BinaryOp.MUL, BinaryOp.MATMUL, BinaryOp.FLOORDIV, BinaryOp.TRUEDIV, BinaryOp.MOD, BinaryOp.DIVMOD,
        BinaryOp.LSHIFT, BinaryOp.RSHIFT, BinaryOp.AND, BinaryOp.XOR, BinaryOp.OR,
    };
    /** Unary operators and conversions: the numbers that follow the binary ones in the same enum. */
    private static final int NEG = BINARY.length;
    private static final int POS = NEG + 1;
    private static final int ABS = POS + 1;
    private static final int INVERT = ABS + 1;
    private static final int INT = INVERT + 1;
    private static final int FLOAT = INT + 1;
    private static final int INDEX = FLOAT + 1;

    NumberUpcalls(CApi capi) {
        super(capi);
    }

    public long numberBinary(int op, long a, long b) {
        BinaryOp operator = operator(op);
        return apply(a, b, (w_a, w_b) -> space.binary(operator, w_a, w_b));
    }

    public long numberInplace(int op, long a, long b) {
        BinaryOp operator = operator(op);
        return apply(a, b, (w_a, w_b) -> space.inplace(operator, w_a, w_b));
    }

    private BinaryOp operator(int op) {
        if (op < 0 || op >= BINARY.length) throw space.error(space.w_SystemError, "no binary operator has number %d", op);
        return BINARY[op];
    }

    public long numberPower(long a, long b, long modulus, int inplace) {
        try (HandleScope scope = heap.scope()) {
            long hBase = handle(scope, a);
            long hExponent = handle(scope, b);
            long w_modulus = managed(modulus);
            if (inplace != 0 && w_modulus == space.w_None) {
                return give(space.inplace(BinaryOp.POW, scope.get(hBase), scope.get(hExponent)));
            }
            return give(space.pow(scope.get(hBase), scope.get(hExponent), w_modulus));
        }
    }

    public long numberUnary(int op, long o) {
        long w = managed(o);
        if (op == NEG) return give(space.unary(UnaryOp.NEG, w));
        if (op == POS) return give(space.unary(UnaryOp.POS, w));
        if (op == ABS) return give(space.unary(UnaryOp.ABS, w));
        if (op == INVERT) return give(space.unary(UnaryOp.INVERT, w));
        if (op == INT) return give(space.toInt(w));
        if (op == FLOAT) return give(space.toFloat(w));
        if (op == INDEX) return give(space.index(w));
        throw space.error(space.w_SystemError, "no unary operator has number %d", op);
    }

    /** {@code bin}, {@code oct}, {@code str} or {@code hex} of an integer. */
    public long numberToBase(long o, int base) {
        String prefix = switch (base) {
            case 2 -> "0b";
            case 8 -> "0o";
            case 10 -> "";
            case 16 -> "0x";
            default -> throw space.error(space.w_SystemError, "PyNumber_ToBase: base must be 2, 8, 10 or 16");
        };
        BigInteger value = space.asBigInteger(space.index(managed(o)));
        String sign = value.signum() < 0 ? "-" : "";
        return give(space.newStr(sign + prefix + value.abs().toString(base)));
    }

    // ---- what an object can do ------------------------------------------------------------------------------------------------------

    private boolean has(@Ref long w, String special) {
        return space.lookup(space.type(w), space.intern(special)) != 0;
    }

    // ---- int and float ----------------------------------------------------------------------------------------------------------------

    /** {@code int(text, base)}: surrounding space, sign, prefix and underscores as Python reads them. */
    public long longFromString(long text, long length, int base) {
        try (HandleScope scope = heap.scope()) {
            long hText = scope.root(space.newStr(CStrings.read(text, length)));
            return give(space.call2(space.w_int, scope.get(hText), space.newInt(base)));
        }
    }

    /** {@code float(o)} of a str or of bytes-like data; other objects are refused. */
    public long floatFromString(long o) {
        long w = managed(o);
        int kind = space.kind(space.payload(w));
        if (kind != TypeIds.UNICODE && kind != TypeIds.BYTES && kind != TypeIds.BYTEARRAY) {
            throw space.error(space.w_TypeError, "float() argument must be a string or a real number, not '%s'", space.typeName(w));
        }
        return give(space.call1(space.w_float, w));
    }
}
