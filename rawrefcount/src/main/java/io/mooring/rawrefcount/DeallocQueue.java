package io.mooring.rawrefcount;

import io.mooring.gc.memory.Memory;
import io.mooring.gc.memory.Words;

/**
 * Dead PyObjects on their way to {@code tp_dealloc}: unlinked, held at count 1 until they are drained outside a collection. [INV-14]
 *
 * <pre>
 *   words   |   | taken ... | waiting ...            |   |     a ring: first and behind count up for ever, masked on access
 *                            ^ first                  ^ behind
 * </pre>
 *
 * Count 1, not 0, because C code with a raw pointer may increase and decrease the count of an object that waits, and zero must be
 * reached once only. Whoever takes an object owns that count and drops it. Until then the object may be given more references, or a
 * new link: the drop then finds somebody else's count and frees nothing, which is a legal resurrection.
 *
 * <p>First in, first out. With batches of bounded size a stack would let the oldest dead wait for as long as deallocators produce new
 * ones; a queue bounds everybody's wait by what stood before. It also runs the deaths of one sweep in the order of the links.
 */
public final class DeallocQueue implements AutoCloseable {
    /** Places of a new queue: one page. */
    private static final long INITIAL_PLACES = 512;

    private Words words = Words.untouched(INITIAL_PLACES);
    private long mask = INITIAL_PLACES - 1;
    private long first;
    private long behind;

    DeallocQueue() {}

    private long place(long position) {
        return words.start() + (position & mask) * Long.BYTES;
    }

    /** Called within a collection. */
    void add(long pyobj) {
        if (behind - first > mask) growSlow();
        Memory.writeLong(place(behind++), pyobj);
    }

    /** Takes the one that has waited longest, or 0 when nobody waits. The caller owns its count of 1. */
    public long take() {
        return first == behind ? 0 : Memory.readLong(place(first++));
    }

    /**
     * Takes up to {@code most} into consecutive words from {@code target} on, and returns how many. The caller owns a count of each. The
     * words are the caller's: a deallocator may run a collection, which adds to this queue and may move it.
     */
    public long take(long target, long most) {
        long count = Math.min(most, size());
        for (long i = 0; i < count; i++) Memory.writeLong(target + i * Long.BYTES, Memory.readLong(place(first++)));
        return count;
    }

    public boolean isEmpty() {
        return first == behind;
    }

    /** How many wait. */
    public long size() {
        return behind - first;
    }

    /** How many have ever been added. */
    public long added() {
        return behind;
    }

    /** The one that {@code ahead} others stand before; for checks. */
    long peek(long ahead) {
        assert ahead >= 0 && ahead < size() : "place " + ahead + " of a queue of " + size();
        return Memory.readLong(place(first + ahead));
    }

    private void growSlow() {
        Words full = words;
        long fullMask = mask;
        words = Words.untouched(2 * (fullMask + 1));
        mask = 2 * fullMask + 1;
        for (long i = first; i < behind; i++) Memory.writeLong(place(i), Memory.readLong(full.start() + (i & fullMask) * Long.BYTES));
        full.close();
    }

    @Override
    public void close() {
        words.close();
    }
}
