package io.mooring.gc.roots;

import io.mooring.gc.Immediate;
import io.mooring.gc.Ref;
import io.mooring.gc.Slot;
import io.mooring.gc.memory.AddressMap;
import io.mooring.gc.memory.AddressStack;
import io.mooring.gc.memory.Memory;
import io.mooring.gc.object.ObjectHeader;
import io.mooring.gc.object.SlotVisitor;
import java.util.function.LongPredicate;

/**
 * The objects that must stay where they are, and how often each was pinned. A pin is a root: the object lives as long as it lasts.
 *
 * <pre>
 *   objects   | a | b | c | ...      each has PINNED in its header
 *   counts    | 1 | 3 | 1 | ...
 *   places    object -> index + 1
 * </pre>
 *
 * An object that lies where everything must leave (a nursery) is moved once more before it is pinned. [INV-43]
 */
public final class Pins implements RootSource, AutoCloseable {
    private final Runnable requirePinning;
    private final LongPredicate mustLeave;
    private final Runnable evacuation;
    private final AddressStack objects = new AddressStack();
    private final AddressStack counts = new AddressStack();
    private final AddressMap places = new AddressMap();

    /**
     * @param requirePinning throws an exception that says why, when nothing can be pinned
     * @param mustLeave  whether an object lies where none can stay
     * @param evacuation a collection after which no object that had PINNED before lies there
     */
    public Pins(Runnable requirePinning, LongPredicate mustLeave, Runnable evacuation) {
        this.requirePinning = requirePinning;
        this.mustLeave = mustLeave;
        this.evacuation = evacuation;
    }

    /** Pins what a handle holds, and returns its address until {@link #unpin}; see {@link io.mooring.gc.Heap#pin}. */
    public @Ref long pin(@Slot long handle) {
        requirePinning.run();
        long ref = Memory.readLong(handle);
        if (!Immediate.isObject(ref)) {
            throw new IllegalArgumentException((ref == Immediate.NULL ? "null" : "immediate " + Immediate.value(ref)) + " cannot be pinned: it is no object");
        }
        pinAll(handle, handle + Long.BYTES);
        return Memory.readLong(handle);
    }

    /** Pins every object that the slots from {@code from} to {@code to} hold; collects once if that is needed for any of them. */
    void pinAll(@Slot long from, @Slot long to) {
        requirePinning.run();
        boolean leaving = false;
        for (long slot = from; slot < to; slot += Long.BYTES) {
            long object = Memory.readLong(slot);
            if (!Immediate.isObject(object)) continue;
            leaving |= mustLeave.test(object);
            Memory.writeLong(object, Memory.readLong(object) | ObjectHeader.PINNED);
        }
        if (leaving) evacuateSlow(from, to);
        for (long slot = from; slot < to; slot += Long.BYTES) {
            long object = Memory.readLong(slot);
            if (Immediate.isObject(object)) count(object);
        }
    }

    private void evacuateSlow(@Slot long from, @Slot long to) {
        try {
            evacuation.run();
        } catch (RuntimeException | Error failure) {
            for (long slot = from; slot < to; slot += Long.BYTES) {
                long object = Memory.readLong(slot);
                if (Immediate.isObject(object) && places.get(object) == 0) release(object);
            }
            throw failure;
        }
    }

    private static void release(@Ref long object) {
        Memory.writeLong(object, Memory.readLong(object) & ~ObjectHeader.PINNED);
    }

    private void count(@Ref long object) {
        assert !mustLeave.test(object) : "pinned object 0x" + Long.toHexString(object) + " lies where none can stay";
        long place = places.get(object);
        if (place == 0) {
            objects.push(object);
            counts.push(1);
            places.put(object, objects.size());
        } else {
            counts.set(place - 1, counts.get(place - 1) + 1);
        }
    }

    /** Takes one pin back; the object may move and die once it has none left. */
    public void unpin(@Ref long object) {
        requirePinning.run();
        long place = places.get(object);
        if (place == 0) throw new IllegalStateException("object 0x" + Long.toHexString(object) + " is not pinned");
        long left = counts.get(place - 1) - 1;
        counts.set(place - 1, left);
        if (left > 0) return;
        release(object);
        long last = objects.pop();
        long lastCount = counts.pop();
        places.remove(object);
        if (last == object) return;
        objects.set(place - 1, last);
        counts.set(place - 1, lastCount);
        places.put(last, place);
    }

    /** How often an object is pinned. */
    public long countOf(@Ref long object) {
        long place = places.get(object);
        return place == 0 ? 0 : counts.get(place - 1);
    }

    /** Number of pinned objects. */
    public long size() {
        return objects.size();
    }

    @Override
    public void visitRoots(SlotVisitor visitor) {
        for (long i = 0; i < objects.size(); i++) {
            long object = objects.get(i);
            visitor.visitSlot(objects.address(i));
            assert objects.get(i) == object : "pinned object 0x" + Long.toHexString(object) + " moved to 0x" + Long.toHexString(objects.get(i));
        }
    }

    @Override
    public void close() {
        objects.close();
        counts.close();
        places.close();
    }
}
