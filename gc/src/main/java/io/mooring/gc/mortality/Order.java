package io.mooring.gc.mortality;

import io.mooring.gc.ForeignLinks.LinkSurvivors;
import io.mooring.gc.Immediate;
import io.mooring.gc.Slot;
import io.mooring.gc.memory.AddressMap;
import io.mooring.gc.memory.AddressStack;
import io.mooring.gc.object.ObjectModel;
import io.mooring.gc.object.SlotVisitor;
import io.mooring.gc.object.SlotWord;

/**
 * Which of the dead objects come first: those that no other of them reaches, unless they reach that one too (the order of PyPy's
 * finalizers; Boehm's collector never finalizes cycles).
 *
 * <p>Each object added that no earlier one reached is a <em>head</em>, and everything white behind it that nobody saw is its own. When a
 * later head reaches what belongs to an earlier one, it takes it away, and with it perhaps that head itself. What is still its own
 * is first. Every white object is visited at most twice.
 */
final class Order implements SlotVisitor, AutoCloseable {
    /** The owner of objects that more than one head reaches. */
    private static final long SHARED = -1;

    private final ObjectModel model;
    private final Ephemerons ephemerons;
    private final AddressMap owners = new AddressMap();
    private final AddressStack pending = new AddressStack();
    /** The registrations of the heads, in the order in which these were added. */
    private final AddressStack heads = new AddressStack();
    private LinkSurvivors survivors;

    Order(ObjectModel model, Ephemerons ephemerons) {
        this.model = model;
        this.ephemerons = ephemerons;
    }

    /** Forgets what was added; about {@code expected} objects follow. */
    void start(LinkSurvivors of, long expected) {
        survivors = of;
        heads.clear();
        owners.restart(Math.max(expected, owners.size()));
    }

    /** Adds a registration whose object is dead; the order of these calls breaks cycles. */
    void add(long registration) {
        long object = Registrations.object(registration);
        if (owners.get(object) != 0) return;
        heads.push(registration);
        long head = heads.size();
        pending.push(object);
        while (!pending.isEmpty()) {
            long reached = pending.pop();
            long owner = owners.get(reached);
            if (owner == head || owner == SHARED) continue;
            owners.put(reached, owner == 0 ? head : SHARED);
            model.visitSlots(reached, this);
            ephemerons.visitWaitingValues(reached, this);
        }
    }

    /** Number of heads. */
    long heads() {
        return heads.size();
    }

    /** The registration of a head; the first one has index 0. */
    long head(long index) {
        return heads.get(index);
    }

    /** Whether no later head reaches this one. */
    boolean isFirst(long index) {
        return owners.get(Registrations.object(heads.get(index))) == index + 1;
    }

    @Override
    public void visitSlot(@Slot long slot) {
        long ref = SlotWord.read(slot);
        if (Immediate.isObject(ref) && survivors.survivor(ref) == Immediate.NULL) pending.push(ref);
    }

    @Override
    public void close() {
        owners.close();
        pending.close();
        heads.close();
    }
}
