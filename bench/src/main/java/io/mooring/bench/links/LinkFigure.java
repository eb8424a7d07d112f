package io.mooring.bench.links;

import java.util.Arrays;
import java.util.Optional;

/** What {@code mooring links} can measure, one by one. */
public enum LinkFigure {
    /** Links that are made and die young, and the links' own share of it. */
    YOUNG("young"),
    /** Finding the other end, memory, major collections. */
    LIVE("live"),
    /** Many links that die at once. */
    KILL("kill"),
    /** Many live links on the Incremental plan. */
    STEPS("steps"),
    /** Objects passed to C. */
    BORDER("border");

    private final String label;

    LinkFigure(String label) {
        this.label = label;
    }

    /** The name on the command line. */
    public String label() {
        return label;
    }

    /** The figure with that name on the command line. */
    public static Optional<LinkFigure> named(String label) {
        return Arrays.stream(values()).filter(it -> it.label.equalsIgnoreCase(label)).findFirst();
    }
}
