package io.mooring.bench.links.compare;

import io.mooring.bench.gc.figure.Progress;
import io.mooring.bench.links.LinkScale;
import io.mooring.gc.HeapOptions;
import io.mooring.gc.plan.PlanFactory;
import io.mooring.gc.plan.Plans;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The whole comparison: all questions, one after the other, those about plans on every plan that is worth measuring. */
public final class ComparisonRun {
    private static final Set<String> LOOK_FOR_BUGS = Set.of("Zealot", "Poisoned", "Recorder");

    private final HeapOptions options;
    private final LinkScale scale;
    private final Progress progress;

    /** {@code options}: of the heaps, but for what a question varies. */
    public ComparisonRun(HeapOptions options, LinkScale scale, Progress progress) {
        this.options = options;
        this.scale = scale;
        this.progress = progress;
    }

    /** Asks the questions in this order. */
    public List<Answer> answers(List<Question> questions) {
        List<Answer> answers = new ArrayList<>();
        for (Question question : questions) {
            if (question.isOfEveryPlan()) {
                answers.add(plans().stream().map(plan -> answer(question, options.withAging(0).withPlan(plan))).reduce(Answer::and).orElseThrow());
            } else {
                answers.add(answer(question, options));
            }
        }
        return answers;
    }

    private Answer answer(Question question, HeapOptions heap) {
        progress.say("%s, %s".formatted(question.label(), heap.plan()));
        return new QuestionProcess(question, heap, scale).answer();
    }

    private static List<String> plans() {
        return Plans.all().stream().filter(plan -> plan.traits().collects() && !LOOK_FOR_BUGS.contains(plan.name())).map(PlanFactory::name).toList();
    }
}
