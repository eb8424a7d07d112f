package io.mooring.bench;

import io.mooring.bench.leaks.LeaksBench;
import io.mooring.bench.leaks.LeaksBench.Report;
import io.mooring.gc.HeapOptions;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code mooring leaks}: the cycles through C that PyPy leaks. */
@Command(
        name = "leaks",
        header = "Make reference cycles through C, forget them, and count what is left.",
        description = {"%nSeven cycles, each made many times: a type in C and a class in Python that refer to themselves and to each other.%n"})
final class LeaksCommand implements Callable<Integer> {
    private static final int MOST_CYCLES = 10_000_000;

    @Mixin
    private HeapSettings heap;

    @Mixin
    private LinkSettings links;

    @Option(names = "--count", paramLabel = "N", defaultValue = "1000", description = "Cycles of each kind (default ${DEFAULT-VALUE}).")
    private int count;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        HeapOptions options = heap.collectedHeapOptions();
        Report report = LeaksBench.run(options, links.kind(), Bounds.check("--count", count, 1, MOST_CYCLES));
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(Json.text(report));
        } else {
            TextTable table = new TextTable("cycle", "made", "left");
            report.leaked().forEach((cycle, left) -> table.row(cycle, String.valueOf(report.made()), String.valueOf(left)));
            table.lines().forEach(out::println);
        }
        return 0;
    }
}
