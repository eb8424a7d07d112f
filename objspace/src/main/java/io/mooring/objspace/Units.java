package io.mooring.objspace;

import io.mooring.gc.Heap;
import io.mooring.gc.Ref;

/**
 * The code points of a str or the bytes of a bytes-like object, where they lie. A view is made of a raw reference: it is valid until the
 * next allocation.
 *
 * @param w     the object that holds the units
 * @param base  offset of the first unit
 * @param shift binary logarithm of the size of a unit in bytes
 * @param count number of units
 */
record Units(Heap heap, @Ref long w, int base, int shift, long count) {

    /** The unit at a position, as an unsigned number. */
    int at(long index) {
        return switch (shift) {
            case 0 -> heap.readByte(w, base + index) & 0xFF;
            case 1 -> heap.readShort(w, base + (index << 1)) & 0xFFFF;
            default -> heap.readInt(w, base + (index << 2));
        };
    }

    /** Whether the units of another view stand here. */
    boolean matches(long at, Units other) {
        if (shift == other.shift) return heap.equalRaw(w, base + (at << shift), other.w, other.base, other.count << shift);
        for (long i = 0; i < other.count; i++) if (at(at + i) != other.at(i)) return false;
        return true;
    }

    /** First position of another view within {@code from..to}, or -1. */
    long find(Units other, long from, long to) {
        long last = to - other.count;
        if (from > last) return -1;
        if (other.count == 0) return from;
        int first = other.at(0);
        for (long i = from; i <= last; i++) if (at(i) == first && matches(i, other)) return i;
        return -1;
    }

    /** Last position of another view within {@code from..to}, or -1. */
    long findLast(Units other, long from, long to) {
        long last = to - other.count;
        if (other.count == 0) return from > last ? -1 : to;
        int first = other.at(0);
        for (long i = last; i >= from; i--) if (at(i) == first && matches(i, other)) return i;
        return -1;
    }

    /** Number of places, which do not overlap, where another view stands within {@code from..to}; an empty one stands between all units. */
    long occurrences(Units other, long from, long to) {
        if (from > to) return 0;
        if (other.count == 0) return to - from + 1;
        long found = 0;
        for (long at = from; (at = find(other, at, to)) >= 0; at += other.count) found++;
        return found;
    }

    /** Order of the first units that differ, or of the lengths. */
    int compareTo(Units other) {
        long common = Math.min(count, other.count);
        for (long i = 0; i < common; i++) {
            int mine = at(i);
            int theirs = other.at(i);
            if (mine != theirs) return Integer.compare(mine, theirs);
        }
        return Long.compare(count, other.count);
    }
}
