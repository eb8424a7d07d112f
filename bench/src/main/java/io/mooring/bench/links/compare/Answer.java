package io.mooring.bench.links.compare;

import io.mooring.bench.Spread;
import java.util.List;
import java.util.stream.Stream;

/**
 * What was measured for one question.
 *
 * @param question its label
 * @param points   in the order of what was varied
 */
public record Answer(String question, List<Point> points) {
    /**
     * One value of what was varied: medians of the rounds, with range, in the unit of the question.
     *
     * @param at         the value, as text
     * @param table      with the link table
     * @param dictionary with the dictionary
     * @param unlinked   the same objects and PyObjects without links, living as long; null where there is no such thing
     */
    public record Point(String at, Spread table, Spread dictionary, Spread unlinked) {
        /** Table over dictionary, all costs counted. */
        double ratio() {
            return table.median() / dictionary.median();
        }

        /** Table over dictionary, after what it costs without links is taken off both; null where that is not known or the dictionary adds nothing. */
        Double shareRatio() {
            if (unlinked == null || dictionary.median() <= unlinked.median()) return null;
            return (table.median() - unlinked.median()) / (dictionary.median() - unlinked.median());
        }
    }

    /** This one, then the points of the other. */
    Answer and(Answer other) {
        return new Answer(question, Stream.concat(points.stream(), other.points.stream()).toList());
    }
}
