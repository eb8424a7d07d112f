package io.mooring.gc.object;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

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

    /** Refuses what the collector could not follow. */
    public TypeLayout {
        require(name != null && !name.isBlank(), "a type", "has no name");
        require(elements != null, name, "has null as the kind of its elements; it must be one of " + List.of(Elements.values()));
        long least = elements == Elements.NONE ? ObjectHeader.BYTES : ObjectHeader.BYTES + Long.BYTES;
        require(fixedBytes >= least && fixedBytes <= MAX_FIXED_WORDS * Long.BYTES && fixedBytes % Long.BYTES == 0, name,
                "has " + fixedBytes + " fixed bytes; it must be a multiple of " + Long.BYTES + " between " + least + " and " + MAX_FIXED_WORDS * Long.BYTES);
        require(fieldNames != null && fieldNames.size() == fixedBytes / Long.BYTES - 1, name,
                "has the field names " + fieldNames + "; it must have one for each of its " + (fixedBytes / Long.BYTES - 1) + " words behind the header");
        fieldNames = List.copyOf(fieldNames);
        long slots = (elements == Elements.NONE ? 0 : bit(fixedBytes - Long.BYTES)) | bit(0);
        slots = taken(name, slots, referenceMap, "strong references", fixedBytes);
        slots = taken(name, slots, weakMap, "weak references", fixedBytes);
        require((keyOffset == 0) == (valueOffset == 0), name, "has an ephemeron " + (keyOffset == 0 ? "value without a key" : "key without a value"));
        if (keyOffset != 0) taken(name, taken(name, slots, offset(name, keyOffset), "a key", fixedBytes), offset(name, valueOffset), "a value", fixedBytes);
    }

    /** The words that are not free any more once {@code wanted} are taken too. */
    private static long taken(String name, long before, long wanted, String what, int fixedBytes) {
        long inside = -1L >>> Long.SIZE - fixedBytes / Long.BYTES;
        require((wanted & ~inside) == 0, name, "has " + what + " at the offsets " + offsets(wanted) + ", of which " + offsets(wanted & ~inside) + " lie behind its " + fixedBytes + " fixed bytes");
        require((wanted & before) == 0, name, "has " + what + " at the offsets " + offsets(wanted) + ", of which " + offsets(wanted & before) + " belong to the header, the length or another reference");
        return before | wanted;
    }

    private static List<Integer> offsets(long map) {
        return IntStream.range(0, Long.SIZE).filter(word -> (map >>> word & 1) != 0).mapToObj(word -> word * Long.BYTES).toList();
    }

    private static long offset(String name, int offset) {
        require(offset > 0 && offset < MAX_FIXED_WORDS * Long.BYTES && offset % Long.BYTES == 0, name, "has a part of an ephemeron at offset " + offset + "; it must be a multiple of " + Long.BYTES + " in its fixed part");
        return bit(offset);
    }

    private static void require(boolean holds, String name, String what) {
        if (!holds) throw new IllegalArgumentException(name + " " + what);
    }

    /** A layout that is no ephemeron. */
    public TypeLayout(String name, int fixedBytes, long referenceMap, long weakMap, Elements elements, List<String> fieldNames) {
        this(name, fixedBytes, referenceMap, weakMap, 0, 0, elements, fieldNames);
    }

    /** The same layout for a type of another name. */
    public TypeLayout withName(String other) {
        return new TypeLayout(other, fixedBytes, referenceMap, weakMap, keyOffset, valueOffset, elements, fieldNames);
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
        return align(unpaddedBytes(length));
    }

    /** As {@link #bytes}, up to the end of the last element. */
    public long unpaddedBytes(long length) {
        return fixedBytes + (length << elements.shift());
    }

    /** What there cannot be, as a message begins. */
    public String indefinite() {
        return ("aeiouAEIOU".indexOf(name.charAt(0)) >= 0 ? "an " : "a ") + name;
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
            TypeLayout layout = new TypeLayout(name, words * Long.BYTES, references, weak, keyOffset, valueOffset, elements, fields);
            built = true;
            return layout;
        }

        /** The layout with elements behind the fixed part; their count stands in an extra word before them. */
        public TypeLayout buildWith(Elements elements) {
            if (elements == Elements.NONE) return build();
            next("length");
            return layout(elements);
        }
    }
}
