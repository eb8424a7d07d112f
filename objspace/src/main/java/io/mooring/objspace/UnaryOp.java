package io.mooring.objspace;

/** The unary operators with the names of their special methods. */
public enum UnaryOp {
    NEG("-", "__neg__"),
    POS("+", "__pos__"),
    ABS("abs()", "__abs__"),
    INVERT("~", "__invert__");

    private final String symbol;
    private final String method;

    UnaryOp(String symbol, String method) {
        this.symbol = symbol;
        this.method = method;
    }

    /** As CPython's error messages write it. */
    public String symbol() {
        return symbol;
    }

    public String method() {
        return method;
    }
}
