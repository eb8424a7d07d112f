package io.mooring.lisp;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.gc.barrier.Remembering;
import io.mooring.gc.plan.PlanFactory;
import io.mooring.gc.plan.Plans;
import io.mooring.gc.plan.Traits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The table of plans in {@code docs/choosing.md} says what the plans say of themselves; {@code -Dtutorial.update=true} writes it anew. */
class ChoosingTest {
    private static final Path PAGE = Tutorial.root().resolve("docs/choosing.md");

    private static String row(PlanFactory plan) {
        Traits traits = plan.traits();
        String remembered = traits.remembering().stream().sorted().map(Remembering::name).collect(Collectors.joining(", "));
        return "| %s | %s | %s | %s | %s | %s | %s | %s | %s |".formatted(
                plan.name(), yes(traits.collects()), yes(traits.moves()), yes(traits.generational()), yes(traits.incremental()), yes(traits.barrier()),
                yes(traits.pins()), remembered, traits.collects() ? traits.reserveFactor() : "");
    }

    private static String yes(boolean holds) {
        return holds ? "yes" : "";
    }

    @Test
    void theTableShowsTheTraitsOfEveryPlan() throws IOException {
        List<String> page = Tutorial.lines(PAGE);
        List<String> wanted = new ArrayList<>(page.subList(0, page.indexOf("<!-- plans -->") + 1));
        wanted.add("");
        wanted.add("| plan | collects | moves | minor collections | in steps | barrier | pins | remembered | reserve |");
        wanted.add("|---|---|---|---|---|---|---|---|---|");
        Plans.known().forEach(plan -> wanted.add(row(plan)));
        wanted.add("");
        wanted.addAll(page.subList(page.indexOf("<!-- end -->"), page.size()));
        if (Boolean.getBoolean("tutorial.update")) Files.write(PAGE, wanted);
        else assertThat(page).as(PAGE + "; run this test with -Dtutorial.update=true to refresh it").isEqualTo(wanted);
    }

    @Test
    void everyPlanIsDescribed() {
        List<String> page = Tutorial.lines(PAGE);
        for (PlanFactory plan : Plans.known()) assertThat(page).as(plan.name()).anyMatch(line -> line.startsWith("**" + plan.name() + "**"));
    }
}
