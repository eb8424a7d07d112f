package io.mooring.gc.space;

/**
 * The cell sizes of a segregated-fit space: every multiple of 8 up to 128 bytes, then eight steps to each doubling, so that rounding up
 * wastes at most an eighth.
 */
public final class SizeClasses {
    /** Bytes of the largest cell; larger objects are left to the large object space. */
    public static final int LARGEST_BYTES = 8192;
    private static final int WORD = Long.BYTES;
    /** Up to here every multiple of a word is a class. */
    private static final int DENSE_BYTES = 128;
    private static final int STEPS_PER_DOUBLING = 8;

    private final int[] cellBytes;
    private final byte[] classOfWords = new byte[LARGEST_BYTES / WORD + 1];

    public SizeClasses() {
        int doublings = Integer.numberOfTrailingZeros(LARGEST_BYTES / DENSE_BYTES);
        cellBytes = new int[1 + DENSE_BYTES / WORD + doublings * STEPS_PER_DOUBLING];
        int count = 1;
        for (int bytes = WORD; bytes <= DENSE_BYTES; bytes += WORD) cellBytes[count++] = bytes;
        for (int base = DENSE_BYTES; base < LARGEST_BYTES; base *= 2) {
            for (int step = 1; step <= STEPS_PER_DOUBLING; step++) cellBytes[count++] = base + base / STEPS_PER_DOUBLING * step;
        }
        assert count == cellBytes.length && count <= Byte.MAX_VALUE : count + " size classes";
        int sizeClass = 1;
        for (int words = 1; words < classOfWords.length; words++) {
            if (words * WORD > cellBytes[sizeClass]) sizeClass++;
            classOfWords[words] = (byte) sizeClass;
        }
    }

    /** Number of classes, the unused class 0 included. */
    public int count() {
        return cellBytes.length;
    }

    /** The class of the smallest cell that holds {@code bytes} bytes, a multiple of 8. */
    public int of(long bytes) {
        return classOfWords[(int) (bytes / WORD)];
    }

    public int cellBytes(int sizeClass) {
        return cellBytes[sizeClass];
    }
}
