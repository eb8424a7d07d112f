package io.mooring.gc.object;

import java.util.Arrays;

/**
 * The layouts of one heap by type id. The collector reads the parallel arrays, not the records: a size and a reference map are one
 * array load away from a header.
 */
public final class TypeTable {
    private TypeLayout[] layouts = new TypeLayout[64];
    private int[] fixedBytes = new int[64];
    private long[] referenceMaps = new long[64];
    private byte[] shapes = new byte[64];
    private int count = 1;

    /** Shape of an object whose references are all in the fixed part. */
    public static final byte FIXED = 0;
    /** Shape of an object whose elements are references. */
    public static final byte REFERENCE_ARRAY = 1;
    /** Shape of an object whose elements are raw. */
    public static final byte RAW_ARRAY = 2;
    /** Added to a shape when the fixed part has weak references. */
    public static final byte WEAK = 4;

    /** Added to a shape when the fixed part has the key and the value of an ephemeron. */
    public static final byte EPHEMERON = 8;
    /** What a shape says of the variable part; {@link #FIXED} when there is none. */
    static final byte ELEMENTS = REFERENCE_ARRAY | RAW_ARRAY;

    /** Adds a layout and returns its type id: 1 for the first, counting up. */
    public int define(TypeLayout layout) {
        if (count > ObjectHeader.MAX_TYPE) throw new IllegalStateException("a heap has at most " + ObjectHeader.MAX_TYPE + " types; " + layout.name() + " is one too many");
        if (count == layouts.length) growSlow();
        layouts[count] = layout;
        fixedBytes[count] = layout.fixedBytes();
        referenceMaps[count] = layout.referenceMap();
        byte shape = switch (layout.elements()) {
            case NONE -> FIXED;
            case REFERENCES -> REFERENCE_ARRAY;
            case BYTES, SHORTS, INTS, WORDS -> RAW_ARRAY;
        };
        if (layout.weakMap() != 0) shape |= WEAK;
        if (layout.isEphemeron()) shape |= EPHEMERON;
        shapes[count] = shape;
        return count++;
    }

    private void growSlow() {
        int larger = 2 * layouts.length;
        layouts = Arrays.copyOf(layouts, larger);
        fixedBytes = Arrays.copyOf(fixedBytes, larger);
        referenceMaps = Arrays.copyOf(referenceMaps, larger);
        shapes = Arrays.copyOf(shapes, larger);
    }

    public TypeLayout layout(int type) {
        if (type <= 0 || type >= count) throw new IllegalArgumentException("no type has id " + type + "; ids are 1.." + (count - 1));
        return layouts[type];
    }

    /** Whether a type id was handed out by {@link #define}. */
    public boolean isDefined(int type) {
        return type > 0 && type < count;
    }

    /** Number of types defined. */
    public int size() {
        return count - 1;
    }

    /** Bytes of the fixed part, header included. */
    public int fixedBytes(int type) {
        return fixedBytes[type];
    }

    /** Bit i set: word i of the fixed part is a strong reference. */
    public long referenceMap(int type) {
        return referenceMaps[type];
    }

    /** One of the shapes above, with {@link #WEAK} and {@link #EPHEMERON} added where they apply. */
    public byte shape(int type) {
        return shapes[type];
    }
}
