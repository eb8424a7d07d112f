package io.mooring.rawrefcount;

import io.mooring.gc.HeapExhausted;
import io.mooring.gc.Immediate;
import io.mooring.gc.Ref;
import io.mooring.gc.memory.AddressStack;
import io.mooring.gc.memory.Memory;
import io.mooring.gc.memory.Range;
import io.mooring.gc.memory.Words;
import io.mooring.gc.object.ObjectHeader;
import io.mooring.gc.space.WordBitmap;
import java.util.function.LongConsumer;
import java.util.function.LongPredicate;

/**
 * Links as one array of words: an entry is a PyObject, its number stands in the header of the managed object.
 *
 * <pre>
 *   base    first                   firstYoung                 top                     end
 *   | never | old links             | young links              | free                  |
 *   |   0   | PyObject* + kind | ...| PyObject* + kind | ...   |                       |
 *               ^                                                 bump-allocated
 *               |  index, 32 bits
 *   managed object: | index | type | bits |   &lt;---- link word ----  | link | gc | count | type |  :PyObject
 * </pre>
 *
 * Making a link is three stores: the entry, the index, the link word. Finding the PyObject is a shift and a load: an object without a
 * link has index 0, and entry 0 is 0. Nothing is hashed, and nothing has to be told when an object moves, since the index travels
 * in the header.
 *
 * <p>A minor collection looks at the young links only, once, front to back. Survivors whose objects grew old slide down to the old
 * part; survivors whose objects are still young gather behind them. A major collection does the same. It is
 * told where the objects of old links went; those of the dead end, and the old part slides together, within it or later.
 * [INV-10, INV-13, INV-15, INV-48]
 */
public final class LinkTable extends Links {
    private static final long ENTRY = LinkEntry.BYTES;
    /** Binary logarithm of the bytes of an entry. */
    private static final int ENTRY_SHIFT = Long.numberOfTrailingZeros(ENTRY);
    /** Entries of a new table: 32 KiB, what the nursery's first few thousand links need. */
    private static final long INITIAL_ENTRIES = 4096;
    /** Entries that 32 bits can number, the one that is never used included. */
    private static final long MOST_ENTRIES = 1L << Integer.SIZE;
    /** Old links that a major collection itself may visit because others before them have ended: some 15 nanoseconds each, a quarter of a millisecond. */
    private static final long MOST_AT_ONCE = 1L << 14;

    private final long mostEntries;
    private final long mostAtOnce;
    private Words words;
    private long base;
    private long firstYoung;
    private long top;
    private long end;
    /** By entry: the running major collection has reached the link's object. */
    private WordBitmap reached;
    /** Whether the running major collection tells whom it reaches. */
    private boolean told;
    /** Of those whom it does not reach: who will be told from all others by his address. */
    private LongPredicate left = NOBODY;
    /** Behind the last link that was old when the running major collection began. */
    private long endOfOld;
    /** Entries whose links must end within the collection unless their objects are reached. */
    private final AddressStack urgent = new AddressStack();
    /** Bytes from the base to the next entry that a sweep in steps visits, and to where it goes if it stays. */
    private long next;
    private long kept;
    private LongConsumer onMove = newBase -> {};

    public LinkTable(PyObjectMemory memory) {
        this(memory, INITIAL_ENTRIES, MOST_ENTRIES, MOST_AT_ONCE);
    }

    /**
     * A table that sweeps {@code mostAtOnce} old links within a major collection, and leaves more to safepoints: with 0 all of them, as far as the plan allows.
     *
     * @throws IllegalArgumentException if {@code mostAtOnce} is negative
     */
    public LinkTable(PyObjectMemory memory, long mostAtOnce) {
        if (mostAtOnce < 0) throw new IllegalArgumentException("mostAtOnce is " + mostAtOnce + "; it must be 0 or more");
        this(memory, INITIAL_ENTRIES, MOST_ENTRIES, mostAtOnce);
    }

    LinkTable(PyObjectMemory memory, long initialEntries, long mostEntries, long mostAtOnce) {
        super(memory);
        this.mostEntries = mostEntries;
        this.mostAtOnce = mostAtOnce;
        use(Words.untouched(initialEntries));
        Memory.writeLong(base, LinkEntry.NONE);
        firstYoung = first();
        top = first();
    }

