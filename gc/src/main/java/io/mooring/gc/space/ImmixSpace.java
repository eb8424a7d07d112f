package io.mooring.gc.space;

import io.mooring.gc.Ref;
import io.mooring.gc.Stress;
import io.mooring.gc.memory.Memory;
import io.mooring.gc.memory.Range;
import io.mooring.gc.object.ObjectHeader;
import io.mooring.gc.object.ObjectModel;

/**
 * A region of blocks of lines: objects are allocated front to back into the holes that a collection left between the lines in use, and
 * leave blocks that are nearly empty (Immix, Blackburn and McKinley 2008).
 *
 * <pre>
 *   blocks   | full        | with holes  | free | evacuated   | free | ...        32 KiB each
 *   a block  | live lines | hole | live lines | hole         |                    lines of 128 bytes
 *   a hole   | chunk of the allocator, or of copies          |
 *   marks    one bit per word: the object that begins there was reached by the last major collection, or by one since
 * </pre>
 *
 * Small objects, of up to a line, go into the holes in the order of addresses, then into free blocks. A larger one that does not fit
 * into the hole in use gets a free block, and the rest of the hole is held for the small ones to come; when there is no free block,
 * the first hole that is large enough is taken.
 *
 * <p>A collection marks objects where they are, with {@link #mark} when they are reached and {@link #blacken} when they were scanned, or
 * copies them when {@link #hasRoom} says so; then it sweeps lines, not objects. The marks stay until the next major collection:
 * they tell old objects from young ones, and where objects begin.
 */
public final class ImmixSpace implements Space, Destination, BumpAllocator.Lender, AutoCloseable {
    /** Bytes of a block: what objects do not straddle. */
    public static final long BLOCK_BYTES = BlockStore.BLOCK_BYTES;
    /** Bytes of the largest object: a quarter of a block, so that little is lost where the next one does not fit. */
    public static final long LARGEST_BYTES = BLOCK_BYTES / 4;
    private static final long LINE_BYTES = BlockStore.LINE_BYTES;
    /** A cycle that allocated less than this share of the blocks in use says that there are few holes for what died. */
    private static final long POOR_SHARE = 4;
    /** Blocks that may be nearly empty before it is worth the while to move objects out of them. */
    private static final long SLACK_BYTES = 8 * BLOCK_BYTES;

    private final Range range;
    private final ObjectModel model;
    private final BlockStore store;
    private final LineTable lines;
    private final WordBitmap marks;
    private final SparseBlocks sparse;
    private long liveBytes;
    /** Bytes handed to the program since the last collection. */
    private long handedOut;
    /** Bytes handed to the program from the last major collection to the last minor one. */
    private long handedOutBefore;

    private final Holes program;
    private long heldFrom;
    private long heldEnd;
    private boolean holds;

    private final Holes copies;
    private long smallCopy;
    private long smallCopyEnd;
    private long mediumCopy;
    private long mediumCopyEnd;
    /** Whether the copy that there is room for goes to {@link #mediumCopy}. */
    private boolean toMedium;
    /** Bytes of blocks in use that copies must not exceed. */
    private long mostCommitted;
    private boolean evacuates;

    public ImmixSpace(Range range, ObjectModel model, Stress stress) {
        this.range = range;
        this.model = model;
        store = new BlockStore(range, stress);
        lines = store.lines;
        marks = new WordBitmap(range);
        sparse = new SparseBlocks(store.blocks, lines);
        program = new Holes(store, range.start());
        copies = new Holes(store, range.start());
    }

    /** Bytes of address space for a heap of {@code bytes} bytes: whole blocks. */
    public static long reservedBytes(long bytes) {
        return (bytes + BLOCK_BYTES - 1) & -BLOCK_BYTES;
    }

    // ---- allocation -------------------------------------------------------------------------------------------------------------

    /**
     * Hands the allocator a chunk with room for {@code bytes}; false when there is none.
     *
     * @param most bytes that the chunk should not exceed
     * @param room bytes of free blocks that may be taken
     */
    public boolean refill(BumpAllocator allocator, long bytes, long most, long room) {
        long chunk = Math.max(bytes, Math.min(most, BLOCK_BYTES));
        return bytes > LINE_BYTES ? refillMedium(allocator, bytes, chunk, room) : refillSmall(allocator, bytes, chunk, room);
    }

    private boolean refillSmall(BumpAllocator allocator, long bytes, long chunk, long room) {
        allocator.retire();
        if (heldEnd - heldFrom >= bytes) {
            handedOut += heldEnd - heldFrom;
            allocator.use(this, heldFrom, heldEnd);
            forgetHeld();
            return true;
        }
        long from = program.find(room);
        if (from == 0) return false;
        lend(allocator, from, program.take(chunk));
        return true;
    }

