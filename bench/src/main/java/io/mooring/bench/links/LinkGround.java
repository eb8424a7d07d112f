package io.mooring.bench.links;

import io.mooring.capi.CApiOptions.LinkKind;
import io.mooring.gc.Heap;
import io.mooring.gc.HeapOptions;
import io.mooring.gc.Ref;
import io.mooring.gc.object.TypeLayout;
import io.mooring.gc.object.TypeLayout.Elements;
import io.mooring.rawrefcount.BlockArena;
import io.mooring.rawrefcount.LinkDictionary;
import io.mooring.rawrefcount.LinkTable;
import io.mooring.rawrefcount.Links;

/**
 * A heap, an arena of PyObjects and links between them, without C: where the two implementations of links are compared on equal terms.
 *
 * <pre>
 *   object   | header | payload | payload |      24 bytes, what a small Python object takes
 *   PyObject | link | gc | count | type | 2 words
 * </pre>
 */
public final class LinkGround implements AutoCloseable {
    private static final TypeLayout OBJECT = objectLayout();
    private static final TypeLayout ARRAY = TypeLayout.named("array").buildWith(Elements.REFERENCES);
    /** Offset of the first element of an {@link #array}. */
    public static final int FIRST_ELEMENT = ARRAY.fixedBytes();

    /** What the border hands to C at a safepoint: so many of the dead, or one in {@link #SHARE} of a long queue. */
    private static final int BATCH = 256;
    private static final int SHARE = 64;
    /** Time of a safepoint, for links that a collection left to be ended and for the dead, as the border has it. */
    private static final long MOST_NANOS = 1_000_000;

    private final Heap heap;
    private final BlockArena arena;
    private final Links links;
    private final int objectType;
    private final int arrayType;

    /** @param blocks the most PyObjects that exist at a time */
    public LinkGround(HeapOptions options, LinkKind kind, long blocks) {
        heap = Heap.open(options);
        arena = new BlockArena(blocks);
        links = switch (kind) {
            case TABLE -> new LinkTable(arena);
            case DICTIONARY -> new LinkDictionary(arena, heap);
        };
        heap.connect(links);
        objectType = heap.types().define(OBJECT);
        arrayType = heap.types().define(ARRAY);
    }

    private static TypeLayout objectLayout() {
        TypeLayout.Builder builder = TypeLayout.named("object");
        builder.word("first");
        builder.word("second");
        return builder.build();
    }

    public Heap heap() {
        return heap;
    }

    public Links links() {
        return links;
    }

    /** A fresh object of 24 bytes without a link. May collect. */
    public @Ref long object() {
        return heap.allocate(objectType);
    }

    /** A fresh object with a fresh PyObject and a light link between them; C holds nothing. May collect. */
    public @Ref long linked() {
        long object = heap.allocate(objectType);
        links.linkManaged(object, arena.allocate(0), true);
        return object;
    }

    /** As {@link #linked()}, but the PyObject must go to {@code tp_dealloc}: when both are dead, it waits in the dealloc queue. May collect. */
    @Ref long linkedWithDeallocator() {
        long object = heap.allocate(objectType);
        links.linkManaged(object, arena.allocate(0), false);
        return object;
    }

    /** As {@link #linked()}, but C holds a reference of the PyObject for ever. May collect. */
    @Ref long linkedAndHeld() {
        long object = heap.allocate(objectType);
        links.linkManaged(object, arena.allocate(1), true);
        return object;
    }

    /** The PyObjects, for those that have no link. */
    public BlockArena arena() {
        return arena;
    }

    /**
     * Ends links for at most a millisecond, and hands a batch of the dead to their {@code tp_dealloc}, as the border does at a safepoint: a batch, or a share of
     * a long queue. The deallocator gives the block back and does nothing else.
     *
     * @return how many
     */
    long drainBatch() {
        long deadline = System.nanoTime() + MOST_NANOS;
        links.endSome(deadline);
        long waiting = links.deallocQueue().size();
        long most = Math.min(waiting, Math.max(BATCH, waiting / SHARE));
        long count = 0;
        do {
            for (long end = Math.min(most, count + BATCH); count < end; count++) arena.free(links.nextDead());
        } while (count < most && System.nanoTime() - deadline < 0);
        return count;
    }

    /** An array of references, all null. May collect. */
    public @Ref long array(long length) {
        return heap.allocate(arrayType, length);
    }

    @Override
    public void close() {
        links.close();
        arena.close();
        heap.close();
    }
}