    private void use(Words chosen) {
        words = chosen;
        base = chosen.start();
        end = chosen.end();
        reached = new WordBitmap(new Range(base, end));
    }

    /** Address of the first entry in use. */
    private long first() {
        return base + ENTRY;
    }

    private long index(long at) {
        return (at - base) >>> ENTRY_SHIFT;
    }

    private long entryAt(int index) {
        return base + (Integer.toUnsignedLong(index) << ENTRY_SHIFT);
    }

    @Override
    void enter(@Ref long ref, long entry) {
        long header = Memory.readLong(ref);
        assert !ObjectHeader.isForwarded(header) : "stale reference 0x" + Long.toHexString(ref);
        if (ObjectHeader.linkIndex(header) != 0) throw LinkRefused.objectLinked(ref, toPyObject(ref), LinkEntry.pyObject(entry));
        if (top == end) growSlow();
        Memory.writeLong(top, entry);
        Memory.writeLong(ref, ObjectHeader.withLinkIndex(header, (int) index(top)));
        top += ENTRY;
    }

    @Override
    public long toPyObject(@Ref long ref) {
        assert Immediate.isObject(ref) : "0x" + Long.toHexString(ref) + " is no object";
        return LinkEntry.pyObject(Memory.readLong(entryAt(ObjectHeader.linkIndexAt(ref))));
    }

    // ---- growth -----------------------------------------------------------------------------------------------------------------

    private void growSlow() {
        long entries = index(end);
        if (entries >= mostEntries) throw new HeapExhausted("the link table is full: all " + (mostEntries - 1) + " links stand", ENTRY, top - base, end - base);
        Words full = words;
        WordBitmap unused = reached;
        long used = top - base;
        long old = firstYoung - base;
        use(Words.untouched(Math.min(2 * entries, mostEntries)));
        Memory.copy(full.start(), base, used);
        firstYoung = base + old;
        top = base + used;
        full.close();
        unused.close();
        onMove.accept(base);
    }

    /** Address of entry 0, until the table moves. */
    public long base() {
        return base;
    }

    /** Tells {@code listener} where the table is: now, and again whenever it moves because it grows. */
    public void onMove(LongConsumer listener) {
        onMove = listener;
        listener.accept(base);
    }

    // ---- the four phase points --------------------------------------------------------------------------------------------------

    /**
     * Keeps the objects that C refers to. Their new addresses are not written down yet: the sweep asks for them once. Back to front,
     * because the sweep goes front to back: the counts that the mutator wrote last, and those that the sweep reads first, are in the cache.
     */
    @Override
    public void traceYoung(LinkTracer tracer) {
        collectionBegins();
        for (long at = top - ENTRY; at >= firstYoung; at -= ENTRY) {
            long entry = Memory.readLong(at);
            if (keepsObjectAlive(entry)) tracer.trace(object(entry));
        }
    }

    @Override
    public void majorBegins(LongPredicate left) {
        endAll();
        forgetReached();
        this.left = left;
        told = true;
    }

    private void forgetReached() {
        endOfOld = firstYoung;
        reached.clear(firstYoung);
        urgent.clear();
    }

    /** The link follows its object at once: nobody has to look at its PyObject in this collection. */
    @Override
    public void placed(@Ref long object, @Ref long place, int linkIndex) {
        long at = entryAt(linkIndex);
        if (at < endOfOld) follow(Memory.readLong(at), at, object, place);
    }

    private void follow(long entry, long at, @Ref long object, @Ref long place) {
        if (place != object) setObject(entry, place);
        reached.set(at);
    }

    /**
     * Asks the PyObjects of all whom the program does not reach. Two kinds of links must not outlive their objects: those that C may come across, since it holds a
     * reference; and those of objects that are not left behind, where that tells the dead.
     */
    @Override
    public void traceOld(LinkTracer tracer) {
        major = true;
        if (!told) forgetReached();
        for (long at = first(); at < endOfOld; at += ENTRY) {
            if (reached.get(at)) at = reached.nextUnset(at, endOfOld);
            if (at < endOfOld) traceUnreached(at, tracer);
        }
    }