    private boolean refillMedium(BumpAllocator allocator, long bytes, long chunk, long room) {
        holds = heldFrom == heldEnd;
        allocator.retire();
        holds = false;
        long from = store.takeFreeBlock(room);
        if (from == 0) from = program.findMedium(bytes);
        if (from == 0) return false;
        lend(allocator, from, Math.min(store.endOfHole(from), from + LineTable.roundUp(chunk)));
        return true;
    }

    private void lend(BumpAllocator allocator, long from, long to) {
        store.handOut(from, to);
        handedOut += to - from;
        allocator.use(this, from, to);
    }

    /** Holds the rest of the chunk while a larger object is served, or frees its lines. */
    @Override
    public void takeBack(long cursor, long chunkEnd) {
        handedOut -= chunkEnd - cursor;
        if (holds && chunkEnd - cursor >= LINE_BYTES) {
            heldFrom = cursor;
            heldEnd = chunkEnd;
        } else {
            program.putBack(store.takeBack(cursor, chunkEnd), chunkEnd);
        }
    }

    private void forgetHeld() {
        heldFrom = 0;
        heldEnd = 0;
    }

    // ---- collection -------------------------------------------------------------------------------------------------------------

    /** A minor collection begins: what is marked is old. Copies may take {@code room} bytes of free blocks. The allocator has been retired. */
    public void prepareMinor(long room) {
        takeOver(room);
    }

    /**
     * A major collection begins: forgets the marks of the last one, and chooses the blocks that objects are to leave.
     *
     * @param everything objects leave all blocks, as far as there is room, not only sparse ones when there is a reason
     */
    public void prepareMajor(long room, boolean everything) {
        takeOver(room);
        evacuates = (everything || isFragmented()) && sparse.choose(range.start(), store.frontier(), room, everything);
        liveBytes = 0;
        marks.clear(store.frontier());
        store.forgetLive();
    }

    private void takeOver(long room) {
        mostCommitted = committedBytes() + room;
        if (heldFrom != heldEnd) store.takeBack(heldFrom, heldEnd);
        forgetHeld();
        program.leave();
    }

    /** The last cycle found little room, or the blocks in use hold much less than they could. */
    private boolean isFragmented() {
        long cycle = handedOutBefore + handedOut;
        return cycle < committedBytes() / POOR_SHARE || committedBytes() > (liveBytes + cycle) / 2 * 3 + SLACK_BYTES;
    }

    public boolean isMarked(@Ref long object) {
        return marks.get(object);
    }

    /** Marks an object that was reached, where it is or where it was copied to. */
    public void mark(@Ref long object) {
        marks.set(object);
    }

    /** A marked object of {@code bytes} bytes has been scanned: its lines are live. */
    public void blacken(@Ref long object, long bytes) {
        lines.mark(object, bytes);
        store.blocks.addLive(object, bytes);
        liveBytes += bytes;
    }

    /** Whether the running major collection is to copy the object, unless it is pinned. */
    public boolean isLeaving(@Ref long object) {
        return evacuates && store.blocks.is(object, BlockTable.LEAVING);
    }

    /** Whether {@link #allocate} has room for a copy of {@code bytes} bytes. */
    public boolean hasRoom(long bytes) {
        toMedium = bytes > LINE_BYTES;
        return toMedium ? mediumCopy + bytes <= mediumCopyEnd || findMediumRoomSlow(bytes) : smallCopy + bytes <= smallCopyEnd || findSmallRoomSlow(bytes);
    }

    private boolean findSmallRoomSlow(long bytes) {
        long hole = copies.find(roomForCopies());
        if (hole == 0) {
            toMedium = true;
            return mediumCopy + bytes <= mediumCopyEnd;
        }
        smallCopy = hole;
        smallCopyEnd = copies.take(BLOCK_BYTES);
        store.handOut(smallCopy, smallCopyEnd);
        return true;
    }

    private boolean findMediumRoomSlow(long bytes) {
        long hole = store.takeFreeBlock(roomForCopies());
        if (hole == 0) hole = copies.findMedium(bytes);
        if (hole == 0) {
            toMedium = false;
            return smallCopy + bytes <= smallCopyEnd;
        }
        mediumCopy = hole;
        mediumCopyEnd = store.endOfHole(hole);
        store.handOut(mediumCopy, mediumCopyEnd);
        return true;
    }

    private long roomForCopies() {
        return mostCommitted - committedBytes();
    }

