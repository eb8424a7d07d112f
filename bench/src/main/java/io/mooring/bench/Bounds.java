package io.mooring.bench;

/** Refuses a number outside the range of its option, naming option, value and range. */
final class Bounds {
    private Bounds() {}

    static int check(String option, int value, int least, int most) {
        if (value < least || value > most) throw new UsageError("option " + option + " is " + value + "; it must be between " + least + " and " + most);
        return value;
    }
}
