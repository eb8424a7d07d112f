package io.mooring.objspace;

/** The six comparison operators, numbered as in CPython's Py_LT .. Py_GE so that they cross the border unchanged. */
public final class CompareOp {
    public static final int LT = 0;
    public static final int LE = 1;
    public static final int EQ = 2;
    public static final int NE = 3;
    public static final int GT = 4;
    public static final int GE = 5;
    /** Number of operators. */
    public static final int COUNT = 6;

    private static final int[] SWAPPED = {GT, GE, EQ, NE, LT, LE};
    private static final String[] SYMBOLS = {"<", "<=", "==", "!=", ">", ">="};
    private static final String[] METHODS = {"__lt__", "__le__", "__eq__", "__ne__", "__gt__", "__ge__"};

    private CompareOp() {}

    /** The operator that says the same with the operands exchanged. */
    public static int swapped(int op) {
        return SWAPPED[op];
    }

    public static String symbol(int op) {
        return SYMBOLS[op];
    }

    /** Name of the special method. */
    public static String method(int op) {
        return METHODS[op];
    }

    /** The answer of an operator, given a three-way comparison: negative, zero or positive. */
    public static boolean holds(int op, int order) {
        return switch (op) {
            case LT -> order < 0;
            case LE -> order <= 0;
            case EQ -> order == 0;
            case NE -> order != 0;
            case GT -> order > 0;
            case GE -> order >= 0;
            default -> throw new IllegalArgumentException("comparison operator " + op + "; operators are 0..5");
        };
    }
}
