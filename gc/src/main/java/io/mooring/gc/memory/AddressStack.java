package io.mooring.gc.memory;

/**
 * A growable off-heap stack of words: grey objects, remembered objects, weak references found. Pushing allocates no Java object;
 * growing moves the words to a store twice as large.
 */
public final class AddressStack implements AutoCloseable {
    /** Words a new stack holds before it grows: one page. */
    private static final long INITIAL_WORDS = Pages.PAGE / Long.BYTES;

    private Words words;
    /** Of {@code words}, here because every pop asks. */
    private long start;
    private long top;
    private long end;

    public AddressStack() {
        words = new Words(INITIAL_WORDS);
        start = words.start();
        top = start;
        end = words.end();
    }

    public void push(long value) {
        if (top == end) growSlow();
        Memory.writeLong(top, value);
        top += Long.BYTES;
    }

    /** Pushes the word if there is room without growing; whether there was. */
    public boolean offer(long value) {
        if (top == end) return false;
        Memory.writeLong(top, value);
        top += Long.BYTES;
        return true;
    }

    /** Removes and returns the last word; the stack must not be empty. */
    public long pop() {
        assert top > start : "pop of an empty stack";
        top -= Long.BYTES;
        return Memory.readLong(top);
    }

    public boolean isEmpty() {
        return top == start;
    }

    public long size() {
        return (top - start) / Long.BYTES;
    }

    public long get(long index) {
        assert index >= 0 && index < size() : "index " + index + " of a stack of " + size();
        return Memory.readLong(start + index * Long.BYTES);
    }

    public void set(long index, long value) {
        assert index >= 0 && index < size() : "index " + index + " of a stack of " + size();
        Memory.writeLong(start + index * Long.BYTES, value);
    }

    /** Where the word at an index stands, until the next push. */
    public long address(long index) {
        assert index >= 0 && index < size() : "index " + index + " of a stack of " + size();
        return start + index * Long.BYTES;
    }

    /** Where the first word stands, until the stack grows. */
    public long start() {
        return start;
    }

    /** Forgets all words above the first {@code size}. */
    public void truncate(long size) {
        assert size >= 0 && size <= size() : "truncate to " + size + " of a stack of " + size();
        top = start + size * Long.BYTES;
    }

    public void clear() {
        top = start;
    }

    /** Native bytes held, used or not. */
    public long capacityBytes() {
        return words.end() - start;
    }

    private void growSlow() {
        Words larger = new Words(2 * capacityBytes() / Long.BYTES);
        Memory.copy(start, larger.start(), top - start);
        top = larger.start() + (top - start);
        words.close();
        words = larger;
        start = larger.start();
        end = larger.end();
    }

    @Override
    public void close() {
        words.close();
    }
}
