package io.mooring.gc.space;

import io.mooring.gc.HeapOptions;
import io.mooring.gc.Ref;
import io.mooring.gc.Stress;
import io.mooring.gc.memory.Pages;
import io.mooring.gc.memory.Range;
import io.mooring.gc.memory.Reservation;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the objects of a generational plan begin: the nursery, and the survivor spaces if objects age before they are promoted.
 *
 * <pre>
 *   | nursery | (second nursery, under stress) | survivors 0 | survivors 1 |      one range, one test
 * </pre>
 *
 * Every collection empties all of it but the survivor space that it copies to.
 */
public final class YoungGeneration {
    /**
     * Nurseries of as many bytes ask for huge pages: one fits in wherever they begin. Memory of the young generation is used over and over and never given back, so that its
     * pages are laid down once; old spaces grow, shrink and give back by small ones.
     */
    private static final long HUGE_PAGES_FROM = 4L << 20;

    private final HeapOptions options;
    private final Range range;
    private final CopySpace[] nurseries;
    private int inUse;
    private long nurseryBytes;
    private final Halves survivors;
    private long releases;

    public YoungGeneration(Reservation reservation, HeapOptions options) {
        this.options = options;
        range = reservation.carve(reservedBytes(options));
        if (options.nurseryBytes() >= HUGE_PAGES_FROM) Pages.preferHuge(range.start(), range.end());
        nurseries = new CopySpace[nurseryCount(options)];
        for (int i = 0; i < nurseries.length; i++) nurseries[i] = new CopySpace("nursery-" + i, range.slice(i * spaceBytes(options), spaceBytes(options)));
        long start = nurseries.length * spaceBytes(options);
        survivors = new Halves("survivors", range.slice(start, survivorBytes(options)), range.slice(start + survivorBytes(options), survivorBytes(options)));
    }

    /** Two nurseries take turns when abandoned memory is to be recognised: the one just left stays untouched for a whole cycle. */
    private static int nurseryCount(HeapOptions options) {
        return options.stress().poison() || options.stress().protect() ? 2 : 1;
    }

    /** Address space of a nursery, whose size need not be a multiple of anything: whole pages, so that the next space begins with one. */
    private static long spaceBytes(HeapOptions options) {
        return Pages.roundUp(options.nurseryBytes());
    }

    /** Room for everything that can be young at once, {@code aging} nurseries, and half as much again for stored hashes. */
    private static long survivorBytes(HeapOptions options) {
        return options.aging() * spaceBytes(options) / 2 * 3;
    }

    /** Bytes of address space. */
    public static long reservedBytes(HeapOptions options) {
        return nurseryCount(options) * spaceBytes(options) + 2 * survivorBytes(options);
    }

    /** All of it: nurseries and survivors. */
    public Range range() {
        return range;
    }

    public boolean contains(@Ref long object) {
        return range.contains(object);
    }

    /** Where objects go that stay young. */
    public CopySpace survivors() {
        return survivors.current();
    }

    /** A collection begins: survivors will be copied to the other survivor space. */
    public void flip() {
        survivors.flip();
    }

    /** A collection ends: what is left in the nursery and in the former survivor space is dead. */
    public void abandon(Stress stress) {
        nurseries[inUse].abandon(stress);
        survivors.reserve().abandon(stress);
        inUse = (inUse + 1) % nurseries.length;
        releases++;
    }

    /** Opens the nursery for {@code bytes} bytes, at most the configured ones. */
    public void open(long bytes) {
        nurseries[inUse].open();
        nurseryBytes = Math.clamp(bytes, 0, options.nurseryBytes());
    }

    /** Hands the allocator a chunk of the nursery with room for {@code bytes}. */
    public boolean refill(BumpAllocator allocator, long bytes) {
        CopySpace nursery = nurseries[inUse];
        return allocator.refill(nursery, bytes, nursery.range().start() + nurseryBytes);
    }

    /** Bytes that the nursery was opened for. */
    public long nurseryBytes() {
        return nurseryBytes;
    }

    public long usedBytes(BumpAllocator allocator) {
        return nurseries[inUse].usedBytes() - allocator.unusedBytes() + survivors.current().usedBytes();
    }

    /** Counts the times that the young objects have moved. */
    public long releases() {
        return releases;
    }

    public List<Space> spaces() {
        List<Space> spaces = new ArrayList<>(List.of(nurseries));
        spaces.add(survivors.current());
        spaces.add(survivors.reserve());
        return spaces;
    }
}
