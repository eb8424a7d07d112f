package io.mooring.gc.trace;

import io.mooring.gc.memory.AddressStack;

/**
 * What the closure writes down for the phases behind it, while it scans.
 *
 * @param weakHolders objects with weak slots
 * @param ephemerons  ephemerons: their keys and values have not been traced
 * @param keys        objects with {@code WATCHED}, at the address that they had when they were reached: keys that an ephemeron waits for
 */
public record Notes(AddressStack weakHolders, AddressStack ephemerons, AddressStack keys) implements AutoCloseable {
    public Notes() {
        this(new AddressStack(), new AddressStack(), new AddressStack());
    }

    /** Everything written down here goes to other notes. */
    public void moveTo(Notes others) {
        move(weakHolders, others.weakHolders);
        move(ephemerons, others.ephemerons);
        move(keys, others.keys);
    }

    private static void move(AddressStack from, AddressStack to) {
        while (!from.isEmpty()) to.push(from.pop());
    }

    @Override
    public void close() {
        weakHolders.close();
        ephemerons.close();
        keys.close();
    }
}
