package io.mooring.bench.links.compare;

import io.mooring.bench.links.LinkGround;
import io.mooring.bench.links.LooseBlocks;
import io.mooring.bench.links.ProcessorTime;
import io.mooring.bench.links.YoungLinks.Tie;
import io.mooring.capi.CApiOptions.LinkKind;
import io.mooring.gc.CollectionKind;
import io.mooring.gc.Heap;
import io.mooring.gc.HeapOptions;
import io.mooring.gc.roots.Global;

/** Links whose objects die at a certain age, a nursery full of them at a time. */
final class Ages implements Trial {
    /** When the objects die. */
    enum Death {
        IN_NURSERY("in the nursery", 0, 0, CollectionKind.MINOR),
        AGED("young, having survived once", 1, 1, CollectionKind.MINOR),
        OLD("old, in a major collection", 0, 1, CollectionKind.MAJOR);

        private final String label;
        private final int aging;
        private final int survivals;
        private final CollectionKind last;

        Death(String label, int aging, int survivals, CollectionKind last) {
            this.label = label;
            this.aging = aging;
            this.survivals = survivals;
            this.last = last;
        }

        String label() {
            return label;
        }

        /** Whether it takes a plan that keeps survivors young for a while. */
        boolean needsAging() {
            return aging > 0;
        }
    }

    /** Bytes of nursery for each object: 24, and room for survivors. */
    private static final int BYTES_PER_OBJECT = 48;
    /** Links of a measurement at least: some 20 milliseconds. */
    private static final int LINKS = 500_000;

    private final LinkGround ground;
    private final Heap heap;
    private final LooseBlocks blocks;
    private final Global array;
    private final boolean linked;
    private final Death death;
    private final int batch;
    private final int times;

    /** @param most links of a batch at most; fewer if the nursery does not hold them */
    Ages(HeapOptions options, Tie tie, Death death, int most) {
        this.death = death;
        linked = tie != Tie.NONE;
        batch = (int) Math.min(most, options.nurseryBytes() / BYTES_PER_OBJECT);
        times = Math.max(1, Math.min(most, LINKS) / batch);
        ground = new LinkGround(options.withAging(death.aging), tie == Tie.DICTIONARY ? LinkKind.DICTIONARY : LinkKind.TABLE, batch + 1L);
        heap = ground.heap();
        blocks = new LooseBlocks(ground.arena());
        array = heap.global(ground.array(batch));
    }

    @Override
    public double measure() {
        double nanos = 0;
        for (int i = 0; i < times; i++) nanos += live();
        return nanos / times / batch;
    }

    /** Nanoseconds of one batch from the first object to the last PyObject. */
    private long live() {
        heap.collect(CollectionKind.MAJOR);
        long start = ProcessorTime.nanos();
        make();
        for (int i = 0; i < death.survivals; i++) heap.collect(CollectionKind.MINOR);
        drop();
        heap.collect(death.last);
        ground.links().endAll();
        if (!linked) blocks.giveBack();
        long nanos = ProcessorTime.nanos() - start;
        long left = ground.links().statistics().standing() + ground.arena().used();
        if (left != 0) throw new IllegalStateException(left + " links and PyObjects are left, but nothing keeps them");
        return nanos;
    }

    private void make() {
        for (int i = 0; i < batch; i++) {
            long object = linked ? ground.linked() : ground.object();
            if (!linked) blocks.take();
            heap.writeElement(array.get(), LinkGround.FIRST_ELEMENT, i, object);
        }
    }

    /** One by one: an old array that a minor collection has reason to look at keeps what it holds. */
    private void drop() {
        for (int i = 0; i < batch; i++) heap.writeElement(array.get(), LinkGround.FIRST_ELEMENT, i, 0);
    }

    @Override
    public void close() {
        array.close();
        ground.close();
    }
}
