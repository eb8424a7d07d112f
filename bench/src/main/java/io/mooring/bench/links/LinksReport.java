package io.mooring.bench.links;

import io.mooring.bench.Json;
import io.mooring.bench.Spread;
import io.mooring.bench.TextTable;
import io.mooring.bench.links.LinksBench.Live;
import io.mooring.bench.links.LinksBench.Young;
import io.mooring.bench.links.border.BorderBench.Border;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What {@link LinksBench} found; its components are the names in the JSON. The figures come first, medians; the details follow. What was not
 * measured, because nobody asked for it, is null. Costs are {@link ProcessorTime}; stops, the first read of a list and
 * the passing of a tuple of which nothing is read are by the clock on the wall.
 *
 * @param tableNsPerLink         nanoseconds to make a link that dies young, all costs counted
 * @param dictionaryNsPerLink    the same with the dictionary
 * @param ratio                  table / dictionary
 * @param fromObjNs              nanoseconds from a managed object to its PyObject, table
 * @param toObjNs                nanoseconds from a PyObject to its managed object, table
 * @param bytesPerLink           native bytes per live link, hidden prefix included, table
 * @param majorMsPerMillionLinks milliseconds that a million live links add to a major collection, table
 * @param tableShareNs           what the table's link adds to an object and a PyObject that live as long without one
 * @param dictionaryShareNs      what the dictionary's link adds
 * @param tableShareRatio        table's share / dictionary's
 * @param killMillionMaxStopMs   all live links killed at once, on the plan that was asked for: how much the longest stop is above the
 *                               collection of the same objects without links; the worst of the kinds of links in {@code deaths}
 * @param incrementalMaxStepMs   what all live links add to a pause of the Incremental plan at most
 * @param getItemFirstNs         nanoseconds of the first PyList_GetItem on a list of floats
 * @param listLoopRatio          Java's loop over that list, after / before
 * @param tuplePassMs            milliseconds to pass a tuple of ints to C, which reads them all
 * @param tuplePassLazyNs        nanoseconds to pass it to C, which reads none
 * @param passedIntEntries       links made for an int passed
 * @param passedFloatEntries     links made for a float passed
 * @param newObjectPassedNs      nanoseconds of a new instance of a Python class passed to C and dead, all costs, making it included
 * @param unlinkedMajorMs        milliseconds of a major collection of the live objects without links
 * @param unlinkedNs             nanoseconds of object and PyObject without a link, the PyObject living as long as the object
 * @param unlinkedAtOnceNs       the same, the PyObject's block given back at once
 */
