package io.mooring.objspace.text;

import java.util.Arrays;

/** A growing sequence of code points, lone surrogates included: what a str is made from. */
public final class CodePoints {
    private int[] points;
    private int count;
    private int union;

    public CodePoints() {
        this(16);
    }

    public CodePoints(int capacity) {
        points = new int[Math.max(capacity, 16)];
    }

    /** The code points of Java text. */
    public static CodePoints of(String text) {
        CodePoints all = new CodePoints(text.length());
        all.append(text);
        return all;
    }

    public CodePoints append(int point) {
        if (count == points.length) points = Arrays.copyOf(points, 2 * count);
        points[count++] = point;
        union |= point;
        return this;
    }

    public CodePoints append(String text) {
        for (int i = 0; i < text.length(); ) {
            int point = text.codePointAt(i);
            append(point);
            i += Character.charCount(point);
        }
        return this;
    }

    public int at(int index) {
        return points[index];
    }

    public int count() {
        return count;
    }

    /** All code points or-ed together: says how wide the storage must be. */
    public int union() {
        return union;
    }

    /** Java text; a surrogate pair made of lone surrogates becomes one code point there. */
    @Override
    public String toString() {
        return new String(points, 0, count);
    }
}
