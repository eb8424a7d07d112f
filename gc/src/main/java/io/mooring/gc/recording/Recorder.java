package io.mooring.gc.recording;

import io.mooring.gc.Immediate;
import io.mooring.gc.Ref;
import io.mooring.gc.Slot;
import io.mooring.gc.barrier.Barrier;
import io.mooring.gc.memory.AddressStack;
import io.mooring.gc.memory.Memory;
import io.mooring.gc.memory.Range;
import io.mooring.gc.memory.Words;
import io.mooring.gc.object.ObjectHeader;
import io.mooring.gc.object.ObjectModel;
import io.mooring.gc.object.SlotVisitor;
import io.mooring.gc.object.SlotWord;
import io.mooring.gc.space.ImmortalSpace;
import java.util.BitSet;
import java.util.function.LongPredicate;

/**
 * Follows what happens to the objects of a heap in which nothing moves, and tells a {@link TraceVisitor}. Every object keeps
 * {@code NOTIFY} for ever, so that the barrier sees each store.
 *
 * <pre>
 *   heap            | object A       | object B             | ...
 *   side table      | 5 |R| ...      | 9 | | ...            | ...       a word for each word of the heap: number, R rooted, S seen as a root
 * </pre>
 *
 * Two things are told late, before the next event: a new object, whose header the heap writes after it has given out the memory; with
 * it, what was stored into it before it had {@code NOTIFY}; and what a bulk copy, announced before it happens, has stored.
 */
public final class Recorder implements Barrier, AutoCloseable {
    private static final long ROOTED = 1;
    private static final long SEEN = 2;
    private static final int NUMBER_SHIFT = 2;

    private final TraceVisitor trace;
    private final ObjectModel model;
    private final Range heap;
    private final ImmortalSpace immortal;
    private final Words table;
    private final BitSet typesTold = new BitSet();
    private final AddressStack objects = new AddressStack();
    private AddressStack rooted = new AddressStack();
    private AddressStack seen = new AddressStack();
    private final Contents contents = new Contents();
    private final SlotVisitor roots = slot -> root(SlotWord.read(slot));

    private long count;
    private long records;
    private long immortalBytes;
    private @Ref long untold;
    private @Ref long copyTarget;
    private @Slot long copySlot;
    private long copyCount;

    /** @param heap where the objects are */
    public Recorder(TraceVisitor trace, ObjectModel model, Range heap, ImmortalSpace immortal) {
        this.trace = trace;
        this.model = model;
        this.heap = heap;
        this.immortal = immortal;
        this.table = Words.zeroes(heap.bytes() / Long.BYTES);
    }

    private long entry(@Ref long object) {
        return table.start() + (object - heap.start());
    }

    /** The number of an object. */
    public long number(@Ref long object) {
        return Memory.readLong(entry(object)) >>> NUMBER_SHIFT;
    }

    private void giveNumber(@Ref long object) {
        Memory.writeLong(entry(object), ++count << NUMBER_SHIFT);
    }

    private long value(long word) {
        return Immediate.isObject(word) ? TraceValue.of(number(word)) : word;
    }

    // ---- allocation and stores ----------------------------------------------------------------------------------------------------

    /** Memory was given out for an object; its header comes later. */
    public void allocated(@Ref long object) {
        catchUp();
        giveNumber(object);
        objects.push(object);
        untold = object;
    }

    @Override
    public boolean wantsEveryStore() {
        return true;
    }

    @Override
    public void beforeStoreSlow(@Ref long object, @Slot long slot, @Ref long value) {
        catchUp();
        trace.stored(number(object), slot - object, value(value));
    }

    @Override
    public void beforeCopySlow(@Ref long object, @Slot long slot, long slots) {
        catchUp();
        copyTarget = object;
        copySlot = slot;
        copyCount = slots;
    }

