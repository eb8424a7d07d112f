package io.mooring.gc.mortality;

import io.mooring.gc.CollectionKind;
import io.mooring.gc.ForeignLinks.LinkSurvivors;
import io.mooring.gc.Immediate;
import io.mooring.gc.Ref;
import io.mooring.gc.memory.AddressQueue;
import io.mooring.gc.memory.AddressStack;
import io.mooring.gc.object.ObjectModel;
import io.mooring.gc.object.SlotVisitor;
import io.mooring.gc.roots.RootSource;
import io.mooring.gc.trace.Tracer;
import java.util.function.LongConsumer;
import java.util.function.LongPredicate;

/**
 * The objects of a heap whose death somebody wants to hear of. The heap runs nothing itself: it queues, and the program polls when it
 * suits it.
 *
 * <p>An object {@link #register registered} is queued when it would die, and lives on, with all that it reaches, until it was polled and
 * dropped again. Of objects that die together, one that another reaches waits for a later collection, so that what an object refers to
 * has not been finalized before it; of a cycle, the one registered first has its turn. An ephemeron counts as a
 * reference from its key to its value. Weak references to an object are cleared before it is queued; an ephemeron
 * with it as key stays until it is dropped for good.
 *
 * <p>A {@link #registerLight light} registration keeps nothing alive: a word chosen by the program, for example the address of native
 * memory to free, is queued once the object is dead.
 *
 * <p>Each registration is served once. An object may be registered again, also while it waits, and more than once.
 */
public final class Finalizers implements RootSource, AutoCloseable {
    private final Ephemerons ephemerons;
    private final Registrations registered = new Registrations();
    private final Registrations light = new Registrations();
    private final AddressQueue queue = new AddressQueue();
    private final AddressQueue payloads = new AddressQueue();
    private final AddressStack dead = new AddressStack();
    private final LongConsumer addToDead = dead::push;
    private final Order order;
    private final LongPredicate object;
    private final Runnable requireUsable;

    /**
     * @param object        true of an object, or it throws an error that names what it is instead; asked where assertions are on
     * @param requireUsable throws an exception that says why, when the heap cannot be used
     */
    public Finalizers(ObjectModel model, Ephemerons ephemerons, LongPredicate object, Runnable requireUsable) {
        this.ephemerons = ephemerons;
        this.object = object;
        this.requireUsable = requireUsable;
        this.order = new Order(model, ephemerons);
    }

    // ---- the program ------------------------------------------------------------------------------------------------------------

    /** The object is to be queued instead of dying, once. */
    public void register(@Ref long object) {
        requireObject(object);
        registered.add(object, 0);
    }

    /** {@code payload} is to be queued once the object is dead. */
    public void registerLight(@Ref long object, long payload) {
        requireObject(object);
        light.add(object, payload);
    }

    private void requireObject(@Ref long object) {
        requireUsable.run();
        if (!Immediate.isObject(object)) {
            throw new IllegalArgumentException((object == Immediate.NULL ? "null" : "immediate " + Immediate.value(object)) + " cannot be finalized: it never dies");
        }
        assert this.object.test(object);
    }

    /** Takes the next object out of the queue; null when none waits. Nothing but the caller keeps it alive from now on. */
    public @Ref long poll() {
        requireUsable.run();
        return queue.isEmpty() ? Immediate.NULL : queue.take();
    }

    /** Number of objects in the queue. */
    public long waiting() {
        return queue.size();
    }

    /** Takes the next word out of the queue of light registrations; there must be one, see {@link #waitingLight}. */
    public long pollLight() {
        requireUsable.run();
        if (payloads.isEmpty()) throw new IllegalStateException("no light registration waits to be served");
        return payloads.take();
    }

    /** Number of words of light registrations in their queue. */
    public long waitingLight() {
        return payloads.size();
    }

    /** Number of registrations, light ones included, that have not been served. */
    public long registrations() {
        return registered.size() + light.size();
    }

    // ---- the collector ----------------------------------------------------------------------------------------------------------

    /** The queued objects are roots. */
    @Override
    public void visitRoots(SlotVisitor visitor) {
        for (long i = 0; i < queue.size(); i++) visitor.visitSlot(queue.address(i));
    }

    /**
     * Queues the registered objects that the closure did not reach and whose turn it is, and traces them; the other dead ones among the registered
     * live by these. False when no registered object is dead. [INV-42]
     */
    public boolean resurrect(Tracer tracer, LinkSurvivors survivors, CollectionKind kind) {
        if (registered.isEmptyFor(kind)) return false;
        registered.forEachDead(survivors, kind, addToDead);
        if (dead.isEmpty()) return false;
        for (long left = dead.size(); left > 0; left = forgetLiving(survivors)) {
            order.start(survivors, left);
            for (long i = 0; i < left; i++) order.add(dead.get(i));
            for (long head = 0; head < order.heads(); head++) {
                if (order.isFirst(head)) enqueue(order.head(head), tracer);
            }
            ephemerons.resolve(tracer, survivors);
        }
        return true;
    }

    private void enqueue(long registration, Tracer tracer) {
        queue.add(tracer.trace(Registrations.object(registration)));
        Registrations.serve(registration);
    }

    /** Drops what has been reached by now from the list of the dead, and returns how many are left: those that only a dead ephemeron led to. */
    private long forgetLiving(LinkSurvivors survivors) {
        long left = 0;
        for (long i = 0; i < dead.size(); i++) {
            long object = Registrations.object(dead.get(i));
            if (object != Immediate.NULL && survivors.survivor(object) == Immediate.NULL) dead.set(left++, dead.get(i));
        }
        dead.truncate(left);
        return left;
    }

    /** Objects have moved: follows those that are registered, and serves the light registrations of the dead. */
    public void forward(LinkSurvivors survivors, CollectionKind kind) {
        if (!registered.isEmptyFor(kind)) registered.forward(survivors, kind, payloads);
        if (!light.isEmptyFor(kind)) light.forward(survivors, kind, payloads);
    }

    @Override
    public void close() {
        registered.close();
        light.close();
        queue.close();
        payloads.close();
        dead.close();
        order.close();
    }
}
