package io.mooring.bench.gc.figure;

import io.mooring.gc.plan.PlanFactory;
import io.mooring.gc.plan.Plans;
import java.util.List;
import java.util.Set;

/** The plans whose speed and space mean something: all that collect, plans of other jars included, but for those that look for bugs. */
final class MeasuredPlans {
    private static final Set<String> LOOK_FOR_BUGS = Set.of("Zealot", "Poisoned", "Recorder");

    private MeasuredPlans() {}

    static List<String> names() {
        return Plans.all().stream().filter(plan -> plan.traits().collects() && !LOOK_FOR_BUGS.contains(plan.name())).map(PlanFactory::name).toList();
    }

    static boolean has(String name) {
        return Plans.all().stream().anyMatch(plan -> plan.name().equals(name));
    }
}