    private void traceUnreached(long at, LinkTracer tracer) {
        long entry = Memory.readLong(at);
        boolean held = isHeld(entry);
        if (held && !LinkEntry.isNative(entry)) traceHeld(entry, tracer);
        if (held ? !reached.get(at) : left != NOBODY && !left.test(object(entry))) urgent.push(at);
    }

    @Override
    public void sweepYoung(LinkSurvivors survivors) {
        if (major) deallocQueue().hold(); // until all its dead have ended
        long old = firstYoung;
        long young = firstYoung;
        for (long at = firstYoung; at < top; at += ENTRY) {
            long entry = Memory.readLong(at);
            long object = follow(entry, survivors);
            if (object == Immediate.NULL) continue;
            if (survivors.isYoung(object)) {
                place(entry, object, at, young);
            } else {
                if (old < young) slide(old, young); // the first of the still young links goes behind the last of them
                place(entry, object, at, old);
                old += ENTRY;
            }
            young += ENTRY;
        }
        diedYoung += (top - young) >>> ENTRY_SHIFT;
        firstYoung = old;
        top = young;
        if (!major) collectionEnds();
    }

    @Override
    public void sweepOld(LinkSurvivors survivors) {
        leaveToSweep(left);
        if (told) endUnreached();
        else endDead(survivors);
        passReached();
        boolean few = firstYoung - base - next <= mostAtOnce * ENTRY;
        if (few || !told) endAll();
        told = false;
        left = NOBODY;
        collectionEnds();
    }

    /** The sweep begins where the first link has ended, or will. */
    private void passReached() {
        long at = reached.nextUnset(first(), endOfOld);
        next = (at == endOfOld ? firstYoung : at) - base;
        kept = next;
    }

    /** Nobody told whom the collection reached. */
    private void endDead(LinkSurvivors survivors) {
        for (long at = first(); at < endOfOld; at += ENTRY) {
            long entry = Memory.readLong(at);
            long object = object(entry);
            long survivor = survivors.survivor(object);
            if (survivor == Immediate.NULL) end(entry, at);
            else follow(entry, at, object, survivor);
        }
    }

    private void end(long entry, long at) {
        Memory.writeLong(at, LinkEntry.NONE);
        sweep().end(entry);
    }

    /** Nobody will know the dead by their addresses, so their link words say it. That is a store for which nobody waits; to end a link its count must be read. */
    private void doomUnreached() {
        for (long at = reached.nextUnset(first(), endOfOld); at < endOfOld; at += ENTRY) {
            if (reached.get(at)) continue;
            long entry = Memory.readLong(at);
            if (entry != LinkEntry.NONE) setObject(entry, DOOMED);
        }
    }

    /** Those that must not outlive their objects end; the others wait for the sweep. */
    private void endUnreached() {
        endUrgent();
        if (left == NOBODY) doomUnreached();
    }

    private void endUrgent() {
        for (long i = 0, count = urgent.size(); i < count; i++) {
            long at = urgent.get(i);
            if (!reached.get(at)) end(Memory.readLong(at), at);
        }
    }

    @Override
    void startSweep() {
        next = ENTRY;
        kept = ENTRY;
    }

    /**
     * Links of the dead end, the others close up. Between two pieces of this there is a gap of empty entries. [INV-48]
     *
     * <pre>
     *   base     first                                            firstYoung      top
     *   | never  | swept, alive | empty      | not visited        | young links   |
     *                           ^ kept       ^ next               minor collections promote to here, behind the others
     * </pre>
     */
    @Override
    boolean sweepNext(long most) {
        long at = base + next;
        long to = base + kept;
        for (long left = most; left > 0 && at < firstYoung; left--, at += ENTRY) {
            long entry = Memory.readLong(at);
            if (entry == LinkEntry.NONE) continue;
            long object = object(entry);
            if (isDoomed(object)) {
                end(entry, at);
            } else {
                if (at != to) Memory.writeLong(at, LinkEntry.NONE);
                place(entry, object, at, to);
                to += ENTRY;
            }
        }
        next = at - base;
        kept = to - base;
        if (at < firstYoung) return false;
        closeUp(firstYoung, to);
        top -= firstYoung - to;
        firstYoung = to;
        return true;
    }

