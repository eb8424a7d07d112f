package io.mooring.bench;

import java.util.Collection;
import org.openjdk.jmh.util.ListStatistics;
import org.openjdk.jmh.util.Statistics;

/**
 * The median of repeated measurements, with their range.
 *
 * @param median of an even number of measurements: the mean of the middle two
 * @param min    the smallest
 * @param max    the largest
 */
public record Spread(double median, double min, double max) {
    private static final double MIDDLE = 50;

    public Spread {
        if (!(min <= median && median <= max)) throw new IllegalArgumentException("a median of " + median + " between " + min + " and " + max);
    }

    /** Of at least one measurement. */
    public static Spread of(Collection<Double> measurements) {
        Statistics statistics = new ListStatistics(measurements.stream().mapToDouble(Double::doubleValue).toArray());
        return new Spread(statistics.getPercentile(MIDDLE), statistics.getMin(), statistics.getMax());
    }

    /** With four significant digits each, for reports. */
    public Spread rounded() {
        return new Spread(Json.rounded(median), Json.rounded(min), Json.rounded(max));
    }

    /** Median and range in one cell of a table. */
    public String cell() {
        return "%s (%s..%s)".formatted(number(median), number(min), number(max));
    }

    /** Two digits behind the point for small numbers, one or none for larger ones. */
    private static String number(double value) {
        return (value < 10 ? "%.2f" : value < 1000 ? "%.1f" : "%.0f").formatted(value);
    }
}
