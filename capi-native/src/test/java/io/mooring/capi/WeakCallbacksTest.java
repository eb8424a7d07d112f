package io.mooring.capi;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.gc.CollectionKind;
import io.mooring.gc.Ref;
import io.mooring.gc.roots.HandleScope;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Callbacks of weak references run by themselves, at the first safepoint after the collection that found the object dead. */
class WeakCallbacksTest {
    private static final String WEAK = "calls_weak";

    static Stream<BorderSetting> settings() {
        return BorderSetting.all();
    }

    /** A border whose callbacks write down what they were called with, and whose error stream is text. */
    private static final class Scene implements AutoCloseable {
        final ByteArrayOutputStream errors = new ByteArrayOutputStream();
        final List<String> called = new ArrayList<>();
        final Border border;

        Scene(BorderSetting setting) {
            PrintStream stream = new PrintStream(errors, true, StandardCharsets.UTF_8);
            border = Border.open(setting, setting.capiOptions().withStreams(new Streams(stream, stream)));
        }

        /** A function that writes down its name. */
        @Ref
        long note(String name) {
            return border.space.functions.make(name, 1, 1, (space, hArgs, nargs, w_kwnames) -> {
                called.add(name);
                assertThat(space.reprText(space.arg(hArgs, 0))).endsWith("; dead>");
                return space.w_None;
            });
        }

        /** A weak reference to a frozenset that nobody else has, kept by {@code scope}. */
        long toGarbage(HandleScope scope, @Ref long w_callback) {
            long hCallback = scope.root(w_callback);
            return scope.root(border.callWith(WEAK, "reference", border.space.call0(border.space.w_set), scope.get(hCallback)));
        }

        void die() {
            border.heap.collect(CollectionKind.MINOR);
            border.heap.collect(CollectionKind.MAJOR);
        }

        /** Any call into C: its end is a safepoint. */
        void safepoint() {
            border.result("simple", "noargs", "()");
        }

        @Override
        public void close() {
            border.close();
        }
    }

    @ParameterizedTest
    @MethodSource("settings")
    void aCallbackRunsAtTheEndOfTheNextCall(BorderSetting setting) {
        try (Scene scene = new Scene(setting); HandleScope scope = scene.border.heap.scope()) {
            scene.safepoint();
            scene.toGarbage(scope, scene.note("one"));
            scene.die();
            scene.safepoint();
            assertThat(scene.called).containsExactly("one");
            scene.die();
            scene.safepoint();
            assertThat(scene.called).as("once only").containsExactly("one");
        }
    }

    @ParameterizedTest
    @MethodSource("settings")
    void theCallbacksOfAnObjectThatLivesWait(BorderSetting setting) {
        try (Scene scene = new Scene(setting); HandleScope scope = scene.border.heap.scope()) {
            long hObject = scope.root(scene.border.space.call0(scene.border.space.w_set));
            long hNote = scope.root(scene.note("later"));
            scope.root(scene.border.callWith(WEAK, "reference", scope.get(hObject), scope.get(hNote)));
            scene.die();
            scene.safepoint();
            assertThat(scene.called).isEmpty();
            scope.set(hObject, 0);
            scene.die();
            scene.safepoint();
            assertThat(scene.called).containsExactly("later");
        }
    }

    @ParameterizedTest
    @MethodSource("settings")
    void aReferenceThatDiesWithItsObjectCallsNothing(BorderSetting setting) {
        try (Scene scene = new Scene(setting)) {
            try (HandleScope scope = scene.border.heap.scope()) {
                scene.toGarbage(scope, scene.note("nobody hears"));
            }
            scene.die();
            scene.safepoint();
            assertThat(scene.called.size()).as("under stress the object may have died before the reference").isLessThanOrEqualTo(setting.stress() == 0 ? 0 : 1);
        }
    }

    @ParameterizedTest
    @MethodSource("settings")
    void anErrorInACallbackIsReportedAndTheOthersRun(BorderSetting setting) {
        try (Scene scene = new Scene(setting); HandleScope scope = scene.border.heap.scope()) {
            scene.toGarbage(scope, scene.note("first"));
            scene.toGarbage(scope, scene.border.space.getattr(scene.border.module(WEAK), scene.border.space.intern("refuse")));
            scene.toGarbage(scope, scene.note("last"));
            scene.die();
            scene.safepoint();
            assertThat(scene.called).containsExactlyInAnyOrder("first", "last");
            assertThat(scene.errors.toString(StandardCharsets.UTF_8)).isEqualTo("Exception ignored in: <built-in function refuse>\nValueError: the callback refuses\n");
            assertThat(scene.border.result("simple", "allocate_int", "()")).isEqualTo("2048");
        }
    }