    @Override
    long takeOut(@Ref long object, long pyobj) {
        long at = sweep().isLeft() ? find(pyobj) : entryAt(ObjectHeader.linkIndex(Memory.readLong(object)));
        long entry = Memory.readLong(at);
        assert LinkEntry.pyObject(entry) == pyobj && at >= base + next && at < firstYoung : "entry " + index(at) + " is 0x" + Long.toHexString(entry);
        Memory.writeLong(at, LinkEntry.NONE);
        return entry;
    }

    /** The entry of a link that the sweep has still to visit, whose object is gone. C must have kept a pointer that it had no right to: this is rare. */
    private long find(long pyobj) {
        for (long at = base + next; at < firstYoung; at += ENTRY) {
            if (LinkEntry.pyObject(Memory.readLong(at)) == pyobj) return at;
        }
        throw new IllegalStateException(memory.describe(pyobj) + " has no old link");
    }

    @Override
    long oldEntry(long place) {
        return Memory.readLong(first() + (place << ENTRY_SHIFT));
    }

    /** The address of a link's object from now on; {@link Immediate#NULL} when it died, which ends the link. [INV-11] */
    private @Ref long follow(long entry, LinkSurvivors survivors) {
        long object = object(entry);
        long survivor = survivors.survivor(object);
        if (survivor == Immediate.NULL) endLink(entry);
        else if (survivor != object) setObject(entry, survivor);
        return survivor;
    }

    /** Puts the entry from {@code at} to {@code to}, which is free or has been read. */
    private void place(long entry, @Ref long object, long at, long to) {
        if (at == to) return;
        Memory.writeLong(to, entry);
        Memory.writeLong(object, ObjectHeader.withLinkIndex(Memory.readLong(object), (int) index(to)));
    }

    /** Slides everything from {@code from} on down to {@code to}: what this collection has swept already. */
    private void closeUp(long from, long to) {
        for (long at = from; at < top; at += ENTRY, to += ENTRY) slide(at, to);
    }

    /** As {@link #place}, for a link that names its object's place already. */
    private void slide(long at, long to) {
        if (at == to) return;
        long entry = Memory.readLong(at);
        place(entry, object(entry), at, to);
    }

    // ---- figures and checks -----------------------------------------------------------------------------------------------------

    @Override
    public long youngLinks() {
        return (top - firstYoung) >>> ENTRY_SHIFT;
    }

    @Override
    public long oldLinks() {
        return ((firstYoung - first()) >>> ENTRY_SHIFT) - sweep().holes();
    }

    @Override
    long usedBytes() {
        return top - base;
    }

    @Override
    void forEachEntry(LinkVisitor visitor) {
        for (long at = first(); at < top; at += ENTRY) {
            long entry = Memory.readLong(at);
            if (LinkEntry.pyObject(entry) != 0) visitor.visit(object(entry), entry, at >= firstYoung);
        }
    }

    @Override
    void verifyShape(LinkVerifier verifier) {
        if (Memory.readLong(base) != LinkEntry.NONE) verifier.damaged("INV-15", "entry 0 is 0x" + Long.toHexString(Memory.readLong(base)) + ", expected 0");
        long empty = 0;
        for (long at = first(); at < top; at += ENTRY) {
            if (LinkEntry.pyObject(Memory.readLong(at)) == 0 && ++empty > sweep().holes()) verifier.damaged("INV-15", "entry " + index(at) + " of 1.." + (index(top) - 1) + " is empty, and " + sweep().holes() + " links have ended since the sweep began [INV-48]");
        }
    }

    @Override
    void verifyManagedEnd(LinkVerifier verifier, @Ref long object, long entry, boolean young) {
        int index = ObjectHeader.linkIndex(Memory.readLong(object));
        long at = entryAt(index);
        long found = at < top ? Memory.readLong(at) : LinkEntry.NONE;
        if (found == entry) return;
        verifier.damaged("INV-10", memory.describe(LinkEntry.pyObject(entry)) + " is linked to object 0x" + Long.toHexString(object) + ", whose index "
                + Integer.toUnsignedString(index) + " is the entry 0x" + Long.toHexString(found));
    }

    @Override
    public void close() {
        super.close();
        words.close();
        reached.close();
        urgent.close();
    }
}
