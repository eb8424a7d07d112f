package io.mooring.bench.links.compare;

import java.util.Arrays;
import java.util.Optional;

/** What the comparison asks, one by one: what is varied, and what is measured. */
public enum Question {
    YOUNG("young", "How many are young at once", "links between two minor collections", "ns per link made and dead", Axis.LOGARITHMIC),
    LIVE("live", "How many live on", "live links", "ns per object in a major collection", Axis.LOGARITHMIC),
    SURVIVAL("survival", "How many survive their first collection", "% that survive it and die in a major one", "ns per link made and dead", Axis.LINEAR),
    AGE("age", "When they die", "death", "ns per link made and dead", Axis.NAMES),
    PLAN("plan", "Young links on every plan", "plan", "ns per link made and dead", Axis.NAMES),
    MAJOR("major", "A major collection on every plan", "plan", "ns per live object in a major collection", Axis.NAMES),
    BORDER("border", "New objects passed to C", "object", "ns per object made, passed and dead", Axis.NAMES);

    /** How what is varied is drawn. */
    public enum Axis {
        LINEAR,
        LOGARITHMIC,
        /** Names, not numbers. */
        NAMES
    }

    private final String label;
    private final String title;
    private final String varied;
    private final String unit;
    private final Axis axis;

    Question(String label, String title, String varied, String unit, Axis axis) {
        this.label = label;
        this.title = title;
        this.varied = varied;
        this.unit = unit;
        this.axis = axis;
    }

    /** The name on the command line and of its files. */
    public String label() {
        return label;
    }

    public String title() {
        return title;
    }

    /** What is varied. */
    public String varied() {
        return varied;
    }

    /** What is measured, in what unit. */
    public String unit() {
        return unit;
    }

    public Axis axis() {
        return axis;
    }

    /** Whether it is asked of every plan that collects, each in a process of its own. */
    boolean isOfEveryPlan() {
        return this == PLAN || this == MAJOR;
    }

    /** The question with that name on the command line. */
    public static Optional<Question> named(String label) {
        return Arrays.stream(values()).filter(it -> it.label.equalsIgnoreCase(label)).findFirst();
    }
}
