package io.mooring.gc.plan;

import io.mooring.gc.HeapOptions;

/**
 * How fast an incremental plan must go: when its cycles begin, how much each step does, and how large a nursery keeps minor collections
 * short. Knows numbers only.
 *
 * <pre>
 *   0  |  live after the last cycle  |  program allocates, no cycle  |  marking    | sweep  |  limit
 *                                                                    ^ startRoom before the limit
 * </pre>
 */
final class Pace {
    /** Share of the pause goal that a step may fill together with its minor collection: the rest is for what cannot be interrupted. */
    private static final double STEP_SHARE = 0.7;
    /** Share of the goal that a step gets even if its minor collection was longer than it should be, so that the cycle goes on. */
    private static final double LEAST_STEP_SHARE = 0.15;
    /** A minor collection that takes more than this share of the goal makes the nursery smaller. */
    private static final double LONG_MINOR_SHARE = 0.45;
    /** A minor collection that takes less than this share of the goal lets the nursery grow again. */
    private static final double SHORT_MINOR_SHARE = 0.25;
    private static final double GROWTH = 1.25;
    /** The nursery keeps at least this share of its configured size. */
    private static final long SMALLEST_NURSERY_SHARE = 8;
    /** Bytes of the first nursery at most: the code of the collector is cold, and some twenty times slower than it will be. */
    private static final long COLD_NURSERY_BYTES = 512L << 10;
    /** A step does this many times the work that would end the marking exactly when only the room for the sweep is left. */
    private static final double SAFETY = 1.5;
    /** Share of the room of a cycle that is left to its sweep. */
    private static final double SWEEP_SHARE = 1.0 / 3;
    /** A cycle begins when this many times the room is left that the last ones needed. */
    private static final double START_SAFETY = 2;
    /** Bytes that a step scans at least if there is time: some 2 milliseconds, so that a cycle ends although little is promoted. */
    private static final long LEAST_WORK_BYTES = 1L << 20;
    /** Time of links in one step: some hundred thousand of them. With a last look, which takes one piece of a millisecond, it is below two. */
    private static final long LINK_NANOS = 1_000_000;
    /** Bytes scanned by the steps of one cycle after the other under stress, for more or less room between two of its events: one object, some, many. */
    private static final long[] STRESS_WORK_BYTES = {1, 512, 64};

    private final HeapOptions options;
    private final long goalNanos;
    private long nurseryBytes;
    private long startRoom;
    private long cycles;
    private long roomAtStart;
    private long roomBefore;
    private long mostRoomUsed;

    Pace(HeapOptions options, long firstLimit) {
        this.options = options;
        this.goalNanos = (long) (options.pauseGoalMillis() * 1e6);
        this.nurseryBytes = Math.min(options.nurseryBytes(), Math.max(COLD_NURSERY_BYTES, options.nurseryBytes() / SMALLEST_NURSERY_SHARE));
        this.startRoom = firstLimit / 2;
    }

    /** Whether steps are to be as short as can be, so that the program runs between any two events of a cycle. */
    boolean isOneByOne() {
        return options.stress().countsAllocations() && !options.stress().moveEverything();
    }

    /** Bytes that the nursery should have. */
    long nurseryBytes() {
        return nurseryBytes;
    }

    /** A minor collection took {@code nanos}, of a nursery that was as large as {@link #nurseryBytes} said. */
    void minorTook(long nanos) {
        if (nanos > goalNanos * LONG_MINOR_SHARE) resizeNursery(Math.max(0.5, goalNanos * LONG_MINOR_SHARE / nanos));
        else if (nanos < goalNanos * SHORT_MINOR_SHARE) resizeNursery(GROWTH);
    }

    /** Whether a cycle should begin when {@code room} bytes are left below the limit. */
    boolean starts(long room) {
        return isOneByOne() || room < startRoom;
    }

    void cycleStarts(long room) {
        roomAtStart = room;
        roomBefore = room;
    }

    /** When, on the nano clock, the step must end of a pause that began at {@code start}. */
    long deadline(long start) {
        long now = System.nanoTime();
        if (isOneByOne()) return now + Long.MAX_VALUE / 2;
        return now + (long) Math.max(goalNanos * STEP_SHARE - (now - start), goalNanos * LEAST_STEP_SHARE);
    }

    /** Bytes to scan in this step, of {@code remaining} that the cycle has still to do, when {@code room} bytes are left. */
    long work(long remaining, long room) {
        if (isOneByOne()) return STRESS_WORK_BYTES[(int) (cycles % STRESS_WORK_BYTES.length)];
        long used = Math.max(0, roomBefore - room);
        roomBefore = room;
        if (used == 0) return LEAST_WORK_BYTES;
        double share = SAFETY * used / Math.max(SAFETY * used, room - SWEEP_SHARE * roomAtStart);
        return Math.max(LEAST_WORK_BYTES, (long) (share * remaining));
    }

    /** A step has swept as long as it could, there is more to sweep, and {@code room} bytes are left. */
    void sweepGoesOn(long room) {
        if (room < SWEEP_SHARE / 2 * roomAtStart) resizeNursery(0.5);
    }

    /** The time was over when a step had scanned {@code done} of {@code wanted} bytes: smaller nurseries make more steps for the same allocation. */
    void fellShort(long done, long wanted) {
        resizeNursery(Math.max(0.5, (double) done / wanted));
    }

    /** Links to look at in this step at most, beside what the time allows. */
    long links() {
        return isOneByOne() ? 1 : Long.MAX_VALUE;
    }

    /** Nanoseconds that links may have of a step when {@code room} bytes are left: they wait for objects, unless room gets short. */
    long linkNanos(long room) {
        return isOneByOne() || room < SWEEP_SHARE * roomAtStart ? Long.MAX_VALUE / 4 : LINK_NANOS;
    }

    /** Whether the last look at links, which is one piece, fits into a step in which they have {@code nanos} left. */
    boolean linksFit(long nanos) {
        return nanos > LINK_NANOS / 2;
    }

    private void resizeNursery(double factor) {
        nurseryBytes = Math.clamp((long) (nurseryBytes * factor), options.nurseryBytes() / SMALLEST_NURSERY_SHARE, options.nurseryBytes());
    }

    /** Whether a piece of work of {@code nanos} still fits into a pause that has taken {@code elapsed}. */
    boolean fits(long elapsed, long nanos) {
        return elapsed + nanos <= goalNanos || elapsed < goalNanos * SHORT_MINOR_SHARE;
    }

    void cycleEnds(long room) {
        cycles++;
        mostRoomUsed = Math.max(roomAtStart - room, mostRoomUsed / 2);
    }

    /** The limit is another one, and {@code room} bytes below it are free: the next cycle begins when half of them, or what a cycle needs, are left. */
    void resized(long room) {
        startRoom = Math.clamp((long) (START_SAFETY * mostRoomUsed), room / 2, Math.max(room / 2, room / 4 * 3));
    }

    /** Cycles that have ended. */
    long cycles() {
        return cycles;
    }
}
