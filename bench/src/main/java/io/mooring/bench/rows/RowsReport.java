package io.mooring.bench.rows;

import io.mooring.bench.Json;
import io.mooring.bench.Spread;
import io.mooring.bench.TextTable;
import io.mooring.bench.rows.Caller.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/**
 * What a run of the comparison found; its components are the names in the JSON.
 *
 * @param rows           one per row of the benchmark
 * @param geometricMeans of the ratios
 * @param callers        who took part: column and description
 * @param notes          who did not, and why
 * @param rounds         measurements per number
 * @param sliceMillis    how long each of them took
 */
public record RowsReport(
        List<Measured> rows, Means geometricMeans, List<Participant> callers, List<String> notes, int rounds, long sliceMillis) {

    /** One caller of the run. */
    public record Participant(String column, String description) {}

    /**
     * A row: medians in nanoseconds per call with ranges, and ratios of medians; below 1, Mooring is faster. Null where a peer is
     * missing.
     */
    public record Measured(
            String name,
            Double mooringNs,
            Double cpythonNs,
            Double cpythonEmbeddedNs,
            Double pypyNs,
            Double ratio,
            Double ratioEmbedded,
            Double ratioPypy,
            Double[] mooringRange,
            Double[] cpythonRange,
            Double[] cpythonEmbeddedRange,
            Double[] pypyRange) {}

    /** Geometric means of ratios over the six rows of the module's functions and over all; null where a peer is missing. */
    public record Means(Double simpleRatio, Double simpleRatioEmbedded, Double ratio, Double ratioEmbedded) {}

    static RowsReport of(RowsRun run, List<Caller> callers, List<String> notes, int rounds, long sliceMillis) {
        List<Measured> rows = Arrays.stream(Row.values()).map(row -> measured(run, row)).toList();
        List<Measured> simple = rows.subList(0, (int) Arrays.stream(Row.values()).filter(Row::isSimple).count());
        Means means = new Means(
                mean(simple, Measured::ratio), mean(simple, Measured::ratioEmbedded), mean(rows, Measured::ratio), mean(rows, Measured::ratioEmbedded));
        List<Participant> participants = callers.stream().map(caller -> new Participant(caller.kind().label(), caller.description())).toList();
        return new RowsReport(rows, means, participants, List.copyOf(notes), rounds, sliceMillis);
    }

    private static Measured measured(RowsRun run, Row row) {
        Spread mooring = run.fastest(Kind.MOORING, row);
        Spread cpython = run.fastest(Kind.CPYTHON, row);
        Spread embedded = run.fastest(Kind.EMBEDDED, row);
        Spread pypy = run.fastest(Kind.PYPY, row);
        return new Measured(
                row.label(), median(mooring), median(cpython), median(embedded), median(pypy),
                ratio(mooring, cpython), ratio(mooring, embedded), ratio(mooring, pypy),
                range(mooring), range(cpython), range(embedded), range(pypy));
    }

    private static Double median(Spread spread) {
        return spread == null ? null : Json.rounded(spread.median());
    }

    private static Double[] range(Spread spread) {
        return spread == null ? null : new Double[] {Json.rounded(spread.min()), Json.rounded(spread.max())};
    }

    private static Double ratio(Spread ours, Spread theirs) {
        return ours == null || theirs == null ? null : Json.rounded(ours.median() / theirs.median());
    }

    private static Double mean(List<Measured> rows, Function<Measured, Double> ratio) {
        List<Double> ratios = rows.stream().map(ratio).filter(Objects::nonNull).toList();
        if (ratios.isEmpty()) return null;
        return Json.rounded(Math.exp(ratios.stream().mapToDouble(Math::log).average().orElseThrow()));
    }

    /** The report as people read it. */
    public List<String> lines() {
        TextTable table = new TextTable("ns per call", "Mooring", "CPython 3.11", "embedded in C", "PyPy", "ratio", "ratio embedded");
        for (Measured row : rows) {
            table.row(row.name, cell(row.mooringNs, row.mooringRange), cell(row.cpythonNs, row.cpythonRange),
                    cell(row.cpythonEmbeddedNs, row.cpythonEmbeddedRange), cell(row.pypyNs, row.pypyRange), cell(row.ratio), cell(row.ratioEmbedded));
        }
        table.row("geometric mean of simple.*", "", "", "", "", cell(geometricMeans.simpleRatio), cell(geometricMeans.simpleRatioEmbedded));
        table.row("geometric mean of all", "", "", "", "", cell(geometricMeans.ratio), cell(geometricMeans.ratioEmbedded));
        List<String> lines = new ArrayList<>(table.lines());
        lines.add("");
        lines.add("Medians of %d rounds of %d ms in turn, with range. ratio = Mooring / CPython's Python loop (the loop itself included),".formatted(rounds, sliceMillis));
        lines.add("ratio embedded = Mooring / CPython called from C. Functions and bound methods are looked up once, before the loops.");
        callers.forEach(caller -> lines.add("  " + caller.column + ": " + caller.description));
        notes.forEach(note -> lines.add("  missing: " + note));
        return lines;
    }

    private static String cell(Double value) {
        return value == null ? "-" : "%.2f".formatted(value);
    }

    private static String cell(Double median, Double[] range) {
        return median == null ? "-" : new Spread(median, range[0], range[1]).cell();
    }
}
