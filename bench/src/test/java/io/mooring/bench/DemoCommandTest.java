package io.mooring.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The demonstration tells the truth: its figures are those that its script implies. */
final class DemoCommandTest {
    private static final int LISTS = 20_000;

    /** The cells of the line that begins with these words. */
    private static List<String> cells(CommandRun run, String heading) {
        String line = run.out().lines().map(String::strip).filter(it -> it.startsWith(heading)).findFirst().orElseThrow(
                () -> new AssertionError("no line begins with '" + heading + "' in:\n" + run.out()));
        return List.of(line.substring(heading.length()).strip().split(" {2,}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"GenCopy", "SemiSpace"})
    void whatMovedWasLinkedAndDiedIsWhatTheScriptImplies(String plan) {
        CommandRun run = CommandRun.of("demo", "--lists", Integer.toString(LISTS), "--nursery", "256k", "--plan", plan);

        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isZero();
        assertThat(cells(run, "links made, one for each list")).containsExactly("20,000", "20,000");
        assertThat(cells(run, "kept by C, whose pointers stay where they are")).containsExactly("20", "20");
        assertThat(cells(run, "and reads through C as it was made")).containsExactly("20", "20");
        assertThat(cells(run, "objects of C made, dropped, tp_dealloc ran")).containsExactly("200", "200");
        List<Integer> early = numbers(cells(run, "died young: the list and its PyObject, freed at once"));
        List<Integer> late = numbers(cells(run, "died old: C let go, a major collection freed it"));
        assertThat(early.get(0) + late.get(0)).as("freed with the table").isEqualTo(LISTS);
        assertThat(early.get(1) + late.get(1)).as("freed with the dictionary").isEqualTo(LISTS);
        assertThat(late).as("kept, or in use during a collection").allSatisfy(count -> assertThat(count).isBetween(20, 60));
    }

    private static List<Integer> numbers(List<String> cells) {
        return cells.stream().map(cell -> Integer.valueOf(cell.replace(",", ""))).toList();
    }

    @Test
    void itRunsWithACollectionAtEveryAllocation() {
        CommandRun run = CommandRun.of("demo", "--lists", "30", "--stress", "1", "--verify", "--max-heap", "16m");

        assertThat(run.err()).isEmpty();
        assertThat(cells(run, "and reads through C as it was made")).containsExactly("1", "1");
    }

    @Test
    void theListMovesAndItsPyObjectDoesNot() {
        CommandRun run = CommandRun.of("demo", "--lists", "1000");

        Pattern addresses = Pattern.compile("(0x\\p{XDigit}+) +moved +(0x\\p{XDigit}+) +\\['ahoy', 1\\]");
        List<String> pyObjects = run.out().lines().map(addresses::matcher).filter(matcher -> matcher.find()).map(matcher -> matcher.group(2)).toList();
        assertThat(pyObjects).hasSize(2).containsOnly(pyObjects.getFirst());
        assertThat(cells(run, "C lets go; a major collection")).containsExactly("dead", "freed");
    }
}
