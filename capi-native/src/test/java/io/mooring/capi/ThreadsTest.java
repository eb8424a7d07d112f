package io.mooring.capi;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.gc.CollectionKind;
import io.mooring.gc.Immediate;
import io.mooring.gc.roots.HandleScope;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Several threads take turns: one has the GIL, the others wait with their handles, which stay good whatever moves meanwhile. */
class ThreadsTest {
    private static final int ROUNDS = 20;

    static Stream<BorderSetting> settings() {
        return BorderSetting.all();
    }

    /** Runs an action on a new Java thread that takes the GIL for it; what it threw is thrown when it is joined. */
    private static Thread start(Border border, AtomicReference<Throwable> failure, Runnable action) {
        Thread thread = new Thread(() -> {
            try {
                border.capi.run(action);
            } catch (Throwable thrown) {
                failure.set(thrown);
            }
        });
        thread.start();
        return thread;
    }

    private static void join(Border border, Thread... threads) {
        border.capi.releaseGil(() -> {
            for (Thread thread : threads) {
                try {
                    thread.join();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
        });
    }

    @ParameterizedTest
    @MethodSource("settings")
    void handlesOfAThreadThatWaitsInCSurviveWhatOthersDo(BorderSetting setting) {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        try (Border border = Border.open(setting);
                HandleScope outer = border.heap.scope()) {
            border.module("keeper");
            long hMine = outer.root(border.literal("['mine', 1]"));
            // the other thread opens its scope while this one waits in C with its own open, and is still in C when this one closes it
            Thread other = start(border, failure, () -> waitInC(border, "['theirs', 2]", 60));
            try (HandleScope inner = border.heap.scope()) {
                long hInner = inner.root(border.literal("('inner', 3)"));
                border.callWith("keeper", "keep_over_release", outer.get(hMine), Immediate.of(30));
                border.heap.collect(CollectionKind.MAJOR);
                assertThat(border.space.reprText(inner.get(hInner))).isEqualTo("('inner', 3)");
            }
            join(border, other);
            assertThat(failure.get()).isNull();
            assertThat(border.space.reprText(outer.get(hMine))).isEqualTo("['mine', 1]");
            border.heap.verify();
        }
    }

    private static void waitInC(Border border, String literal, long millis) {
        try (HandleScope scope = border.heap.scope()) {
            long hTheirs = scope.root(border.literal(literal));
            border.callWith("keeper", "keep_over_release", scope.get(hTheirs), Immediate.of(millis));
            border.heap.collect(CollectionKind.MAJOR);
            assertThat(border.space.reprText(scope.get(hTheirs))).isEqualTo(literal);
        }
    }

    @Test
    void aThreadThatOnlyCallsGivesOthersTheirTurn() {
        try (Border border = Border.open(BorderSetting.usual());
                HandleScope scope = border.heap.scope()) {
            long hNoargs = scope.root(border.space.getattr(border.module("simple"), border.space.intern("noargs")));
            CountDownLatch done = new CountDownLatch(1);
            AtomicReference<Throwable> failure = new AtomicReference<>();
            Thread other = start(border, failure, done::countDown);
            long end = System.nanoTime() + 10_000_000_000L;
            while (done.getCount() > 0 && System.nanoTime() < end) border.space.call0(scope.get(hNoargs));
            assertThat(done.getCount()).as("the other thread still waits after ten seconds").isZero();
            join(border, other);
            assertThat(failure.get()).isNull();
        }
    }

    @Test
    void errorsStayWithTheirThread() {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        try (Border border = Border.open(BorderSetting.usual())) {
            border.module("misbehaver");
            border.module("simple");
            Runnable fails = () -> {
                for (int i = 0; i < ROUNDS; i++) {
                    assertThat(border.call("misbehaver", "raise_by_name", "('KeyError', 'theirs')").text()).isEqualTo("KeyError: 'theirs'");
                }
            };
            Thread other = start(border, failure, fails);
            for (int i = 0; i < ROUNDS; i++) {
                assertThat(border.call("misbehaver", "raise_by_name", "('ValueError', 'mine')").text()).isEqualTo("ValueError: mine");
                border.capi.releaseGil(Thread::yield);
                assertThat(border.result("simple", "noargs", "()")).isEqualTo("None");
            }
            join(border, other);
            assertThat(failure.get()).isNull();
        }
    }

    /** Two threads near the limit do not exceed it together, and the level that one leaves is its own. */
    @Test
    void eachThreadCountsItsOwnLevelsOfNesting() {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        try (Border border = Border.open(BorderSetting.usual())) {
            int levels = border.space.recursionLimit() - 10;
            for (int i = 0; i < levels; i++) border.space.enter("");
            Thread other = start(border, failure, () -> {
                assertThat(border.space.recursionDepth()).isZero();
                for (int i = 0; i < levels; i++) border.space.enter("");
                border.capi.releaseGil(Thread::yield);
                assertThat(border.space.recursionDepth()).isEqualTo(levels);
                for (int i = 0; i < levels; i++) border.space.leave();
            });
            join(border, other);
            assertThat(failure.get()).isNull();
            assertThat(border.space.recursionDepth()).isEqualTo(levels);
            for (int i = 0; i < levels; i++) border.space.leave();
        }
    }

    @Test
    void manyThreadsLeaveNoStackBehind() {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        try (Border border = Border.open(BorderSetting.usual())) {
            border.module("keeper");
            for (int i = 0; i < ROUNDS; i++) join(border, start(border, failure, () -> waitInC(border, "[1]", 0)));
            assertThat(failure.get()).isNull();
            assertThat(border.capi.threadTurns.stacks()).isLessThanOrEqualTo(2);
        }
    }
}
