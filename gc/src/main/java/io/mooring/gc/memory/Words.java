package io.mooring.gc.memory;

/**
 * A fixed run of native words outside the heap, owned by whoever closes it: nobody else gives it back, as Java's collector does with {@link CollectedWords}.
 * They come from chronicle-core directly and not as a store of Chronicle Bytes, which a thread of Chronicle's frees some time after it was told to: a heap that is
 * closed is to be gone, and the verifier makes and closes words in each of its runs.
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
        zero(words.start, words.end);
        return words;
    }

    /** Zeroes fresh words without touching whole pages among them. */
    static void zero(long start, long end) {
        long firstPage = Math.min(Pages.roundUp(start), end);
        long lastPage = Math.max(Pages.roundDown(end), firstPage);
        Memory.fill(start, firstPage - start, (byte) 0);
        Pages.release(firstPage, lastPage);
        Memory.fill(lastPage, end - lastPage, (byte) 0);
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
