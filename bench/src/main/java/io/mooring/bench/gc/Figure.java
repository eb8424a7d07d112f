package io.mooring.bench.gc;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The groups of figures that can be asked for by name. */
public enum Figure {
    COLLECTIONS,
    MINHEAP,
    COPY,
    QUADS,
    TREES,
    BARRIER,
    PAUSES,
    JAVA,
    CURVE;

    /** What a user types. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The group of that name, in any case of letters. */
    public static Optional<Figure> named(String label) {
        return Arrays.stream(values()).filter(figure -> figure.label().equalsIgnoreCase(label)).findFirst();
    }
}
