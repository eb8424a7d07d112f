package io.mooring.bench.links;

import io.mooring.capi.CApiOptions.LinkKind;
import io.mooring.gc.CollectionKind;
import io.mooring.gc.Heap;
import io.mooring.gc.HeapOptions;
import io.mooring.gc.roots.Global;
import java.util.Random;

/** A heap full of live objects, linked or not, and what can be measured on it: major collections and finding the other end. */
public final class LiveLinks implements AutoCloseable {
    /** Objects that are looked up again and again: their words and their PyObjects' fit a level-2 cache of 512 KiB. */
    private static final int NEAR = 4096;
    /** Passes over the near objects per measurement. */
    private static final int NEAR_PASSES = 512;
    /** The order in which all objects are looked up is the same in every run. */
    private static final long SEED = 20_260_801;

    private final LinkGround ground;
    private final Heap heap;
    private final Global array;
    private final int count;

    /** Makes {@code count} live objects, each with a link if {@code linked}, and collects until all are old. */
    public LiveLinks(HeapOptions options, LinkKind kind, int count, boolean linked) {
        this.count = count;
        ground = new LinkGround(options, kind, count + 1L);
        heap = ground.heap();
        array = heap.global(ground.array(count));
        for (int i = 0; i < count; i++) {
            long object = linked ? ground.linked() : ground.object();
            heap.writeElement(array.get(), LinkGround.FIRST_ELEMENT, i, object);
        }
        for (int i = 0; i <= options.aging() + 1; i++) heap.collect(CollectionKind.MAJOR);
    }

    /** Milliseconds of a major collection that finds all of them alive. */
    public double majorMillis() {
        long start = ProcessorTime.nanos();
        heap.collect(CollectionKind.MAJOR);
        return (ProcessorTime.nanos() - start) / 1e6;
    }

    double bytesPerLink() {
        return ground.links().statistics().bytesPerLink();
    }

    /** Nanoseconds to find the PyObject of an object that the cache holds. */
    double fromObjNearNanos() {
        return fromObjNanos(objects(ordered(Math.min(NEAR, count))), NEAR_PASSES);
    }

    /** Nanoseconds to find the PyObject of an object somewhere in memory: two cache misses at least. */
    double fromObjFarNanos() {
        return fromObjNanos(objects(shuffled()), 1);
    }

    /** Nanoseconds to find the object of a PyObject that the cache holds. */
    double toObjNearNanos() {
        return toObjNanos(pyObjects(ordered(Math.min(NEAR, count))), NEAR_PASSES);
    }

    double toObjFarNanos() {
        return toObjNanos(pyObjects(shuffled()), 1);
    }

    private double fromObjNanos(long[] objects, int passes) {
        long sum = 0;
        long start = ProcessorTime.nanos();
        for (int pass = 0; pass < passes; pass++) {
            for (long object : objects) sum += ground.links().toPyObject(object);
        }
        return nanosEach(start, objects.length, passes, sum);
    }

    private double toObjNanos(long[] pyObjects, int passes) {
        long sum = 0;
        long start = ProcessorTime.nanos();
        for (int pass = 0; pass < passes; pass++) {
            for (long pyObject : pyObjects) sum += ground.links().toObj(pyObject);
        }
        return nanosEach(start, pyObjects.length, passes, sum);
    }

    /** The sum of addresses is looked at, so that no compiler leaves the loop out. */
    private static double nanosEach(long start, int length, int passes, long sum) {
        long nanos = ProcessorTime.nanos() - start;
        if (sum == 0) throw new IllegalStateException("none of " + length + " objects has a link");
        return nanos / ((double) length * passes);
    }

    /** The addresses of objects at these places; valid until the next collection. */
    private long[] objects(int[] places) {
        long[] objects = new long[places.length];
        for (int i = 0; i < places.length; i++) objects[i] = heap.readElement(array.get(), LinkGround.FIRST_ELEMENT, places[i]);
        return objects;
    }

    private long[] pyObjects(int[] places) {
        long[] addresses = objects(places);
        for (int i = 0; i < addresses.length; i++) addresses[i] = ground.links().toPyObject(addresses[i]);
        return addresses;
    }

    private static int[] ordered(int length) {
        int[] places = new int[length];
        for (int i = 0; i < length; i++) places[i] = i;
        return places;
    }

    /** All places in random order (Fisher and Yates). */
    private int[] shuffled() {
        int[] places = ordered(count);
        Random random = new Random(SEED);
        for (int i = count - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            int swapped = places[i];
            places[i] = places[other];
            places[other] = swapped;
        }
        return places;
    }

    @Override
    public void close() {
        array.close();
        ground.close();
    }
}
