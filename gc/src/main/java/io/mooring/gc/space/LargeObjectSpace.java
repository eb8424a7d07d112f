package io.mooring.gc.space;

import io.mooring.gc.Ref;
import io.mooring.gc.Stress;
import io.mooring.gc.memory.AddressStack;
import io.mooring.gc.memory.Memory;
import io.mooring.gc.memory.Pages;
import io.mooring.gc.memory.Range;
import io.mooring.gc.memory.Words;
import io.mooring.gc.object.ObjectHeader;
import java.util.function.LongConsumer;

/**
 * Objects that do not move: each has a run of whole pages of its own, is marked in its header, and is swept.
 *
 * <pre>
 *   pages      | run of 3, in use | run of 5, free             | run of 2, in use | ...
 *   run table  |  3 |    |  3     | -5 |    |    |    |  -5    |  2 |  2          |
 * </pre>
 *
 * The run table has one word per page; the first and the last page of a run hold its length, negative while it is free, so that a
 * freed run finds both neighbours (boundary tags, Knuth 1973). The search for a free run starts where the last one ended (next fit).
 */
public final class LargeObjectSpace implements Space, AutoCloseable {
    private final Range range;
    private final Stress stress;
    private final Words runs;
    private final long pages;
    private final AddressStack young = new AddressStack();
    private long nextFit;
    private long usedPages;

    public LargeObjectSpace(Range range, Stress stress) {
        this.range = range;
        this.stress = stress;
        this.pages = range.bytes() / Pages.PAGE;
        this.runs = Words.zeroes(pages);
        writeRun(0, pages, -pages);
    }

    private long tag(long page) {
        return Memory.readLong(runs.start() + page * Long.BYTES);
    }

    private void writeRun(long page, long length, long tag) {
        Memory.writeLong(runs.start() + page * Long.BYTES, tag);
        Memory.writeLong(runs.start() + (page + length - 1) * Long.BYTES, tag);
    }

    /**
     * Zeroed room for a young object of {@code bytes} bytes, or 0 when no run is long enough. Free pages are zero at all times: they
     * were never touched, or {@link Pages#release} gave them back.
     */
    public long allocate(long bytes) {
        long wanted = Pages.roundUp(bytes) / Pages.PAGE;
        long page = findRun(nextFit, pages, wanted);
        if (page < 0) page = findRun(0, nextFit, wanted);
        if (page < 0) return 0;
        long free = -tag(page);
        writeRun(page, wanted, wanted);
        if (free > wanted) writeRun(page + wanted, free - wanted, wanted - free);
        nextFit = page + wanted == pages ? 0 : page + wanted;
        usedPages += wanted;
        long start = range.start() + page * Pages.PAGE;
        young.push(start);
        if (stress.protect()) Pages.allow(start, start + wanted * Pages.PAGE);
        return start;
    }

    private long findRun(long from, long to, long wanted) {
        for (long page = from; page < to; page += Math.abs(tag(page))) {
            if (-tag(page) >= wanted) return page;
        }
        return -1;
    }

    /** Bytes that an object of {@code bytes} bytes takes here. */
    public static long footprint(long bytes) {
        return Pages.roundUp(bytes);
    }

    /** Marks an object; false when it was marked before. */
    public boolean mark(@Ref long object) {
        long header = Memory.readLong(object);
        if (ObjectHeader.has(header, ObjectHeader.MARK)) return false;
        Memory.writeLong(object, header | ObjectHeader.MARK);
        return true;
    }

    public static boolean isMarked(@Ref long object) {
        return ObjectHeader.has(Memory.readLong(object), ObjectHeader.MARK);
    }

    public static boolean isYoung(@Ref long object) {
        return ObjectHeader.has(Memory.readLong(object), ObjectHeader.LARGE_YOUNG);
    }

    /** Frees the young objects that were not marked; the others are old from now on, with {@code oldBits} in their headers. */
    public void sweepYoung(long oldBits) {
        for (long i = 0; i < young.size(); i++) sweep(young.get(i), oldBits);
        young.clear();
    }

    /** Frees all objects that were not marked; the others are old from now on, with {@code oldBits} in their headers. */
    public void sweepAll(long oldBits) {
        young.clear();
        for (long page = 0; page < pages; ) {
            long tag = tag(page);
            page = tag < 0 ? page - tag : sweep(range.start() + page * Pages.PAGE, oldBits);
        }
    }

    /** Frees an object that is not young unless it is marked, else unmarks it; whether it lives. */
    public boolean sweepOld(@Ref long object, long oldBits) {
        boolean lives = isMarked(object);
        sweep(object, oldBits);
        return lives;
    }

    /** Sweeps one object, unmarks it if it lives, and returns the page behind its run. [INV-04] */
    private long sweep(@Ref long object, long oldBits) {
        long page = (object - range.start()) / Pages.PAGE;
        long header = Memory.readLong(object);
        if (!ObjectHeader.has(header, ObjectHeader.MARK)) return free(object, page);
        Memory.writeLong(object, (header & ~(ObjectHeader.MARK | ObjectHeader.LARGE_YOUNG)) | oldBits);
        return page + tag(page);
    }

    /** Frees, and under {@link Stress#protect} forbids, the run of an object, joins it with free neighbours, and returns the page behind the joined run. [INV-06] */
    private long free(@Ref long object, long page) {
        long length = tag(page);
        usedPages -= length;
        Pages.release(object, object + length * Pages.PAGE);
        if (stress.protect()) Pages.forbid(object, object + length * Pages.PAGE);
        long first = page;
        long end = page + length;
        if (page > 0 && tag(page - 1) < 0) first += tag(page - 1);
        if (end < pages && tag(end) < 0) end -= tag(end);
        writeRun(first, end - first, first - end);
        if (nextFit > first && nextFit < end) nextFit = first;
        return end;
    }

    /** Walks all objects in address order. */
    public void forEachObject(LongConsumer visitor) {
        for (long page = 0; page < pages; page += Math.abs(tag(page))) {
            if (tag(page) > 0) visitor.accept(range.start() + page * Pages.PAGE);
        }
    }

    @Override
    public String name() {
        return "large";
    }

    @Override
    public Range range() {
        return range;
    }

    @Override
    public long usedBytes() {
        return usedPages * Pages.PAGE;
    }

    @Override
    public boolean isInUse(long address) {
        if (!range.contains(address) || (address & (Pages.PAGE - 1)) != 0) return false;
        long wanted = (address - range.start()) / Pages.PAGE;
        long page = 0;
        while (page < wanted) page += Math.abs(tag(page));
        return page == wanted && tag(page) > 0;
    }

    /** Checks the run table: runs tile the range, both tags of each agree, no two free runs touch. Returns what is wrong, or null. */
    public String check() {
        long used = 0;
        boolean freeBefore = false;
        for (long page = 0; page < pages; ) {
            long tag = tag(page);
            long length = Math.abs(tag);
            if (length == 0 || page + length > pages) return "run at page " + page + " has length " + length + " of " + pages;
            if (tag(page + length - 1) != tag) return "run at page " + page + " begins with tag " + tag + " and ends with " + tag(page + length - 1);
            if (tag < 0 && freeBefore) return "two free runs touch at page " + page;
            if (tag > 0) used += length;
            freeBefore = tag < 0;
            page += length;
        }
        return used == usedPages ? null : used + " pages are in use, " + usedPages + " are counted";
    }

    @Override
    public void close() {
        young.close();
        runs.close();
    }
}