    @ParameterizedTest
    @MethodSource("settings")
    void thoseOfOneObjectRunTogetherLastMadeFirstAndTheObjectsInTheOrderOfTheirReferences(BorderSetting setting) {
        try (Scene scene = new Scene(setting); HandleScope scope = scene.border.heap.scope()) {
            long[] hObjects = new long[3];
            for (int i = 0; i < hObjects.length; i++) hObjects[i] = scope.root(scene.border.space.call0(scene.border.space.w_set));
            for (String round : List.of("first", "second", "third")) {
                for (int i = 0; i < hObjects.length; i++) {
                    long hNote = scope.root(scene.note(round + " of " + i));
                    scope.root(scene.border.callWith(WEAK, "reference", scope.get(hObjects[i]), scope.get(hNote)));
                }
            }
            for (long hObject : hObjects) scope.set(hObject, 0);
            scene.die();
            scene.safepoint();
            assertThat(scene.called).containsExactly(
                    "third of 0", "second of 0", "first of 0",
                    "third of 1", "second of 1", "first of 1",
                    "third of 2", "second of 2", "first of 2");
        }
    }

    @ParameterizedTest
    @MethodSource("settings")
    void collectingInCRunsThemBeforeItAnswersAndKeepsAPendingError(BorderSetting setting) {
        try (Scene scene = new Scene(setting); HandleScope scope = scene.border.heap.scope()) {
            long hNote = scope.root(scene.note("in C"));
            scene.border.module(WEAK);
            scene.toGarbage(scope, scope.get(hNote));
            assertThat(scene.border.call(WEAK, "collect_with_error", "('the key',)")).isEqualTo(new Row.Outcome(true, "KeyError: 'the key'"));
            assertThat(scene.called).containsExactly("in C");
        }
    }

    @ParameterizedTest
    @MethodSource("settings")
    void whatACCallbackKeepsIsKeptAndMayCollect(BorderSetting setting) {
        try (Scene scene = new Scene(setting); HandleScope scope = scene.border.heap.scope()) {
            scene.toGarbage(scope, scene.border.space.functions.make("collector", 1, 1, (space, hArgs, nargs, w_kwnames) -> {
                scene.called.add("collector");
                space.heap.collect(CollectionKind.MAJOR);
                scene.safepoint(); // a safepoint within the callback runs those that are due then
                return space.w_None;
            }));
            for (int i = 0; i < 3; i++) scene.toGarbage(scope, scene.note("note " + i));
            scene.die();
            scene.safepoint();
            assertThat(scene.called).containsExactlyInAnyOrder("collector", "note 0", "note 1", "note 2");
        }
    }

    /** The stand-in of a C object dies when nobody has it; C is told, so that its own deallocator comes after. */
    @ParameterizedTest
    @MethodSource("settings")
    void aReferenceMadeInPythonToACObjectHasItsCallbackToo(BorderSetting setting) {
        try (Scene scene = new Scene(setting); HandleScope scope = scene.border.heap.scope()) {
            long hHolder = scope.root(scene.border.callWith("keeper", "new_holder", scene.border.space.newInt(5)));
            long hNote = scope.root(scene.note("holder"));
            scope.root(scene.border.space.call2(scene.border.space.w_weakref, scope.get(hHolder), scope.get(hNote)));
            scope.set(hHolder, 0);
            scene.border.collect();
            assertThat(scene.called).containsExactly("holder");
            scene.border.collect();
            assertThat(scene.border.result("keeper", "holders_alive", "()")).isEqualTo("0");
        }
    }

    @ParameterizedTest
    @MethodSource("settings")
    void aCTypeWithoutPlaceForReferencesRefusesThemInPythonToo(BorderSetting setting) {
        try (Scene scene = new Scene(setting); HandleScope scope = scene.border.heap.scope()) {
            long hFoo = scope.root(scene.border.space.call0(scene.border.space.getattr(scene.border.module("simple"), scene.border.space.intern("Foo"))));
            assertThat(scene.border.outcome(() -> scene.border.space.call1(scene.border.space.w_weakref, scope.get(hFoo))).text())
                    .isEqualTo("TypeError: cannot create weak reference to 'simple.Foo' object");
        }
    }
}
