package io.mooring.gc.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/** All plans that can be asked for by name: this module's own, and those of other jars. */
public final class Plans {
    private Plans() {}

    public static List<PlanFactory> all() {
        List<PlanFactory> factories = new ArrayList<>(List.of(new NoGCPlan.Factory(), new SemiSpacePlan.Factory(), new GenCopyPlan.Factory(), new GenMSPlan.Factory(), new MarkCompactPlan.Factory()));
        ServiceLoader.load(PlanFactory.class).forEach(factories::add);
        return List.copyOf(factories);
    }

    /** The plan of that name, in any case of letters. */
    public static PlanFactory named(String name) {
        List<PlanFactory> factories = all();
        for (PlanFactory factory : factories) {
            if (factory.name().equalsIgnoreCase(name)) return factory;
        }
        String known = factories.stream().map(PlanFactory::name).collect(Collectors.joining(", "));
        throw new IllegalArgumentException("option plan is " + name + "; it must be one of " + known);
    }
}
