package io.mooring.gc.plan;

import io.mooring.gc.HeapOptions;

/** A kind of plan, found by its name; plans outside this module are found by {@link java.util.ServiceLoader}. */
public interface PlanFactory {
    /** What a user types, for example {@code GenCopy}. */
    String name();

    Traits traits();

    /** Bytes of address space that the plan carves for its own spaces. */
    long reservedBytes(HeapOptions options);

    /** Bytes of the largest object that the plan's own spaces can take; the large object space takes the others. */
    default long largestMovable() {
        return Long.MAX_VALUE;
    }

    Plan create(PlanContext context);
}
