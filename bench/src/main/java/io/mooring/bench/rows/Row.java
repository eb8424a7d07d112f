package io.mooring.bench.rows;

/** A row of the comparison: one way to cross between a program and the extension {@code simple}, as cpyext-benchmarks names it. */
public enum Row {
    SIMPLE_NOARGS("simple.noargs"),
    SIMPLE_ONEARG_NONE("simple.onearg(None)"),
    SIMPLE_ONEARG_NUMBER("simple.onearg(i)"),
    SIMPLE_VARARGS("simple.varargs"),
    SIMPLE_ALLOCATE_INT("simple.allocate_int"),
    SIMPLE_ALLOCATE_TUPLE("simple.allocate_tuple"),
    FOO_NOARGS("Foo().noargs"),
    FOO_ONEARG_NONE("Foo().onearg(None)"),
    FOO_ONEARG_NUMBER("Foo().onearg(i)"),
    FOO_VARARGS("Foo().varargs"),
    FOO_LENGTH("len(Foo())"),
    FOO_ITEM("Foo()[0]");

    private final String label;

    Row(String label) {
        this.label = label;
    }

    /** The name in reports, and in the protocol of {@link io.mooring.bench.LineProcess}; without blanks. */
    public String label() {
        return label;
    }

    /** Whether the row calls a function of the module: one of the six that the targets single out. */
    public boolean isSimple() {
        return label.startsWith("simple.");
    }
}
