package io.mooring.gc.space;

import io.mooring.gc.ForeignLinks;
import io.mooring.gc.IdentityHash;
import io.mooring.gc.Ref;
import io.mooring.gc.Stress;
import io.mooring.gc.memory.Memory;
import io.mooring.gc.memory.Range;
import io.mooring.gc.memory.Words;
import io.mooring.gc.object.ObjectHeader;
import io.mooring.gc.object.ObjectModel;
import java.util.function.LongConsumer;

/**
 * A region whose survivors slide together towards its start and keep their order. Where an object goes is computed, not stored: from
 * bitmaps outside the region (after Kermany and Petrank's Compressor, 2006).
 *
 * <pre>
 *   before     | A | dead | B | dead       | C |
 *   live bits  |111|000000|111|000000000000|111|       all words of the live objects
 *   starts     |100|000000|100|000000000000|100|       their first words
 *   offsets    one word per group of 64 words: live bytes before the group
 *   newAddress(x) = start + offsets[group of x] + 8 * (live bits of the group before x)
 * </pre>
 *
 * An object whose hash was asked for grows by a word when it moves first. Then the sliding is followed by a second pass, last object
 * first, that makes room for those words ({@code grown} marks the objects, {@code growth} counts them by group).
 */
public final class CompactSpace implements Space, AutoCloseable {
    private final String name;
    private final Range range;
    private final ObjectModel model;
    private final CopySpace objects;
    private final WordBitmap live;
    private final WordBitmap starts;
    private final WordBitmap grown;
    private final Words offsets;
    private final Words growth;
    private long grownObjects;
    private long oldTop;
    private long liveBytes;
    private long compactions;
    private long movedBytes;
    private long movedObjects;

    public CompactSpace(String name, Range range, ObjectModel model) {
        this.name = name;
        this.range = range;
        this.model = model;
        this.objects = new CopySpace(name, range);
        this.live = new WordBitmap(range);
        this.starts = new WordBitmap(range);
        this.grown = new WordBitmap(range);
        long groups = (range.bytes() >>> WordBitmap.GROUP_SHIFT) + 1;
        this.offsets = Words.untouched(groups);
        this.growth = Words.untouched(groups);
    }

    /** The objects as they lie: what the allocator takes chunks of. */
    public CopySpace objects() {
        return objects;
    }

    // ---- marking ----------------------------------------------------------------------------------------------------------------

    /** A collection begins: forgets the marks of the last one. */
    public void prepare() {
        oldTop = objects.top();
        grownObjects = 0;
    }

    /** Marks an object; false when it was marked before. */
    public boolean mark(@Ref long object) {
        if (starts.get(object)) return false;
        long header = Memory.readLong(object);
        starts.set(object);
        live.setRange(object, model.bytes(object, header));
        if ((header & (ObjectHeader.HASHED | ObjectHeader.HASH_STORED)) == ObjectHeader.HASHED) {
            grown.set(object);
            grownObjects++;
        }
        return true;
    }

    public boolean isMarked(@Ref long object) {
        return starts.get(object);
    }

    // ---- where objects go -------------------------------------------------------------------------------------------------------

    private long slot(Words perGroup, long address) {
        return perGroup.start() + ((address - range.start()) >>> WordBitmap.GROUP_SHIFT) * Long.BYTES;
    }

    /** Adds up live words, and words to be gained, group by group. */
    public void computeOffsets() {
        long bytes = 0;
        long gained = 0;
        for (long group = range.start(); group < oldTop; group += 1L << WordBitmap.GROUP_SHIFT) {
            Memory.writeLong(slot(offsets, group), bytes);
            bytes += (long) live.countGroup(group) * Long.BYTES;
            if (grownObjects == 0) continue;
            Memory.writeLong(slot(growth, group), gained);
            gained += (long) grown.countGroup(group) * Long.BYTES;
        }
        liveBytes = bytes;
    }

    private long slidAddress(@Ref long object) {
        return range.start() + Memory.readLong(slot(offsets, object)) + (long) live.countBefore(object) * Long.BYTES;
    }

    /** Where a marked object is once {@link #compact} is over. */
    public @Ref long newAddress(@Ref long object) {
        long slid = slidAddress(object);
        return grownObjects == 0 ? slid : slid + Memory.readLong(slot(growth, object)) + (long) grown.countBefore(object) * Long.BYTES;
    }

    /** Walks the marked objects in address order, before they move. */
    public void forEachMarked(LongConsumer visitor) {
        for (long object = starts.next(range.start(), oldTop); object < oldTop; object = starts.next(object + Long.BYTES, oldTop)) visitor.accept(object);
    }

    // ---- moving -----------------------------------------------------------------------------------------------------------------

    /** Moves every marked object to its new address, which its link is told; the rest of the space is free. */
    public void compact(Stress stress, ForeignLinks links) {
        movedBytes = 0;
        movedObjects = 0;
        long newTop = range.start() + liveBytes + grownObjects * Long.BYTES;
        objects.advance(newTop);
        for (long object = starts.next(range.start(), oldTop); object < oldTop; object = starts.next(object + Long.BYTES, oldTop)) {
            long header = Memory.readLong(object);
            long bytes = model.bytes(object, header);
            long place = newAddress(object);
            if (place != object) {
                countMoved(bytes);
                int linkIndex = ObjectHeader.linkIndex(header);
                if (linkIndex != 0) links.placed(object, place, linkIndex);
            }
            long to = slidAddress(object);
            if (to != object) Memory.copy(object, to, bytes);
        }
        if (grownObjects > 0) storeHashes();
        if (stress.poison() && newTop < oldTop) Memory.fillWords(newTop, oldTop - newTop, Stress.POISON);
        if (stress.protect()) objects.forbidAbove(oldTop);
        compactions++;
    }

    private void countMoved(long bytes) {
        movedBytes += bytes;
        movedObjects++;
    }

    /** Bytes of the objects that the last {@link #compact} moved, without the words that it gave them. */
    public long movedBytes() {
        return movedBytes;
    }

    public long movedObjects() {
        return movedObjects;
    }

    /** Moves objects up by the words gained before them, last one first, and stores the hashes of those that grow. */
    private void storeHashes() {
        for (long object = starts.previous(oldTop); object != 0; object = starts.previous(object)) {
            long slid = slidAddress(object);
            long to = newAddress(object);
            long bytes = model.bytes(slid);
            if (to != slid) Memory.copy(slid, to, bytes);
            if (!grown.get(object)) continue;
            Memory.writeLong(to, Memory.readLong(to) | ObjectHeader.HASH_STORED);
            Memory.writeLong(to + bytes, IdentityHash.of(object, compactions));
        }
    }

    /** A collection is over: the marks are of no use any more. */
    public void forgetMarks() {
        live.clear(oldTop);
        starts.clear(oldTop);
        if (grownObjects > 0) grown.clear(oldTop);
    }

    /** Counts the times that the objects have moved. */
    public long compactions() {
        return compactions;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Range range() {
        return range;
    }

    @Override
    public long usedBytes() {
        return objects.usedBytes();
    }

    @Override
    public boolean isInUse(long address) {
        return objects.isInUse(address);
    }

    @Override
    public boolean isKnownEmpty(long address) {
        return objects.isKnownEmpty(address);
    }

    @Override
    public void close() {
        live.close();
        starts.close();
        grown.close();
        offsets.close();
        growth.close();
    }
}
