package io.mooring.capi;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.gc.HeapOptions;
import io.mooring.gc.Immediate;
import io.mooring.gc.Stress;
import io.mooring.gc.roots.HandleScope;
import io.mooring.objspace.TypeIds;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The border's dealings with the process: what C prints, native memory that runs short, and one border after another. */
class RuntimeTest {
    private static final long MIB = 1L << 20;

    static Stream<BorderSetting> settings() {
        return BorderSetting.thorough().filter(setting -> setting.stress() == 0); // plans that fill the nursery which they are given
    }

    // ---- start ------------------------------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @MethodSource("io.mooring.capi.BorderSetting#all")
    void aBorderOpensUnderTheStressOfItsSetting(BorderSetting setting) {
        try (Border border = Border.openUnderStress(setting)) {
            if (setting.stress() > 0) assertThat(border.heap.collections()).as("collections during the start").isGreaterThan(100);
            assertThat(border.result("simple", "onearg", "(1,)")).isEqualTo("None");
        }
    }

    // ---- output -----------------------------------------------------------------------------------------------------------------------

    /** The two streams of a border, as text. */
    private record Captured(ByteArrayOutputStream out, ByteArrayOutputStream err) {
        static Captured create() {
            return new Captured(new ByteArrayOutputStream(), new ByteArrayOutputStream());
        }

        CApiOptions options() {
            Streams streams = new Streams(new PrintStream(out, true, StandardCharsets.UTF_8), new PrintStream(err, true, StandardCharsets.UTF_8));
            return BorderSetting.usual().capiOptions().withStreams(streams);
        }

        String output() {
            return out.toString(StandardCharsets.UTF_8);
        }

        String errors() {
            return err.toString(StandardCharsets.UTF_8);
        }
    }

    @Test
    void whatCWritesGoesToTheStreamItNames() {
        Captured captured = Captured.create();
        try (Border border = Border.open(BorderSetting.usual(), captured.options())) {
            border.result("calls_runtime", "write_streams", "('añ€', 'two')");
        }
        assertThat(captured.output()).isEqualTo("out: añ€\n");
        assertThat(captured.errors()).isEqualTo("err: two\n");
    }

    @Test
    void errorsThatNobodyCatchesAndWarningsAreWrittenToTheErrorStream() {
        Captured captured = Captured.create();
        try (Border border = Border.open(BorderSetting.usual(), captured.options())) {
            border.result("calls_runtime", "print_error", "('printed',)");
            border.result("calls_runtime", "unraisable", "('a place',)");
            border.result("calls_runtime", "warn", "('soon gone',)");
            border.result("misbehaver", "drop_raiser", "()");
        }
        assertThat(captured.errors().lines()).containsExactly(
                "ValueError: printed",
                "Exception ignored in: 'a place'", "ValueError: nobody can catch this",
                "DeprecationWarning: soon gone",
                "Exception ignored", "RuntimeError: raised while dying");
        assertThat(captured.output()).isEmpty();
    }

    // ---- memory -----------------------------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @MethodSource("settings")
    void anArenaFullOfDeadMirrorsIsEmptiedByACollection(BorderSetting setting) {
        // a nursery so large that the arena is full of mirrors of sets, which are large for what they mirror, before the heap asks for a collection
        HeapOptions heapOptions = setting.heapOptions().withNursery(16 * MIB).withVerify(Set.of());
        CApiOptions options = setting.capiOptions().withArena(16 * MIB);
        try (Border border = Border.open(heapOptions, options); HandleScope scope = border.heap.scope()) {
            long hSame = scope.root(border.space.getattr(border.module("calls_number"), border.space.intern("same")));
            long before = border.heap.collections();
            long most = 0;
            for (int i = 0; i < 300_000; i++) {
                long w_set = border.space.call0(border.space.w_set);
                assertThat(border.space.kind(border.space.call1(scope.get(hSame), w_set))).isEqualTo(TypeIds.SET);
                if (i % 1000 == 0) most = Math.max(most, border.capi.arenaStatistics().bytes());
            }
            assertThat(most).as("bytes in the arena at its fullest").isGreaterThan(10 * MIB);
            assertThat(border.heap.collections()).isGreaterThan(before);
            border.heap.verify();
        }
    }

