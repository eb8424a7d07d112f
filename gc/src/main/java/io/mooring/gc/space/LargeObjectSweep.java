package io.mooring.gc.space;

import io.mooring.gc.Ref;
import io.mooring.gc.memory.AddressStack;
import java.util.function.LongConsumer;

/**
 * The old large objects in a list, so that they can be swept one by one, with the program running between any two.
 *
 * <pre>
 *   objects   | swept, alive | gap | not swept yet      | grown old since the sweep began |
 *                            ^ kept ^ next              ^ end
 * </pre>
 */
public final class LargeObjectSweep implements AutoCloseable {
    private final LargeObjectSpace space;
    private final AddressStack objects = new AddressStack();
    private final LongConsumer add = objects::push;
    private long kept;
    private long next;
    private long end;

    public LargeObjectSweep(LargeObjectSpace space) {
        this.space = space;
    }

    /** A large object has grown old. */
    public void add(@Ref long object) {
        objects.push(object);
    }

    /** All large objects are old; another has swept them. */
    public void addAll() {
        objects.clear();
        space.forEachObject(add);
    }

    /** Every object of the list that is to survive is marked. */
    public void start() {
        kept = 0;
        next = 0;
        end = objects.size();
    }

    /** Whether no sweep is under way. */
    public boolean isDone() {
        return next == end;
    }

    /** Sweeps the next object of the list; survivors have {@code oldBits} in their headers. */
    public void sweepNext(long oldBits) {
        long object = objects.get(next++);
        if (space.sweepOld(object, oldBits)) objects.set(kept++, object);
        if (next == end) closeGap();
    }

    private void closeGap() {
        for (long i = end; i < objects.size(); i++) objects.set(kept++, objects.get(i));
        objects.truncate(kept);
        next = 0;
        end = 0;
    }

    /** Whether the running sweep will still decide about the object by its mark. Looks through the list: for checks. */
    public boolean isUnswept(@Ref long object) {
        for (long i = next; i < end; i++) {
            if (objects.get(i) == object) return true;
        }
        return false;
    }

    @Override
    public void close() {
        objects.close();
    }
}
