package io.mooring.gc.barrier;

import io.mooring.gc.Ref;
import io.mooring.gc.memory.AddressStack;
import io.mooring.gc.memory.Memory;
import io.mooring.gc.object.ObjectHeader;
import java.util.function.LongPredicate;

/**
 * The objects outside the young generation that may hold young references. An object is in the set exactly while its {@code NOTIFY}
 * bit is clear. [INV-03]
 */
public final class RememberedSet implements AutoCloseable {
    private final AddressStack objects = new AddressStack();

    /** Adds an object and clears its {@code NOTIFY} bit. */
    public void add(@Ref long object) {
        Memory.writeLong(object, Memory.readLong(object) & ~ObjectHeader.NOTIFY);
        objects.push(object);
    }

    public long size() {
        return objects.size();
    }

    public @Ref long get(long index) {
        return objects.get(index);
    }

    /** Forgets the first {@code count} objects, whose {@code NOTIFY} bits the caller has set again; later ones stay. */
    public void forgetFirst(long count) {
        long kept = objects.size() - count;
        for (long i = 0; i < kept; i++) objects.set(i, objects.get(count + i));
        objects.truncate(kept);
    }

    /** Forgets the objects for which {@code lives} is false, before their memory is freed; their {@code NOTIFY} bits stay clear. */
    public void keepOnly(LongPredicate lives) {
        long kept = 0;
        for (long i = 0; i < objects.size(); i++) {
            if (lives.test(objects.get(i))) objects.set(kept++, objects.get(i));
        }
        objects.truncate(kept);
    }

    /** Sets the {@code NOTIFY} bit of an object of the set, which is about to be forgotten. */
    public static void notifyAgain(@Ref long object) {
        Memory.writeLong(object, Memory.readLong(object) | ObjectHeader.NOTIFY);
    }

    /** Shows each object to a minor collection, with {@code NOTIFY} set again; those that it remembers anew stay. */
    void trace(YoungFinder finder) {
        long count = size();
        for (long i = 0; i < count; i++) {
            long object = get(i);
            notifyAgain(object);
            finder.scanRemembered(object);
        }
        forgetFirst(count);
    }

    /** Empties the set; all its objects have {@code NOTIFY} again. */
    void forget() {
        for (long i = 0; i < size(); i++) notifyAgain(get(i));
        objects.clear();
    }

    @Override
    public void close() {
        objects.close();
    }
}
