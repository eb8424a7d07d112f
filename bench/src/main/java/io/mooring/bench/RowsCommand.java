package io.mooring.bench;

import io.mooring.bench.rows.Caller.Kind;
import io.mooring.bench.rows.RowsBench;
import io.mooring.bench.rows.RowsBench.Settings;
import io.mooring.bench.rows.RowsReport;
import java.io.PrintWriter;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code mooring rows}: what a call into C costs, on Mooring and on whatever Python this machine has. */
@Command(
        name = "rows",
        header = "Measure calls into C: on Mooring, CPython 3.11 (from Python and from C) and PyPy.",
        description = {
            "%nThe rows are those of cpyext-benchmarks. The same C source is compiled for each, and all run in turn;",
            "a peer that is not on the machine leaves a dash. Of several on the machine the fastest counts.%n"
        })
final class RowsCommand implements Callable<Integer> {
    private static final int MOST_ROUNDS = 1000;
    private static final int MOST_MILLIS = 10_000;
    private static final String NO_PEERS = "none";

    @Mixin
    private HeapSettings heap;

    @Mixin
    private LinkSettings links;

    @Option(names = "--rounds", paramLabel = "N", defaultValue = "11", description = "Measurements per number; medians are printed (default ${DEFAULT-VALUE}).")
    private int rounds;

    @Option(names = "--millis", paramLabel = "N", defaultValue = "40", description = "Milliseconds of each measurement (default ${DEFAULT-VALUE}).")
    private int millis;

    @Option(names = "--peers", paramLabel = "PEER", split = ",", defaultValue = "cpython,embedded,pypy",
            description = "Whom to compare with: some of ${DEFAULT-VALUE}, or none (default all).")
    private List<String> peers;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        Settings settings = new Settings(
                heap.heapOptions(), links.kind(), chosenPeers(),
                Bounds.check("--rounds", rounds, 1, MOST_ROUNDS), Bounds.check("--millis", millis, 1, MOST_MILLIS));
        RowsReport report = RowsBench.run(settings);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(Json.text(report));
        } else {
            report.lines().forEach(out::println);
        }
        return 0;
    }

    private Set<Kind> chosenPeers() {
        Set<Kind> chosen = EnumSet.noneOf(Kind.class);
        for (String peer : peers) {
            if (peer.equalsIgnoreCase(NO_PEERS)) continue;
            chosen.add(switch (peer.toLowerCase(Locale.ROOT)) {
                case "cpython" -> Kind.CPYTHON;
                case "embedded" -> Kind.EMBEDDED;
                case "pypy" -> Kind.PYPY;
                default -> throw new UsageError("option --peers is '" + peer + "'; it must be some of cpython, embedded, pypy, or none");
            });
        }
        return chosen;
    }
}
