package io.mooring.objspace;

/**
 * The parameters of a Java-implemented function, for binding keywords.
 *
 * @param function       name for messages
 * @param names          all parameters in slot order; self or cls, where there is one, included
 * @param positionalOnly how many of the first cannot be given by keyword
 * @param required       how many of the first must be given
 * @param maxPositional  how many of the first can be given by position; the rest are keyword-only
 */
public record Signature(String function, String[] names, int positionalOnly, int required, int maxPositional) {

    /**
     * Reads a signature such as {@code "sort(self, /, *, key=, reverse=)"}: {@code /} ends the positional-only ones, {@code *} the
     * positional ones, {@code =} marks an optional one.
     */
    public static Signature of(String text) {
        int open = text.indexOf('(');
        String function = text.substring(0, open);
        String inside = text.substring(open + 1, text.lastIndexOf(')')).strip();
        String[] parts = inside.isEmpty() ? new String[0] : inside.split("\\s*,\\s*");
        String[] names = new String[parts.length];
        int count = 0;
        int positionalOnly = 0;
        int required = 0;
        int maxPositional = -1;
        for (String part : parts) {
            if (part.equals("/")) positionalOnly = count;
            else if (part.equals("*")) maxPositional = count;
            else {
                boolean optional = part.endsWith("=");
                if (!optional && maxPositional < 0) required = count + 1;
                names[count++] = optional ? part.substring(0, part.length() - 1) : part;
            }
        }
        return new Signature(function, java.util.Arrays.copyOf(names, count), positionalOnly, required, maxPositional < 0 ? count
                : maxPositional);
    }

    /** The same parameters under another name. */
    Signature renamed(String other) {
        return new Signature(other, names, positionalOnly, required, maxPositional);
    }

    /** Number of parameters. */
    public int count() {
        return names.length;
    }
}
