package io.mooring.lisp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mooring.gc.HeapExhausted;
import io.mooring.gc.HeapOptions;
import io.mooring.gc.Stress;
import io.mooring.gc.plan.PlanFactory;
import io.mooring.gc.plan.Plans;
import io.mooring.gc.verify.Occasion;
import io.mooring.lisp.Lisp.LispError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the Lisp computes, under every plan, at ease and with a collection and a verification at every allocation. */
class LispTest {
    /** Bytes of the heaps: small, so that collections come by themselves too. */
    private static final long HEAP = 1 << 20;
    private static final int MOST_LINES = 500;

    /** A name for the report and a heap. */
    record Setting(String name, HeapOptions options) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Setting> settings() {
        return Plans.all().stream().flatMap(LispTest::settingsOf);
    }

    static Stream<Setting> collectingSettings() {
        return Plans.all().stream().filter(plan -> plan.traits().collects()).flatMap(LispTest::settingsOf);
    }

    private static Stream<Setting> settingsOf(PlanFactory plan) {
        HeapOptions calm = plan.refine(HeapOptions.small(HEAP).withPlan(plan.name())); // which may insist on stress
        if (!plan.traits().collects()) return Stream.of(new Setting(plan.name(), calm));
        HeapOptions hard = calm.withVerify(EnumSet.of(Occasion.BEFORE_COLLECTION, Occasion.AFTER_COLLECTION));
        return Stream.of(
                new Setting(plan.name(), calm),
                new Setting(plan.name() + ", everything moves at every allocation", hard.withStress(Stress.every(1))),
                new Setting(plan.name() + ", a minor collection at every second", hard.withStress(new Stress(2, false, true, false))));
    }

    private static void check(Setting setting, String program, String value) throws IOException {
        try (Lisp lisp = new Lisp(setting.options())) {
            assertThat(lisp.run(program)).isEqualTo(value);
            lisp.heap.verify();
        }
    }

    @ParameterizedTest
    @MethodSource("settings")
    void whatIsReadIsPrintedAgain(Setting setting) throws IOException {
        String text = "(a (b \"c d\" -17) () #t (quote x) (((deep))))";
        check(setting, "; a comment\n'" + text, text);
    }

    @ParameterizedTest
    @MethodSource("settings")
    void closuresKeepTheirVariablesAndChangeThem(Setting setting) throws IOException {
        check(setting, """
                (define counter (lambda (n) (lambda () (begin (set! n (+ n 1)) n))))
                (define one (counter 0))
                (define ten (counter 10))
                (one) (one) (ten)
                (cons (one) (cons (ten) '()))
                """, "(3 12)");
    }

    @ParameterizedTest
    @MethodSource("settings")
    void aLetBindsAllItsValuesOutsideOfItself(Setting setting) throws IOException {
        check(setting, "(define x 1) (let ((x 2) (y x)) (cons x y))", "(2 . 1)");
    }

    @ParameterizedTest
    @MethodSource("settings")
    void recursionMapsAndFilters(Setting setting) throws IOException {
        check(setting, """
                (define fib (lambda (n) (if (< n 2) n (+ (fib (- n 1)) (fib (- n 2))))))
                (append (map fib (range 0 8)) (filter (lambda (x) (not (= x 2))) (range 0 4)))
                """, "(0 1 1 2 3 5 8 13 0 1 3)");
    }

    @ParameterizedTest
    @MethodSource("settings")
    void stringsAreJoined(Setting setting) throws IOException {
        check(setting, "(string-append (string-append \"für\" \" \") \"alle\")", "\"für alle\"");
    }

    @ParameterizedTest
    @MethodSource("collectingSettings")
    void aWeakReferenceLosesItsValueWithTheLastStrongOne(Setting setting) throws IOException {
        check(setting, "(define kept (cons 1 2)) (define w (weak kept)) (collect) (weak-value w)", "(1 . 2)");
        check(setting, "(define kept (cons 1 2)) (define w (weak kept)) (set! kept 0) (collect) (weak-value w)", "()");
    }

