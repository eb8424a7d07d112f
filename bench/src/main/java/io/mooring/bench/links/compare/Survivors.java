package io.mooring.bench.links.compare;

import io.mooring.bench.links.LinkGround;
import io.mooring.bench.links.ProcessorTime;
import io.mooring.bench.links.YoungLinks.Tie;
import io.mooring.capi.CApiOptions.LinkKind;
import io.mooring.gc.CollectionKind;
import io.mooring.gc.CollectionReport;
import io.mooring.gc.Heap;
import io.mooring.gc.HeapListener;
import io.mooring.gc.HeapOptions;
import io.mooring.gc.roots.Global;
import io.mooring.rawrefcount.BlockArena;

/**
 * Links of which a share survives its first collection, grows old, and dies in a major collection when all are dropped.
 *
 * <p>Blocks of long and of short life come from one arena, so that its free list loses its order. Without links it must lose it in the same
 * way: the program writes down which blocks to give back when, and gives them back in the order in which links would. Writing that down is
 * about a nanosecond that is not counted as the links' own.
 */
final class Survivors implements Trial {
    private static final int WHOLE = 100;

    private final LinkGround ground;
    private final Heap heap;
    private final Global array;
    private final Blocks mortal;
    private final Blocks lasting;
    private final boolean linked;
    private final int percent;
    private final int count;

    /** @param percent of the links that survive, evenly spread */
    Survivors(HeapOptions options, Tie tie, int percent, int count) {
        this.percent = percent;
        this.count = count;
        linked = tie != Tie.NONE;
        ground = new LinkGround(options, tie == Tie.DICTIONARY ? LinkKind.DICTIONARY : LinkKind.TABLE, count + 1L);
        heap = ground.heap();
        array = heap.global(0);
        mortal = new Blocks(ground.arena(), linked ? 0 : count);
        lasting = new Blocks(ground.arena(), linked ? 0 : count);
        if (!linked) heap.listen(new HeapListener() {
            @Override
            public void collectionEnds(CollectionReport report) {
                mortal.giveBack();
            }
        });
    }

    /** Blocks in the order in which they were taken. */
    private static final class Blocks {
        private final BlockArena arena;
        private final long[] taken;
        private int count;

        Blocks(BlockArena arena, int most) {
            this.arena = arena;
            taken = new long[most];
        }

        void take() {
            taken[count++] = arena.allocate(0);
        }

        void giveBack() {
            for (int i = 0; i < count; i++) arena.free(taken[i]);
            count = 0;
        }
    }

    @Override
    public double measure() {
        array.set(ground.array((long) count * percent / WHOLE + 1));
        heap.collect(CollectionKind.MINOR);
        long start = ProcessorTime.nanos();
        make();
        array.set(0);
        heap.collect(CollectionKind.MAJOR);
        ground.links().endAll();
        if (!linked) lasting.giveBack();
        long nanos = ProcessorTime.nanos() - start;
        long left = ground.links().statistics().standing() + ground.arena().used();
        if (left != 0) throw new IllegalStateException(left + " links and PyObjects are left, but nothing keeps them");
        return nanos / (double) count;
    }

    private void make() {
        int kept = 0;
        for (int i = 0, due = percent; i < count; i++, due += percent) {
            boolean survives = due >= WHOLE;
            long object = linked ? ground.linked() : ground.object();
            if (survives) {
                heap.writeElement(array.get(), LinkGround.FIRST_ELEMENT, kept++, object);
                due -= WHOLE;
            }
            if (linked) continue;
            if (survives) lasting.take();
            else mortal.take();
        }
    }

    @Override
    public void close() {
        array.close();
        ground.close();
    }
}
