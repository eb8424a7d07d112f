package io.mooring.gc.plan;

import io.mooring.gc.HeapOptions;
import io.mooring.gc.Stress;
import io.mooring.gc.barrier.Remembering;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/** All plans that can be asked for by name: this module's own, and those of other jars. */
public final class Plans {
    private Plans() {}

    /** Those that heaps can be built of in this process. */
    public static List<PlanFactory> all() {
        return known().stream().filter(plan -> plan.needs().isEmpty()).toList();
    }

    /** All that there are, those that need a process of another kind included. */
    public static List<PlanFactory> known() {
        List<PlanFactory> factories = new ArrayList<>(List.of(
                new NoGCPlan.Factory(), new SemiSpacePlan.Factory(), new GenCopyPlan.Factory(), new GenMSPlan.Factory(), new MarkCompactPlan.Factory(), new ImmixPlan.Factory(), new StickyImmixPlan.Factory(),
                new IncrementalPlan.Factory(), new ZealotPlan.Factory(), new RecorderPlan.Factory(), new PoisonedPlan.Factory()));
        ServiceLoader.load(PlanFactory.class).forEach(factories::add);
        return List.copyOf(factories);
    }

    /** Refuses options that ask of a plan what its traits say it cannot. */
    public static void check(PlanFactory factory, HeapOptions options) {
        Traits traits = factory.traits();
        Remembering remembering = options.remembering();
        if (remembering != Remembering.OBJECTS && !traits.remembering().contains(remembering)) {
            String allowed = traits.remembering().isEmpty() ? "left alone, as there is no remembered set" : "one of " + traits.remembering();
            throw new IllegalArgumentException("option remembering is " + remembering + "; under plan " + factory.name() + " it must be " + allowed);
        }
        if (!options.recording().isEmpty() && !factory.records()) {
            throw new IllegalArgumentException("option recording is " + options.recording() + "; under plan " + factory.name() + " it must be left alone, as only Recorder writes a trace");
        }
        if (options.aging() > 0 && !traits.ages()) {
            String why = traits.generational() ? "every survivor is old" : "there are no generations";
            throw new IllegalArgumentException("option aging is " + options.aging() + "; under plan " + factory.name() + " it must be 0, as " + why);
        }
        if (options.pauseGoalMillis() != HeapOptions.DEFAULT_PAUSE_MILLIS && !traits.incremental()) {
            throw new IllegalArgumentException("option pause-goal is " + options.pauseGoalMillis() + "; under plan " + factory.name() + " it must be left alone, at " + HeapOptions.DEFAULT_PAUSE_MILLIS
                    + ", as a major collection is done in one piece");
        }
        if (!traits.collects()) {
            requireDefault("stress", options.stress(), Stress.NONE, factory);
            requireDefault("trigger", options.trigger(), HeapOptions.DEFAULT_TRIGGER, factory);
        }
        if (options.pinning() && !traits.pins()) {
            String able = all().stream().filter(plan -> plan.traits().pins()).map(PlanFactory::name).collect(Collectors.joining(", "));
            throw new IllegalArgumentException("option pinning is true; plan " + factory.name() + " cannot keep single objects in place, it must be one of " + able);
        }
    }

    private static void requireDefault(String option, Object value, Object byDefault, PlanFactory factory) {
        if (value.equals(byDefault)) return;
        throw new IllegalArgumentException("option " + option + " is " + value + "; under plan " + factory.name() + " it must be left alone, at " + byDefault + ", as nothing is ever collected");
    }

    /** The plan of that name, in any case of letters. */
    public static PlanFactory named(String name) {
        List<PlanFactory> factories = known();
        for (PlanFactory factory : factories) {
            if (!factory.name().equalsIgnoreCase(name)) continue;
            if (factory.needs().isEmpty()) return factory;
            throw new IllegalArgumentException("option plan is " + name + "; it needs " + factory.needs());
        }
        String known = factories.stream().map(PlanFactory::name).collect(Collectors.joining(", "));
        throw new IllegalArgumentException("option plan is " + HeapOptions.oneLine(name) + "; it must be one of " + known);
    }
}
