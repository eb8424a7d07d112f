package io.mooring.gc.object;

import io.mooring.gc.memory.CollectedWords;
import io.mooring.gc.memory.Memory;
import java.util.Arrays;
import java.util.Objects;

/**
 * The layouts of one heap by type id. The collector reads words, not records: a size and a reference map are one load away from a header.
 *
 * <pre>
 *   entry of a type   | reference map, 64 bits | size of the fixed part, 56 | shape, 8 |      16 bytes outside the Java heap
 * </pre>
 *
 * There is an entry for every id that a header can hold, so that the collector need not look where the table ends; pages that no type
 * needs are never touched. The program, which allocates by ids of its own making, reads a Java array instead: bounds are checked there, and
 * the compiler sees that storing into objects does not change it.
 */
public final class TypeTable {
    private static final int ENTRY_SHIFT = 4;
    private static final int SIZE_AND_SHAPE = Long.BYTES;
    private static final int SHAPE_BITS = Byte.SIZE;
    /** Bits of the shift of an element: words have the largest, 3. */
    private static final int SHIFT_BITS = 2;

    /** Freed with the table, so that a closed heap still knows its types. */
    private final CollectedWords words = new CollectedWords((ObjectHeader.MAX_TYPE + 1L << ENTRY_SHIFT) / Long.BYTES);
    private final long entries = words.start();
    private TypeLayout[] layouts = new TypeLayout[64];
    private int[] fixedBytes = new int[64];
    /** Of types with a variable part: bytes of the fixed part, and the binary logarithm of an element's size in the lowest bits; 0 of others. */
    private int[] variable = new int[64];
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
    /** An object of a shape with one of these has more to scan than its reference map says. */
    private static final byte SCANNED = REFERENCE_ARRAY | WEAK | EPHEMERON;
    /** What a shape says of the variable part; {@link #FIXED} when there is none. */
    static final byte ELEMENTS = REFERENCE_ARRAY | RAW_ARRAY;

    /** Adds a layout and returns its type id: 1 for the first, counting up. */
    public int define(TypeLayout layout) {
        Objects.requireNonNull(layout, "a layout must not be null");
        if (count > ObjectHeader.MAX_TYPE) throw new IllegalStateException("a heap has at most " + ObjectHeader.MAX_TYPE + " types; " + layout.name() + " is one too many");
        if (count == layouts.length) growSlow();
        layouts[count] = layout;
        fixedBytes[count] = layout.fixedBytes();
        variable[count] = layout.isVariable() ? layout.fixedBytes() << SHIFT_BITS | layout.elements().shift() : 0;
        Memory.writeLong(entry(count), layout.referenceMap());
        Memory.writeLong(entry(count) + SIZE_AND_SHAPE, (long) layout.fixedBytes() << SHAPE_BITS | shapeOf(layout));
        return count++;
    }

    private void growSlow() {
        layouts = Arrays.copyOf(layouts, 2 * count);
        fixedBytes = Arrays.copyOf(fixedBytes, 2 * count);
        variable = Arrays.copyOf(variable, 2 * count);
    }

    private static byte shapeOf(TypeLayout layout) {
        byte shape = switch (layout.elements()) {
            case NONE -> FIXED;
            case REFERENCES -> REFERENCE_ARRAY;
            case BYTES, SHORTS, INTS, WORDS -> RAW_ARRAY;
        };
        if (layout.weakMap() != 0) shape |= WEAK;
        if (layout.isEphemeron()) shape |= EPHEMERON;
        return shape;
    }

    private long entry(int type) {
        return entries + ((long) type << ENTRY_SHIFT);
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

    private long entryOf(long header) {
        return entries + ObjectHeader.typeOffset(header, ENTRY_SHIFT);
    }

    /** {@link #fixedBytes} and {@link #shape} of the type of a header, in one load: {@link #sizeIn} and {@link #shapeIn} take it apart. */
    public long sizeAndShapeOf(long header) {
        return Memory.readLong(entryOf(header) + SIZE_AND_SHAPE);
    }

    /** {@link #referenceMap} of the type of a header. */
    public long referenceMapOf(long header) {
        return Memory.readLong(entryOf(header));
    }

    public static long sizeIn(long sizeAndShape) {
        return sizeAndShape >>> SHAPE_BITS;
    }

    public static byte shapeIn(long sizeAndShape) {
        return (byte) sizeAndShape;
    }

    /** Whether the reference map says where all is that a scan looks at. */
    public static boolean isMappedIn(long sizeAndShape) {
        return (sizeAndShape & SCANNED) == 0;
    }

    /** Bytes of the fixed part, header included. */
    public int fixedBytes(int type) {
        return fixedBytes[type];
    }

    /** The two figures that the size of an object with elements follows from, for {@link #fixedIn} and {@link #bytesIn}; 0 if the type has none, or is not defined. */
    public int variable(int type) {
        return variable[type];
    }

    /** Bytes of the fixed part, header and length included. */
    public static int fixedIn(int variable) {
        return variable >> SHIFT_BITS;
    }

    /** Bytes of an object with {@code length} elements. */
    public static long bytesIn(int variable, long length) {
        return TypeLayout.align(fixedIn(variable) + (length << (variable & (1 << SHIFT_BITS) - 1)));
    }

    /** Bit i set: word i of the fixed part is a strong reference. The type is that of a header. */
    public long referenceMap(int type) {
        return Memory.readLong(entry(type));
    }

    /** One of the shapes above, with {@link #WEAK} and {@link #EPHEMERON} added where they apply. The type is that of a header. */
    public byte shape(int type) {
        return shapeIn(Memory.readLong(entry(type) + SIZE_AND_SHAPE));
    }
}
