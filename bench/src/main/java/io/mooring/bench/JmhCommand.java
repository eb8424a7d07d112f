package io.mooring.bench;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * {@code mooring jmh}: the benchmarks of {@code io.mooring.bench.jmh}; every word after it goes to JMH's own command line.
 *
 * <p>JMH starts a JVM of its own for each benchmark, with the flags of this one.
 */
@Command(name = JmhCommand.NAME, header = "Run the JMH benchmarks; all further words go to JMH (-l lists them).")
final class JmhCommand implements Callable<Integer> {
    static final String NAME = "jmh";

    @Parameters(paramLabel = "ARG", description = "What JMH takes: a regular expression of names, -f 1 -wi 3 -i 5, -prof gc, -l, ...")
    private List<String> arguments = List.of();

    @Override
    public Integer call() throws IOException {
        org.openjdk.jmh.Main.main(arguments.toArray(String[]::new));
        return 0;
    }
}
