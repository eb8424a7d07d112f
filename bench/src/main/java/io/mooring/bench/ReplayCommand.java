package io.mooring.bench;

import io.mooring.gc.HeapExhausted;
import io.mooring.gc.HeapOptions;
import io.mooring.gc.plan.PlanFactory;
import io.mooring.gc.plan.Plans;
import io.mooring.gc.recording.Replay;
import io.mooring.gc.recording.ReplayReport;
import io.mooring.gc.recording.TraceFailed;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mooring replay}: a lifetime trace, as the Recorder plan writes it, on one plan after another. */
@Command(
        name = "replay",
        header = "Replay a lifetime trace on several plans and compare what it costs.",
        description = {
            "%nThe trace is what plan Recorder wrote. The graph that is left must be the one that the trace tells, on every",
            "plan; processor time is the collector's.%n"
        })
final class ReplayCommand implements Callable<Integer> {
    private static final double MIB = 1L << 20;
    private static final double MILLI = 1e6;

    /** One plan's line of the JSON; bytes and milliseconds. */
    record Row(
            String plan, long collections, long minorCollections, long copiedBytes, long promotedBytes, long markedBytes, Double collectorCpuMillis,
            long graphObjects, long graphReferences, String graphDigest) {
        static Row of(ReplayReport report) {
            return new Row(report.plan(), report.collections(), report.minorCollections(), report.copiedBytes(), report.promotedBytes(), report.markedBytes(),
                    Json.rounded(report.cpuNanos() / MILLI), report.graph().objects(), report.graph().references(), "%016x".formatted(report.graph().digest()));
        }
    }

    /** The JSON object. */
    record Report(String trace, long objects, long allocatedBytes, long stores, List<Row> plans) {}

    @Parameters(paramLabel = "FILE", description = "A trace.")
    private Path file;

    @Option(names = "--plan", paramLabel = "PLAN", description = "A plan to replay it on; may be given several times (default: all that free what is dead, but for those that look for bugs).")
    private List<String> plans = new ArrayList<>();

    @Option(names = "--max-heap", paramLabel = "SIZE", converter = ByteSize.class, defaultValue = "1g", description = "Most bytes each heap may use (default ${DEFAULT-VALUE}).")
    private long maxHeap;

    @Option(names = "--verify", description = "Compare the graph at every record of roots, not only at the end.")
    private boolean verify;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        List<ReplayReport> reports = new ArrayList<>();
        for (String plan : plans.isEmpty() ? usualPlans() : plans) {
            HeapOptions options = HeapOptions.defaults().withMaxHeap(maxHeap).withPlan(Plans.named(plan).name());
            try {
                reports.add(Replay.run(file, options, verify));
            } catch (TraceFailed failure) {
                throw new CommandFailed(failure.getMessage());
            } catch (HeapExhausted tooSmall) {
                throw new CommandFailed("plan " + options.plan() + ": " + tooSmall.getMessage());
            }
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            ReplayReport any = reports.getFirst();
            out.println(Json.text(new Report(file.toString(), any.objects(), any.allocatedBytes(), any.stores(), reports.stream().map(Row::of).toList())));
        } else {
            table(reports).forEach(out::println);
        }
        return 0;
    }

    /** The plans that a program would run on: they collect, when that is needed, and write no trace. */
    private static List<String> usualPlans() {
        return Plans.all().stream()
                .filter(plan -> plan.traits().collects() && !plan.records() && !plan.refine(HeapOptions.defaults()).stress().countsAllocations())
                .map(PlanFactory::name).toList();
    }

    private static List<String> table(List<ReplayReport> reports) {
        TextTable table = new TextTable("plan", "collections", "minor", "copied MiB", "promoted MiB", "marked MiB", "collector CPU ms", "objects left", "references left");
        for (ReplayReport report : reports) {
            table.row(report.plan(), Long.toString(report.collections()), Long.toString(report.minorCollections()), mebibytes(report.copiedBytes()), mebibytes(report.promotedBytes()),
                    mebibytes(report.markedBytes()), "%.1f".formatted(report.cpuNanos() / MILLI), Long.toString(report.graph().objects()), Long.toString(report.graph().references()));
        }
        return table.lines();
    }

    private static String mebibytes(long bytes) {
        return "%.1f".formatted(bytes / MIB);
    }
}
