package io.mooring.gc.inspect;

import io.mooring.gc.Ref;
import io.mooring.gc.memory.AddressMap;
import io.mooring.gc.memory.AddressStack;
import java.util.function.LongConsumer;

/**
 * The ephemerons that a walk has found before their keys. Each is looked at once more, when its key is found or at the end, so that
 * chains of them cost no more than other objects.
 *
 * <pre>
 *   entries     | ephemeron | entry before it with the same key, or NONE | ...
 *   lastOfKey   key -> index of its last entry, plus 1
 * </pre>
 */
final class WaitingEphemerons implements AutoCloseable {
    private static final int ENTRY_WORDS = 2;
    private static final int BEFORE = 1;
    private static final long NONE = -1;
    /** In the place of an ephemeron: it waits no longer. */
    private static final long RELEASED = 0;

    private final AddressStack entries = new AddressStack();
    private final AddressMap lastOfKey = new AddressMap();

    void add(@Ref long ephemeron, @Ref long key) {
        long entry = entries.size();
        entries.push(ephemeron);
        entries.push(lastOfKey.get(key) - 1);
        lastOfKey.put(key, entry + 1);
    }

    /** The object is found: pushes the ephemerons that wait for it, the last first. */
    void release(@Ref long key, AddressStack pending) {
        if (entries.isEmpty()) return;
        for (long entry = lastOfKey.get(key) - 1; entry != NONE; entry = entries.get(entry + BEFORE)) {
            pending.push(entries.get(entry));
            entries.set(entry, RELEASED);
        }
    }

    /** Hands out those that still wait, in the order in which they were found. */
    void drain(LongConsumer receiver) {
        for (long entry = 0; entry < entries.size(); entry += ENTRY_WORDS) {
            long ephemeron = entries.get(entry);
            if (ephemeron != RELEASED) receiver.accept(ephemeron);
        }
    }

    @Override
    public void close() {
        entries.close();
        lastOfKey.close();
    }
}
