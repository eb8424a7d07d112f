package io.mooring.gc;

import io.mooring.gc.barrier.Remembering;
import io.mooring.gc.object.ObjectHeader;
import io.mooring.gc.trigger.MultipleOfLive;
import io.mooring.gc.trigger.Trigger;
import io.mooring.gc.verify.Occasion;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;

/**
 * How a heap is to be built. Start from {@link #defaults()} and change what matters with the {@code with…} methods; impossible values
 * are refused there, in one sentence. What a plan cannot do is refused by {@link Heap#open}.
 *
 * @param plan          name of the plan, see {@link io.mooring.gc.plan.Plans}
 * @param maxHeapBytes  most bytes the heap may use, copy reserve included
 * @param nurseryBytes  most bytes allocated between two collections of a generational plan; room for as much is what other plans leave after a collection, if they can; 4 MiB stays within a level-3 cache share
 * @param aging         minor collections an object survives before it is promoted, 0..3; 0 promotes at once, as PyPy does; plans whose traits have no ages accept nothing else
 * @param largeBytes    objects of more bytes than this do not move
 * @param remembering   what the barrier of a generational plan remembers
 * @param pauseGoalMillis how long an incremental plan may stop the program at a time, in milliseconds; other plans accept only the default
 * @param pinning       objects will be pinned: only plans that can keep single objects in place accept it
 * @param recording     file that the Recorder plan writes its trace to; empty: none, other plans must leave it so
 * @param trigger       when to collect and how far to grow; a plan that never collects accepts only the default
 * @param stress        switches that make latent bugs visible; a plan that never collects accepts none
 * @param verify        when to check the whole heap
 */
