package io.mooring.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Command lines that cannot be carried out: exit code 2 and one line that names option, value and what would be right. */
final class CommandLineTest {
    /** Lines of a screen on which the help must fit. */
    private static final int SCREEN_LINES = 40;
    private static final int SCREEN_COLUMNS = 110;

    static Stream<Arguments> impossibleCommandLines() {
        return Stream.of(
                arguments("", "a command is missing"),
                arguments("frobnicate", "unknown command 'frobnicate'"),
                arguments("plans --frobnicate", "unknown option '--frobnicate'"),
                arguments("plans extra", "unknown argument 'extra'"),
                arguments("call", "'MODULE', 'FUNCTION'"),
                arguments("call module.so", "'FUNCTION'"),
                arguments("call no/such/module.so f", "there is no file no/such/module.so"),
                arguments("links --nursery 4x", "'--nursery': '4x' is not a size; write bytes, or a number with k, m or g"),
                arguments("links --nursery -4m", "'-4m' is not a size"),
                arguments("links --nursery 1k", "option --nursery is 1k; it must be between 16k and a quarter of --max-heap, 256m"),
                arguments("links --nursery 512m", "option --nursery is 512m; it must be between 16k and a quarter of --max-heap, 256m"),
                arguments("call --nosuch x.so f", "unknown option '--nosuch'; see mooring call --help"),
                arguments("links --max-heap 1k", "option --max-heap is 1k; it must be at least 256k"),
                arguments("links --max-heap 99999999999g", "larger than any address space"),
                arguments("links --plan Frobnicate", "option --plan is 'Frobnicate'; it must be one of "),
                arguments("rows --plan NoGC --stress 2", "option --stress is every 2, move everything, poison; under plan NoGC it must be left alone, at none, as nothing is ever collected"),
                arguments("rows --plan NoGC --trigger sqrt:8", "under plan NoGC it must be left alone, at "),
                arguments("links --plan NoGC", "option --plan is NoGC, which frees nothing"),
                arguments("demo --plan NoGC", "option --plan is NoGC, which frees nothing"),
                arguments("links --trigger x", "option --trigger is x; it must be "),
                arguments("links --trigger live:0", "option --trigger multiple is 0.0; it must be between 1 and 100"),
                arguments("links --aging 4", "option --aging is 4; it must be between 0 and 3"),
                arguments("links --aging 2 --plan SemiSpace", "option --aging is 2; under plan SemiSpace it must be 0, as there are no generations"),
                arguments("links --pause-goal 5", "option --pause-goal is 5.0; under plan GenCopy it must be left alone"),
                arguments("links --aging x", "'--aging': 'x' is not an int"),
                arguments("links --stress 0", "option --stress is 0; it must be between 1 and"),
                arguments("links --young 0", "option --young is 0; it must be between 1 and"),
                arguments("links --live 0", "option --live is 0; it must be between 1 and"),
                arguments("links --figures speed", "option --figures is 'speed'; it must be some of young, live, kill, steps, border"),
                arguments("links --questions age", "option --questions needs --plots DIR"),
                arguments("links --plots no/such/folder --verify", "option --verify cannot go with --plots; what can is --questions, --plan"),
                arguments("links --plots no/such/folder --questions love", "option --questions is 'love'; it must be some of young, live, survival, age, plan, major, border"),
                arguments("links --rounds 0", "option --rounds is 0; it must be between 1 and"),
                arguments("rows --peers jython", "option --peers is 'jython'; it must be some of cpython, embedded, pypy, or none"),
                arguments("rows --links tree", "option --links is 'tree'; it must be table or dictionary"),
                arguments("rows --millis 0", "option --millis is 0; it must be between 1 and"),
                arguments("gc --figures speed", "option --figures is 'speed'; it must be some of collections, minheap, copy, quads, trees, barrier, pauses, java, curve"),
                arguments("gc --rounds 3", "unknown option '--rounds'"),
                arguments("demo --lists 0", "option --lists is 0; it must be between 1 and"));
    }

    @ParameterizedTest(name = "mooring {0}")
    @MethodSource("impossibleCommandLines")
    void anImpossibleCommandLineIsRefusedInOneLine(String line, String complaint) {
        CommandRun run = CommandRun.of(line.isEmpty() ? new String[0] : line.split(" "));

        assertThat(run.err()).startsWith("mooring: ").contains(complaint).hasLineCount(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.code()).isEqualTo(2);
    }

    @Test
    void aHeapThatIsTooSmallForTheWorkFailsInOneLine() {
        CommandRun run = CommandRun.of("links", "--max-heap", "1m", "--young", "10", "--live", "20000", "--rounds", "1");

        assertThat(run.err()).startsWith("mooring: heap exhausted").contains("in use").hasLineCount(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.code()).isEqualTo(1);
    }

    @Test
    void theHelpExplainsEveryCommandOnOneScreen() {
        CommandRun run = CommandRun.of("--help");

        assertThat(run.code()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out().lines().toList()).hasSizeLessThanOrEqualTo(SCREEN_LINES).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(SCREEN_COLUMNS));
        assertThat(run.out()).contains(
                "demo ", "call ", "links ", "rows ", "plans ", "gc ", "jmh ",
                "--plan", "--nursery", "--max-heap", "--aging", "--stress", "--verify", "--links table|dictionary", "--stats", "--json", "Exit codes");
    }

    @ParameterizedTest(name = "mooring {0} --help")
    @MethodSource("commands")
    void everyCommandExplainsItself(String command) {
        CommandRun run = CommandRun.of(command, "--help");

        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("Usage: mooring " + command);
    }

    static List<String> commands() {
        return List.of("demo", "call", "links", "rows", "plans", "gc", "jmh");
    }

    @Test
    void aSizeIsReadWithItsUnit() {
        ByteSize size = new ByteSize();

        assertThat(Stream.of("65536", "64k", "64K", "64kb", "4m", "1g").map(size::convert))
                .containsExactly(65536L, 65536L, 65536L, 65536L, 4L << 20, 1L << 30);
        assertThat(Stream.of(1L << 30, 4L << 20, 3L << 9, 1025L).map(ByteSize::text)).containsExactly("1g", "4m", "1536", "1025");
    }
}
