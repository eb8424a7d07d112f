package io.mooring.gc.plan;

import io.mooring.gc.HeapOptions;
import io.mooring.gc.Stress;

/**
 * A semispace that collects at every allocation and at every safepoint, so that each object that can move does, and forbids access to
 * what it left: a reference that was kept too long crashes at its first use. The spaces take turns, and each stays forbidden until all
 * others were in use.
 */
public final class ZealotPlan {
    /** Spaces that take turns at most: a stale reference crashes for as many collections, less one. */
    private static final long MOST_SPACES = 8;
    /** Bytes of address space for all of them, beyond which there are only two: what a system without overcommitment still grants. */
    private static final long ADDRESS_SPACE_BYTES = 8L << 30;

    private ZealotPlan() {}

    private static int spaces(HeapOptions options) {
        return (int) Math.clamp(ADDRESS_SPACE_BYTES / SemiSpacePlan.halfBytes(options), 2, MOST_SPACES);
    }

    /** Builds Zealot plans. */
    public static final class Factory implements PlanFactory {
        @Override
        public String name() {
            return "Zealot";
        }

        @Override
        public boolean findsBugs() {
            return true;
        }

        @Override
        public Traits traits() {
            return SemiSpacePlan.TRAITS;
        }

        @Override
        public long reservedBytes(HeapOptions options) {
            return spaces(options) * SemiSpacePlan.halfBytes(options);
        }

        @Override
        public HeapOptions refine(HeapOptions asked) {
            return asked.withStress(new Stress(1, true, asked.stress().poison(), true));
        }

        @Override
        public Plan create(PlanContext context) {
            return new SemiSpacePlan(context, spaces(context.options()));
        }
    }
}
