package io.mooring.capi;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.gc.Immediate;
import io.mooring.gc.Slot;
import io.mooring.gc.roots.HandleScope;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a function of C's is given does not depend on how it is called: by its flags or directly, with a self that stays or one that is held. */
class DirectCallTest {
    /** None, ints that are ready-made, of one, two and three digits, and too large for an immediate, other values, and objects with identity. */
    private static final List<String> ARGUMENTS = List.of("None", "0", "7", "-5", "256", "257", "-70000", "1099511627776", "1152921504606846977", "-2305843009213693952", "1180591620717411303424",
            "2.5", "1j", "True", "'x'", "'a longer text'", "b'y'", "()", "(1, 'two')", "[]", "[1, 2.5]", "{'a': 1}", "{1, 2}");
    /** Selves to be held, and values, which have none that could be. */
    private static final List<String> SELVES = List.of("[]", "'self'", "(1, 2)", "7", "70000", "2.5", "None");

    static Stream<BorderSetting> settings() {
        return BorderSetting.all();
    }

    @ParameterizedTest
    @MethodSource("settings")
    void aFunctionIsGivenTheSameHoweverItIsCalled(BorderSetting setting) {
        try (Border border = Border.open(setting)) {
            callInAllWays(border);
            border.collect();
            long blocks = border.capi.arenaStatistics().blocks();
            callInAllWays(border);
            border.collect();
            assertThat(border.capi.arenaStatistics().blocks()).as("blocks in use").isEqualTo(blocks);
            border.heap.verify();
        }
    }

    @Test
    void inDebugModeTooWhereNothingIsCalledDirectly() {
        try (Border border = Border.open(BorderSetting.usual(), BorderSetting.usual().capiOptions().withDebug(true))) {
            callInAllWays(border);
            assertThat(border.capi.misuseReports()).isZero();
        }
    }

    private static void callInAllWays(Border border) {
        for (String literal : ARGUMENTS) {
            try (HandleScope scope = border.heap.scope()) {
                long hArg = scope.root(border.literal(literal));
                for (int round = 0; round < 3; round++) ofAModuleThatStays(border, scope, hArg); // the first crossing, and those after it
                for (int round = 0; round < 3; round++) ofAModule(border, scope, hArg);
            }
        }
        for (String literal : SELVES) {
            try (HandleScope scope = border.heap.scope()) {
                boundTo(border, scope, scope.root(border.literal(literal)));
            }
        }
    }

    private static @Slot long function(Border border, HandleScope scope, String module, String name) {
        return scope.root(border.space.getattr(border.module(module), border.space.intern(name)));
    }

    private static void ofAModuleThatStays(Border border, HandleScope scope, @Slot long hArg) {
        String arg = border.space.reprText(scope.get(hArg));
        long hPair = function(border, scope, "keeper", "pair_with_self");
        assertThat(border.space.reprText(border.space.call1(scope.get(hPair), scope.get(hArg)))).isEqualTo("(" + arg + ", " + arg + ")");
        long hBorrow = function(border, scope, "keeper", "tuple_borrow");
        long hTuple = scope.root(border.space.tuples.make(hArg, 1));
        assertThat(border.space.reprText(border.space.call2(scope.get(hBorrow), scope.get(hTuple), Immediate.of(0)))).isEqualTo(arg);
        long hInt = function(border, scope, "simple", "allocate_int");
        assertThat(border.space.reprText(border.space.call0(scope.get(hInt)))).isEqualTo("2048");
    }

    private static void ofAModule(Border border, HandleScope scope, @Slot long hArg) {
        String arg = border.space.reprText(scope.get(hArg));
        long hNoargs = function(border, scope, "conventions", "noargs");
        long hOnearg = function(border, scope, "conventions", "onearg");
        long hVarargs = function(border, scope, "conventions", "varargs");
        assertThat(border.space.reprText(border.space.call0(scope.get(hNoargs)))).endsWith(", (), {})");
        assertThat(border.space.reprText(border.space.call1(scope.get(hOnearg), scope.get(hArg)))).endsWith(", (" + arg + ",), {})");
        assertThat(border.space.reprText(border.space.call1(scope.get(hVarargs), scope.get(hArg)))).endsWith(", (" + arg + ",), {})");
        assertThat(border.space.reprText(border.space.call2(scope.get(hVarargs), scope.get(hArg), border.space.w_None))).endsWith(", (" + arg + ", None), {})");
        assertThat(border.space.reprText(border.space.call2(scope.get(hVarargs), scope.get(hArg), scope.get(hArg)))).endsWith(", (" + arg + ", " + arg + "), {})");
        assertThat(border.space.reprText(border.space.call(scope.get(hOnearg), hArg, 1, 0))).endsWith(", (" + arg + ",), {})");
    }

    private static void boundTo(Border border, HandleScope scope, @Slot long hSelf) {
        String self = border.space.reprText(scope.get(hSelf));
        long hBound = scope.root(border.callWith("conventions", "bind", scope.get(hSelf)));
        for (int round = 0; round < 3; round++) {
            border.collect();
            assertThat(border.space.reprText(border.space.call0(border.space.getitemAt(scope.get(hBound), 0)))).isEqualTo("(" + self + ", (), {})");
            assertThat(border.space.reprText(border.space.call1(border.space.getitemAt(scope.get(hBound), 1), border.space.w_None))).isEqualTo("(" + self + ", (None,), {})");
            assertThat(border.space.reprText(border.space.call1(border.space.getitemAt(scope.get(hBound), 1), Immediate.of(70_000)))).isEqualTo("(" + self + ", (70000,), {})");
            assertThat(border.space.reprText(border.space.call1(border.space.getitemAt(scope.get(hBound), 1), scope.get(hBound)))).startsWith("(" + self + ", ((<built-in method bound_noargs");
            assertThat(border.space.reprText(border.space.call2(border.space.getitemAt(scope.get(hBound), 2), border.space.w_None, border.space.w_True))).isEqualTo("(" + self + ", (None, True), {})");
            assertThat(border.space.reprText(border.space.call(border.space.getitemAt(scope.get(hBound), 2), hSelf, 1, 0))).isEqualTo("(" + self + ", (" + self + ",), {})");
        }
    }
}
