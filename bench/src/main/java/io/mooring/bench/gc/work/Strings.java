package io.mooring.bench.gc.work;

import io.mooring.gc.Heap;
import io.mooring.gc.Ref;
import io.mooring.gc.Slot;
import io.mooring.gc.roots.HandleScope;

/**
 * Text in objects without references: a number is written down, repeated up to five times by putting strings together, and kept until the
 * next version takes its place. In the end every string must still say its number.
 */
final class Strings extends HeapProgram {
    private static final int STRINGS_PER_STEP = 64;
    private static final int REPLACEMENTS_PER_RUN = 8;
    /** Letters in which a number is written. */
    private static final int WIDTH = 10;
    private static final int RADIX = 10;
    private static final int MOST_REPEATED = 5;

    private final int count;
    private final int tableType;
    private final int bytesType;
    private final int[] versions;
    private final byte[] letters = new byte[WIDTH];
    private int cursor;

    Strings(Heap heap, int count) {
        super(heap);
        this.count = count;
        versions = new int[count];
        tableType = heap.types().define(Layouts.TABLE);
        bytesType = heap.types().define(Layouts.BYTES);
    }

    @Override
    public void build() {
        drop();
        setRoot(heap.allocate(tableType, count));
        for (int i = 0; i < count; i++) put(i);
    }

    @Override
    public int steps() {
        return Math.max(1, count / STRINGS_PER_STEP * REPLACEMENTS_PER_RUN);
    }

    @Override
    public void step() {
        for (int i = 0; i < STRINGS_PER_STEP; i++) {
            versions[cursor]++;
            put(cursor);
            cursor = cursor + 1 == count ? 0 : cursor + 1;
        }
    }

    private long number(int index) {
        return index + (long) versions[index] * count;
    }

    private static int repeated(long number) {
        return (int) (number % MOST_REPEATED) + 1;
    }

    private void put(int index) {
        long number = number(index);
        try (HandleScope scope = heap.scope()) {
            long hText = scope.root(written(number));
            for (int i = 1; i < repeated(number); i++) {
                long hMore = scope.root(written(number));
                scope.set(hText, joined(scope, hText, hMore));
            }
            Store.element(heap, root(), Layouts.TABLE_FIRST, index, scope.get(hText));
        }
    }

    private @Ref long written(long number) {
        write(number);
        long text = heap.allocate(bytesType, WIDTH);
        heap.writeBytes(letters, 0, text, Layouts.BYTES_FIRST, WIDTH);
        return text;
    }

    private void write(long number) {
        long rest = number;
        for (int i = WIDTH - 1; i >= 0; i--) {
            letters[i] = (byte) ('0' + rest % RADIX);
            rest /= RADIX;
        }
    }

    private @Ref long joined(HandleScope scope, @Slot long hFirst, @Slot long hSecond) {
        long firstLength = heap.length(scope.get(hFirst));
        long secondLength = heap.length(scope.get(hSecond));
        long text = heap.allocate(bytesType, firstLength + secondLength);
        heap.copyRaw(scope.get(hFirst), Layouts.BYTES_FIRST, text, Layouts.BYTES_FIRST, firstLength);
        heap.copyRaw(scope.get(hSecond), Layouts.BYTES_FIRST, text, Layouts.BYTES_FIRST + firstLength, secondLength);
        return text;
    }

    @Override
    public void check() {
        for (int i = 0; i < count; i++) {
            long text = heap.readElement(root(), Layouts.TABLE_FIRST, i);
            long number = number(i);
            WrongResult.unless("strings: length of string " + i, heap.length(text), (long) WIDTH * repeated(number));
            write(number);
            for (int letter = 0; letter < heap.length(text); letter++) {
                WrongResult.unless("strings: a letter of string " + i, heap.readByte(text, Layouts.BYTES_FIRST + letter), letters[letter % WIDTH]);
            }
        }
    }
}