public record HeapOptions(
        String plan,
        long maxHeapBytes,
        long nurseryBytes,
        int aging,
        long largeBytes,
        Remembering remembering,
        double pauseGoalMillis,
        boolean pinning,
        String recording,
        Trigger trigger,
        Stress stress,
        Set<Occasion> verify) {

    private static final long KIB = 1L << 10;
    private static final long MIB = 1L << 20;
    /** Smallest nursery: below it the fixed cost of a collection dominates everything. */
    public static final long MIN_NURSERY_BYTES = 16 * KIB;
    /** Smallest heap in which a runtime can start at all. */
    public static final long MIN_HEAP_BYTES = 256 * KIB;
    /** Largest heap: 16 TiB, of which every plan's reservation fits into the 47 bits of address space that a process has. */
    public static final long MAX_HEAP_BYTES = 16L << 40;
    /** Objects of at most this many bytes are large on no heap. */
    public static final long NEVER_LARGE_BYTES = KIB;
    /** Shortest pause goal: below it the fixed cost of a step, about 50 microseconds, dominates. */
    public static final double MIN_PAUSE_MILLIS = 0.5;
    /** Pause goal of heaps that were not given another one. */
    public static final double DEFAULT_PAUSE_MILLIS = 10;
    /** Trigger of heaps that were not given another one: twice what survived, and the reserve that a copying plan needs for as much. */
    public static final Trigger DEFAULT_TRIGGER = new MultipleOfLive(4.0);

    public HeapOptions {
        require(plan != null, "plan", null, "the name of a plan, see io.mooring.gc.plan.Plans");
        require(maxHeapBytes >= MIN_HEAP_BYTES, "max-heap", maxHeapBytes, "at least " + MIN_HEAP_BYTES + " bytes");
        require(maxHeapBytes <= MAX_HEAP_BYTES, "max-heap", maxHeapBytes, "at most " + MAX_HEAP_BYTES + " bytes");
        require(nurseryBytes >= MIN_NURSERY_BYTES && nurseryBytes <= maxHeapBytes / 4, "nursery", nurseryBytes,
                "between " + MIN_NURSERY_BYTES + " bytes and a quarter of the heap, " + maxHeapBytes / 4 + " bytes");
        require(aging >= 0 && aging <= ObjectHeader.MAX_AGE, "aging", aging, "between 0 and " + ObjectHeader.MAX_AGE);
        require(largeBytes >= NEVER_LARGE_BYTES && largeBytes <= nurseryBytes / 2, "large", largeBytes,
                "between " + NEVER_LARGE_BYTES + " bytes and half the nursery, " + nurseryBytes / 2 + " bytes");
        require(pauseGoalMillis >= MIN_PAUSE_MILLIS && pauseGoalMillis <= 1000, "pause-goal", pauseGoalMillis, "between " + MIN_PAUSE_MILLIS + " and 1000 milliseconds");
        require(remembering != null, "remembering", null, "one of " + Set.of(Remembering.values()));
        require(recording != null && recording.indexOf('\0') < 0, "recording", recording, "a file, or empty");
        require(trigger != null, "trigger", null, "a trigger, see io.mooring.gc.trigger");
        require(stress != null, "stress", null, "a Stress, which may be NONE");
        require(verify != null && verify.stream().allMatch(Objects::nonNull), "verify", verify, "a set of occasions, which may be empty");
        verify = Set.copyOf(verify);
    }

    private static void require(boolean holds, String option, Object value, String allowed) {
        if (!holds) throw new IllegalArgumentException("option " + option + " is " + oneLine(String.valueOf(value)) + "; it must be " + allowed);
    }

    /** A value as a message shows it: what would break the line is a question mark. */
    public static String oneLine(String value) {
        return value.replaceAll("\\p{Cntrl}", "?");
    }

    /** GenCopy, 1 GiB at most, 4 MiB nursery, promotion at the first survival. */
    public static HeapOptions defaults() {
        return new Draft("GenCopy", 1024 * MIB, 4 * MIB, 64 * KIB).build();
    }

    /** Defaults shrunk to a small heap, as tests want them: nursery and large threshold in proportion. */
    public static HeapOptions small(long maxHeapBytes) {
        long nursery = Math.clamp(maxHeapBytes / 16, MIN_NURSERY_BYTES, 4 * MIB);
        return new Draft("GenCopy", maxHeapBytes, nursery, Math.min(64 * KIB, nursery / 4)).build();
    }

    public HeapOptions withPlan(String name) {
        return changed(draft -> draft.plan = name);
    }

    public HeapOptions withMaxHeap(long bytes) {
        return changed(draft -> {
            draft.maxHeapBytes = bytes;
            draft.nurseryBytes = Math.min(nurseryBytes, bytes / 4);
            draft.largeBytes = Math.min(largeBytes, bytes / 8);
        });
    }

    public HeapOptions withNursery(long bytes) {
        return changed(draft -> {
            draft.nurseryBytes = bytes;
            draft.largeBytes = Math.min(largeBytes, Math.max(KIB, bytes / 2));
        });
    }

    public HeapOptions withAging(int collections) {
        return changed(draft -> draft.aging = collections);
    }

    public HeapOptions withLarge(long bytes) {
        return changed(draft -> draft.largeBytes = bytes);
    }

    public HeapOptions withRemembering(Remembering what) {
        return changed(draft -> draft.remembering = what);
    }

    public HeapOptions withPauseGoal(double millis) {
        return changed(draft -> draft.pauseGoalMillis = millis);
    }

    public HeapOptions withPinning(boolean wanted) {
        return changed(draft -> draft.pinning = wanted);
    }

    public HeapOptions withRecording(String file) {
        return changed(draft -> draft.recording = file);
    }

    public HeapOptions withTrigger(Trigger chosen) {
        return changed(draft -> draft.trigger = chosen);
    }

    public HeapOptions withStress(Stress chosen) {
        return changed(draft -> draft.stress = chosen);
    }

    public HeapOptions withVerify(Set<Occasion> occasions) {
        return changed(draft -> draft.verify = occasions);
    }

    private HeapOptions changed(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return draft.build();
    }

    /** Options in the making: a copy whose fields may still change. */
    private static final class Draft {
        private String plan;
        private long maxHeapBytes;
        private long nurseryBytes;
        private int aging;
        private long largeBytes;
        private Remembering remembering = Remembering.OBJECTS;
        private double pauseGoalMillis = DEFAULT_PAUSE_MILLIS;
        private boolean pinning;
        private String recording = "";
        private Trigger trigger = DEFAULT_TRIGGER;
        private Stress stress = Stress.NONE;
        private Set<Occasion> verify = EnumSet.noneOf(Occasion.class);

        Draft(String plan, long maxHeapBytes, long nurseryBytes, long largeBytes) {
            this.plan = plan;
            this.maxHeapBytes = maxHeapBytes;
            this.nurseryBytes = nurseryBytes;
            this.largeBytes = largeBytes;
        }

        Draft(HeapOptions from) {
            this(from.plan, from.maxHeapBytes, from.nurseryBytes, from.largeBytes);
            aging = from.aging;
            remembering = from.remembering;
            pauseGoalMillis = from.pauseGoalMillis;
            pinning = from.pinning;
            recording = from.recording;
            trigger = from.trigger;
            stress = from.stress;
            verify = from.verify;
        }

        HeapOptions build() {
            return new HeapOptions(plan, maxHeapBytes, nurseryBytes, aging, largeBytes, remembering, pauseGoalMillis, pinning, recording, trigger, stress, verify);
        }
    }
}
