package io.mooring.gc.recording;

import io.mooring.gc.object.TypeLayout;

/** Receives a lifetime trace, record by record. Objects are named by numbers that count allocations from 1. */
public interface TraceVisitor {
    /** Objects of type {@code id} have this layout. */
    void type(int id, TypeLayout layout);

    void allocated(long object, int type, long length);

    /** As {@link #allocated}, of an object that never dies. */
    void allocatedImmortal(long object, int type, long length);

    /** A slot holds {@code value} from now on, see {@link TraceValue}. */
    void stored(long object, long offset, long value);

    void rooted(long object);

    void unrooted(long object);

    /** The rooted objects are now these alone: what was allocated, or taken out of a slot, since the last record need not live any more. */
    void rootsComplete(long record, long count);

    void died(long object);
}
