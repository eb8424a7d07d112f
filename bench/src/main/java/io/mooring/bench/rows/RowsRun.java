package io.mooring.bench.rows;

import io.mooring.bench.CommandFailed;
import io.mooring.bench.Spread;
import io.mooring.bench.rows.Caller.Kind;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One run of the comparison: callers take turns, row by row and round by round, so that whatever else the machine does meets all of
 * them.
 *
 * <pre>
 *   warm up     each caller runs each row until the row is compiled and its speed is known
 *   round 1..n  for each row: each caller, for about the same time; who begins changes from round to round
 * </pre>
 */
final class RowsRun {
    /** Calls of the first trial, before anything is known about speed. */
    private static final long FIRST_TRIAL = 1000;
    /** Warm-up of a caller's row, as a multiple of the time it has in a round. */
    private static final int WARM_UP_SLICES = 4;

    private final List<Caller> callers;
    private final List<String> notes;
    private final long sliceNanos;
    private final Map<Caller, Map<Row, List<Double>>> nanosPerCall = new LinkedHashMap<>();
    private final Map<Caller, Map<Row, Long>> callsPerSlice = new LinkedHashMap<>();

    /** {@code sliceMillis}: how long a caller runs a row in each round. A caller that fails leaves a sentence in {@code notes}. */
    RowsRun(List<Caller> callers, List<String> notes, long sliceMillis) {
        this.callers = new ArrayList<>(callers);
        this.notes = notes;
        this.sliceNanos = sliceMillis * 1_000_000;
    }

    /** Warms up, then runs the rounds. */
    void run(int rounds) {
        for (Caller caller : List.copyOf(callers)) {
            callsPerSlice.put(caller, new EnumMap<>(Row.class));
            nanosPerCall.put(caller, new EnumMap<>(Row.class));
            for (Row row : Row.values()) attempt(caller, () -> callsPerSlice.get(caller).put(row, warmUp(caller, row)));
        }
        for (int round = 0; round < rounds; round++) {
            for (Row row : Row.values()) {
                for (int turn = 0; turn < callers.size(); turn++) {
                    Caller caller = callers.get((turn + round) % callers.size());
                    attempt(caller, () -> measure(caller, row));
                }
            }
        }
    }

    private long warmUp(Caller caller, Row row) {
        long calls = FIRST_TRIAL;
        long spent = 0;
        while (true) {
            long nanos = Math.max(1, caller.nanos(row, calls));
            spent += nanos;
            long callsOfSlice = Math.max(1, (long) ((double) sliceNanos / nanos * calls));
            if (spent >= WARM_UP_SLICES * sliceNanos) return callsOfSlice;
            calls = Math.min(callsOfSlice, 4 * calls);
        }
    }

    private void measure(Caller caller, Row row) {
        long calls = callsPerSlice.get(caller).get(row);
        double nanos = caller.nanos(row, calls) / (double) calls;
        nanosPerCall.get(caller).computeIfAbsent(row, _ -> new ArrayList<>()).add(nanos);
    }

    /** A peer that fails is out of the run; Mooring's own failure is everybody's. */
    private void attempt(Caller caller, Runnable work) {
        if (!callers.contains(caller)) return;
        try {
            work.run();
        } catch (CommandFailed failure) {
            if (caller.kind() == Kind.MOORING) throw failure;
            notes.add(caller.description() + ": " + failure.getMessage());
            callers.remove(caller);
            nanosPerCall.remove(caller);
        }
    }

    /** The fastest caller of the kind at this row, or null when there is none. */
    Spread fastest(Kind kind, Row row) {
        Spread fastest = null;
        for (Caller caller : callers) {
            if (caller.kind() != kind) continue;
            List<Double> measured = nanosPerCall.get(caller).get(row);
            if (measured == null) continue;
            Spread spread = Spread.of(measured);
            if (fastest == null || spread.median() < fastest.median()) fastest = spread;
        }
        return fastest;
    }
}
