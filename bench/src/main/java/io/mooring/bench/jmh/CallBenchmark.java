package io.mooring.bench.jmh;

import io.mooring.bench.Session;
import io.mooring.bench.compile.Workshop;
import io.mooring.bench.rows.RowsBench;
import io.mooring.capi.CApiOptions.LinkKind;
import io.mooring.gc.HeapOptions;
import io.mooring.gc.Immediate;
import io.mooring.gc.roots.Global;
import io.mooring.objspace.ObjSpace;
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

/** The rows of {@code mooring rows}, Mooring's column only: one call into C through {@link ObjSpace}. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class CallBenchmark {
    @Param({"TABLE", "DICTIONARY"})
    private LinkKind links;

    private Workshop workshop;
    private Session session;
    private ObjSpace space;
    private Global noargs;
    private Global onearg;
    private Global varargs;
    private Global allocateInt;
    private Global allocateTuple;
    private Global foo;
    private Global fooNoargs;
    private Global fooOnearg;
    private Global fooVarargs;
    private long number;

    @Setup(Level.Trial)
    public void open() {
        workshop = new Workshop();
        session = Session.open(HeapOptions.defaults(), links);
        space = session.space();
        Global module = session.heap().global(session.capi().load(workshop.extension(Workshop.inProject(RowsBench.SOURCE))));
        noargs = attribute(module, "noargs");
        onearg = attribute(module, "onearg");
        varargs = attribute(module, "varargs");
        allocateInt = attribute(module, "allocate_int");
        allocateTuple = attribute(module, "allocate_tuple");
        foo = session.heap().global(space.call0(attribute(module, "Foo").get()));
        fooNoargs = attribute(foo, "noargs");
        fooOnearg = attribute(foo, "onearg");
        fooVarargs = attribute(foo, "varargs");
    }

    private Global attribute(Global owner, String name) {
        return session.heap().global(space.getattr(owner.get(), space.intern(name)));
    }

    @TearDown(Level.Trial)
    public void close() {
        session.close();
        workshop.close();
    }

    @Benchmark
    public long simpleNoargs() {
        return space.call0(noargs.get());
    }

    @Benchmark
    public long simpleOneargNone() {
        return space.call1(onearg.get(), space.w_None);
    }

    @Benchmark
    public long simpleOneargNumber() {
        return space.call1(onearg.get(), Immediate.of(number++));
    }

    @Benchmark
    public long simpleVarargs() {
        return space.call2(varargs.get(), space.w_None, space.w_None);
    }

    @Benchmark
    public long simpleAllocateInt() {
        return space.call0(allocateInt.get());
    }

    @Benchmark
    public long simpleAllocateTuple() {
        return space.call0(allocateTuple.get());
    }

    @Benchmark
    public long fooNoargs() {
        return space.call0(fooNoargs.get());
    }

    @Benchmark
    public long fooOneargNone() {
        return space.call1(fooOnearg.get(), space.w_None);
    }

    @Benchmark
    public long fooOneargNumber() {
        return space.call1(fooOnearg.get(), Immediate.of(number++));
    }

    @Benchmark
    public long fooVarargs() {
        return space.call2(fooVarargs.get(), space.w_None, space.w_None);
    }

    @Benchmark
    public long fooLength() {
        return space.len(foo.get());
    }

    @Benchmark
    public long fooItem() {
        return space.getitem(foo.get(), Immediate.of(0));
    }
}
