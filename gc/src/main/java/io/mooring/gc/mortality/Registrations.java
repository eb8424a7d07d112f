package io.mooring.gc.mortality;

import io.mooring.gc.CollectionKind;
import io.mooring.gc.ForeignLinks.LinkSurvivors;
import io.mooring.gc.Immediate;
import io.mooring.gc.Ref;
import io.mooring.gc.memory.AddressQueue;
import io.mooring.gc.memory.AddressStack;
import io.mooring.gc.memory.Memory;
import java.util.function.LongConsumer;

/**
 * Objects with a word each, in the order of registration: those that a minor collection must look at, and the others, all of which were
 * registered before.
 *
 * <pre>
 *   old     | object | payload | object | payload | ...          of objects that are not young
 *   recent  | object | payload | ...                              of objects of any age, registered later
 * </pre>
 */
final class Registrations implements AutoCloseable {
    private static final long WORDS = 2;
    private static final int PAYLOAD_OFFSET = Long.BYTES;
    /** In the place of the object: the registration has been served. */
    private static final long SERVED = Immediate.NULL;

    private final AddressStack old = new AddressStack();
    private final AddressStack recent = new AddressStack();

    void add(@Ref long object, long payload) {
        recent.push(object);
        recent.push(payload);
    }

    long size() {
        return (old.size() + recent.size()) / WORDS;
    }

    /** Whether a collection of that kind finds nothing here. */
    boolean isEmptyFor(CollectionKind kind) {
        return recent.isEmpty() && (kind == CollectionKind.MINOR || old.isEmpty());
    }

    /** Shows where each registration stands whose object the running collection has not reached, in the order of registration. */
    void forEachDead(LinkSurvivors survivors, CollectionKind kind, LongConsumer visitor) {
        if (kind == CollectionKind.MAJOR) forEachDead(old, survivors, visitor);
        forEachDead(recent, survivors, visitor);
    }

    private static void forEachDead(AddressStack list, LinkSurvivors survivors, LongConsumer visitor) {
        for (long i = 0; i < list.size(); i += WORDS) {
            long object = list.get(i);
            if (object != SERVED && survivors.survivor(object) == Immediate.NULL) visitor.accept(list.address(i));
        }
    }

    /** The object of the registration that stands at {@code address}. */
    static @Ref long object(long address) {
        return Memory.readLong(address);
    }

    /** Ends the registration that stands at {@code address}. */
    static void serve(long address) {
        Memory.writeLong(address, SERVED);
    }

    /**
     * Objects have moved: the registrations follow the survivors. Those of the dead end, and their payloads go to {@code payloads}. A
     * registration grows old with its object, but not before all earlier ones have: so the order is kept.
     */
    void forward(LinkSurvivors survivors, CollectionKind kind, AddressQueue payloads) {
        if (kind == CollectionKind.MAJOR) forwardOld(survivors, payloads);
        forwardRecent(survivors, payloads);
    }

    private void forwardOld(LinkSurvivors survivors, AddressQueue payloads) {
        long kept = 0;
        for (long i = 0; i < old.size(); i += WORDS) {
            long survivor = follow(old, i, survivors, payloads);
            if (survivor == Immediate.NULL) continue;
            put(old, kept, survivor, old.get(i + 1));
            kept += WORDS;
        }
        old.truncate(kept);
    }

    private void forwardRecent(LinkSurvivors survivors, AddressQueue payloads) {
        long kept = 0;
        for (long i = 0; i < recent.size(); i += WORDS) {
            long survivor = follow(recent, i, survivors, payloads);
            if (survivor == Immediate.NULL) continue;
            long payload = recent.get(i + 1);
            if (kept == 0 && !survivors.isYoung(survivor)) {
                old.push(survivor);
                old.push(payload);
            } else {
                put(recent, kept, survivor, payload);
                kept += WORDS;
            }
        }
        recent.truncate(kept);
    }

    /** The survivor of a registered object; null when it died, or when the registration was served. */
    private static @Ref long follow(AddressStack list, long index, LinkSurvivors survivors, AddressQueue payloads) {
        long object = list.get(index);
        if (object == SERVED) return Immediate.NULL;
        long survivor = survivors.survivor(object);
        if (survivor == Immediate.NULL) payloads.add(Memory.readLong(list.address(index) + PAYLOAD_OFFSET));
        return survivor;
    }

    private static void put(AddressStack list, long index, @Ref long object, long payload) {
        list.set(index, object);
        list.set(index + 1, payload);
    }

    @Override
    public void close() {
        old.close();
        recent.close();
    }
}
