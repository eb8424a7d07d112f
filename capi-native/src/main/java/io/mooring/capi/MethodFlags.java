package io.mooring.capi;

/** The METH_ flags of a method definition: how its C function wants its arguments. */
final class MethodFlags {
    static final int VARARGS = 0x1;
    static final int KEYWORDS = 0x2;
    static final int NOARGS = 0x4;
    static final int ONE = 0x8;
    static final int CLASS = 0x10;
    static final int STATIC = 0x20;
    static final int COEXIST = 0x40;
    static final int FASTCALL = 0x80;
    static final int METHOD = 0x200;
    /** The flags that choose the calling convention. */
    static final int CONVENTION = VARARGS | KEYWORDS | NOARGS | ONE | FASTCALL | METHOD;

    private MethodFlags() {}
}