    /** Tells what has happened since the last event. */
    public void catchUp() {
        long used = immortal.usedBytes();
        long firstImmortal = immortal.range().start() + immortalBytes;
        long endOfImmortals = immortal.range().start() + used;
        for (long object = firstImmortal; object < endOfImmortals; object += model.bytes(object)) giveNumber(object);
        immortalBytes = used;
        if (untold != Immediate.NULL) tell(untold, false);
        untold = Immediate.NULL;
        for (long object = firstImmortal; object < endOfImmortals; object += model.bytes(object)) tell(object, true);
        for (long slot = copySlot, end = copySlot + copyCount * Long.BYTES; slot < end; slot += Long.BYTES) {
            trace.stored(number(copyTarget), slot - copyTarget, value(SlotWord.read(slot)));
        }
        copyCount = 0;
    }

    private void tell(@Ref long object, boolean isImmortal) {
        long header = Memory.readLong(object);
        int type = ObjectHeader.type(header);
        if (!typesTold.get(type)) {
            trace.type(type, model.types().layout(type));
            typesTold.set(type);
        }
        long length = model.types().layout(type).isVariable() ? Memory.readLong(object + model.types().fixedBytes(type) - Long.BYTES) : 0;
        if (isImmortal) trace.allocatedImmortal(number(object), type, length);
        else trace.allocated(number(object), type, length);
        contents.holder = object;
        model.visitSlots(object, contents);
        Memory.writeLong(object, header | ObjectHeader.NOTIFY);
    }

    /** Tells what the slots of an object hold that has just been told. */
    private final class Contents implements SlotVisitor {
        private @Ref long holder;

        @Override
        public void visitSlot(@Slot long slot) {
            long held = SlotWord.read(slot);
            if (held != Immediate.NULL) trace.stored(number(holder), slot - holder, value(held));
        }

        @Override
        public void visitWeakSlot(@Slot long slot) {
            visitSlot(slot);
        }
    }

    // ---- roots and deaths -----------------------------------------------------------------------------------------------------------

    /** Notes the objects that slots refer to as rooted. */
    public SlotVisitor roots() {
        return roots;
    }

    /** Notes an object as rooted. */
    public void root(@Ref long object) {
        if (!Immediate.isObject(object)) return;
        long entry = Memory.readLong(entry(object));
        if ((entry & SEEN) != 0) return;
        Memory.writeLong(entry(object), entry | SEEN);
        seen.push(object);
    }

    /** All rooted objects were noted: tells how they differ from those of the last time. */
    public void rootsComplete() {
        for (long i = 0; i < seen.size(); i++) {
            if ((Memory.readLong(entry(seen.get(i))) & ROOTED) == 0) trace.rooted(number(seen.get(i)));
        }
        for (; !rooted.isEmpty(); rooted.pop()) {
            long object = rooted.get(rooted.size() - 1);
            long entry = Memory.readLong(entry(object));
            if ((entry & SEEN) == 0) trace.unrooted(number(object));
            Memory.writeLong(entry(object), entry & ~ROOTED);
        }
        for (long i = 0; i < seen.size(); i++) {
            long entry = entry(seen.get(i));
            Memory.writeLong(entry, (Memory.readLong(entry) | ROOTED) & ~SEEN);
        }
        AddressStack emptied = rooted;
        rooted = seen;
        seen = emptied;
        trace.rootsComplete(++records, rooted.size());
    }

    /** Tells the deaths of all objects, the immortal ones aside, that do not live; before their memory is reused. */
    public void deaths(LongPredicate lives) {
        long kept = 0;
        for (long i = 0; i < objects.size(); i++) {
            long object = objects.get(i);
            if (lives.test(object)) {
                objects.set(kept++, object);
                continue;
            }
            trace.died(number(object));
            Memory.writeLong(entry(object), 0);
        }
        objects.truncate(kept);
    }

    @Override
    public void close() {
        table.close();
        objects.close();
        rooted.close();
        seen.close();
    }
}
