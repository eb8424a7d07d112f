package io.mooring.bench;

import io.mooring.capi.CApiOptions.LinkKind;
import java.util.Locale;
import picocli.CommandLine.Option;

/** The option that chooses between the link table and its rival. */
public final class LinkSettings {
    @Option(names = "--links", paramLabel = "KIND", defaultValue = "table",
            description = "How objects and PyObjects find each other: table, or dictionary as its rival (default ${DEFAULT-VALUE}).")
    private String links;

    public LinkKind kind() {
        return switch (links.toLowerCase(Locale.ROOT)) {
            case "table" -> LinkKind.TABLE;
            case "dictionary" -> LinkKind.DICTIONARY;
            default -> throw new UsageError("option --links is '" + links + "'; it must be table or dictionary");
        };
    }
}
