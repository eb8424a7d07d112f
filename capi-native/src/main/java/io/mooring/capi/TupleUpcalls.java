package io.mooring.capi;

/** Items of mirrors of tuples, for C that asks: {@code tupleobject.c}, which answers by itself what has a PyObject already. */
final class TupleUpcalls extends UpcallGroup {
    TupleUpcalls(CApi capi) {
        super(capi);
    }

    /** Item {@code i}, which exists. */
    public long tupleGetItem(long tuple, long i) {
        return capi.toNative.items().item(tuple, i);
    }

    /** Stores the items that are NULL, and marks the mirror as filled. */
    public int tupleFill(long tuple) {
        capi.toNative.items().fill(tuple);
        return 0;
    }
}
