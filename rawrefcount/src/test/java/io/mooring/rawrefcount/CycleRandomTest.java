package io.mooring.rawrefcount;

import io.mooring.gc.verify.Occasion;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random graphs over both heaps, changed between collections, against an oracle that knows reachability and counts and no heap: nobody
 * dies who can be reached, and nobody stays who can be taken apart. The failure names the seed and the whole script. [INV-45] [INV-46]
 */
class CycleRandomTest {
    private static final int GRAPHS = 24;
    private static final int GRAPHS_UNDER_STRESS = 2;
    private static final int GRAPHS_IN_STEPS = 100;
    /** More than any of these graphs has. */
    private static final int NODES_GUESSED_TOGETHER = 1000;
    /** Of the graphs in steps every so many'th has its heap verified before and after each step. */
    private static final int VERIFIED_SHARE = 4;
    private static final int BATCHES = 4;
    private static final int CHANGES = 40;

    static Stream<Arguments> graphs() {
        return LinkSetting.all().flatMap(setting -> IntStream.range(0, setting.stressed() ? GRAPHS_UNDER_STRESS : GRAPHS).mapToObj(i -> Arguments.of(setting, seed(setting, i))));
    }

    /** Each setting has seeds of its own, so that the settings together see many graphs. */
    private static int seed(LinkSetting setting, int i) {
        return Math.floorMod(setting.toString().hashCode(), 1 << 20) * GRAPHS + i;
    }

    @ParameterizedTest(name = "{0}, seed {1}")
    @MethodSource("graphs")
    void theCollectorAndReachabilityAgree(LinkSetting setting, int seed) {
        try (CycleWorld world = new CycleWorld(setting)) {
            CycleScript script = new CycleScript(seed, world);
            try {
                script.run(BATCHES, CHANGES);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed + " in " + setting + ": " + e.getMessage() + "\n" + script, e);
            }
        }
    }

    static Stream<Arguments> graphsInSteps() {
        return LinkMarkingTest.settings().flatMap(setting -> IntStream.range(0, GRAPHS_IN_STEPS).mapToObj(i -> Arguments.of(setting, seed(setting, i))));
    }

    @ParameterizedTest(name = "{0} in steps, seed {1}")
    @MethodSource("graphsInSteps")
    void theCollectorInStepsAndReachabilityAgree(LinkSetting setting, int seed) {
        runInSteps(setting, seed, NODES_GUESSED_TOGETHER);
    }

    @ParameterizedTest(name = "{0} in steps, with a bad guess, seed {1}")
    @MethodSource("graphsInSteps")
    void whateverTheGuessNobodyDiesWhoCanBeReached(LinkSetting setting, int seed) {
        runInSteps(setting, seed + 7, 1 + seed % 3);
    }

    private static void runInSteps(LinkSetting setting, int seed, int guessedTogether) {
        Set<Occasion> verify = seed % VERIFIED_SHARE == 0 ? EnumSet.allOf(Occasion.class) : EnumSet.noneOf(Occasion.class);
        try (CycleWorld world = CycleWorld.inSteps(setting, verify)) {
            world.c.guessIn(guessedTogether);
            CycleScript script = new CycleScript(seed, world, guessedTogether == NODES_GUESSED_TOGETHER);
            try {
                script.run(BATCHES, CHANGES);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed + " in " + setting + " in steps: " + e.getMessage() + "\n" + script, e);
            }
        }
    }
}
