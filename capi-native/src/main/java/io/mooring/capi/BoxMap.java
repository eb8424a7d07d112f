package io.mooring.capi;

import java.util.function.LongConsumer;

/**
 * The boxes that containers own, by container and key, without an object for either: open addressing, linear probing, at most half full.
 *
 * <p>A box of 0 marks a free place, so that every container and key is allowed. Entries leave only in bulk ({@link #retain}).
 */
final class BoxMap {
    private static final int MIN_CAPACITY = 64;
    /** 2^64 over the golden ratio, odd: spreads neighbours. */
    private static final long SPREAD = 0x9E37_79B9_7F4A_7C15L;

    private long[] containers;
    private long[] keys;
    private long[] boxes;
    private int size;

    BoxMap() {
        empty(MIN_CAPACITY);
    }

    /** Says of entries whether they stay. */
    @FunctionalInterface
    interface Entries {
        boolean has(long container, long key);
    }

    private void empty(int capacity) {
        containers = new long[capacity];
        keys = new long[capacity];
        boxes = new long[capacity];
        size = 0;
    }

    int size() {
        return size;
    }

    /** The box, or 0. */
    long get(long container, long key) {
        return boxes[place(container, key)];
    }

    /** Sets the box of a key in a container; it must not be 0. */
    void put(long container, long key, long box) {
        if (box == 0) throw new IllegalArgumentException("the box of key " + key + " is 0, which means absence");
        if (2 * (size + 1) > boxes.length) grow();
        int place = place(container, key);
        if (boxes[place] == 0) size++;
        containers[place] = container;
        keys[place] = key;
        boxes[place] = box;
    }

    /** Shows the container of each entry, as often as it has entries. */
    void forEachContainer(LongConsumer visitor) {
        for (int i = 0; i < boxes.length; i++) {
            if (boxes[i] != 0) visitor.accept(containers[i]);
        }
    }

    /** Keeps the entries that stay; hands the boxes of the others to {@code dropped}, once the map no longer holds them. */
    void retain(Entries staying, LongConsumer dropped) {
        long[] oldContainers = containers;
        long[] oldKeys = keys;
        long[] oldBoxes = boxes;
        empty(MIN_CAPACITY);
        for (int i = 0; i < oldBoxes.length; i++) {
            if (oldBoxes[i] == 0 || !staying.has(oldContainers[i], oldKeys[i])) continue;
            put(oldContainers[i], oldKeys[i], oldBoxes[i]);
            oldBoxes[i] = 0;
        }
        for (long box : oldBoxes) {
            if (box != 0) dropped.accept(box);
        }
    }

    private int place(long container, long key) {
        int mask = boxes.length - 1;
        long mixed = ((container * SPREAD >>> Integer.SIZE) ^ key ^ key >>> Integer.SIZE) * SPREAD;
        int place = (int) (mixed >>> Integer.SIZE) & mask;
        while (boxes[place] != 0 && (containers[place] != container || keys[place] != key)) place = place + 1 & mask;
        return place;
    }

    private void grow() {
        long[] oldContainers = containers;
        long[] oldKeys = keys;
        long[] oldBoxes = boxes;
        empty(2 * oldBoxes.length);
        for (int i = 0; i < oldBoxes.length; i++) {
            if (oldBoxes[i] != 0) put(oldContainers[i], oldKeys[i], oldBoxes[i]);
        }
    }
}
