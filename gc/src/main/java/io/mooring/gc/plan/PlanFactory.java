package io.mooring.gc.plan;

import io.mooring.gc.HeapOptions;

/** A kind of plan, found by its name; plans outside this module are found by {@link java.util.ServiceLoader}. */
public interface PlanFactory {
    /** What a user types, for example {@code GenCopy}. */
    String name();

    Traits traits();

    /** Bytes of address space that the plan carves for its own spaces. */
    long reservedBytes(HeapOptions options);

    Plan create(PlanContext context);
}
