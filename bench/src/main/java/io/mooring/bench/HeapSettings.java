package io.mooring.bench;

import io.mooring.gc.HeapOptions;
import io.mooring.gc.Stress;
import io.mooring.gc.barrier.Remembering;
import io.mooring.gc.object.ObjectHeader;
import io.mooring.gc.plan.PlanFactory;
import io.mooring.gc.plan.Plans;
import io.mooring.gc.trigger.Triggers;
import io.mooring.gc.verify.Occasion;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** The options of every command that opens a heap; {@link #heapOptions} checks them against what a heap allows. */
public final class HeapSettings {
    @Option(names = "--plan", paramLabel = "PLAN", completionCandidates = PlanNames.class, defaultValue = "GenCopy",
            description = "How the heap is collected: ${COMPLETION-CANDIDATES} (default ${DEFAULT-VALUE}).")
    private String plan;

    @Option(names = "--nursery", paramLabel = "SIZE", converter = ByteSize.class,
            description = "Bytes allocated between two minor collections, such as 64k or 4m (default 4m).")
    private Long nursery;

    @Option(names = "--max-heap", paramLabel = "SIZE", converter = ByteSize.class,
            description = "Most bytes the heap may use, copy reserve included (default 1g).")
    private Long maxHeap;

    @Option(names = "--aging", paramLabel = "N", description = "Minor collections an object survives before it is promoted, 0 to 3 (default 0); for plans with a nursery of their own.")
    private Integer aging;

    @Option(names = "--remembering", paramLabel = "WHAT", description = "What the barrier writes down: objects, fields or cards (default objects); for GenCopy and GenMS.")
    private String remembering;

    @Option(names = "--trigger", paramLabel = "TRIGGER", description = "How far the heap grows: " + Triggers.SYNTAX + " (default live:4).")
    private String trigger;

    @Option(names = "--pause-goal", paramLabel = "MILLIS", description = "How long the Incremental plan may stop the program at a time (default 10); other plans refuse it.")
    private Double pauseGoal;

    @Option(names = "--recording", paramLabel = "FILE", description = "Where the Recorder plan writes its trace.")
    private String recording;

    @Option(names = "--stress", paramLabel = "N", description = "Collect at every Nth allocation, move everything, poison what was left.")
    private Integer stress;

    @Option(names = "--verify", description = "Check the whole heap before, after and between collections.")
    private boolean verify;

    /** The options of a heap; refuses what a heap cannot be, naming option, value and range. */
    public HeapOptions heapOptions() {
        HeapOptions options = HeapOptions.defaults().withPlan(knownPlan());
        if (maxHeap != null) options = options.withMaxHeap(atLeast("--max-heap", maxHeap, HeapOptions.MIN_HEAP_BYTES));
        if (nursery != null) options = options.withNursery(nurseryWithin(options.maxHeapBytes()));
        if (aging != null) options = options.withAging(Bounds.check("--aging", aging, 0, ObjectHeader.MAX_AGE));
        try {
            if (remembering != null) options = options.withRemembering(knownRemembering());
            if (trigger != null) options = options.withTrigger(Triggers.named(trigger));
            if (pauseGoal != null) options = options.withPauseGoal(pauseGoal);
            if (recording != null) options = options.withRecording(recording);
            if (stress != null) options = options.withStress(Stress.every(Bounds.check("--stress", stress, 1, Integer.MAX_VALUE)));
            Plans.check(Plans.named(options.plan()), options);
        } catch (IllegalArgumentException refused) {
            throw new UsageError(OneLineErrors.asOption(refused.getMessage()));
        }
        if (verify) options = options.withVerify(EnumSet.allOf(Occasion.class));
        return options;
    }

    /** As {@link #heapOptions}, for a command that shows how objects die: refuses a plan that frees nothing. */
    HeapOptions collectedHeapOptions() {
        HeapOptions options = heapOptions();
        if (!Plans.named(options.plan()).traits().collects()) {
            throw new UsageError("option --plan is " + options.plan() + ", which frees nothing; this command needs a plan that does");
        }
        return options;
    }

    private String knownPlan() {
        List<String> names = new PlanNames();
        return names.stream().filter(plan::equalsIgnoreCase).findFirst()
                .orElseThrow(() -> new UsageError("option --plan is '" + plan + "'; it must be one of " + String.join(", ", names)));
    }

    private Remembering knownRemembering() {
        return Stream.of(Remembering.values()).filter(kind -> kind.name().equalsIgnoreCase(remembering)).findFirst()
                .orElseThrow(() -> new UsageError("option --remembering is '" + remembering + "'; it must be objects, fields or cards"));
    }

    private long nurseryWithin(long maxHeapBytes) {
        long most = maxHeapBytes / 4;
        if (nursery < HeapOptions.MIN_NURSERY_BYTES || nursery > most) {
            throw new UsageError("option --nursery is " + ByteSize.text(nursery) + "; it must be between "
                    + ByteSize.text(HeapOptions.MIN_NURSERY_BYTES) + " and a quarter of --max-heap, " + ByteSize.text(most));
        }
        return nursery;
    }

    private static long atLeast(String option, long value, long least) {
        if (value < least) throw new UsageError("option " + option + " is " + ByteSize.text(value) + "; it must be at least " + ByteSize.text(least));
        return value;
    }


    /** The names that {@code --plan} takes, plans from other jars included. */
    private static final class PlanNames extends ArrayList<String> {
        private static final long serialVersionUID = 1L;

        PlanNames() {
            super(Plans.all().stream().map(PlanFactory::name).collect(Collectors.toList()));
        }
    }
}
