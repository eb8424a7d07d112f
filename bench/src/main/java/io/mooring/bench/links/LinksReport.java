package io.mooring.bench.links;

import io.mooring.bench.Json;
import io.mooring.bench.Spread;
import io.mooring.bench.TextTable;
import java.util.ArrayList;
import java.util.List;

/**
 * What {@link LinksBench} found; its components are the names in the JSON. The first of them are the table's and what they are compared
 * with; the details of both follow.
 *
 * @param tableNsPerLink         nanoseconds to make a link that dies young, all costs counted
 * @param dictionaryNsPerLink    the same with the dictionary
 * @param ratio                  table / dictionary
 * @param fromObjNs              nanoseconds from a managed object to its PyObject, table
 * @param toObjNs                nanoseconds from a PyObject to its managed object, table
 * @param bytesPerLink           native bytes per live link, hidden prefix included, table
 * @param majorMsPerMillionLinks milliseconds that a million live links add to a major collection, table
 * @param unlinkedMajorMs        milliseconds of a major collection of the same objects without links
 */
public record LinksReport(
        Double tableNsPerLink, Double dictionaryNsPerLink, Double ratio, Double fromObjNs, Double toObjNs, Double bytesPerLink,
        Double majorMsPerMillionLinks, Measured table, Measured dictionary, Spread unlinkedMajorMs, Run run) {

    /**
     * One implementation: medians with ranges.
     *
     * @param nsPerLink        links made and dead
     * @param fromObjNs        lookups in a working set that the cache holds
     * @param fromObjFarNs     lookups all over memory, in random order
     * @param majorMs          a major collection with all links alive
     * @param bytesPerLink     native bytes per live link, hidden prefix included
     * @param javaBytesPerLink bytes allocated on the Java heap per link made and dead
     */
    public record Measured(
            Spread nsPerLink, Spread fromObjNs, Spread toObjNs, Spread fromObjFarNs, Spread toObjFarNs, Spread majorMs, double bytesPerLink,
            double javaBytesPerLink) {

        Measured rounded() {
            return new Measured(
                    nsPerLink.rounded(), fromObjNs.rounded(), toObjNs.rounded(), fromObjFarNs.rounded(), toObjFarNs.rounded(), majorMs.rounded(),
                    Json.rounded(bytesPerLink), Json.rounded(javaBytesPerLink));
        }
    }

    /** What was run: links that died young per measurement, live links, measurements per number. */
    public record Run(String plan, int youngLinks, int liveLinks, int rounds) {}

    static LinksReport of(Measured table, Measured dictionary, Spread unlinkedMajorMs, Run run) {
        double added = table.majorMs.median() - unlinkedMajorMs.median();
        return new LinksReport(
                Json.rounded(table.nsPerLink.median()), Json.rounded(dictionary.nsPerLink.median()),
                Json.rounded(table.nsPerLink.median() / dictionary.nsPerLink.median()),
                Json.rounded(table.fromObjNs.median()), Json.rounded(table.toObjNs.median()), Json.rounded(table.bytesPerLink),
                Json.rounded(added * 1e6 / run.liveLinks), table.rounded(), dictionary.rounded(), unlinkedMajorMs.rounded(), run);
    }

    /** The report as people read it. */
    public List<String> lines() {
        TextTable text = new TextTable("", "table", "dictionary");
        text.row("link made and dead, all costs (ns)", table.nsPerLink.cell(), dictionary.nsPerLink.cell());
        text.row("object -> PyObject, in cache (ns)", table.fromObjNs.cell(), dictionary.fromObjNs.cell());
        text.row("object -> PyObject, anywhere (ns)", table.fromObjFarNs.cell(), dictionary.fromObjFarNs.cell());
        text.row("PyObject -> object, in cache (ns)", table.toObjNs.cell(), dictionary.toObjNs.cell());
        text.row("PyObject -> object, anywhere (ns)", table.toObjFarNs.cell(), dictionary.toObjFarNs.cell());
        text.row("major collection, all links alive (ms)", table.majorMs.cell(), dictionary.majorMs.cell());
        text.row("native bytes per live link", "%.1f".formatted(table.bytesPerLink), "%.1f".formatted(dictionary.bytesPerLink));
        text.row("Java bytes per link made and dead", "%.3f".formatted(table.javaBytesPerLink), "%.3f".formatted(dictionary.javaBytesPerLink));
        List<String> lines = new ArrayList<>(text.lines());
        lines.add("");
        lines.add("A link of the table costs %.2f times one of the dictionary. Plan %s, %,d links that die young, %,d live ones;".formatted(
                ratio, run.plan, run.youngLinks, run.liveLinks));
        lines.add("without links the same major collection takes %s ms. Medians of %d rounds in turn, with range.".formatted(unlinkedMajorMs.cell(), run.rounds));
        return lines;
    }
}
