package io.mooring.bench.rows;

import io.mooring.bench.CommandFailed;
import io.mooring.bench.Session;
import io.mooring.bench.compile.Workshop;
import io.mooring.bench.rows.Caller.Kind;
import io.mooring.capi.CApiOptions.LinkKind;
import io.mooring.gc.HeapOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The comparison from beginning to end: compiles the extension for everybody, runs, reports, cleans up. */
public final class RowsBench {
    /** The extension's source, from the folder of the project on. */
    public static final Path SOURCE = Path.of("capi-native/src/test/c/simple.c");

    private RowsBench() {}

    /**
     * How to run.
     *
     * @param heap        Mooring's heap
     * @param links       Mooring's links
     * @param peers       whom to compare with, if they are on the machine
     * @param rounds      measurements per number
     * @param sliceMillis how long each takes
     */
    public record Settings(HeapOptions heap, LinkKind links, Set<Kind> peers, int rounds, int sliceMillis) {}

    /** Runs the comparison. Throws {@link CommandFailed} when Mooring's own part cannot run; a missing peer is noted. */
    public static RowsReport run(Settings settings) {
        Path source = Workshop.inProject(SOURCE);
        try (Workshop workshop = new Workshop();
                Session session = Session.open(settings.heap, settings.links)) {
            Path module = workshop.extension(source);
            return session.run(() -> compare(new MooringCaller(session, module), new Peers(source, workshop), settings));
        }
    }

    private static RowsReport compare(MooringCaller mooring, Peers peers, Settings settings) {
        List<Caller> callers = new ArrayList<>();
        try (mooring) {
            callers.add(mooring);
            try {
                peers.start(settings.peers);
            } finally {
                callers.addAll(peers.callers());
            }
            RowsRun run = new RowsRun(callers, peers.notes(), settings.sliceMillis);
            run.run(settings.rounds);
            return RowsReport.of(run, callers, peers.notes(), settings.rounds, settings.sliceMillis);
        } finally {
            peers.callers().forEach(Caller::close);
        }
    }
}
