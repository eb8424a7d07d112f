package io.mooring.bench;

import io.mooring.bench.demo.Demo;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code mooring demo}: what moves, what is linked, what dies, shown with a C extension. */
@Command(name = "demo", header = "Watch a C extension hold objects while they move; the link table beside the dictionary.")
final class DemoCommand implements Callable<Integer> {
    /** As many as C can keep one in a thousand of. */
    private static final int MOST_LISTS = 100_000_000;

    @Mixin
    private HeapSettings heap;

    @Option(names = "--lists", paramLabel = "N", defaultValue = "1000000", description = "Lists passed to C (default ${DEFAULT-VALUE}).")
    private int lists;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        new Demo(heap.collectedHeapOptions(), Bounds.check("--lists", lists, 1, MOST_LISTS), spec.commandLine().getOut()).run();
        return 0;
    }
}