    /** Room for a copy; {@link #hasRoom} has been asked. */
    @Override
    public long allocate(long bytes) {
        long copy;
        if (toMedium) {
            copy = mediumCopy;
            mediumCopy += bytes;
        } else {
            copy = smallCopy;
            smallCopy += bytes;
        }
        assert mediumCopy <= mediumCopyEnd && smallCopy <= smallCopyEnd : bytes + " bytes do not fit where the copy was to go, 0x" + Long.toHexString(copy);
        return copy;
    }

    /** A minor collection ends: frees what is not marked in the blocks of which lines were handed out since the last collection. */
    public void sweepYoung() {
        store.sweepListed();
        handedOutBefore += handedOut;
        startOver();
    }

    /** A major collection ends: frees every line in which nothing is marked. */
    public void sweepAll() {
        store.sweepAll();
        handedOutBefore = 0;
        startOver();
    }

    private void startOver() {
        handedOut = 0;
        program.restart();
        copies.restart();
        smallCopy = 0;
        smallCopyEnd = 0;
        mediumCopy = 0;
        mediumCopyEnd = 0;
    }

    /** Gives the memory of free blocks back to the system, but for the first {@code keepBytes} bytes of them. */
    public void releaseFree(long keepBytes) {
        store.releaseFree(keepBytes);
    }

    // ---- figures and checks -----------------------------------------------------------------------------------------------------

    @Override
    public String name() {
        return "immix";
    }

    @Override
    public Range range() {
        return range;
    }

    /** Bytes of the objects that the last collection found alive, and of the chunks handed out since. */
    @Override
    public long usedBytes() {
        return liveBytes + handedOut;
    }

    /** Bytes of the marked objects. */
    public long liveBytes() {
        return liveBytes;
    }

    /** Bytes handed to the program since the last collection. */
    public long handedOutBytes() {
        return handedOut;
    }

    /** Whether the program has got nothing since the last major collection. */
    public boolean isUntouched() {
        return handedOut == 0 && handedOutBefore == 0;
    }

    /** Bytes of all blocks that are not free. */
    public long committedBytes() {
        return store.committedBytes();
    }

    /** Bytes of the free lines of these blocks. */
    public long holeBytes() {
        return store.holeBytes();
    }

    /** Bytes of the other lines in which no object lies: of no use until the objects beside them have been copied away. */
    public long lostBytes() {
        return committedBytes() - holeBytes() - usedBytes();
    }

    /** See {@link io.mooring.gc.plan.Plan#hashSeed}: a line is not handed out again while an object begins in it. */
    public long hashSeed(@Ref long object) {
        return lines.uses(object);
    }

    @Override
    public boolean isInUse(long address) {
        if (!range.contains(address) || address >= store.frontier()) return false;
        if (marks.get(address)) return true;
        return lines.isFresh(address) && beginsFresh(address);
    }

    @Override
    public boolean isKnownEmpty(long address) {
        return address >= store.frontier() || !marks.get(address) && !lines.isFresh(address);
    }

    /** Whether an object begins at an address in a fresh line: the objects of a chunk lie one behind the other, then come zeroes. */
    private boolean beginsFresh(long address) {
        long object = lines.chunk(address);
        while (object < address) {
            long header = Memory.readLong(object);
            if (ObjectHeader.isForwarded(header)) return false;
            object += model.bytes(object, header);
        }
        return object == address && !ObjectHeader.isForwarded(Memory.readLong(object));
    }

    /** Checks lines, blocks and counts against the marked objects, between collections. Returns what is wrong, or null. [INV-19] */
    public String check() {
        for (long block = range.start(); block < store.frontier(); block += BLOCK_BYTES) {
            String wrong = checkMarked(block);
            if (wrong != null) return wrong;
        }
        return store.check();
    }

    private String checkMarked(long block) {
        long end = block + BLOCK_BYTES;
        long bytes = 0;
        for (long object = marks.next(block, end); object < end; object = marks.next(object + Long.BYTES, end)) {
            long objectEnd = object + model.bytes(object);
            for (long line = object & -LINE_BYTES; line < objectEnd; line += LINE_BYTES) {
                if (!lines.isLive(line)) return "marked object 0x" + Long.toHexString(object) + " lies in line 0x" + Long.toHexString(line) + ", which is not live";
            }
            bytes += objectEnd - object;
        }
        long counted = store.blocks.liveBytes(block);
        return bytes == counted ? null : "block 0x" + Long.toHexString(block) + " has " + bytes + " live bytes, " + counted + " are counted";
    }

    @Override
    public void close() {
        store.close();
        marks.close();
    }
}
