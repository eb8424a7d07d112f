package io.mooring.gc.trace;

import io.mooring.gc.Immediate;
import io.mooring.gc.Ref;
import io.mooring.gc.Slot;
import io.mooring.gc.barrier.Shader;
import io.mooring.gc.memory.AddressStack;
import io.mooring.gc.object.ObjectModel;
import io.mooring.gc.object.SlotVisitor;
import io.mooring.gc.space.LargeObjectSpace;
import io.mooring.gc.space.MarkSweepSpace;
import java.util.function.LongConsumer;

/**
 * The closure of a major collection that runs in steps: marks, among the objects that do not move, those that were reachable when the
 * snapshot was taken. Young objects end it: they are newer than the snapshot.
 *
 * <pre>
 *   grey stack     | object | object | array | offset | object |     an array and an offset, an immediate: its slots from there on
 *   grey range     one object behind the other, from..to             immortal objects; scanned when the stack is empty
 * </pre>
 *
 * Large arrays are scanned in slices, each above the rest of its array, so that no step is longer for them and the stack stays short.
 */
public final class SnapshotTracer extends Tracer implements Shader {
    /** Bytes of slots scanned in one piece: at a cache miss each some 40 microseconds, and the clock is looked at as often. */
    private static final long SLICE_BYTES = 4096;

    private final MarkSweepSpace old;
    private final LargeObjectSpace large;
    private final SlotVisitor weakly = new Weakly();
    private long rangeFrom;
    private long rangeTo;
    private long scannedBytes;

    /** @param grey and {@code notes} belong to the caller */
    public SnapshotTracer(ObjectModel model, AddressStack grey, Notes notes, MarkSweepSpace old, LargeObjectSpace large) {
        super(model, grey, notes);
        this.old = old;
        this.large = large;
    }

    /** The snapshot is being taken: objects that are never marked, lying one behind the other, are grey. */
    public void start(long from, long to) {
        rangeFrom = from;
        rangeTo = to;
        scannedBytes = 0;
    }

    @Override
    public @Ref long trace(@Ref long object) {
        if (old.contains(object)) {
            if (old.mark(object)) grey.push(object);
        } else if (large.contains(object) && !LargeObjectSpace.isYoung(object) && large.mark(object)) {
            grey.push(object);
        }
        return object;
    }

    @Override
    public void shade(@Ref long object) {
        trace(object);
    }

    /** A visitor that keeps what weak slots refer to as well. */
    public SlotVisitor weakly() {
        return weakly;
    }

    private final class Weakly implements SlotVisitor {
        @Override
        public void visitSlot(@Slot long slot) {
            traceSlot(slot);
        }

        @Override
        public void visitWeakSlot(@Slot long slot) {
            traceSlot(slot);
        }
    }

    @Override
    public void close() {
        while (hasGrey()) scanNext();
    }

    public boolean hasGrey() {
        return !grey.isEmpty() || rangeFrom < rangeTo;
    }

    /** Scans until nothing is grey, or until {@code bytes} bytes are scanned or the time {@code deadline} of the nano clock is reached; whether nothing is grey. */
    public boolean advance(long bytes, long deadline) {
        long stop = scannedBytes + bytes;
        long look = Math.min(stop, scannedBytes + SLICE_BYTES);
        while (hasGrey()) {
            if (scannedBytes >= look) {
                if (scannedBytes >= stop || System.nanoTime() - deadline >= 0) return false;
                look = Math.min(stop, scannedBytes + SLICE_BYTES);
            }
            scanNext();
        }
        return true;
    }

    private void scanNext() {
        if (grey.isEmpty()) {
            long bytes = scan(rangeFrom);
            rangeFrom += bytes;
            scannedBytes += bytes;
            return;
        }
        long top = grey.pop();
        if (Immediate.is(top)) {
            long array = grey.pop();
            scanSlice(array, array + Immediate.value(top));
        } else if (large.contains(top)) {
            noteShape(top);
            scanSlice(top, top);
        } else {
            scannedBytes += scan(top);
        }
    }

    private void scanSlice(@Ref long object, @Slot long from) {
        long end = object + model.bytesOfReferences(object);
        long to = Math.min(end, from + SLICE_BYTES);
        if (to < end) {
            grey.push(object);
            grey.push(Immediate.of(to - object));
        }
        model.visitSlots(object, from, to, this);
        scannedBytes += to - from;
    }

    /** Bytes scanned since the snapshot was taken. */
    public long scannedBytes() {
        return scannedBytes;
    }

    /** Shows every grey object. */
    public void forEachGrey(LongConsumer visitor) {
        for (long i = 0; i < grey.size(); i++) {
            if (!Immediate.is(grey.get(i))) visitor.accept(grey.get(i));
        }
        for (long object = rangeFrom; object < rangeTo; object += model.bytes(object)) visitor.accept(object);
    }
}
