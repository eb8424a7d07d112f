package io.mooring.gc.trigger;

import java.util.Locale;

/** The triggers that can be asked for by a word, as on a command line. */
public final class Triggers {
    /** What {@link #named} understands, for help texts. */
    public static final String SYNTAX = "fixed, live:MULTIPLE, sqrt:MEBIBYTES, membalancer:PERCENT or cpu:PERCENT";

    private Triggers() {}

    /**
     * The trigger of that name and number:
     *
     * <pre>
     *   fixed               the heap has its maximum from the start
     *   live:4              four times what survived
     *   sqrt:64             what survived, and the square root of that times 64 MiB
     *   membalancer:0.05    another MiB must save 0.05 per cent of the time
     *   cpu:10              the collector takes 10 per cent of the processor time
     * </pre>
     *
     * Anything else is refused with an {@link IllegalArgumentException} of one sentence.
     */
    public static Trigger named(String text) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            if (text.equalsIgnoreCase("fixed")) return new Fixed();
            throw unknown(text);
        }
        double number = number(text, text.substring(colon + 1));
        return switch (text.substring(0, colon).toLowerCase(Locale.ROOT)) {
            case "live" -> new MultipleOfLive(number);
            case "sqrt" -> new SquareRoot(number);
            case "membalancer" -> new MemBalancer(number);
            case "cpu" -> new ShareOfProcessor(number);
            default -> throw unknown(text);
        };
    }

    private static double number(String text, String digits) {
        try {
            return Double.parseDouble(digits);
        } catch (NumberFormatException notANumber) {
            throw unknown(text);
        }
    }

    private static IllegalArgumentException unknown(String text) {
        return new IllegalArgumentException("option trigger is " + text.replaceAll("\\p{Cntrl}", "?") + "; it must be " + SYNTAX + ", for example live:4");
    }
}
