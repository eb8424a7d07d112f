package io.mooring.bench.jmh;

import io.mooring.bench.links.LinkGround;
import io.mooring.capi.CApiOptions.LinkKind;
import io.mooring.gc.HeapOptions;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** A link made and dead, all costs counted: the object, the PyObject's block, the link, the collections in which they die. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class YoungLinkBenchmark {
    /** More PyObjects than die between two collections of any plan with the default heap. */
    private static final long BLOCKS = 64_000_000;

    @Param({"TABLE", "DICTIONARY"})
    private LinkKind links;

    @Param({"GenCopy", "SemiSpace"})
    private String plan;

    private LinkGround ground;

    @Setup(Level.Trial)
    public void open() {
        ground = new LinkGround(HeapOptions.defaults().withPlan(plan), links, BLOCKS);
    }

    @TearDown(Level.Trial)
    public void close() {
        ground.close();
    }

    @Benchmark
    public long madeAndDead() {
        return ground.linked();
    }
}
