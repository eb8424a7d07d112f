package io.mooring.gc;

import io.mooring.gc.object.ObjectHeader;
import io.mooring.gc.trigger.MultipleOfLive;
import io.mooring.gc.trigger.Trigger;
import io.mooring.gc.verify.Occasion;
import java.util.EnumSet;
import java.util.Set;

/**
 * How a heap is to be built. Start from {@link #defaults()} and change what matters with the {@code with…} methods; impossible values
 * are refused there, in one sentence.
 *
 * @param plan          name of the plan, see {@link io.mooring.gc.plan.Plans}
 * @param maxHeapBytes  most bytes the heap may use, copy reserve included
 * @param nurseryBytes  most bytes allocated between two collections of a generational plan; 4 MiB stays within a level-3 cache share
 * @param aging         minor collections an object survives before it is promoted, 0..3; 0 promotes at once, as PyPy does
 * @param largeBytes    objects of more bytes than this do not move
 * @param trigger       when to collect and how far to grow
 * @param stress        switches that make latent bugs visible
 * @param verify        when to check the whole heap
 */
public record HeapOptions(
        String plan, long maxHeapBytes, long nurseryBytes, int aging, long largeBytes, Trigger trigger, Stress stress, Set<Occasion> verify) {

    private static final long KIB = 1L << 10;
    private static final long MIB = 1L << 20;
    /** Smallest nursery: below it the fixed cost of a collection dominates everything. */
    public static final long MIN_NURSERY_BYTES = 16 * KIB;
    /** Smallest heap in which a runtime can start at all. */
    public static final long MIN_HEAP_BYTES = 256 * KIB;

    public HeapOptions {
        require(maxHeapBytes >= MIN_HEAP_BYTES, "max-heap", maxHeapBytes, "at least " + MIN_HEAP_BYTES + " bytes");
        require(nurseryBytes >= MIN_NURSERY_BYTES && nurseryBytes <= maxHeapBytes / 4, "nursery", nurseryBytes,
                "between " + MIN_NURSERY_BYTES + " bytes and a quarter of the heap, " + maxHeapBytes / 4 + " bytes");
        require(aging >= 0 && aging <= ObjectHeader.MAX_AGE, "aging", aging, "between 0 and " + ObjectHeader.MAX_AGE);
        require(largeBytes >= KIB && largeBytes <= nurseryBytes / 2, "large", largeBytes,
                "between " + KIB + " bytes and half the nursery, " + nurseryBytes / 2 + " bytes");
        verify = Set.copyOf(verify);
    }

    private static void require(boolean holds, String option, long value, String allowed) {
        if (!holds) throw new IllegalArgumentException("option " + option + " is " + value + "; it must be " + allowed);
    }

    /** GenCopy, 1 GiB at most, 4 MiB nursery, promotion at the first survival. */
    public static HeapOptions defaults() {
        return new HeapOptions("GenCopy", 1024 * MIB, 4 * MIB, 0, 64 * KIB, new MultipleOfLive(4.0), Stress.NONE, EnumSet.noneOf(Occasion.class));
    }

    /** Defaults shrunk to a small heap, as tests want them: nursery and large threshold in proportion. */
    public static HeapOptions small(long maxHeapBytes) {
        long nursery = Math.clamp(maxHeapBytes / 16, MIN_NURSERY_BYTES, 4 * MIB);
        return new HeapOptions("GenCopy", maxHeapBytes, nursery, 0, Math.min(64 * KIB, nursery / 4), new MultipleOfLive(4.0), Stress.NONE, Set.of());
    }

    public HeapOptions withPlan(String name) {
        return new HeapOptions(name, maxHeapBytes, nurseryBytes, aging, largeBytes, trigger, stress, verify);
    }

    public HeapOptions withMaxHeap(long bytes) {
        return new HeapOptions(plan, bytes, Math.min(nurseryBytes, bytes / 4), aging, Math.min(largeBytes, bytes / 8), trigger, stress, verify);
    }

    public HeapOptions withNursery(long bytes) {
        return new HeapOptions(plan, maxHeapBytes, bytes, aging, Math.min(largeBytes, Math.max(KIB, bytes / 2)), trigger, stress, verify);
    }

    public HeapOptions withAging(int collections) {
        return new HeapOptions(plan, maxHeapBytes, nurseryBytes, collections, largeBytes, trigger, stress, verify);
    }

    public HeapOptions withLarge(long bytes) {
        return new HeapOptions(plan, maxHeapBytes, nurseryBytes, aging, bytes, trigger, stress, verify);
    }

    public HeapOptions withTrigger(Trigger chosen) {
        return new HeapOptions(plan, maxHeapBytes, nurseryBytes, aging, largeBytes, chosen, stress, verify);
    }

    public HeapOptions withStress(Stress chosen) {
        return new HeapOptions(plan, maxHeapBytes, nurseryBytes, aging, largeBytes, trigger, chosen, verify);
    }

    public HeapOptions withVerify(Set<Occasion> occasions) {
        return new HeapOptions(plan, maxHeapBytes, nurseryBytes, aging, largeBytes, trigger, stress, occasions);
    }
}
