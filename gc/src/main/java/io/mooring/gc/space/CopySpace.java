package io.mooring.gc.space;

import io.mooring.gc.Stress;
import io.mooring.gc.memory.Memory;
import io.mooring.gc.memory.Pages;
import io.mooring.gc.memory.Range;
import io.mooring.gc.object.ObjectModel;
import java.util.function.LongConsumer;

/**
 * A region filled front to back, whose survivors leave it: the nursery, and each half of a semispace.
 *
 * <pre>
 *   start                    scanned                 top                          end
 *   |  black, or on a stack  | grey by their place   | free                       |
 * </pre>
 *
 * While copies arrive, the objects between {@code scanned} and {@code top} are grey: copied, but their slots not yet traced
 * (Cheney, 1970). Those before it are black, or stand on the tracer's grey stack: {@link #handOver}.
 */
public final class CopySpace implements Space, Destination, BumpAllocator.Lender {
    private final String name;
    private final Range range;
    private long top;
    private long scanned;
    private long touched;
    /** Whole pages that must not be touched: none, or all from here to the next. */
    private long forbiddenStart;
    private long forbiddenEnd;

    public CopySpace(String name, Range range) {
        this.name = name;
        this.range = range;
        this.top = range.start();
        this.scanned = range.start();
        this.touched = range.start();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Range range() {
        return range;
    }

    /** Where the next object goes. */
    public long top() {
        return top;
    }

    public void advance(long newTop) {
        touched = Math.max(touched, top);
        if (forbiddenStart < forbiddenEnd && newTop > forbiddenStart) allowSlow(Pages.roundUp(newTop));
        assert newTop >= range.start() && newTop <= range.end() : name + " cannot reach 0x" + Long.toHexString(newTop) + ", it is " + range;
        top = newTop;
    }

    /** The space ends with its last object again. */
    @Override
    public void takeBack(long cursor, long chunkEnd) {
        advance(cursor);
    }

    @Override
    public long allocate(long bytes) {
        long start = top;
        long end = start + bytes;
        if (end > range.end()) throw new IllegalStateException(name + " overflows: " + bytes + " bytes do not fit behind 0x" + Long.toHexString(top) + " in " + range);
        top = end;
        return start;
    }

    /** Declares everything copied so far black. */
    public void startScan() {
        scanned = top;
    }

    public boolean hasGrey() {
        return scanned < top;
    }

    /** The first object that is grey by its place. */
    public long firstGrey() {
        return scanned;
    }

    /** Whoever copied the last object keeps it in mind: it is no longer grey by its place. It must be the only one that is. */
    public void handOver() {
        scanned = top;
    }

    /** Blackens the first grey object, of {@code bytes} bytes. */
    public void blacken(long bytes) {
        scanned += bytes;
    }

    /** Walks all objects, first to last; none may have left. */
    public void forEachObject(ObjectModel model, LongConsumer visitor) {
        for (long object = range.start(); object < top; object += model.bytes(object)) visitor.accept(object);
    }

    /** Gives the memory behind the last object back to the system, as far as it was ever used. */
    public void releaseAbove() {
        touched = Math.max(touched, top);
        long keepEnd = Pages.roundUp(top);
        if (keepEnd < touched) Pages.release(keepEnd, touched);
        touched = top;
    }

    @Override
    public long usedBytes() {
        return top - range.start();
    }

    @Override
    public boolean isInUse(long address) {
        return address >= range.start() && address < top;
    }

    @Override
    public boolean isKnownEmpty(long address) {
        return address >= top;
    }

    /** Makes the space ready to receive objects again after {@link #abandon}. */
    public void open() {
        if (forbiddenStart < forbiddenEnd) allowSlow(forbiddenEnd);
    }

    private void allowSlow(long to) {
        long end = Math.min(to, forbiddenEnd);
        Pages.allow(forbiddenStart, end);
        forbiddenStart = end;
    }

    /** No object is left behind the last one, where there were some up to {@code end}: forbids the whole pages there, until the space {@linkplain #advance advances} into them. */
    public void forbidAbove(long end) {
        forbid(Pages.roundUp(top), Math.max(Pages.roundUp(end), forbiddenEnd));
    }

    private void forbid(long start, long end) {
        Pages.forbid(start, end);
        forbiddenStart = start;
        forbiddenEnd = end;
    }

    /** Everything in the space is dead or has left: empties it. */
    public void abandon(Stress stress) {
        if (stress.poison()) Memory.fillWords(range.start(), usedBytes(), Stress.POISON);
        if (stress.protect()) forbid(range.start(), range.end());
        touched = Math.max(touched, top);
        top = range.start();
        scanned = range.start();
    }

    /** Gives the memory of the empty space beyond its first {@code keepBytes} bytes back to the system, as far as it was ever used. */
    public void release(long keepBytes) {
        assert usedBytes() == 0 : name + " still has " + usedBytes() + " bytes";
        long keepEnd = range.start() + keepBytes;
        if (keepEnd >= touched) return;
        Pages.release(keepEnd, touched);
        touched = keepEnd;
    }
}
