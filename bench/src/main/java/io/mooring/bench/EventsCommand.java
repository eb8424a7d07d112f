package io.mooring.bench;

import io.mooring.gc.events.CollectionLine;
import io.mooring.gc.events.EventLogFailed;
import io.mooring.gc.events.EventLogReader;
import io.mooring.gc.events.LoggedEvent;
import io.mooring.gc.events.LoggedEvent.CollectionOver;
import io.mooring.gc.events.LoggedEvent.CollectionStarts;
import io.mooring.gc.events.LoggedEvent.PhaseOver;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mooring events}: prints the collections of an event log, those to come included while its process runs. */
@Command(name = "events", header = "Print the collections of an event log, or follow one while its program runs.")
final class EventsCommand implements Callable<Integer> {
    /** Between two looks at the log: short for a reader's eye, long for a processor. */
    private static final long POLL_NANOS = 20_000_000;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double NANOS_PER_MILLISECOND = 1e6;

    @Parameters(index = "0", paramLabel = "FILE", description = "An event log, as io.mooring.gc.events.EventLogWriter writes it.")
    private Path file;

    @Option(names = "--follow", description = "Go on until the log is closed or its process ends.")
    private boolean follow;

    @Option(names = "--phases", description = "Print the phases of each collection, too.")
    private boolean phases;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        try (EventLogReader log = open()) {
            print(log);
            return 0;
        } catch (EventLogFailed damaged) {
            throw new CommandFailed(damaged.getMessage(), damaged);
        }
    }

    private EventLogReader open() {
        try {
            return EventLogReader.open(file);
        } catch (EventLogFailed refused) {
            throw new UsageError(refused.getMessage());
        }
    }

    private void print(EventLogReader log) throws EventLogFailed {
        PrintWriter out = spec.commandLine().getOut();
        boolean more = true;
        while (more) {
            more = follow && log.isWritten(); // asked first: what was written before the end is still read below
            for (Optional<LoggedEvent> event = log.poll(); event.isPresent(); event = log.poll()) print(out, event.get());
            out.flush();
            if (out.checkError()) return; // nobody reads any more
            if (more) LockSupport.parkNanos(POLL_NANOS);
        }
        if (!log.isClosed() && !log.isWritten()) {
            spec.commandLine().getErr().println("mooring: " + file + ": process " + log.process() + " ended without closing its log; collections may be missing at the end");
        }
    }

    private void print(PrintWriter out, LoggedEvent event) {
        switch (event) {
            case CollectionStarts _ -> {}
            case PhaseOver phase -> {
                if (phases) {
                    out.println("[%.3f s]   %s %.3f ms".formatted(phase.time() / NANOS_PER_SECOND, phase.phase().toLowerCase(Locale.ROOT).replace('_', ' '), phase.nanos() / NANOS_PER_MILLISECOND));
                }
            }
            case CollectionOver collection -> out.println(new CollectionLine(collection.time(), collection.report()));
        }
    }
}
