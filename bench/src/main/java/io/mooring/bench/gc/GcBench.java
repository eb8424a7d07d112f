package io.mooring.bench.gc;

import io.mooring.bench.Spread;
import io.mooring.bench.compile.Workshop;
import io.mooring.bench.gc.contest.PauseSample;
import io.mooring.bench.gc.figure.BarrierCost;
import io.mooring.bench.gc.figure.CollectionCount;
import io.mooring.bench.gc.figure.CopyRate;
import io.mooring.bench.gc.figure.JavaAllocation;
import io.mooring.bench.gc.figure.PauseTimes;
import io.mooring.bench.gc.figure.Progress;
import io.mooring.bench.gc.figure.QuadsContest;
import io.mooring.bench.gc.figure.Scale;
import io.mooring.bench.gc.figure.SmallestHeap;
import io.mooring.bench.gc.figure.SpaceTime;
import io.mooring.bench.gc.figure.TreesContest;
import io.mooring.bench.gc.work.Workload;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Measures what the collectors cost, figure by figure, and reports it. */
public final class GcBench {
    private final Scale scale;
    private final Set<Figure> figures;
    private final Progress progress;

    /** {@code figures}: which are measured; the others are null in the report. */
    public GcBench(Scale scale, Set<Figure> figures, Progress progress) {
        this.scale = scale;
        this.figures = EnumSet.copyOf(figures);
        this.progress = progress;
    }

    /**
     * Runs everything. A peer or plan that is missing is noted; a program that computes something wrong, or a process that ends, fails the
     * run: its figures would mean nothing.
     */
    public GcReport run() {
        Findings findings = new Findings();
        try (Workshop workshop = new Workshop()) {
            for (Figure figure : figures) measure(figure, findings, workshop);
        }
        return findings.report(new GcReport.Run(
                figures.stream().map(Figure::label).toList(), scale, progress.seconds(), Runtime.version().toString(), Runtime.getRuntime().availableProcessors()));
    }

    private void measure(Figure figure, Findings findings, Workshop workshop) {
        Path folder = workshop.folder();
        switch (figure) {
            case COLLECTIONS -> {
                progress.say("number of collections");
                findings.number(GcReport.COLLECTIONS_ERROR, CollectionCount.run(scale.countedCollections()).error());
            }
            case MINHEAP -> findings.smallestHeaps(smallestHeaps());
            case COPY -> {
                progress.say("copy rate");
                findings.spread(GcReport.COPY_OVER_MEMCPY, CopyRate.run(scale, folder));
            }
            case QUADS -> quads(new QuadsContest(scale, folder), findings);
            case TREES -> trees(TreesContest.run(scale, workshop, progress), findings);
            case BARRIER -> findings.barrier(new BarrierCost(scale, folder).byWorkload(progress));
            case PAUSES -> pauses(PauseTimes.byPlan(scale, folder, progress), findings);
            case JAVA -> {
                progress.say("Java allocation");
                findings.number(GcReport.JAVA_BYTES, JavaAllocation.bytesPerCollection());
            }
            case CURVE -> findings.curve(SpaceTime.curve(scale, folder, progress));
        }
    }

    private Map<String, Map<String, Double>> smallestHeaps() {
        Map<String, Map<String, Double>> result = new LinkedHashMap<>();
        for (Workload workload : scale.smallHeapWorkloads()) {
            result.put(workload.label(), new SmallestHeap(workload, scale.smallHeapBytes()).byPlan(progress));
        }
        return result;
    }

    private void quads(QuadsContest contest, Findings findings) {
        progress.say("quads: GenCopy, SemiSpace, HotSpot Serial");
        QuadsContest.Cpu cpu = contest.cpu();
        findings.spread(GcReport.GEN_COPY_OVER_SERIAL, cpu.overSerial());
        findings.spread(GcReport.GEN_COPY_OVER_SEMI_SPACE, cpu.overSemiSpace());
        findings.number(GcReport.FULL_COLLECTIONS_RATIO, contest.fullCollectionsRatio());
    }

    private void trees(TreesContest.Result result, Findings findings) {
        findings.spread(GcReport.TREES_OVER_SERIAL, result.overSerial());
        findings.spread(GcReport.TREES_OVER_BOEHM, result.overBoehm());
        findings.spread(GcReport.TREES_OVER_MALLOC, result.overMalloc());
        findings.spread(GcReport.TREES_OVER_PYPY, result.overPypy());
        result.notes().forEach(findings::note);
    }

    private void pauses(Map<String, PauseSample> byPlan, Findings findings) {
        findings.pauses(byPlan);
        PauseSample incremental = byPlan.get(PauseTimes.INCREMENTAL);
        if (incremental == null) {
            findings.note("there is no plan " + PauseTimes.INCREMENTAL);
            return;
        }
        findings.number(GcReport.INCREMENTAL_P999, incremental.p999Millis());
        if (incremental.major() == 0) findings.note("pauses: no major collection ended within %.0f s; minor ones and steps only".formatted(incremental.seconds()));
    }
}
