package io.mooring.bench;

import io.mooring.bench.gc.Figure;
import io.mooring.bench.gc.GcBench;
import io.mooring.bench.gc.GcReport;
import io.mooring.bench.gc.figure.Progress;
import io.mooring.bench.gc.figure.Scale;
import io.mooring.bench.gc.plot.Plots;
import java.io.PrintWriter;
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
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code mooring gc}: what the collectors cost, on programs made to be hard, beside peers. */
@Command(
        name = "gc",
        header = "Measure the collectors: space, time, pauses; beside HotSpot's Serial, malloc, Boehm's collector, PyPy.",
        description = {
            "%nEach figure is a ratio of things measured in this run, in turn, each in a process of its own; medians",
            "with ranges. A peer that is not on the machine leaves a dash. Progress goes to standard error.%n"
        })
final class GcCommand implements Callable<Integer> {
    @Option(names = "--quick", description = "Repeat less, leave the curves out: two minutes at most.")
    private boolean quick;

    @Option(names = "--figures", paramLabel = "FIGURE", split = ",", completionCandidates = FigureNames.class,
            description = "Only some of: ${COMPLETION-CANDIDATES} (default all).")
    private List<String> chosen = List.of();

    @Option(names = "--plots", paramLabel = "DIR", description = "Draw the curves as SVG files in this folder.")
    private Path plots;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (plots != null && Files.exists(plots) && !Files.isDirectory(plots)) throw new UsageError("option --plots is " + plots + ", which is a file; it must be a folder");
        Set<Figure> figures = figures();
        Progress progress = new Progress(spec.commandLine().getErr());
        GcReport report = new GcBench(quick ? Scale.quick() : Scale.full(), figures, progress).run();
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(Json.text(report));
        } else {
            report.lines().forEach(out::println);
        }
        out.flush(); // what took minutes is not lost if nothing can be drawn
        if (plots != null) Plots.write(report, plots).forEach(file -> progress.say("drawn: " + file));
        return 0;
    }

    private Set<Figure> figures() {
        Set<Figure> figures = EnumSet.noneOf(Figure.class);
        for (String name : chosen) {
            figures.add(Figure.named(name).orElseThrow(() -> new UsageError(
                    "option --figures is '" + name + "'; it must be some of " + String.join(", ", new FigureNames()))));
        }
        return figures.isEmpty() ? EnumSet.allOf(Figure.class) : figures;
    }

    /** The names that {@code --figures} takes. */
    private static final class FigureNames extends ArrayList<String> {
        private static final long serialVersionUID = 1L;

        FigureNames() {
            super(Arrays.stream(Figure.values()).map(Figure::label).collect(Collectors.toList()));
        }
    }
}
