package io.mooring.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mooring.bench.compile.Workshop;
import io.mooring.bench.rows.RowsBench;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code mooring call}, one process for all of its rows: after each failure the next call works. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class CallCommandTest {
    private Workshop workshop;
    private String simple;

    @BeforeAll
    void compile() {
        workshop = new Workshop();
        simple = workshop.extension(Workshop.inProject(RowsBench.SOURCE)).toString();
    }

    @AfterAll
    void clean() {
        workshop.close();
    }

    private CommandRun call(String... words) {
        List<String> line = new ArrayList<>(List.of("call", simple));
        line.addAll(List.of(words));
        return CommandRun.of(line.toArray(String[]::new));
    }

    static Stream<Arguments> calls() {
        return Stream.of(
                arguments(List.of("noargs"), "None"),
                arguments(List.of("onearg", "-2.5"), "None"),
                arguments(List.of("onearg", "[1, (2, b'3'), {'four': {5}}]"), "None"),
                arguments(List.of("varargs"), "None"),
                arguments(List.of("varargs", "1", "'two'", "None", "-4"), "None"),
                arguments(List.of("allocate_int"), "2048"),
                arguments(List.of("allocate_tuple"), "(2048, 2049)"),
                arguments(List.of("allocate_tuple", "--links", "dictionary"), "(2048, 2049)"),
                arguments(List.of("allocate_tuple", "--plan", "SemiSpace", "--stress", "1", "--verify"), "(2048, 2049)"),
                arguments(List.of("Foo.noargs.__name__.upper"), "'NOARGS'"));
    }

    @ParameterizedTest(name = "simple {0}")
    @MethodSource("calls")
    void theReprOfTheResultIsPrinted(List<String> words, String repr) {
        CommandRun run = call(words.toArray(String[]::new));

        assertThat(run.err()).isEmpty();
        assertThat(run.out()).isEqualToIgnoringNewLines(repr);
        assertThat(run.code()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"touch, 0", "over_decref, 1"})
    void inDebugModeTheExitCodeTellsOfMisuse(String function, int code) {
        String misuse = workshop.extension(Workshop.inProject(Path.of("capi-native/src/test/c/misuse.c"))).toString();

        CommandRun run = CommandRun.of("call", "--debug", misuse, function, "123456789");

        assertThat(run.out()).isEqualToIgnoringNewLines("None");
        assertThat(run.code()).isEqualTo(code);
    }

    static Stream<Arguments> failingCalls() {
        return Stream.of(
                arguments(List.of("noargs", "1"), 1, "TypeError: ", "noargs() takes no arguments (1 given)"),
                arguments(List.of("onearg"), 1, "TypeError: ", "onearg() takes exactly one argument (0 given)"),
                arguments(List.of("nope"), 1, "AttributeError: ", "module 'simple' has no attribute 'nope'"),
                arguments(List.of("__name__"), 1, "TypeError: ", "'str' object is not callable"),
                arguments(List.of("onearg", "[1,"), 2, "mooring: ARG 1, '[1,': ", ""),
                arguments(List.of("varargs", "1", "nonsense"), 2, "mooring: ARG 2, 'nonsense': ", ""),
                arguments(List.of("onearg", "[".repeat(1000)), 2, "mooring: ARG 1, '" + "[".repeat(40) + "...': ", "too many nested brackets"),
                arguments(List.of("onearg", "{[]: 1}"), 2, "mooring: ARG 1, '{[]: 1}': ", "unhashable type: 'list'"),
                arguments(List.of("onearg", "1", "--max-heap", "256k"), 2, "mooring: option --max-heap is 256k, ", "it must be at least 512k"),
                arguments(List.of("onearg", "1", "--max-heap", "256k", "--plan", "SemiSpace"), 2, "mooring: option --max-heap is 256k, ", "it must be at least "),
                arguments(List.of("onearg", "[" + "[],".repeat(30_000) + "]", "--max-heap", "1m"), 1, "MemoryError: heap exhausted", "in use"),
                arguments(List.of("onearg.__self__.__name__.__mul__", "200000", "--max-heap", "1m"), 1, "MemoryError: ", "in use"),
                arguments(List.of("onearg", "--frobnicate"), 2, "mooring: ARG 1, '--frobnicate': ", ""));
    }

    @ParameterizedTest(name = "simple {0}")
    @MethodSource("failingCalls")
    void aCallThatFailsIsOneLineAndTheNextOneWorks(List<String> words, int code, String start, String complaint) {
        CommandRun run = call(words.toArray(String[]::new));

        assertThat(run.err()).startsWith(start).contains(complaint).hasLineCount(1).doesNotContain("\tat ");
        assertThat(run.out()).isEmpty();
        assertThat(run.code()).isEqualTo(code);
        assertThat(call("allocate_int").out()).isEqualToIgnoringNewLines("2048");
    }

    @Test
    void aFileThatIsNoLibraryIsOneLine() throws IOException {
        Path text = Files.writeString(workshop.folder().resolve("text.so"), "no ELF");
        CommandRun run = CommandRun.of("call", text.toString(), "f");

        assertThat(run.err()).startsWith("ImportError: ").contains("text.so").hasLineCount(1);
        assertThat(run.code()).isEqualTo(1);
        assertThat(call("allocate_int").out()).isEqualToIgnoringNewLines("2048");
    }

    @Test
    void jsonHoldsResultTypeAndFigures() throws IOException {
        JsonNode report = new ObjectMapper().readTree(call("allocate_tuple", "--json", "--stats", "--stress", "1").out());

        assertThat(report.get("result").asText()).isEqualTo("(2048, 2049)");
        assertThat(report.get("type").asText()).isEqualTo("tuple");
        assertThat(report.get("stats").get("plan").asText()).isEqualTo("GenCopy");
        assertThat(report.get("stats").get("majorCollections").asLong()).isPositive();
        assertThat(report.get("stats").get("links").has("diedYoung")).isTrue();
        assertThat(new ObjectMapper().readTree(call("noargs", "--json").out()).get("stats").isNull()).isTrue();
    }

    @Test
    void figuresAreReadable() {
        assertThat(call("onearg", "[]", "--stats").out().lines())
                .anyMatch(line -> line.startsWith("plan GenCopy: "))
                .anyMatch(line -> line.startsWith("links: "));
    }
}