    @ParameterizedTest
    @MethodSource("settings")
    void theBoxOfAnIntThatNeedsACollectionLeavesTheFunctionToBeCalledInPlace(BorderSetting setting) {
        // of three digits, so that their boxes stand on no list that others fill; half of the collections come from a box, and what they leave is poison
        HeapOptions heapOptions = setting.heapOptions().withNursery(16 * MIB).withVerify(Set.of()).withStress(new Stress(0, false, true, false));
        try (Border border = Border.open(heapOptions, setting.capiOptions().withArena(16 * MIB)); HandleScope scope = border.heap.scope()) {
            long hNew = scope.root(border.space.getattr(border.module("keeper"), border.space.intern("new_holder")));
            long hLast = scope.root(0);
            long before = border.heap.collections();
            for (long i = 0; i < 300_000; i++) scope.set(hLast, border.space.call1(scope.get(hNew), Immediate.of((1L << 60) + i)));
            assertThat(border.heap.collections()).isGreaterThan(before);
            assertThat(border.space.typeName(scope.get(hLast))).isEqualTo("keeper.Holder");
            border.heap.verify();
        }
    }

    @Test
    void anArenaFullOfLivingObjectsIsAMemoryErrorAndTheNextCallWorks() {
        CApiOptions options = BorderSetting.usual().capiOptions().withArena(16 * MIB);
        try (Border border = Border.open(BorderSetting.usual(), options)) {
            Row.Outcome outcome = border.call("keeper", "build_nested_tuple", "(1000000,)");
            assertThat(outcome.raised()).isTrue();
            assertThat(outcome.text()).startsWith("MemoryError");
            border.collect();
            assertThat(border.result("simple", "allocate_tuple", "()")).isEqualTo("(2048, 2049)");
            assertThat(border.result("keeper", "build_and_drop", "(1000,)")).isEqualTo("None");
        }
    }

    @Test
    void nativeMemoryThatCTakesCausesAMajorCollection() {
        try (Border border = Border.open(BorderSetting.usual(), BorderSetting.usual().capiOptions().withArena(512 * MIB))) {
            CMemory memory = border.capi.memory;
            long before = majors(border);
            memory.allocateBytes(50 * MIB);
            memory.freeArray(memory.allocateBytes(150 * MIB));
            memory.allocateZeroed(200 * MIB);
            assertThat(majors(border)).as("while 250 MiB are in use").isEqualTo(before);
            memory.allocateBytes(10 * MIB);
            assertThat(majors(border)).as("with 260 MiB").isEqualTo(before + 1);
            memory.allocateBytes(100 * MIB);
            assertThat(majors(border)).as("with 100 MiB more").isEqualTo(before + 1);
        }
    }

    private static long majors(Border border) {
        return border.heap.collections() - border.heap.minorCollections();
    }

    // ---- one after another ------------------------------------------------------------------------------------------------------------

    @Test
    void aClosedBorderLeavesNothingForTheNext() {
        for (int i = 0; i < 3; i++) {
            try (Border border = Border.open(BorderSetting.usual())) {
                assertThat(border.result("keeper", "drop", "()")).as("what the border before kept").isEqualTo("False");
                assertThat(border.result("conventions", "calls", "()")).isEqualTo("0");
                border.result("keeper", "keep", "(['kept until the end'],)");
                border.result("conventions", "echo", "(1,)");
            }
        }
    }

    @Test
    void aModuleIsLoadedOnce() {
        try (Border border = Border.open(BorderSetting.usual()); HandleScope scope = border.heap.scope()) {
            long hFirst = scope.root(border.capi.load(Border.moduleFile("keeper")));
            border.result("keeper", "keep", "('once',)");
            assertThat(border.capi.load(Border.moduleFile("keeper"))).isEqualTo(scope.get(hFirst));
            assertThat(border.result("keeper", "get", "()")).isEqualTo("'once'");
        }
    }

    /** What a user reads does not depend on the folder that the library was built in. */
    @Test
    void errorsOfTheLibraryNameItsFilesWithoutTheirFolder() {
        try (Border border = Border.open(BorderSetting.usual())) {
            assertThat(border.call("calls_mapping", "dict_size", "([],)").text()).matches("SystemError: dictobject\\.c:\\d+: bad argument to internal function");
        }
    }
}