    @ParameterizedTest
    @MethodSource("collectingSettings")
    void aTailCallTakesNoRoom(Setting setting) throws IOException {
        int turns = setting.options().stress().countsAllocations() ? 200 : 20_000;
        check(setting, "(define loop (lambda (n) (if (< n 1) 'done (loop (- n 1))))) (loop " + turns + ")", "done");
    }

    @ParameterizedTest
    @MethodSource("collectingSettings")
    void whatFillsTheHeapIsAnErrorAfterWhichTheLispGoesOn(Setting setting) throws IOException {
        if (setting.options().stress().countsAllocations()) return;
        try (Lisp lisp = new Lisp(setting.options())) {
            lisp.run("(define hoard (lambda (list) (hoard (cons 1 list))))");
            assertThatThrownBy(() -> lisp.run("(hoard '())")).isInstanceOf(HeapExhausted.class);
            lisp.heap.verify();
            assertThat(lisp.run("(length (range 0 1000))")).isEqualTo("1000");
        }
    }

    @Test
    void anErrorSaysWhatWasFoundAndLeavesTheLispUsable() throws IOException {
        try (Lisp lisp = new Lisp(HeapOptions.small(HEAP))) {
            for (List<String> wrong : List.of(
                    List.of("(car 1)", "1 is not a cons"),
                    List.of("nothing", "nothing is not defined"),
                    List.of("(set! nothing 1)", "nothing is not defined"),
                    List.of("(+ 1 \"x\")", "\"x\" is not a number"),
                    List.of("(let)", "(let) is not of the form (let ((symbol value) ...) expression ...)"),
                    List.of("(let ())", "(let ()) is not of the form (let ((symbol value) ...) expression ...)"),
                    List.of("(if)", "(if) is not of the form (if condition yes no)"),
                    List.of("(if 1 2)", "(if 1 2) is not of the form (if condition yes no)"),
                    List.of("(define)", "(define) is not of the form (define symbol value)"),
                    List.of("(define x 1 2)", "(define x 1 2) is not of the form (define symbol value)"),
                    List.of("(set! x)", "(set! x) is not of the form (set! symbol value)"),
                    List.of("(quote)", "(quote) is not of the form (quote value)"),
                    List.of("(lambda (x))", "(lambda (x)) is not of the form (lambda (symbol ...) expression ...)"),
                    List.of("(begin)", "(begin) is not of the form (begin expression ...)"),
                    List.of("(1 2)", "1 is not a closure"),
                    List.of("(cons 1)", "cons takes 2 arguments, not 1"),
                    List.of("((lambda (x) x))", "a closure takes 1 arguments, not 0"),
                    List.of("((lambda () 1) 2)", "a closure takes 0 arguments, not 1"),
                    List.of("(car (cons 1 2)", "the text ends within an expression"),
                    List.of(")", "a list ends that did not begin"),
                    List.of("(+ 4611686018427387903 1)", "4611686018427387904 needs more than 63 bits"),
                    List.of("(+ (* 4611686018 1000000000) 400000000000000000)", "5011686018000000000 needs more than 63 bits"),
                    List.of("(define deep (lambda (n) (+ 1 (deep n)))) (deep 0)", "the stack is full: 2500 values"))) {
                assertThatThrownBy(() -> lisp.run(wrong.getFirst())).as(wrong.getFirst()).isInstanceOf(LispError.class).hasMessage(wrong.getLast());
            }
            assertThat(lisp.run("(+ 1 2)")).isEqualTo("3");
        }
    }

    @Test
    void twoLispsShareNothing() throws IOException {
        try (Lisp one = new Lisp(HeapOptions.small(HEAP)); Lisp other = new Lisp(HeapOptions.small(HEAP).withPlan("SemiSpace"))) {
            one.run("(define x 1)");
            other.run("(define x 2)");
            assertThat(one.run("x") + other.run("x")).isEqualTo("12");
        }
    }

    @Test
    void theWholeLispHasLessThanFiveHundredLines() throws IOException {
        try (Stream<Path> files = Files.walk(Tutorial.root().resolve("docs/lisp/src/main/java"))) {
            long lines = files.filter(Files::isRegularFile).flatMap(file -> Tutorial.lines(file).stream()).count();
            assertThat(lines).isBetween(1L, (long) MOST_LINES - 1);
        }
    }
}
