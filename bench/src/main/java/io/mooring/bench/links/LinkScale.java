package io.mooring.bench.links;

/**
 * How much is measured, and how often.
 *
 * @param young  links per measurement that die young
 * @param live   links that stay alive or die at once; items of the list and the tuple
 * @param rounds measurements per number, after those that warm up
 */
public record LinkScale(int young, int live, int rounds) {
    /** Rounds unless somebody asks for another number. */
    public static final int ROUNDS = 5;
    /** Rounds of a quick run. */
    public static final int QUICK_ROUNDS = 3;
    private static final int MOST_KILLS = 5;
    private static final int ROUNDS_LESS = 2;

    /** How often a million is killed, after one that warms up: each time it must be made first. */
    int killRounds() {
        return Math.clamp(rounds - ROUNDS_LESS, 1, MOST_KILLS);
    }
}
