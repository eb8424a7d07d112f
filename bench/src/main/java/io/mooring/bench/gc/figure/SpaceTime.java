package io.mooring.bench.gc.figure;

import io.mooring.bench.Json;
import io.mooring.bench.gc.contest.Assignment;
import io.mooring.bench.gc.contest.Contestant;
import io.mooring.bench.gc.contest.RunSample;
import io.mooring.bench.gc.work.Workload;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** How much time a plan needs in how much space: whole runs at several heap sizes, split into program and collector. */
public final class SpaceTime {
    private SpaceTime() {}

    /**
     * A point of the curve; its times are null where the heap was too small.
     *
     * @param workload    label of the program
     * @param plan        how the heap was collected
     * @param heapOverLive size of the heap as a multiple of what lives
     * @param millis      wall time of a run, the median
     * @param mutatorMillis of that, outside collections
     * @param collectorCpuMillis processor time of the collector
     * @param minor       minor collections of that run
     * @param major       major collections of that run
     */
    public record Point(
            String workload, String plan, double heapOverLive, Double millis, Double mutatorMillis, Double collectorCpuMillis, Long minor, Long major) {}

    /** All points, plan by plan. */
    public static List<Point> curve(Scale scale, Path folder, Progress progress) {
        List<Point> points = new ArrayList<>();
        for (Workload workload : scale.curveWorkloads()) {
            int size = workload.sizeFor(scale.curveLiveBytes());
            long live = LiveBytes.of(workload, size);
            for (String plan : MeasuredPlans.names()) {
                progress.say("time over space: " + workload.label() + " on " + plan);
                for (double multiple : scale.curveMultiples()) {
                    points.add(point(Assignment.whole(workload, size, plan, (long) (live * multiple), 0), multiple, scale, folder));
                }
            }
        }
        return points;
    }

    private static Point point(Assignment assignment, double multiple, Scale scale, Path folder) {
        List<RunSample> samples = new ArrayList<>();
        try (Contestant contestant = Contestant.worker(assignment, folder)) {
            for (int run = -scale.warmUps(); run < scale.rounds(); run++) {
                RunSample sample = contestant.run(RunSample.class);
                if (sample.exhausted()) return new Point(assignment.workload().label(), assignment.plan(), multiple, null, null, null, null, null);
                if (run >= 0) samples.add(sample);
            }
        }
        samples.sort(Comparator.comparingLong(RunSample::nanos));
        RunSample median = samples.get(samples.size() / 2);
        return new Point(
                assignment.workload().label(), assignment.plan(), multiple, millis(median.nanos()), millis(median.mutatorNanos()), millis(median.collectorCpuNanos()), median.minor(),
                median.major());
    }

    private static Double millis(long nanos) {
        return Json.rounded(nanos / 1e6);
    }
}
