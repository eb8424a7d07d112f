package io.mooring.gc.space;

import io.mooring.gc.Ref;
import io.mooring.gc.Stress;
import io.mooring.gc.memory.AddressStack;
import io.mooring.gc.memory.Memory;
import io.mooring.gc.memory.Pages;
import io.mooring.gc.memory.Range;
import io.mooring.gc.memory.Words;
import io.mooring.gc.object.ObjectHeader;

/**
 * A region whose objects do not move: blocks of cells of one size, a free list for each size, mark bits in the headers (segregated fit,
 * McCarthy 1960 in Wilson's terms).
 *
 * <pre>
 *   block of 64 KiB | cell | cell | free | cell | free | ...      all of the block's size class
 *   object's cell   | header with HEADER bit | fields ... | rest of the cell |
 *   free cell       | next free cell, or 0   | anything                     |
 * </pre>
 *
 * The first word of a cell tells: a header has its low bit set, a link of the free list has not.
 */
public final class MarkSweepSpace implements Space, Destination, AutoCloseable {
    /** Bytes of a block: eight of the largest cells. */
    public static final long BLOCK_BYTES = 64L << 10;
    private static final long NO_CLASS = 0;

    private final Range range;
    private final SizeClasses classes = new SizeClasses();
    private final Words classOfBlock;
    private final AddressStack freeBlocks = new AddressStack();
    private final long[] firstFree = new long[classes.count()];
    private final long[] cursor = new long[classes.count()];
    private final long[] cursorEnd = new long[classes.count()];
    private final long firstBlock;
    private long untouched;
    private long blocksInUse;
    private long usedBytes;

    public MarkSweepSpace(Range range) {
        this.range = range;
        this.firstBlock = (range.start() + BLOCK_BYTES - 1) & -BLOCK_BYTES;
        this.untouched = firstBlock;
        this.classOfBlock = Words.zeroes(range.bytes() / BLOCK_BYTES + 1);
    }

    /** Bytes of address space for {@code bytes} bytes of objects, whatever their sizes: one block of each class may be nearly empty. */
    public static long reservedBytes(long bytes) {
        return bytes + bytes / 4 + (new SizeClasses().count() + 1) * BLOCK_BYTES;
    }

    /** Where the size class of the block of an address stands. */
    private long classSlot(long address) {
        return classOfBlock.start() + (address - firstBlock) / BLOCK_BYTES * Long.BYTES;
    }

    @Override
    public long allocate(long bytes) {
        int sizeClass = classes.of(bytes);
        usedBytes += classes.cellBytes(sizeClass);
        long cell = firstFree[sizeClass];
        if (cell != 0) {
            firstFree[sizeClass] = Memory.readLong(cell);
            return cell;
        }
        return allocateSlow(sizeClass);
    }

    /** The free list is empty: the next cell of the block that is being filled, or of a new one. */
    private long allocateSlow(int sizeClass) {
        int bytes = classes.cellBytes(sizeClass);
        if (cursor[sizeClass] + bytes > cursorEnd[sizeClass]) {
            long block = takeBlock();
            Memory.writeLong(classSlot(block), sizeClass);
            cursor[sizeClass] = block;
            cursorEnd[sizeClass] = block + BLOCK_BYTES;
        }
        long cell = cursor[sizeClass];
        cursor[sizeClass] = cell + bytes;
        return cell;
    }

    /** A block of zeroes. */
    private long takeBlock() {
        blocksInUse++;
        if (!freeBlocks.isEmpty()) return freeBlocks.pop();
        long block = untouched;
        if (block + BLOCK_BYTES > range.end()) throw new IllegalStateException("mark-sweep space overflows: all " + blocksInUse + " blocks of " + range + " are in use");
        untouched = block + BLOCK_BYTES;
        return block;
    }

    /** Marks an object; false when it was marked before. */
    public boolean mark(@Ref long object) {
        long header = Memory.readLong(object);
        if (ObjectHeader.has(header, ObjectHeader.MARK)) return false;
        Memory.writeLong(object, header | ObjectHeader.MARK);
        return true;
    }

    /** Frees every object that is not marked and unmarks the others; blocks without any object go back to the system. [INV-04] */
    public void sweep(Stress stress) {
        for (int sizeClass = 0; sizeClass < classes.count(); sizeClass++) {
            firstFree[sizeClass] = 0;
            cursor[sizeClass] = 0;
            cursorEnd[sizeClass] = 0;
        }
        usedBytes = 0;
        for (long block = firstBlock; block < untouched; block += BLOCK_BYTES) {
            int sizeClass = (int) Memory.readLong(classSlot(block));
            if (sizeClass != NO_CLASS) sweepBlock(block, sizeClass, stress);
        }
    }

    private void sweepBlock(long block, int sizeClass, Stress stress) {
        int bytes = classes.cellBytes(sizeClass);
        long freeBefore = firstFree[sizeClass];
        long live = 0;
        for (long cell = block; cell + bytes <= block + BLOCK_BYTES; cell += bytes) {
            long word = Memory.readLong(cell);
            if (!ObjectHeader.isForwarded(word) && ObjectHeader.has(word, ObjectHeader.MARK)) {
                Memory.writeLong(cell, word & ~ObjectHeader.MARK);
                live++;
            } else {
                freeCell(cell, bytes, sizeClass, stress);
            }
        }
        usedBytes += live * bytes;
        if (live > 0) return;
        firstFree[sizeClass] = freeBefore;
        Memory.writeLong(classSlot(block), NO_CLASS);
        Pages.release(block, block + BLOCK_BYTES);
        freeBlocks.push(block);
        blocksInUse--;
    }

    private void freeCell(long cell, int bytes, int sizeClass, Stress stress) {
        Memory.writeLong(cell, firstFree[sizeClass]);
        firstFree[sizeClass] = cell;
        if (stress.poison()) Memory.fillWords(cell + Long.BYTES, bytes - Long.BYTES, Stress.POISON);
    }

    @Override
    public String name() {
        return "mark-sweep";
    }

    @Override
    public Range range() {
        return range;
    }

    /** Bytes of the cells that hold objects. */
    @Override
    public long usedBytes() {
        return usedBytes;
    }

    /** Bytes of all blocks with at least one cell in use. */
    public long committedBytes() {
        return blocksInUse * BLOCK_BYTES;
    }

    @Override
    public boolean isInUse(long address) {
        if (!range.contains(address) || address >= untouched) return false;
        int sizeClass = (int) Memory.readLong(classSlot(address));
        if (sizeClass == NO_CLASS) return false;
        long block = address & -BLOCK_BYTES;
        return (address - block) % classes.cellBytes(sizeClass) == 0 && !ObjectHeader.isForwarded(Memory.readLong(address));
    }

    @Override
    public void close() {
        classOfBlock.close();
        freeBlocks.close();
    }
}
