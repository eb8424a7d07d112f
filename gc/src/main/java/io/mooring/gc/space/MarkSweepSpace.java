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
 *
 * <p>The sweep goes block by block and may stop between any two. What it has not reached keeps its marks and its garbage; new objects
 * go to blocks that it has behind it, or that were taken since it began, and hence need no mark. [INV-24]
 *
 * <pre>
 *   block table   | sweep 7, class 3 | sweep 6, class 5 | no class | sweep 6, class 3 | sweep 7, class 4 | untouched ...
 *                                    ^ cursor of sweep 7                              taken since it began
 * </pre>
 */
public final class MarkSweepSpace implements Space, Destination, AutoCloseable {
    /** Bytes of a block: eight of the largest cells. */
    public static final long BLOCK_BYTES = 64L << 10;
    private static final long NO_CLASS = 0;
    /** In the block table: the size class in the low bits, the sweep that last saw the block, or in which it was taken, above. */
    private static final int CLASS_BITS = 8;
    private static final long CLASS_MASK = (1L << CLASS_BITS) - 1;
    /** Blocks that an allocation sweeps in search of a free cell before it takes a new block: some 25 microseconds. */
    private static final int BLOCKS_PER_SEARCH = 4;

    private final Range range;
    private final SizeClasses classes = new SizeClasses();
    private final Words classOfBlock;
    private final AddressStack freeBlocks = new AddressStack();
    /** Free blocks whose memory has not been given back to the system. */
    private final AddressStack residentBlocks = new AddressStack();
    private final long[] firstFree = new long[classes.count()];
    private final long[] cursor = new long[classes.count()];
    private final long[] cursorEnd = new long[classes.count()];
    private final long firstBlock;
    private long untouched;
    private long blocksInUse;
    private long usedBytes;
    private long freedBytes;
    private long sweepNumber;
    private long sweepCursor;
    private long sweepEnd;
    private Stress stress = Stress.NONE;

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

    /** The free list is empty: the next cell of the block that is being filled, or one that a running sweep finds, or one of a new block. */
    private long allocateSlow(int sizeClass) {
        int bytes = classes.cellBytes(sizeClass);
        if (cursor[sizeClass] + bytes > cursorEnd[sizeClass]) {
            for (int i = 0; i < BLOCKS_PER_SEARCH && !isSwept(); i++) sweepNext();
            long found = firstFree[sizeClass];
            if (found != 0) {
                firstFree[sizeClass] = Memory.readLong(found);
                return found;
            }
            long block = takeBlock();
            Memory.writeLong(classSlot(block), sweepNumber << CLASS_BITS | sizeClass);
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
        if (!residentBlocks.isEmpty()) {
            long block = allowed(residentBlocks.pop());
            Memory.fill(block, BLOCK_BYTES, (byte) 0);
            return block;
        }
        if (!freeBlocks.isEmpty()) return allowed(freeBlocks.pop());
        long block = untouched;
        if (block + BLOCK_BYTES > range.end()) throw new IllegalStateException("mark-sweep space overflows: all " + blocksInUse + " blocks of " + range + " are in use");
        untouched = block + BLOCK_BYTES;
        return block;
    }

    /** A free block, which a sweep may have forbidden. */
    private long allowed(long block) {
        if (stress.protect()) Pages.allow(block, block + BLOCK_BYTES);
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
    public void sweep(Stress how) {
        startSweep(how);
        while (!isSwept()) sweepNext();
        releaseFree(0, Long.MAX_VALUE);
    }

    /** Every object that is to survive is marked: from now on the others may be freed. */
    public void startSweep(Stress how) {
        stress = how;
        for (int sizeClass = 0; sizeClass < classes.count(); sizeClass++) {
            firstFree[sizeClass] = 0;
            cursor[sizeClass] = 0;
            cursorEnd[sizeClass] = 0;
        }
        sweepNumber++;
        sweepCursor = firstBlock;
        sweepEnd = untouched;
    }

    /** Whether no sweep is under way. */
    public boolean isSwept() {
        return sweepCursor >= sweepEnd;
    }

    /** Whether the running sweep will still decide about the object by its mark. */
    public boolean isUnswept(@Ref long object) {
        return object >= sweepCursor && object < sweepEnd && Memory.readLong(classSlot(object)) >>> CLASS_BITS != sweepNumber;
    }

    /** Sweeps the next block. */
    public void sweepNext() {
        long block = sweepCursor;
        sweepCursor += BLOCK_BYTES;
        long entry = Memory.readLong(classSlot(block));
        if (entry != NO_CLASS && entry >>> CLASS_BITS != sweepNumber) sweepBlock(block, (int) (entry & CLASS_MASK));
    }

    private void sweepBlock(long block, int sizeClass) {
        int bytes = classes.cellBytes(sizeClass);
        long freeBefore = firstFree[sizeClass];
        long live = 0;
        long dead = 0;
        for (long cell = block; cell + bytes <= block + BLOCK_BYTES; cell += bytes) {
            long word = Memory.readLong(cell);
            if (ObjectHeader.isForwarded(word)) {
                freeCell(cell, bytes, sizeClass);
            } else if (ObjectHeader.has(word, ObjectHeader.MARK)) {
                Memory.writeLong(cell, word & ~ObjectHeader.MARK);
                live++;
            } else {
                freeCell(cell, bytes, sizeClass);
                dead++;
            }
        }
        usedBytes -= dead * bytes;
        freedBytes += dead * bytes;
        if (live > 0) {
            Memory.writeLong(classSlot(block), sweepNumber << CLASS_BITS | sizeClass);
            return;
        }
        firstFree[sizeClass] = freeBefore;
        Memory.writeLong(classSlot(block), NO_CLASS);
        residentBlocks.push(block);
        blocksInUse--;
        if (stress.protect()) Pages.forbid(block, block + BLOCK_BYTES);
    }

    /** Gives the memory of at most {@code most} free blocks back to the system, as long as free blocks keep more than {@code keepBytes} bytes; whether no more is to be done. */
    public boolean releaseFree(long keepBytes, long most) {
        for (long i = 0; i < most && residentBlocks.size() * BLOCK_BYTES > keepBytes; i++) {
            long block = residentBlocks.pop();
            Pages.release(block, block + BLOCK_BYTES);
            freeBlocks.push(block);
        }
        return residentBlocks.size() * BLOCK_BYTES <= keepBytes;
    }

    private void freeCell(long cell, int bytes, int sizeClass) {
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

    /** Bytes of the cells that hold objects, dead ones that no sweep has reached included. */
    @Override
    public long usedBytes() {
        return usedBytes;
    }

    /** Bytes of all cells that sweeps have ever freed. */
    public long freedBytes() {
        return freedBytes;
    }

    /** Bytes of all blocks with at least one cell in use. */
    public long committedBytes() {
        return blocksInUse * BLOCK_BYTES;
    }

    @Override
    public boolean isInUse(long address) {
        if (!range.contains(address) || address >= untouched) return false;
        int sizeClass = (int) (Memory.readLong(classSlot(address)) & CLASS_MASK);
        if (sizeClass == NO_CLASS) return false;
        long block = address & -BLOCK_BYTES;
        return (address - block) % classes.cellBytes(sizeClass) == 0 && !ObjectHeader.isForwarded(Memory.readLong(address));
    }

    @Override
    public void close() {
        classOfBlock.close();
        freeBlocks.close();
        residentBlocks.close();
    }
}
