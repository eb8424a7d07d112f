package io.mooring.bench;

import io.mooring.bench.links.LinksBench;
import io.mooring.bench.links.LinksReport;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code mooring links}: the link table against its rival. */
@Command(
        name = "links",
        header = "Measure the link table against the dictionary that it replaces, in one run, without C.",
        description = {
            "%nLinks that die young, with all that their life costs; then live ones: finding the other end, memory,",
            "major collections.%n"
        })
final class LinksCommand implements Callable<Integer> {
    private static final int MOST_LINKS = 100_000_000;
    private static final int MOST_ROUNDS = 1000;

    @Mixin
    private HeapSettings heap;

    @Option(names = "--young", paramLabel = "N", defaultValue = "10000000", description = "Links per measurement that die young (default ${DEFAULT-VALUE}).")
    private int young;

    @Option(names = "--live", paramLabel = "N", defaultValue = "1000000", description = "Links that stay alive (default ${DEFAULT-VALUE}).")
    private int live;

    @Option(names = "--rounds", paramLabel = "N", defaultValue = "5", description = "Measurements per number; medians are printed (default ${DEFAULT-VALUE}).")
    private int rounds;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        LinksReport report = new LinksBench(
                heap.collectedHeapOptions(), Bounds.check("--young", young, 1, MOST_LINKS), Bounds.check("--live", live, 1, MOST_LINKS),
                Bounds.check("--rounds", rounds, 1, MOST_ROUNDS)).run();
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(Json.text(report));
        } else {
            report.lines().forEach(out::println);
        }
        return 0;
    }
}
