package io.mooring.bench.gc.figure;

import io.mooring.bench.Json;
import io.mooring.bench.gc.contest.Assignment;
import io.mooring.bench.gc.contest.Contestant;
import io.mooring.bench.gc.contest.RunSample;
import io.mooring.bench.gc.work.Workload;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** How much time a plan needs in how much space: whole runs at several heap sizes, split into program and collector. */
public final class SpaceTime {
    private SpaceTime() {}

    /**
     * A point of the curve; its figures are null where no run completed.
     *
     * @param workload    label of the program
     * @param plan        how the heap was collected
     * @param heapOverLive size of the heap as a multiple of what lives
     * @param millis      wall time of a run, the median
     * @param mutatorMillis of that, outside collections
     * @param collectorCpuMillis processor time of the collector
     * @param minor       minor collections of that run
     * @param major       major collections of that run
     * @param runs        runs behind the median: less than were planned where runs are slow, 0 where none completed
     * @param missing     why none did; null where some did
     */
    public record Point(
            String workload, String plan, double heapOverLive, Double millis, Double mutatorMillis, Double collectorCpuMillis, Long minor, Long major, int runs,
            String missing) {}

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

    /** One point: as many runs as the scale asks for and its time allows. */
    private static Point point(Assignment assignment, double multiple, Scale scale, Path folder) {
        List<RunSample> samples = new ArrayList<>();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(scale.curvePointSeconds());
        try (Contestant contestant = Contestant.worker(assignment, folder)) {
            while (samples.size() < scale.warmUps() + scale.rounds()) {
                Optional<RunSample> sample = contestant.run(RunSample.class, Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
                if (sample.isEmpty()) break;
                if (sample.get().exhausted()) return missing(assignment, multiple, "heap exhausted");
                samples.add(sample.get());
            }
        }
        if (samples.isEmpty()) return missing(assignment, multiple, "did not complete within %d s".formatted(scale.curvePointSeconds()));
        return median(assignment, multiple, withoutWarmUps(samples, scale.warmUps()));
    }

    /** The runs that count; the last one does even if it was meant to warm up. */
    private static List<RunSample> withoutWarmUps(List<RunSample> samples, int warmUps) {
        return samples.subList(Math.min(warmUps, samples.size() - 1), samples.size());
    }

    private static Point median(Assignment assignment, double multiple, List<RunSample> samples) {
        List<RunSample> sorted = samples.stream().sorted(Comparator.comparingLong(RunSample::nanos)).toList();
        RunSample median = sorted.get(sorted.size() / 2);
        return new Point(
                assignment.workload().label(), assignment.plan(), multiple, millis(median.nanos()), millis(median.mutatorNanos()), millis(median.collectorCpuNanos()), median.minor(),
                median.major(), sorted.size(), null);
    }

    private static Point missing(Assignment assignment, double multiple, String why) {
        return new Point(assignment.workload().label(), assignment.plan(), multiple, null, null, null, null, null, 0, why);
    }

    private static Double millis(long nanos) {
        return Json.rounded(nanos / 1e6);
    }
}
