package io.mooring.gc.object;

import java.util.ArrayList;
import java.util.List;

/**
 * What the collector must know about the objects of one type: their size and which of their words are references.
 *
 * <pre>
 *   +0            header
 *   +8            fixed words, raw or references or weak references, in the order of declaration
 *   +lengthOffset number of elements (only if there is a variable part)
 *   +fixedBytes   elements: references, or raw elements of 1, 2, 4 or 8 bytes, padded to 8
 * </pre>
 *
 * Built once per type through {@link #named}; the builder returns the offset of each field, which becomes a {@code static final int}
 * of the descriptor class that owns the layout.
 *
 * @param name          for messages and histograms
 * @param fixedBytes    bytes up to the variable part, header included; a multiple of 8
 * @param referenceMap  bit i set: word i (byte offset 8 i) of the fixed part is a strong reference
 * @param weakMap       bit i set: word i is a weak reference, set to null when its referent dies
 * @param keyOffset     byte offset of the key of an ephemeron; 0 when there is none
 * @param valueOffset   byte offset of the value that lives by that key; 0 when there is none
 * @param elements      kind of the variable part
 * @param fieldNames    names of the fixed words behind the header, for dumps: the first belongs to byte offset 8
 */
public record TypeLayout(String name, int fixedBytes, long referenceMap, long weakMap, int keyOffset, int valueOffset, Elements elements, List<String> fieldNames) {

    /** The variable part: its elements are all references or all raw. */
    public enum Elements {
        NONE(0),
        REFERENCES(3),
        BYTES(0),
        SHORTS(1),
        INTS(2),
        WORDS(3);

        private final int shift;

        Elements(int shift) {
            this.shift = shift;
        }

        /** Binary logarithm of the size of an element in bytes. */
        public int shift() {
            return shift;
        }
    }

    /** Words that the reference maps can describe. */
    public static final int MAX_FIXED_WORDS = Long.SIZE;
    /** Objects begin and end at multiples of this many bytes. */
    public static final int ALIGNMENT = Long.BYTES;

    /** A layout that is no ephemeron. */
    public TypeLayout(String name, int fixedBytes, long referenceMap, long weakMap, Elements elements, List<String> fieldNames) {
        this(name, fixedBytes, referenceMap, weakMap, 0, 0, elements, fieldNames);
    }

    public boolean isVariable() {
        return elements != Elements.NONE;
    }

    /** Offset of the length word; only for a layout with a variable part, whose last fixed word it is. */
    public int lengthOffset() {
        assert isVariable() : name + " has no variable part";
        return fixedBytes - Long.BYTES;
    }

    public boolean hasReferences() {
        return slotMap() != 0 || elements == Elements.REFERENCES;
    }

    /** Whether the fixed part has the key and the value of an ephemeron. */
    public boolean isEphemeron() {
        return keyOffset != 0;
    }

    /** Bit i set: word i of the fixed part holds a reference of whatever strength. */
    public long slotMap() {
        return referenceMap | weakMap | (isEphemeron() ? bit(keyOffset) | bit(valueOffset) : 0);
    }

    private static long bit(int offset) {
        return 1L << offset / Long.BYTES;
    }

    /** Bytes of an object with {@code length} elements, without a stored hash. */
    public long bytes(long length) {
        return align(fixedBytes + (length << elements.shift()));
    }

    /** The most elements that an object of at most {@code maxBytes} bytes can have. */
    public long maxLength(long maxBytes) {
        return (maxBytes - fixedBytes) >> elements.shift();
    }

    public static long align(long bytes) {
        return (bytes + ALIGNMENT - 1) & -ALIGNMENT;
    }

    public static Builder named(String name) {
        return new Builder(name);
    }

    /** Lays fields out one after another, until the layout is built; after that it refuses to change. */
    public static final class Builder {
        private final String name;
        private final List<String> fields = new ArrayList<>();
        private long references;
        private long weak;
        private int keyOffset;
        private int valueOffset;
        private int words = 1;
        private boolean built;

        private Builder(String name) {
            this.name = name;
        }

        private int next(String field) {
            if (built) throw new IllegalStateException(name + " is built already; " + field + " comes too late");
            if (words == MAX_FIXED_WORDS) throw new IllegalArgumentException(name + "." + field + ": a layout has at most " + MAX_FIXED_WORDS + " fixed words");
            if (fields.contains(field)) throw new IllegalArgumentException(name + " has two fields named " + field);
            fields.add(field);
            return words++;
        }

        /** Adds a raw word and returns its byte offset. */
        public int word(String field) {
            return next(field) * Long.BYTES;
        }

        /** Adds a strong reference and returns its byte offset. */
        public int reference(String field) {
            int word = next(field);
            references |= 1L << word;
            return word * Long.BYTES;
        }

        /** Adds a weak reference and returns its byte offset. */
        public int weakReference(String field) {
            int word = next(field);
            weak |= 1L << word;
            return word * Long.BYTES;
        }

        /**
         * Adds the key of an ephemeron and returns its byte offset. While the key lives, {@link #ephemeronValue the value} does; when it dies,
         * both slots become null. A key that is null or an immediate never dies. A layout has at most one such pair.
         */
        public int ephemeronKey(String field) {
            if (keyOffset != 0) throw new IllegalArgumentException(name + "." + field + ": a layout has at most one ephemeron key");
            keyOffset = next(field) * Long.BYTES;
            return keyOffset;
        }

        /** Adds the value of an ephemeron and returns its byte offset. */
        public int ephemeronValue(String field) {
            if (valueOffset != 0) throw new IllegalArgumentException(name + "." + field + ": a layout has at most one ephemeron value");
            valueOffset = next(field) * Long.BYTES;
            return valueOffset;
        }

        /** The layout without a variable part. */
        public TypeLayout build() {
            return layout(Elements.NONE);
        }

        private TypeLayout layout(Elements elements) {
            if ((keyOffset == 0) != (valueOffset == 0)) throw new IllegalArgumentException(name + " has an ephemeron " + (keyOffset == 0 ? "value without a key" : "key without a value"));
            built = true;
            return new TypeLayout(name, words * Long.BYTES, references, weak, keyOffset, valueOffset, elements, List.copyOf(fields));
        }

        /** The layout with elements behind the fixed part; their count stands in an extra word before them. */
        public TypeLayout buildWith(Elements elements) {
            if (elements == Elements.NONE) return build();
            next("length");
            return layout(elements);
        }
    }
}