public record LinksReport(
        Double tableNsPerLink, Double dictionaryNsPerLink, Double ratio, Double fromObjNs, Double toObjNs, Double bytesPerLink,
        Double majorMsPerMillionLinks, Double tableShareNs, Double dictionaryShareNs, Double tableShareRatio, Double killMillionMaxStopMs,
        Double incrementalMaxStepMs, Double getItemFirstNs, Double listLoopRatio, Double tuplePassMs, Double tuplePassLazyNs,
        Double passedIntEntries, Double passedFloatEntries, Double newObjectPassedNs, Measured table, Measured dictionary, Spread unlinkedMajorMs,
        Spread unlinkedNs, Spread unlinkedAtOnceNs, List<DeathRow> deaths, IncrementalSteps.Steps steps, Border border, Run run) {

    /**
     * One implementation: medians with ranges.
     *
     * @param nsPerLink        links made and dead
     * @param shareNs          the link's own share of that
     * @param fromObjNs        lookups in a working set that the cache holds
     * @param fromObjFarNs     lookups all over memory, in random order
     * @param majorMs          a major collection with all links alive
     * @param bytesPerLink     native bytes per live link, hidden prefix included
     * @param javaBytesPerLink bytes allocated on the Java heap per link made and dead
     */
    public record Measured(
            Spread nsPerLink, Spread shareNs, Spread fromObjNs, Spread toObjNs, Spread fromObjFarNs, Spread toObjFarNs, Spread majorMs,
            Double bytesPerLink, Double javaBytesPerLink) {

        static Measured of(Spread nsPerLink, Spread shareNs, Double javaBytes, Live.Lookups live) {
            if (live == null) return new Measured(nsPerLink, shareNs, null, null, null, null, null, null, javaBytes);
            return new Measured(
                    nsPerLink, shareNs, live.fromObjNs(), live.toObjNs(), live.fromObjFarNs(), live.toObjFarNs(), live.majorMs(), live.bytesPerLink(), javaBytes);
        }
    }

    /** What was run: links that died young per measurement, live links, measurements per number, and the groups of figures. */
    public record Run(String plan, int youngLinks, int liveLinks, int rounds, List<String> figures) {}

    static LinksReport of(Young young, Live live, List<DeathRow> deaths, IncrementalSteps.Steps steps, Border border, Run run) {
        Measured table = Measured.of(
                young == null ? null : young.tableNs(), young == null ? null : young.tableShareNs(), young == null ? null : young.tableJavaBytes(),
                live == null ? null : live.table());
        Measured dictionary = Measured.of(
                young == null ? null : young.dictionaryNs(), young == null ? null : young.dictionaryShareNs(), young == null ? null : young.dictionaryJavaBytes(),
                live == null ? null : live.dictionary());
        Spread unlinkedMajor = live == null ? null : live.unlinkedMajorMs();
        return new LinksReport(
                median(table.nsPerLink), median(dictionary.nsPerLink), quotient(table.nsPerLink, dictionary.nsPerLink), median(table.fromObjNs), median(table.toObjNs),
                table.bytesPerLink, live == null ? null : Json.rounded((table.majorMs.median() - unlinkedMajor.median()) * 1e6 / run.liveLinks),
                median(table.shareNs), median(dictionary.shareNs), quotient(table.shareNs, dictionary.shareNs),
                deaths == null ? null : worst(deaths, run.plan), steps == null ? null : Json.rounded(steps.wall().addedMs()),
                border == null ? null : median(border.getItemFirstNs()), border == null ? null : median(border.listLoopRatio()),
                border == null ? null : median(border.tuplePassMs()), border == null ? null : median(border.tuplePassLazyNs()),
                border == null ? null : Json.rounded(border.passedIntEntries()), border == null ? null : Json.rounded(border.passedFloatEntries()),
                border == null ? null : median(border.newObject()), table, dictionary, unlinkedMajor,
                young == null ? null : young.unlinkedNs(), young == null ? null : young.unlinkedAtOnceNs(), deaths,
                steps == null ? null : steps.rounded(), border == null ? null : border.rounded(), run);
    }

    private static Double median(Spread spread) {
        return spread == null ? null : Json.rounded(spread.median());
    }

    private static Double quotient(Spread own, Spread other) {
        return own == null ? null : Json.rounded(own.median() / other.median());
    }

    private static Double worst(List<DeathRow> deaths, String plan) {
        return deaths.stream().filter(row -> row.plan().equals(plan)).map(DeathRow::addedMs).max(Comparator.naturalOrder()).orElseThrow();
    }

    // ---- as people read it --------------------------------------------------------------------------------------------------------------

    /** The report as people read it: table and dictionary side by side, then the figures that have no rival. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        if (table.nsPerLink != null || table.majorMs != null) comparisonLines(lines);
        if (deaths != null) deathLines(lines);
        if (steps != null || border != null) figureLines(lines);
        lines.add("Plan %s, %,d links that die young, %,d live ones. Medians of %d rounds in turn, with range.".formatted(
                run.plan, run.youngLinks, run.liveLinks, run.rounds));
        lines.add("Costs are processor time; stops, first reads and tuples that nobody reads are by the clock on the wall.");
        return lines;
    }

    private void comparisonLines(List<String> lines) {
        TextTable text = new TextTable("", "table", "dictionary", "no link");
        if (table.nsPerLink != null) {
            text.row("link made and dead, all costs (ns)", table.nsPerLink.cell(), dictionary.nsPerLink.cell(), unlinkedNs.cell());
            text.row("  the link's own share (ns)", table.shareNs.cell(), dictionary.shareNs.cell(), "");
            text.row("  PyObject given back at once (ns)", "", "", unlinkedAtOnceNs.cell());
            text.row("  Java bytes", "%.3f".formatted(table.javaBytesPerLink), "%.3f".formatted(dictionary.javaBytesPerLink), "");
        }
        if (table.majorMs != null) {
            text.row("object -> PyObject, in cache (ns)", table.fromObjNs.cell(), dictionary.fromObjNs.cell(), "");
            text.row("object -> PyObject, anywhere (ns)", table.fromObjFarNs.cell(), dictionary.fromObjFarNs.cell(), "");
            text.row("PyObject -> object, in cache (ns)", table.toObjNs.cell(), dictionary.toObjNs.cell(), "");
            text.row("PyObject -> object, anywhere (ns)", table.toObjFarNs.cell(), dictionary.toObjFarNs.cell(), "");
            text.row("major collection, all links alive (ms)", table.majorMs.cell(), dictionary.majorMs.cell(), unlinkedMajorMs.cell());
            text.row("native bytes per live link", "%.1f".formatted(table.bytesPerLink), "%.1f".formatted(dictionary.bytesPerLink), "");
        }
        lines.addAll(text.lines());
        if (ratio != null) {
            lines.add("A link of the table costs %.2f times one of the dictionary; its own share is %.2f times the dictionary's.".formatted(ratio, tableShareRatio));
        }
        lines.add("");
    }

    private void deathLines(List<String> lines) {
        TextTable text = new TextTable(
                "%,d die at once, longest stop (ms)".formatted(run.liveLinks), "plan", "no link", "collection", "for links", "drain", "added", "added, CPU");
        for (DeathRow row : deaths) {
            text.row(row.what(), row.plan(), row.unlinkedMs().cell(), row.collectionMs().cell(), row.linkWorkMs().cell(), row.drainMs().cell(),
                    "%.2f".formatted(row.addedMs()), "%.2f".formatted(row.addedCpuMs()));
        }
        add(lines, text);
    }

    private void figureLines(List<String> lines) {
        TextTable text = new TextTable("%,d live links, or items".formatted(run.liveLinks), "measured", "processor time");
        if (steps != null) {
            text.row("longest pause of Incremental, no links (ms)", steps.wall().unlinkedMs().cell(), steps.cpu().unlinkedMs().cell());
            text.row("  links of which C holds nothing", steps.wall().linkedMs().cell(), steps.cpu().linkedMs().cell());
            text.row("    the phases for links in it", steps.wall().linkedWorkMs().cell(), steps.cpu().linkedWorkMs().cell());
            text.row("  links of which C holds a reference each", steps.wall().heldMs().cell(), steps.cpu().heldMs().cell());
            text.row("    the phases for links in it", steps.wall().heldWorkMs().cell(), steps.cpu().heldWorkMs().cell());
        }
        if (border != null) {
            text.row("first PyList_GetItem on a list of floats (ns)", border.getItemFirstNs().cell(), "");
            text.row("  the list's own loop, after / before", border.listLoopRatio().cell(), "");
            text.row("tuple passed, all items read (ms)", border.tuplePassMs().cell(), "");
            text.row("tuple passed, none read (ns)", border.tuplePassLazyNs().cell(), "");
            text.row("where a module has CPython's macros: list passed (ms)", border.macroSequences().listPassMs().cell(), "");
            text.row("  the list's own loop, after / before", border.macroSequences().listLoopRatio().cell(), "");
            text.row("  tuple passed, which fills it, none read (ms)", border.macroSequences().tupleFillMs().cell(), "");
            text.row("  tuple passed, all items read (ms)", border.macroSequences().tuplePassMs().cell(), "");
            text.row("links made per int passed", "%.3f".formatted(passedIntEntries), "");
            text.row("links made per float passed", "%.3f".formatted(passedFloatEntries), "");
            border.newObjectNs().forEach((kind, nanos) -> text.row("passed and dead, all costs: " + kind + " (ns)", nanos.cell(), ""));
        }
        add(lines, text);
    }

    private static void add(List<String> lines, TextTable table) {
        lines.addAll(table.lines());
        lines.add("");
    }
}
