package io.mooring.gc.memory;

/**
 * A fixed run of native words outside the heap, owned by whoever closes it: nobody else gives it back. They come from chronicle-core directly
 * and not as a store of Chronicle Bytes, whose release wakes a thread: the verifier makes and closes some in each of its runs.
 */
public final class Words implements AutoCloseable {
    private final long start;
    private final long end;
    private boolean isOpen = true;

    /** Zeroed words. */
    public Words(long count) {
        this(count * Long.BYTES, Memory.allocate(count * Long.BYTES));
        Memory.fill(start, end - start, (byte) 0);
    }

    private Words(long bytes, long start) {
        this.start = start;
        end = start + bytes;
    }

    /** Words with undefined contents, whose pages cost no memory until they are touched. */
    public static Words untouched(long count) {
        return new Words(count * Long.BYTES, Memory.allocate(count * Long.BYTES));
    }

    /** Zeroed words, whose pages cost no memory until they are touched. */
    public static Words zeroes(long count) {
        Words words = untouched(count);
        long firstPage = Math.min(Pages.roundUp(words.start), words.end);
        long lastPage = Math.max(Pages.roundDown(words.end), firstPage);
        Memory.fill(words.start, firstPage - words.start, (byte) 0);
        Pages.release(firstPage, lastPage);
        Memory.fill(lastPage, words.end - lastPage, (byte) 0);
        return words;
    }

    /** Address of the first word. */
    public long start() {
        return start;
    }

    /** Address behind the last word. */
    public long end() {
        return end;
    }

    /** Frees the words; once. */
    @Override
    public void close() {
        if (!isOpen) throw new IllegalStateException("words at 0x" + Long.toHexString(start) + " are closed already");
        isOpen = false;
        Memory.free(start, end - start);
    }
}
