package io.mooring.rawrefcount;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mooring.gc.verify.Occasion;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each graph of the corpus comes to the end that its text expects: on every plan, with both kinds of links, young and old. [INV-45] [INV-46] */
class CycleGraphTest {
    /** Of the settings under stress each graph runs in one out of so many, another one each. */
    private static final int STRESSED_SAMPLE = 12;
    /** Steps that a cycle over any graph takes: to guess, to look at links, to end them, and to sweep. */
    private static final int LEAST_STEPS = 2;

    static List<CycleGraph> graphs() {
        return CycleGraph.all();
    }

    @ParameterizedTest
    @MethodSource("graphs")
    void aGraphThatIsOldComesToItsEnd(CycleGraph graph) {
        settings(graph, false).forEach(setting -> run(graph, setting, true));
    }

    @ParameterizedTest
    @MethodSource("graphs")
    void aGraphThatIsYoungComesToItsEnd(CycleGraph graph) {
        settings(graph, false).filter(setting -> setting.aging() == 2).forEach(setting -> run(graph, setting, false));
    }

    @ParameterizedTest
    @MethodSource("graphs")
    void aGraphComesToItsEndUnderStress(CycleGraph graph) {
        settings(graph, true).forEach(setting -> run(graph, setting, true));
    }

    @ParameterizedTest
    @MethodSource("graphsWithoutTheFickle")
    void aGraphComesToItsEndThoughItIsCollectedInSteps(CycleGraph graph) {
        for (LinkSetting setting : inSteps()) runInSteps(graph, setting, 0, EnumSet.of(Occasion.AFTER_COLLECTION));
    }

    /** Who tells something every second time only may always be asked at the wrong time, as a collection in steps asks twice. */
    static List<CycleGraph> graphsWithoutTheFickle() {
        return graphs().stream().filter(graph -> graph.lines().stream().noneMatch(line -> line.right().contains("fickle"))).toList();
    }

    static List<CycleGraph> graphsThatChangeMeanwhile() {
        return graphs().stream().filter(graph -> graph.lines().stream().anyMatch(line -> line.verb().equals("meanwhile"))).toList();
    }

    @ParameterizedTest
    @MethodSource("graphsThatChangeMeanwhile")
    void aGraphThatChangesBetweenAnyTwoStepsComesToItsEnd(CycleGraph graph) {
        for (LinkSetting setting : inSteps()) {
            int steps = 1;
            while (runInSteps(graph, setting, steps, EnumSet.noneOf(Occasion.class))) steps++;
            assertThat(steps).as("steps of a cycle over %s", graph).isGreaterThan(LEAST_STEPS);
        }
    }

    private static List<LinkSetting> inSteps() {
        return LinkMarkingTest.settings().toList();
    }

    private static boolean runInSteps(CycleGraph graph, LinkSetting setting, int steps, Set<Occasion> verify) {
        CycleWorld world = CycleWorld.inSteps(setting, verify);
        world.drainEachStep(steps % 2 == 0);
        try (CycleGraphRun run = new CycleGraphRun(graph, world, true, steps)) {
            return run.run();
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError(graph.name() + " in " + setting + " after " + steps + " steps: " + graph.about() + "\n" + e.getMessage(), e);
        }
    }

    private static Stream<LinkSetting> settings(CycleGraph graph, boolean stressed) {
        List<LinkSetting> all = LinkSetting.all().filter(setting -> setting.stressed() == stressed).toList();
        if (!stressed) return all.stream();
        int first = Math.floorMod(graph.name().hashCode(), STRESSED_SAMPLE);
        return Stream.iterate(first, i -> i < all.size(), i -> i + STRESSED_SAMPLE).map(all::get);
    }

    private static void run(CycleGraph graph, LinkSetting setting, boolean old) {
        try (CycleGraphRun run = new CycleGraphRun(graph, setting, old)) {
            run.run();
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError(graph.name() + " in " + setting + (old ? ", old: " : ", young: ") + graph.about() + "\n" + e.getMessage(), e);
        }
    }

    @Test
    void theCorpusHasAtLeastSeventyGraphsEachWithAnExpectation() {
        assertThat(CycleGraph.all()).hasSizeGreaterThanOrEqualTo(70)
                .allMatch(graph -> graph.lines().stream().anyMatch(line -> CycleGraph.isFate(line.verb())))
                .allMatch(graph -> graph.about().endsWith("."));
    }

    @Test
    void anExpectationThatIsNotMetFails() {
        CycleGraph wrong = CycleGraph.parse("== wrong\nIt dies.\nc A\nA => A\nlives A\n").getFirst();
        assertThatThrownBy(() -> run(wrong, LinkSetting.all().findFirst().orElseThrow(), true)).isInstanceOf(AssertionError.class).hasMessageContaining("A lives");
    }

    @Test
    void aLineThatMeansNothingIsRefused() {
        assertThatThrownBy(() -> CycleGraph.parse("== wrong\nA word too much.\nprivate A\n")).hasMessageContaining("private");
    }
}
