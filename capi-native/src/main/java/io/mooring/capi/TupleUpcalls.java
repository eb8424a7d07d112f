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

    /** C fills a gap of a tuple that it made, and that Java has seen with None in that place. */
    public int tupleSetItem(long tuple, long i, long value) {
        long w_value = capi.fromNative.borrowed(value);
        capi.space.tuples.set(capi.space.payload(capi.links.toObj(tuple)), i, w_value);
        return 0;
    }

    /** Stores the items that are NULL, and marks the mirror as filled. */
    public int tupleFill(long tuple) {
        capi.toNative.items().fill(tuple);
        return 0;
    }
}
