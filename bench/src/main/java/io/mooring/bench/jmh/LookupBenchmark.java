package io.mooring.bench.jmh;

import io.mooring.bench.links.LinkGround;
import io.mooring.capi.CApiOptions.LinkKind;
import io.mooring.gc.CollectionKind;
import io.mooring.gc.HeapOptions;
import io.mooring.gc.roots.Global;
import io.mooring.rawrefcount.Links;
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

/** From an object to its PyObject and back, for one pair after another of a working set that the cache holds. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class LookupBenchmark {
    /** A power of two; objects, PyObjects and entries together stay below 400 KiB. */
    private static final int PAIRS = 4096;

    @Param({"TABLE", "DICTIONARY"})
    private LinkKind links;

    private LinkGround ground;
    private Links looked;
    private final long[] objects = new long[PAIRS];
    private final long[] pyObjects = new long[PAIRS];
    private int next;

    /** Makes the pairs and collects until they are old; after that nothing moves. */
    @Setup(Level.Trial)
    public void open() {
        ground = new LinkGround(HeapOptions.defaults(), links, PAIRS + 1L);
        looked = ground.links();
        Global[] roots = new Global[PAIRS];
        for (int i = 0; i < PAIRS; i++) roots[i] = ground.heap().global(ground.linked());
        ground.heap().collect(CollectionKind.MAJOR);
        for (int i = 0; i < PAIRS; i++) {
            objects[i] = roots[i].get();
            pyObjects[i] = looked.toPyObject(objects[i]);
        }
    }

    @TearDown(Level.Trial)
    public void close() {
        ground.close();
    }

    @Benchmark
    public long fromObj() {
        return looked.toPyObject(objects[next++ & PAIRS - 1]);
    }

    @Benchmark
    public long toObj() {
        return looked.toObj(pyObjects[next++ & PAIRS - 1]);
    }
}
