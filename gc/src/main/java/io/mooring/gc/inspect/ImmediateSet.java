package io.mooring.gc.inspect;

import io.mooring.gc.Immediate;
import io.mooring.gc.Ref;
import io.mooring.gc.memory.Memory;
import io.mooring.gc.memory.Words;

/**
 * A set of immediates off the Java heap: a hash table of words, open addressing with linear probing, at most half full. An immediate is
 * never 0, so 0 is an empty place.
 */
final class ImmediateSet implements AutoCloseable {
    /** Places of a new set: 8 KiB. */
    private static final long INITIAL_PLACES = 1 << 10;
    /** 2^64 divided by the golden ratio: spreads numbers that follow each other over the table (Knuth's multiplicative hashing). */
    private static final long GOLDEN = 0x9E37_79B9_7F4A_7C15L;

    private Words words = Words.zeroes(INITIAL_PLACES);
    private long places = INITIAL_PLACES;
    private long size;

    /** Adds an immediate unless it is there already. */
    void add(@Ref long immediate) {
        assert Immediate.is(immediate) : "0x" + Long.toHexString(immediate) + " is no immediate";
        long at = find(immediate);
        if (Memory.readLong(at) == immediate) return;
        Memory.writeLong(at, immediate);
        if (++size > places / 2) growSlow();
    }

    /** The place that holds {@code immediate}, or the empty one where it belongs. */
    private long find(long immediate) {
        int bits = Long.numberOfTrailingZeros(places);
        long place = (immediate >>> 1) * GOLDEN >>> (Long.SIZE - bits);
        while (true) {
            long at = words.start() + place * Long.BYTES;
            long found = Memory.readLong(at);
            if (found == immediate || found == 0) return at;
            place = place + 1 & places - 1;
        }
    }

    private void growSlow() {
        Words before = words;
        places *= 2;
        words = Words.zeroes(places);
        for (long at = before.start(); at < before.end(); at += Long.BYTES) {
            long immediate = Memory.readLong(at);
            if (immediate != 0) Memory.writeLong(find(immediate), immediate);
        }
        before.close();
    }

    long size() {
        return size;
    }

    /** Number of places, for {@link #place}. */
    long places() {
        return places;
    }

    /** What stands in a place: an immediate, or 0. */
    @Ref
    long place(long index) {
        return Memory.readLong(words.start() + index * Long.BYTES);
    }

    @Override
    public void close() {
        words.close();
    }
}
