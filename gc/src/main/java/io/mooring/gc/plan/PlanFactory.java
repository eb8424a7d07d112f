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

    /** What is missing in this process so that heaps of the plan cannot be built, as it follows "it needs"; empty when nothing is. */
    default String needs() {
        return "";
    }

    /** Whether the plan is there to look for mistakes or to look inside, and pays for that with time. */
    default boolean findsBugs() {
        return false;
    }

    /** Whether the plan writes the file of the option {@code recording}. */
    default boolean records() {
        return false;
    }

    /** The options that the heap is built with when these are asked for: a plan for finding bugs may insist on stress. */
    default HeapOptions refine(HeapOptions asked) {
        return asked;
    }

    Plan create(PlanContext context);
}
