package io.mooring.objspace;

import java.util.Arrays;
import java.util.function.IntPredicate;

/** The pieces into which a str or bytes is split: positions only, so that they survive the allocation of the pieces. */
final class Spans {
    private long[] bounds = new long[16];
    private int count;

    int count() {
        return count;
    }

    long start(int piece) {
        return bounds[2 * piece];
    }

    long end(int piece) {
        return bounds[2 * piece + 1];
    }

    private void add(long start, long end) {
        if (2 * count == bounds.length) bounds = Arrays.copyOf(bounds, 2 * bounds.length);
        bounds[2 * count] = start;
        bounds[2 * count + 1] = end;
        count++;
    }

    private Spans reversed() {
        for (int i = 0, j = count - 1; i < j; i++, j--) {
            long start = start(i);
            long end = end(i);
            bounds[2 * i] = start(j);
            bounds[2 * i + 1] = end(j);
            bounds[2 * j] = start;
            bounds[2 * j + 1] = end;
        }
        return this;
    }

    /** Splits at a separator that is not empty, at most {@code max} times; negative = as often as it stands there. */
    static Spans split(Units text, Units separator, long max) {
        Spans pieces = new Spans();
        long from = 0;
        for (long left = max; left != 0; left--) {
            long at = text.find(separator, from, text.count());
            if (at < 0) break;
            pieces.add(from, at);
            from = at + separator.count();
        }
        pieces.add(from, text.count());
        return pieces;
    }

    static Spans splitFromEnd(Units text, Units separator, long max) {
        Spans pieces = new Spans();
        long to = text.count();
        for (long left = max; left != 0; left--) {
            long at = text.findLast(separator, 0, to);
            if (at < 0) break;
            pieces.add(at + separator.count(), to);
            to = at;
        }
        pieces.add(0, to);
        return pieces.reversed();
    }

    /**
     * Splits at runs of whitespace, none of which makes a piece; after {@code max} splits the rest is one piece with what whitespace is in
     * it.
     */
    static Spans splitAtSpace(Units text, IntPredicate isSpace, long max) {
        Spans pieces = new Spans();
        long at = 0;
        for (long left = max; ; left--) {
            while (at < text.count() && isSpace.test(text.at(at))) at++;
            if (at == text.count()) return pieces;
            long start = at;
            if (left == 0) {
                pieces.add(start, text.count());
                return pieces;
            }
            while (at < text.count() && !isSpace.test(text.at(at))) at++;
            pieces.add(start, at);
        }
    }

    static Spans splitAtSpaceFromEnd(Units text, IntPredicate isSpace, long max) {
        Spans pieces = new Spans();
        long at = text.count();
        for (long left = max; ; left--) {
            while (at > 0 && isSpace.test(text.at(at - 1))) at--;
            if (at == 0) return pieces.reversed();
            long end = at;
            if (left == 0) {
                pieces.add(0, end);
                return pieces.reversed();
            }
            while (at > 0 && !isSpace.test(text.at(at - 1))) at--;
            pieces.add(at, end);
        }
    }

    /** Splits at line ends; {@code \r\n} is one. */
    static Spans lines(Units text, IntPredicate isBreak, boolean keepEnds) {
        Spans pieces = new Spans();
        long at = 0;
        while (at < text.count()) {
            long start = at;
            while (at < text.count() && !isBreak.test(text.at(at))) at++;
            long end = at;
            if (at < text.count()) at += text.at(at) == '\r' && at + 1 < text.count() && text.at(at + 1) == '\n' ? 2 : 1;
            pieces.add(start, keepEnds ? at : end);
        }
        return pieces;
    }

    /** The one piece that is left after stripping units from the ends. */
    static Spans strip(Units text, IntPredicate isStripped, boolean left, boolean right) {
        long start = 0;
        long end = text.count();
        if (left) while (start < end && isStripped.test(text.at(start))) start++;
        if (right) while (end > start && isStripped.test(text.at(end - 1))) end--;
        Spans one = new Spans();
        one.add(start, end);
        return one;
    }
}
