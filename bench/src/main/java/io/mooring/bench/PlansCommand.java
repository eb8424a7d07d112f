package io.mooring.bench;

import io.mooring.gc.HeapOptions;
import io.mooring.gc.barrier.Remembering;
import io.mooring.gc.plan.PlanFactory;
import io.mooring.gc.plan.Plans;
import io.mooring.gc.plan.Traits;
import java.io.PrintWriter;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code mooring plans}: the plans that can be chosen, with what is true of each. */
@Command(name = "plans", header = "List the plans (ways to collect) and their traits.")
final class PlansCommand implements Callable<Integer> {
    /**
     * A plan as the JSON shows it.
     *
     * @param findsBugs   it is there to look for mistakes or to look inside, and takes more time for that
     * @param everyObject it collects at every allocation, whatever was asked for
     * @param needs       what a process must have for it; empty when nothing is missing
     */
    record Row(String name, boolean isDefault, boolean findsBugs, boolean everyObject, String needs, ShownTraits traits) {
        static Row of(PlanFactory plan, String chosen) {
            boolean everyObject = plan.refine(HeapOptions.defaults()).stress().countsAllocations();
            return new Row(plan.name(), plan.name().equals(chosen), plan.findsBugs(), everyObject, plan.needs(), ShownTraits.of(plan.traits()));
        }
    }

    /** The traits, and what follows from them. */
    record ShownTraits(
            boolean collects, boolean moves, boolean generational, boolean ages, boolean incremental, boolean barrier, boolean pins, Set<Remembering> remembering, double reserveFactor) {
        static ShownTraits of(Traits traits) {
            return new ShownTraits(
                    traits.collects(), traits.moves(), traits.generational(), traits.ages(), traits.incremental(), traits.barrier(), traits.pins(), traits.remembering(), traits.reserveFactor());
        }
    }

    /** The JSON object. */
    record Report(List<Row> plans) {}

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        String chosen = HeapOptions.defaults().plan();
        List<Row> rows = Plans.known().stream().map(plan -> Row.of(plan, chosen)).toList();
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(Json.text(new Report(rows)));
        } else {
            table(rows).forEach(out::println);
        }
        return 0;
    }

    private static List<String> table(List<Row> rows) {
        TextTable table = new TextTable("plan", "frees", "objects move", "generations", "incremental", "barrier", "pins", "remembers", "heap per live byte");
        for (Row row : rows) {
            ShownTraits traits = row.traits();
            table.row(row.name() + (row.isDefault() ? " (default)" : ""), yes(traits.collects()), yes(traits.moves()), yes(traits.generational()), yes(traits.incremental()), yes(traits.barrier()), yes(traits.pins()),
                    traits.remembering().stream().sorted().map(kind -> kind.name().toLowerCase()).collect(Collectors.joining(" ")), "%.1f".formatted(traits.reserveFactor()));
        }
        return table.lines();
    }

    private static String yes(boolean holds) {
        return holds ? "yes" : "no";
    }
}
