package io.mooring.bench;

import io.mooring.bench.gc.figure.Progress;
import io.mooring.bench.links.LinkFigure;
import io.mooring.bench.links.LinkScale;
import io.mooring.bench.links.LinksBench;
import io.mooring.bench.links.LinksReport;
import io.mooring.bench.links.compare.Answer;
import io.mooring.bench.links.compare.Comparison;
import io.mooring.bench.links.compare.ComparisonFiles;
import io.mooring.bench.links.compare.ComparisonRun;
import io.mooring.bench.links.compare.Question;
import io.mooring.gc.HeapOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code mooring links}: what links cost, and the link table against its rival. */
@Command(
        name = "links",
        header = "Measure the link table against the dictionary that it replaces, and objects that cross to C.",
        description = {
            "%nLinks that die young, with all that their life costs; live ones: finding the other end, memory,",
            "major collections; many that die at once; then objects passed to C, which is compiled for it.%n"
        })
final class LinksCommand implements Callable<Integer> {
    private static final int MOST_LINKS = 100_000_000;
    private static final int MOST_ROUNDS = 1000;
    private static final List<String> COMPARED_WITH = List.of(
            "--questions", "--plan", "--max-heap", "--nursery", "--aging", "--young", "--live", "--rounds", "--quick", "--json", "--plots", OneLineErrors.STACK_TRACE);

    @Mixin
    private HeapSettings heap;

    @Option(names = "--young", paramLabel = "N", defaultValue = "10000000", description = "Links per measurement that die young (default ${DEFAULT-VALUE}).")
    private int young;

    @Option(names = "--live", paramLabel = "N", defaultValue = "1000000",
            description = "Links that stay alive, or die at once; items of a list and a tuple (default ${DEFAULT-VALUE}).")
    private int live;

    @Option(names = "--rounds", paramLabel = "N", description = "Measurements per number; medians are printed (default 5).")
    private Integer rounds;

    @Option(names = "--quick", description = "Three rounds: within a minute.")
    private boolean quick;

    @Option(names = "--figures", paramLabel = "FIGURE", split = ",", completionCandidates = FigureNames.class,
            description = "Only some of: ${COMPLETION-CANDIDATES} (default all).")
    private List<String> chosen = List.of();

    @Option(names = "--plots", paramLabel = "DIR",
            description = "Instead, compare table and dictionary by number, survival, age and plan; tables, data and plots go to this folder.")
    private Path plots;

    @Option(names = "--questions", paramLabel = "QUESTION", split = ",", completionCandidates = QuestionNames.class,
            description = "Of that comparison only some of: ${COMPLETION-CANDIDATES} (default all).")
    private List<String> asked = List.of();

    @Option(names = "--question", hidden = true, description = "Answer this one in this process, and print the answer.")
    private String question;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        HeapOptions options = heap.collectedHeapOptions();
        if (plots == null && !asked.isEmpty()) throw new UsageError("option --questions needs --plots DIR, where the answers go");
        if (question != null) {
            print(new Comparison(options, scale()).answer(question(question)));
        } else if (plots != null) {
            compare(options);
        } else {
            LinksReport report = new LinksBench(options, scale(), figures()).run();
            if (json) print(report);
            else report.lines().forEach(spec.commandLine().getOut()::println);
        }
        return 0;
    }

    private void print(Object report) {
        spec.commandLine().getOut().println(Json.text(report));
    }

    /** The heaps of the comparison, and the processes that they are in, differ in nothing but what can be said of every plan. */
    private void compare(HeapOptions options) {
        for (OptionSpec given : spec.commandLine().getParseResult().matchedOptions()) {
            if (!COMPARED_WITH.contains(given.longestName())) {
                throw new UsageError("option " + given.longestName() + " cannot go with --plots; what can is " + String.join(", ", COMPARED_WITH));
            }
        }
        if (Files.exists(plots) && !Files.isDirectory(plots)) throw new UsageError("option --plots is " + plots + ", which is a file; it must be a folder");
        List<Question> questions = asked.isEmpty() ? List.of(Question.values()) : asked.stream().map(LinksCommand::question).toList();
        Progress progress = new Progress(spec.commandLine().getErr());
        List<Answer> answers = new ComparisonRun(options, scale(), progress).answers(questions);
        ComparisonFiles files = new ComparisonFiles(answers);
        files.write(plots).forEach(file -> progress.say("written: " + file));
        if (json) print(answers);
        else spec.commandLine().getOut().print(files.tables());
    }

    private static Question question(String name) {
        return Question.named(name).orElseThrow(() -> new UsageError(
                "option --questions is '" + name + "'; it must be some of " + String.join(", ", new QuestionNames())));
    }

    private LinkScale scale() {
        int measurements = rounds != null ? rounds : quick ? LinkScale.QUICK_ROUNDS : LinkScale.ROUNDS;
        return new LinkScale(
                Bounds.check("--young", young, 1, MOST_LINKS), Bounds.check("--live", live, 1, MOST_LINKS), Bounds.check("--rounds", measurements, 1, MOST_ROUNDS));
    }

    private Set<LinkFigure> figures() {
        Set<LinkFigure> figures = EnumSet.noneOf(LinkFigure.class);
        for (String name : chosen) {
            figures.add(LinkFigure.named(name).orElseThrow(() -> new UsageError(
                    "option --figures is '" + name + "'; it must be some of " + String.join(", ", new FigureNames()))));
        }
        return figures.isEmpty() ? EnumSet.allOf(LinkFigure.class) : figures;
    }

    /** The names that {@code --figures} takes. */
    private static final class FigureNames extends ArrayList<String> {
        private static final long serialVersionUID = 1L;

        FigureNames() {
            super(Arrays.stream(LinkFigure.values()).map(LinkFigure::label).collect(Collectors.toList()));
        }
    }

    /** The names that {@code --questions} takes. */
    private static final class QuestionNames extends ArrayList<String> {
        private static final long serialVersionUID = 1L;

        QuestionNames() {
            super(Arrays.stream(Question.values()).map(Question::label).collect(Collectors.toList()));
        }
    }
}
