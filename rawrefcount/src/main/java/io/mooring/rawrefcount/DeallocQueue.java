package io.mooring.rawrefcount;

import io.mooring.gc.memory.Memory;
import io.mooring.gc.memory.Words;

/**
 * Dead PyObjects on their way to {@code tp_dealloc}: unlinked, held at count 1 until they are drained outside a collection. [INV-14]
 *
 * <pre>
 *   segments  | taken ... | waiting ... | held ...    |     |   a ring of them: first and behind count up for ever, masked on access
 *                          ^ first       ^ heldFrom    ^ behind
 * </pre>
 *
 * It grows by a segment, which moves nobody: a copy of a million would be a stop of milliseconds.
 *
 * Count 1, not 0, because C code with a raw pointer may increase and decrease the count of an object that waits, and zero must be
 * reached once only. Whoever takes an object owns that count and drops it. Until then the object may be given more references, or a
 * new link: the drop then finds somebody else's count and frees nothing, which is a legal resurrection.
 *
 * <p>First in, first out. With batches of bounded size a stack would let the oldest dead wait for as long as deallocators produce new
 * ones; a queue bounds everybody's wait by what stood before. It also runs the deaths of one sweep in the order of the links.
 *
 * <p>While a sweep ends links in steps, those who die are held back: none is deallocated before all links have ended that end with its own, as in a sweep in one
 * piece. So whoever ends later finds its class whole, and can count it. [INV-48]
 */
public final class DeallocQueue implements AutoCloseable {
    /** Binary logarithm of the places of a segment: 64 KiB. */
    private static final int SEGMENT_SHIFT = 13;
    private static final long SEGMENT_PLACES = 1L << SEGMENT_SHIFT;
    /** Segments of a new ring: a power of two. */
    private static final int INITIAL_SEGMENTS = 16;
    /** A position that is never reached. */
    private static final long NOBODY = Long.MAX_VALUE;

    private Words[] segments = new Words[INITIAL_SEGMENTS];
    /** The segment that was left last, so that a short queue takes turns with two. */
    private Words spare;
    private long first;
    private long behind;
    /** The first who is held back. */
    private long heldFrom = NOBODY;

    DeallocQueue() {}

    private long place(long position) {
        return segments[ringIndex(position)].start() + (position & SEGMENT_PLACES - 1) * Long.BYTES;
    }

    private int ringIndex(long position) {
        return (int) (position >>> SEGMENT_SHIFT) & segments.length - 1;
    }

    private static boolean beginsSegment(long position) {
        return (position & SEGMENT_PLACES - 1) == 0;
    }

    /** Called within a collection. */
    void add(long pyobj) {
        if (beginsSegment(behind)) openSegmentSlow();
        Memory.writeLong(place(behind++), pyobj);
    }

    /** From now on whoever is added is held back. */
    void hold() {
        heldFrom = behind;
    }

    /** Those who were held back wait behind the others. */
    void release() {
        heldFrom = NOBODY;
    }

    /** Takes the one that has waited longest, or 0 when nobody waits. The caller owns its count of 1. */
    public long take() {
        return isEmpty() ? 0 : takeFirst();
    }

    private long takeFirst() {
        long pyobj = Memory.readLong(place(first));
        if (beginsSegment(++first)) leaveSegmentSlow(first - 1);
        return pyobj;
    }

    /**
     * Takes up to {@code most} into consecutive words from {@code target} on, and returns how many. The caller owns a count of each. The
     * words are the caller's: a deallocator may run a collection, which adds to this queue and may move it.
     */
    public long take(long target, long most) {
        long count = Math.min(most, size());
        for (long i = 0; i < count; i++) Memory.writeLong(target + i * Long.BYTES, takeFirst());
        return count;
    }

    /** Whether there is nobody to take. */
    public boolean isEmpty() {
        return size() == 0;
    }

    /** How many can be taken. */
    public long size() {
        return Math.min(behind, heldFrom) - first;
    }

    /** How many wait or are held back. */
    long pending() {
        return behind - first;
    }

    /** How many have ever been added. */
    public long added() {
        return behind;
    }

    /** The one that {@code ahead} others stand before; for checks. */
    long peek(long ahead) {
        assert ahead >= 0 && ahead < pending() : "place " + ahead + " of a queue of " + pending();
        return Memory.readLong(place(first + ahead));
    }

    private void openSegmentSlow() {
        if (segments[ringIndex(behind)] != null) growRing();
        segments[ringIndex(behind)] = spare == null ? Words.untouched(SEGMENT_PLACES) : spare;
        spare = null;
    }

    private void growRing() {
        Words[] full = segments;
        segments = new Words[2 * full.length];
        long segment = first & -SEGMENT_PLACES;
        for (int i = 0; i < full.length; i++, segment += SEGMENT_PLACES) segments[ringIndex(segment)] = full[(int) (segment >>> SEGMENT_SHIFT) & full.length - 1];
    }

    private void leaveSegmentSlow(long last) {
        Words left = segments[ringIndex(last)];
        segments[ringIndex(last)] = null;
        if (spare == null) spare = left;
        else left.close();
    }

    @Override
    public void close() {
        for (Words segment : segments) {
            if (segment != null) segment.close();
        }
        if (spare != null) spare.close();
    }
}
