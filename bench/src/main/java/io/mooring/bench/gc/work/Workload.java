package io.mooring.bench.gc.work;

import io.mooring.gc.Heap;

/** The programs by name. */
public enum Workload {
    QUADS("quads", 0),
    BINARY_TREES("binary trees", 0),
    GRAPH("graph with holes", 96),
    LRU_MAP("LRU map", 72),
    LONG_LIST("long list", 24),
    REFERENCE_ARRAY("reference array", 24),
    LARGE_OBJECTS("large objects", 288 << 10),
    FRAGMENTATION("fragmentation", 288),
    EPHEMERONS("ephemeron table", 88),
    STRINGS("strings", 56),
    GARDEN("garden", (int) Quads.bytes(Garden.TREE_DEPTH));

    private final String label;
    /** Bytes that stay alive for each unit of size; unused for trees. */
    private final int bytesPerUnit;

    Workload(String label, int bytesPerUnit) {
        this.label = label;
        this.bytesPerUnit = bytesPerUnit;
    }

    /** What people call it. */
    public String label() {
        return label;
    }

    /** The program on a heap, which stays the caller's. {@code size} is the depth of the trees, or the number of things that stay alive. */
    public Program on(Heap heap, int size) {
        return switch (this) {
            case QUADS -> new Quads(heap, size);
            case BINARY_TREES -> new BinaryTrees(heap, size);
            case GRAPH -> new HoleyGraph(heap, size);
            case LRU_MAP -> new LruMap(heap, size);
            case LONG_LIST -> new LongList(heap, size);
            case REFERENCE_ARRAY -> new ReferenceArray(heap, size);
            case LARGE_OBJECTS -> new LargeObjects(heap, size);
            case FRAGMENTATION -> new Fragmentation(heap, size);
            case EPHEMERONS -> new EphemeronTable(heap, size);
            case STRINGS -> new Strings(heap, size);
            case GARDEN -> new Garden(heap, size);
        };
    }

    /** The same program with Java objects; only {@link #QUADS} and {@link #BINARY_TREES} have one. */
    public Program inJava(int size) {
        return switch (this) {
            case QUADS -> new JavaQuads(size);
            case BINARY_TREES -> new JavaBinaryTrees(size);
            default -> throw new IllegalArgumentException("there is no program '" + label + "' with Java objects");
        };
    }

    /** Bytes that stay alive at this size: exact for trees, roughly for the others. */
    public long liveBytes(int size) {
        return switch (this) {
            case QUADS -> Quads.bytes(size);
            case BINARY_TREES -> BinaryTrees.bytes(size);
            default -> (long) size * bytesPerUnit;
        };
    }

    /** Bytes that a step allocates; only for {@link #QUADS}, where all steps allocate the same. */
    public long bytesPerStep() {
        if (this != QUADS) throw new IllegalArgumentException("the steps of '" + label + "' differ");
        return Quads.bytes(Quads.GARBAGE_DEPTH);
    }

    /** A size with which about so many bytes stay alive; trees come in powers only and stay below. */
    public int sizeFor(long liveBytes) {
        return switch (this) {
            case QUADS -> {
                int depth = Quads.GARBAGE_DEPTH;
                while (Quads.bytes(depth + 1) <= liveBytes) depth++;
                yield depth;
            }
            case BINARY_TREES -> {
                int depth = TreeSchedule.LEAST_DEPTH;
                while (BinaryTrees.bytes(depth + 1) <= liveBytes) depth++;
                yield depth;
            }
            default -> (int) Math.max(2, liveBytes / bytesPerUnit);
        };
    }
}
