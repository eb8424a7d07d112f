package io.mooring.rawrefcount;

/**
 * What a link adds to {@code ob_refcnt}, and how a count is read back.
 *
 * <pre>
 *   count   0            2^31         2^32          2^60          2^61            2^62          3*2^61           2^63
 *   --------|-------------|------------|-------------|-------------|---------------|-------------|----------------|
 *    broken | C alone     | immortal   | broken      | C gave back | linked,       | C gave back | light link,    |
 *           | n references | (0xC0000000 | more than  | more than   | 2^61 + n      | more than   | 3*2^61 + n     |
 *           |             |  is the    |             | it had      | references    | it had      | references     |
 *           |             |  middle)   |             |             | of C          |             | of C           |
 * </pre>
 *
 * C adds and subtracts ones and knows none of this: a count of a linked PyObject never reaches zero by itself. C holds no reference
 * exactly when the count <em>is</em> a bias, {@link #FROM_MANAGED} or {@link #LIGHT}; one mask and one compare tell.
 *
 * <p>The immortal count is a negative 32-bit number, so that headers that recognise immortal objects by it leave it alone; it stands
 * 2^30 away from both ends of its range, so that headers that count anyway do no harm. An immortal PyObject gets no bias: nothing
 * depends on its count.
 */
public final class RefCountBias {
    /** Added while a link stands. */
    public static final long FROM_MANAGED = 1L << 61;
    private static final long LIGHT_BIT = 1L << 62;
    /** Added while a light link stands: the PyObject may be freed without {@code tp_dealloc}. */
    public static final long LIGHT = FROM_MANAGED + LIGHT_BIT;
    /** The count that immortal PyObjects are born with. */
    public static final long IMMORTAL = 0xC000_0000L;
    /** A bit that the count of an immortal has when it is a little lower than it was born with, or higher by this: see {@link #hasDrifted}. */
    private static final long DRIFT = 1L << 20;
    /** The one reference with which the dealloc queue holds a dead PyObject. */
    public static final long QUEUED = 1L;

    /** Counts of PyObjects without a link are below two to this power, unless they are immortal. */
    static final int ORDINARY_BITS = 31;
    /** No count of a PyObject without a link comes near: from here on the count includes a bias, of which C took something away. */
    private static final long LEAST_LINKED = FROM_MANAGED / 2;

    static {
        assert (LIGHT & ~LIGHT_BIT) == FROM_MANAGED && LIGHT > 0 : "isUnreferenced reads both biases with one mask";
        assert IMMORTAL >>> ORDINARY_BITS == 1 && (int) IMMORTAL < 0 : "0x" + Long.toHexString(IMMORTAL);
    }

    private RefCountBias() {}

    /** Whether C holds no reference to a linked PyObject. */
    public static boolean isUnreferenced(long count) {
        return (count & ~LIGHT_BIT) == FROM_MANAGED;
    }

    /** Whether a count is one that a mortal PyObject without a link can have. */
    public static boolean isOrdinary(long count) {
        return count >>> ORDINARY_BITS == 0;
    }

    public static boolean isImmortal(long count) {
        return count >>> ORDINARY_BITS == 1;
    }

    /** Whether the count of an immortal has become lower, or higher by a million: long before it is another's. */
    public static boolean hasDrifted(long immortal) {
        return (immortal & DRIFT) != 0;
    }

    /** Whether a count includes a bias, be it that C gave back more references than it had. */
    public static boolean isBiased(long count) {
        return count >= LEAST_LINKED;
    }

    /** Whether a biased count includes the bias of a light link. */
    public static boolean isLight(long count) {
        return count >= LIGHT_BIT;
    }

    /** The references of C in a biased count; negative when C gave back more than it had. */
    public static long references(long count) {
        assert isBiased(count) : "count " + count + " includes no bias";
        return count - (isLight(count) ? LIGHT : FROM_MANAGED);
    }

    /** A count as a person wants to read it. */
    public static String describe(long count) {
        if (isBiased(count)) return (isLight(count) ? "light bias" : "bias") + (references(count) < 0 ? " - " : " + ") + Math.abs(references(count));
        return isImmortal(count) ? "immortal" : Long.toString(count);
    }
}
