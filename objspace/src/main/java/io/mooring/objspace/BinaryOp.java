package io.mooring.objspace;

/** The binary operators with the names of their special methods. */
public enum BinaryOp {
    ADD("+", "add"),
    SUB("-", "sub"),
    MUL("*", "mul"),
    MATMUL("@", "matmul"),
    TRUEDIV("/", "truediv"),
    FLOORDIV("//", "floordiv"),
    MOD("%", "mod"),
    DIVMOD("divmod()", "divmod"),
    POW("** or pow()", "pow"),
    LSHIFT("<<", "lshift"),
    RSHIFT(">>", "rshift"),
    AND("&", "and"),
    OR("|", "or"),
    XOR("^", "xor");

    private final String symbol;
    private final String stem;

    BinaryOp(String symbol, String stem) {
        this.symbol = symbol;
        this.stem = stem;
    }

    /** As CPython's error messages write it. */
    public String symbol() {
        return symbol;
    }

    /** As error messages about the augmented assignment write it. */
    public String inplaceSymbol() {
        return this == POW ? "**=" : symbol + "=";
    }

    /** {@code __add__} and kin. */
    public String method() {
        return "__" + stem + "__";
    }

    /** {@code __radd__} and kin. */
    public String reflected() {
        return "__r" + stem + "__";
    }

    /** {@code __iadd__} and kin. */
    public String inplace() {
        return "__i" + stem + "__";
    }
}
