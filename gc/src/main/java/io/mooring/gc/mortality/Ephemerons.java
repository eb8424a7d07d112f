package io.mooring.gc.mortality;

import io.mooring.gc.ForeignLinks.LinkSurvivors;
import io.mooring.gc.ForeignLinks.LinkTracer;
import io.mooring.gc.Immediate;
import io.mooring.gc.Ref;
import io.mooring.gc.Slot;
import io.mooring.gc.memory.AddressMap;
import io.mooring.gc.memory.AddressStack;
import io.mooring.gc.memory.Memory;
import io.mooring.gc.object.ObjectHeader;
import io.mooring.gc.object.ObjectModel;
import io.mooring.gc.object.SlotVisitor;
import io.mooring.gc.object.SlotWord;
import io.mooring.gc.trace.Notes;
import io.mooring.gc.trace.Tracer;
import java.util.function.LongConsumer;

/**
 * The ephemerons that the running collection has reached: the value of each lives exactly if its key does (Hayes 1997).
 *
 * <pre>
 *   waiting      | ephemeron | next |  ephemeron | next |  ...         an entry for each ephemeron whose key is white
 *   lastOfKey    key -> index of its last entry; next leads to the one before, NONE ends the chain
 * </pre>
 *
 * Each ephemeron is looked at once. One whose key is white waits for it, and the key gets {@code WATCHED}: the closure notes the key
 * when it reaches it, and all that wait for it become ready. So the time is linear in the number of ephemerons, however they
 * depend on each other.
 */
public final class Ephemerons implements AutoCloseable {
    private static final long ENTRY_WORDS = 2;
    private static final long NEXT = 1;
    /** In the place of the next entry: there is none. */
    private static final long NONE = -1;
    /** In the place of the ephemeron: its key lives after all. */
    private static final long READY = 0;

    private final ObjectModel model;
    private final Notes notes;
    private final AddressStack waiting = new AddressStack();
    private final AddressMap lastOfKey = new AddressMap();
    private LongConsumer keepsYoung = holder -> {};
    private Reached alsoWaiting = (object, tracer) -> {};

    public Ephemerons(ObjectModel model, Notes notes) {
        this.model = model;
        this.notes = notes;
    }

    /** {@code told} hears of each ephemeron whose key or value is young when it is settled: if old, it must stay remembered. */
    public void tellWhoKeepsYoung(LongConsumer told) {
        keepsYoung = told;
    }

    /** Hears of objects with {@code WATCHED} that the closure reached. */
    public interface Reached {
        /** {@code object} is where the object was then. */
        void reached(@Ref long object, LinkTracer tracer);
    }

    /** {@code told} hears of every object with {@code WATCHED} that is reached: others wait for objects too. */
    public void tellWhoIsReached(Reached told) {
        alsoWaiting = told;
    }

    /** Closes the closure, and traces the values of all noted ephemerons whose keys live, and what these reach, until there is no other. [INV-40] */
    public void resolve(Tracer tracer, LinkSurvivors survivors) {
        boolean worked;
        do {
            tracer.close();
            worked = lookAtNoted(tracer, survivors);
            worked |= wake(tracer, survivors);
        } while (worked);
    }

    private boolean lookAtNoted(Tracer tracer, LinkSurvivors survivors) {
        AddressStack noted = notes.ephemerons();
        if (noted.isEmpty()) return false;
        while (!noted.isEmpty()) {
            long ephemeron = noted.pop();
            long key = SlotWord.read(model.keySlot(ephemeron));
            long survivor = Immediate.isObject(key) ? survivors.survivor(key) : key;
            if (survivor == Immediate.NULL && key != Immediate.NULL) await(ephemeron, key);
            else live(ephemeron, survivor, tracer, survivors);
        }
        return true;
    }

    /** The key lives: so does the value. */
    private void live(@Ref long ephemeron, @Ref long key, Tracer tracer, LinkSurvivors survivors) {
        long valueSlot = model.valueSlot(ephemeron);
        SlotWord.rewrite(model.keySlot(ephemeron), key);
        tracer.traceSlot(valueSlot);
        if (isYoung(key, survivors) || isYoung(SlotWord.read(valueSlot), survivors)) keepsYoung.accept(ephemeron);
    }

    private static boolean isYoung(@Ref long ref, LinkSurvivors survivors) {
        return Immediate.isObject(ref) && survivors.isYoung(ref);
    }

    private void await(@Ref long ephemeron, @Ref long key) {
        long entry = waiting.size();
        long last = lastOfKey.get(key);
        waiting.push(ephemeron);
        waiting.push(last == 0 ? NONE : last - 1);
        lastOfKey.put(key, entry + 1);
        Memory.writeLong(key, Memory.readLong(key) | ObjectHeader.WATCHED);
    }

    /** The ephemerons that wait for the keys that were reached are ready. */
    private boolean wake(Tracer tracer, LinkSurvivors survivors) {
        AddressStack keys = notes.keys();
        if (keys.isEmpty()) return false;
        while (!keys.isEmpty()) {
            long key = keys.pop();
            long survivor = survivors.survivor(key);
            alsoWaiting.reached(key, tracer);
            assert survivor != Immediate.NULL : "key 0x" + Long.toHexString(key) + " was reached, but is dead";
            for (long entry = lastOfKey.get(key) - 1; entry != NONE; entry = waiting.get(entry + NEXT)) {
                long ephemeron = waiting.get(entry);
                waiting.set(entry, READY);
                live(ephemeron, survivor, tracer, survivors);
            }
        }
        return true;
    }

    /** Shows the value slots of the ephemerons that wait for a white key: what would live if the key did. */
    void visitWaitingValues(@Ref long key, SlotVisitor visitor) {
        if (!ObjectHeader.has(Memory.readLong(key), ObjectHeader.WATCHED)) return;
        for (long entry = lastOfKey.get(key) - 1; entry != NONE; entry = waiting.get(entry + NEXT)) {
            visitor.visitSlot(model.valueSlot(waiting.get(entry)));
        }
    }

    /** The closure is complete: ephemerons whose keys died lose key and value, and no object is watched any more. [INV-40] [INV-41] */
    public void clearDead() {
        if (waiting.isEmpty()) return;
        for (long entry = 0; entry < waiting.size(); entry += ENTRY_WORDS) {
            long ephemeron = waiting.get(entry);
            if (ephemeron == READY) continue;
            @Slot long keySlot = model.keySlot(ephemeron);
            long key = SlotWord.read(keySlot);
            Memory.writeLong(key, Memory.readLong(key) & ~ObjectHeader.WATCHED);
            Memory.writeLong(keySlot, Immediate.NULL);
            Memory.writeLong(model.valueSlot(ephemeron), Immediate.NULL);
        }
        lastOfKey.restart(lastOfKey.size());
        waiting.clear();
    }

    @Override
    public void close() {
        waiting.close();
        lastOfKey.close();
    }
}
