package io.mooring.capi;

import java.util.Arrays;
import java.util.function.LongConsumer;
import java.util.function.LongPredicate;

/**
 * A hash map from any long to a non-zero long, without boxing: open addressing, linear probing, at most half full.
 *
 * <p>A value of 0 marks a free place, so that every key is allowed. Entries leave only in bulk ({@link #retain}).
 */
final class LongMap {
    private static final int MIN_CAPACITY = 8;

    private long[] keys = new long[MIN_CAPACITY];
    private long[] values = new long[MIN_CAPACITY];
    private int size;

    int size() {
        return size;
    }

    /** The value of a key, or 0. */
    long get(long key) {
        return values[place(key)];
    }

    /** Sets the value of a key; it must not be 0. */
    void put(long key, long value) {
        if (value == 0) throw new IllegalArgumentException("the value of key " + key + " is 0, which means absence");
        int place = place(key);
        if (values[place] == 0 && 2 * ++size > keys.length) {
            grow();
            place = place(key);
        }
        keys[place] = key;
        values[place] = value;
    }

    /** Keeps the entries whose key passes; hands the values of the others to {@code dropped}, once the map no longer holds them. */
    void retain(LongPredicate kept, LongConsumer dropped) {
        long[] oldKeys = keys;
        long[] oldValues = values;
        keys = new long[MIN_CAPACITY];
        values = new long[MIN_CAPACITY];
        size = 0;
        boolean[] leaves = new boolean[oldKeys.length];
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldValues[i] == 0) continue;
            leaves[i] = !kept.test(oldKeys[i]);
            if (!leaves[i]) put(oldKeys[i], oldValues[i]);
        }
        for (int i = 0; i < oldKeys.length; i++) {
            if (leaves[i]) dropped.accept(oldValues[i]);
        }
    }

    /** Forgets everything. */
    void clear() {
        Arrays.fill(values, 0);
        size = 0;
    }

    private int place(long key) {
        int mask = keys.length - 1;
        long mixed = (key ^ key >>> 32) * 0x9E3779B97F4A7C15L; // 2^64 / golden ratio, odd: spreads neighbours
        int place = (int) (mixed >>> 32) & mask;
        while (values[place] != 0 && keys[place] != key) place = place + 1 & mask;
        return place;
    }

    private void grow() {
        long[] oldKeys = keys;
        long[] oldValues = values;
        keys = new long[oldKeys.length * 2];
        values = new long[oldKeys.length * 2];
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldValues[i] == 0) continue;
            int place = place(oldKeys[i]);
            keys[place] = oldKeys[i];
            values[place] = oldValues[i];
        }
    }
}
