package io.mooring.capi;

import io.mooring.gc.memory.Memory;

/** The bits of {@code tp_flags}, by CPython's numbers (they are part of the stable ABI), and the private ones of libmooring. */
final class TypeFlags {
    static final long IMMUTABLE = 1L << 8;
    static final long HEAP_TYPE = 1L << 9;
    static final long BASE_TYPE = 1L << 10;
    static final long READY = 1L << 12;
    static final long LONG_SUBCLASS = 1L << 24;
    static final long LIST_SUBCLASS = 1L << 25;
    static final long TUPLE_SUBCLASS = 1L << 26;
    static final long BYTES_SUBCLASS = 1L << 27;
    static final long UNICODE_SUBCLASS = 1L << 28;
    static final long TYPE_SUBCLASS = 1L << 31;
    /** The type is implemented in Java: its slots call up. */
    static final long MANAGED = CLayout.mooring.TPFLAGS_MANAGED;

    /** CPython's own bits, those left out that come and go: READYING and VALID_VERSION_TAG. */
    private static final long SHOWN = 0xFF000000L | 1L << 22 | 1L << 20 | 1L << 18 | 1L << 17 | 1L << 14 | 0x1FF0L | 1L;

    private TypeFlags() {}

    /** What {@code type.__flags__} shows. */
    static long shown(long pyType) {
        return Memory.readLong(pyType + CLayout.PyTypeObject.tp_flags) & SHOWN;
    }

    static boolean has(long pyType, long flag) {
        return (Memory.readLong(pyType + CLayout.PyTypeObject.tp_flags) & flag) != 0;
    }

    /** Whether a PyObject is a type. */
    static boolean isType(long pyObject) {
        return has(CMemory.type(pyObject), TYPE_SUBCLASS);
    }
}
