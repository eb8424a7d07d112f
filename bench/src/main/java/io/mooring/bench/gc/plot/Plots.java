package io.mooring.bench.gc.plot;

import io.mooring.bench.CommandFailed;
import io.mooring.bench.gc.GcReport;
import io.mooring.bench.gc.contest.PauseSample.Window;
import io.mooring.bench.gc.figure.SpaceTime;
import io.mooring.bench.plot.Sketchbook;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.style.Styler.LegendPosition;

/** Draws what a report has of curves and bars, each into a file of its own in one folder. */
public final class Plots {
    private final Sketchbook book;

    private Plots(Sketchbook book) {
        this.book = book;
    }

    /** Draws into the folder, which is made if need be; answers the files. Throws {@link CommandFailed} when they cannot be written. */
    public static List<Path> write(GcReport report, Path folder) {
        try {
            Plots plots = new Plots(new Sketchbook(folder));
            if (report.timeOverSpace() != null) plots.timeOverSpace(report.timeOverSpace());
            if (report.pauses() != null && !report.pauses().isEmpty()) plots.utilisation(report);
            if (report.minHeapOverLive() != null) plots.bars("smallest-heap", "Smallest heap that completes: quads", "heap / live", report.minHeapOverLive());
            if (report.barrierOverhead() != null) plots.bars("barrier", "What the barrier of GenCopy costs", "share of the program's time", report.barrierOverhead());
            return plots.book.files();
        } catch (IOException failure) {
            throw new CommandFailed("plots cannot be written to " + folder + ": " + failure.getMessage(), failure);
        }
    }

    /** For each program: the whole run, the program's share and the collector's. */
    private void timeOverSpace(List<SpaceTime.Point> points) throws IOException {
        for (String workload : points.stream().map(SpaceTime.Point::workload).distinct().toList()) {
            List<SpaceTime.Point> own = points.stream().filter(it -> it.workload().equals(workload) && it.millis() != null).toList();
            curve("time-" + workload, workload + ": time of a run", "ms", own, SpaceTime.Point::millis);
            curve("mutator-" + workload, workload + ": outside collections", "ms", own, SpaceTime.Point::mutatorMillis);
            curve("collector-" + workload, workload + ": processor time of the collector", "ms", own, SpaceTime.Point::collectorCpuMillis);
        }
    }

    private void curve(String name, String title, String unit, List<SpaceTime.Point> points, Function<SpaceTime.Point, Double> value) throws IOException {
        XYChart chart = book.curves(title, "heap / live", unit);
        chart.getStyler().setYAxisLogarithmic(true).setLegendPosition(LegendPosition.InsideNE); // a tight heap takes ten times as long
        for (String plan : points.stream().map(SpaceTime.Point::plan).distinct().toList()) {
            List<SpaceTime.Point> own = points.stream().filter(it -> it.plan().equals(plan)).toList();
            chart.addSeries(plan, own.stream().map(SpaceTime.Point::heapOverLive).toList(), own.stream().map(value).toList());
        }
        if (!points.isEmpty()) book.save(name, chart);
    }

    private void utilisation(GcReport report) throws IOException {
        XYChart chart = book.curves("Least share of the processor that the program has, by length of the window", "window, ms", "utilisation");
        chart.getStyler().setXAxisLogarithmic(true).setYAxisMin(0.0).setYAxisMax(1.0).setLegendPosition(LegendPosition.InsideSE);
        report.pauses().forEach((plan, sample) -> chart.addSeries(
                plan, sample.utilisation().stream().map(Window::millis).toList(), sample.utilisation().stream().map(Window::utilisation).toList()));
        book.save("utilisation", chart);
    }

    private void bars(String name, String title, String unit, Map<String, Double> values) throws IOException {
        CategoryChart chart = book.bars(title, unit);
        chart.getStyler().setLegendVisible(false);
        if (values.isEmpty()) return;
        chart.addSeries(unit, List.copyOf(values.keySet()), List.copyOf(values.values()));
        book.save(name, chart);
    }
}
