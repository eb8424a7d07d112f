package io.mooring.gc.memory;

/** A growable off-heap queue of words: first in, first out. Using it allocates no Java object but when it grows. */
public final class AddressQueue implements AutoCloseable {
    /** Taken words are forgotten, and the others moved up, once they are this many and half of all: a page. */
    private static final long WORTH_MOVING = Pages.PAGE / Long.BYTES;

    private final AddressStack words = new AddressStack();
    private long taken;

    public void add(long value) {
        words.push(value);
    }

    /** Removes and returns the first word; the queue must not be empty. */
    public long take() {
        assert !isEmpty() : "take from an empty queue";
        long value = words.get(taken++);
        if (taken == words.size()) {
            words.clear();
            taken = 0;
        } else if (taken >= WORTH_MOVING && taken >= words.size() / 2) {
            moveUp();
        }
        return value;
    }

    private void moveUp() {
        long left = size();
        for (long i = 0; i < left; i++) words.set(i, words.get(taken + i));
        words.truncate(left);
        taken = 0;
    }

    public boolean isEmpty() {
        return taken == words.size();
    }

    public long size() {
        return words.size() - taken;
    }

    /** Where the word at an index stands, the first one at 0, until the next call of {@link #add} or {@link #take}. */
    public long address(long index) {
        return words.address(taken + index);
    }

    @Override
    public void close() {
        words.close();
    }
}
