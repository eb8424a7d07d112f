package io.mooring.gc.memory;

/**
 * An off-heap hash table from addresses to words: open addressing, at most two thirds full.
 *
 * <pre>
 *   slot   | key | value |     key 0: never used; value 0: the key is absent; capacity is a power of two
 * </pre>
 *
 * The hash keeps neighbours together, because objects that were allocated one after another are looked up one after another. A collision
 * tries a few neighbours and then jumps far away, with more and more bits of the key (as CPython's set does), so that no long run
 * of full slots has to be walked. A removed key keeps its slot until the table is rehashed. Using the table allocates no Java object.
 */
public final class AddressMap implements AutoCloseable {
    private static final int SLOT_WORDS = 2;
    private static final int SLOT_BYTES = SLOT_WORDS * Long.BYTES;
    private static final int SLOT_SHIFT = Integer.numberOfTrailingZeros(SLOT_BYTES);
    private static final int VALUE_OFFSET = Long.BYTES;
    /** Slots of the smallest table: one page. */
    private static final long LEAST_SLOTS = 256;
    /** A table this many times larger than needed is exchanged when it is restarted: clearing it would cost more than filling it. */
    private static final long TOO_LARGE = 8;
    /** Binary logarithm of the alignment of keys: the bits below are all zero. */
    private static final int KEY_SHIFT = 3;
    /** Brings the upper bits of addresses in: objects in different megabytes do not all begin at the same slots. */
    private static final int FOLD_SHIFT = 17;
    /** Probes between two jumps, less 1; a power of two. */
    private static final int NEIGHBOUR_MASK = 15;
    /** Bits of the key that each further probe takes in. */
    private static final int PERTURB_SHIFT = 5;

    private Words words;
    private long start;
    private long mask;
    private long size;
    private long usedSlots;
    private long usedLimit;

    public AddressMap() {
        use(LEAST_SLOTS);
    }

    private void use(long slots) {
        words = new Words(slots * SLOT_WORDS);
        start = words.start();
        mask = slots - 1;
        usedLimit = slots / 3 * 2;
        size = 0;
        usedSlots = 0;
    }

    /** Where {@code key} is, or the unused slot where it would go. */
    private long find(long key) {
        long hash = key >>> KEY_SHIFT;
        long perturb = hash;
        long slot = (hash ^ hash >>> FOLD_SHIFT) & mask;
        for (int probes = 1; ; probes++) {
            long at = start + (slot << SLOT_SHIFT);
            long found = Memory.readLong(at);
            if (found == key || found == 0) return at;
            if ((probes & NEIGHBOUR_MASK) != 0) {
                slot = (slot + 1) & mask;
            } else {
                perturb >>>= PERTURB_SHIFT;
                slot = (5 * slot + perturb + 1) & mask;
            }
        }
    }

    /** The value of a key, or 0: an unused slot has value 0, so that one load serves both. */
    public long get(long key) {
        return Memory.readLong(find(key) + VALUE_OFFSET);
    }

    /** Sets the value of a key; neither is 0. */
    public void put(long key, long value) {
        assert key != 0 && value != 0 : "key " + key + ", value " + value;
        long at = find(key);
        if (Memory.readLong(at) == 0) {
            if (usedSlots == usedLimit) {
                rehashSlow();
                at = find(key);
            }
            usedSlots++;
            Memory.writeLong(at, key);
        }
        if (Memory.readLong(at + VALUE_OFFSET) == 0) size++;
        Memory.writeLong(at + VALUE_OFFSET, value);
    }

    /** Removes a key; false when it was not there. */
    public boolean remove(long key) {
        long at = find(key);
        if (Memory.readLong(at + VALUE_OFFSET) == 0) return false;
        Memory.writeLong(at + VALUE_OFFSET, 0);
        size--;
        return true;
    }

    /** Forgets everything and gets ready for about {@code expected} keys. */
    public void restart(long expected) {
        long slots = slotsFor(expected);
        if (mask + 1 < slots || mask + 1 > slots * TOO_LARGE) {
            words.close();
            use(slots);
        } else {
            Memory.fill(start, capacityBytes(), (byte) 0);
            size = 0;
            usedSlots = 0;
        }
    }

    private static long slotsFor(long keys) {
        long slots = LEAST_SLOTS;
        while (slots / 3 * 2 < keys) slots *= 2;
        return slots;
    }

    /** Moves the keys that are not removed to a table in which as many again fit. */
    private void rehashSlow() {
        Words full = words;
        use(slotsFor(2 * size));
        for (long at = full.start(); at < full.end(); at += SLOT_BYTES) {
            long value = Memory.readLong(at + VALUE_OFFSET);
            if (value != 0) put(Memory.readLong(at), value);
        }
        full.close();
    }

    public long size() {
        return size;
    }

    /** Native bytes held: all of them are touched, since hashing spreads. */
    public long capacityBytes() {
        return words.end() - words.start();
    }

    /** Receives the entries of a map. */
    @FunctionalInterface
    public interface Visitor {
        void visit(long key, long value);
    }

    public void forEach(Visitor visitor) {
        for (long at = words.start(); at < words.end(); at += SLOT_BYTES) {
            long value = Memory.readLong(at + VALUE_OFFSET);
            if (value != 0) visitor.visit(Memory.readLong(at), value);
        }
    }

    @Override
    public void close() {
        words.close();
    }
}
