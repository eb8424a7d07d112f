package io.mooring.bench.links;

import com.sun.management.ThreadMXBean;
import io.mooring.capi.CApiOptions.LinkKind;
import io.mooring.gc.CollectionKind;
import io.mooring.gc.CollectionReport;
import io.mooring.gc.HeapListener;
import io.mooring.gc.HeapOptions;
import java.lang.management.ManagementFactory;

/** Links that are made and die young: what a call into C costs when it is given a fresh object. And the same program without links. */
public final class YoungLinks implements AutoCloseable {
    /** What ties an object and its PyObject. */
    public enum Tie {
        /** A link of the table. */
        TABLE,
        /** A link of the dictionary. */
        DICTIONARY,
        /** None; the PyObject's block is given back when the object is dead, after the collection. */
        NONE,
        /** None; the block is given back at once, and is the next one taken: it never leaves the cache. */
        NONE_AT_ALL
    }

    private final LinkGround ground;
    private final Tie tie;
    private final LooseBlocks blocks;
    private final long count;
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private double javaBytesPerLink;

    /** @param count links per measurement */
    public YoungLinks(HeapOptions options, Tie tie, long count) {
        this.tie = tie;
        this.count = count;
        ground = new LinkGround(options, tie == Tie.DICTIONARY ? LinkKind.DICTIONARY : LinkKind.TABLE, count + 1);
        blocks = new LooseBlocks(ground.arena());
        if (tie == Tie.NONE) ground.heap().listen(new HeapListener() {
            @Override
            public void collectionEnds(CollectionReport report) {
                blocks.giveBack();
            }
        });
    }

    /**
     * Nanoseconds per link, all costs counted: the object allocated, its PyObject's block taken, the link made, the minor collections in
     * which both die, the block given back. The last collection is inside, so that every link is dead when the clock stops.
     */
    public double nanosPerLink() {
        long bytes = threads.getCurrentThreadAllocatedBytes();
        long start = ProcessorTime.nanos();
        makeAndDrop();
        ground.heap().collect(CollectionKind.MINOR);
        long nanos = ProcessorTime.nanos() - start;
        javaBytesPerLink = (threads.getCurrentThreadAllocatedBytes() - bytes) / (double) count;
        long standing = ground.links().statistics().standing();
        if (standing != 0) throw new IllegalStateException(standing + " links still stand, but nothing keeps them");
        if (ground.arena().used() != 0) throw new IllegalStateException(ground.arena().used() + " PyObjects are left, but nothing keeps them");
        return nanos / (double) count;
    }

    private void makeAndDrop() {
        switch (tie) {
            case TABLE, DICTIONARY -> makeLinks();
            case NONE -> makeLoose();
            case NONE_AT_ALL -> makeBrief();
        }
    }

    private void makeLinks() {
        for (long i = 0; i < count; i++) ground.linked();
    }

    private void makeLoose() {
        for (long i = 0; i < count; i++) {
            ground.object();
            blocks.take();
        }
    }

    private void makeBrief() {
        for (long i = 0; i < count; i++) {
            ground.object();
            ground.arena().free(ground.arena().allocate(0));
        }
    }

    /** Bytes that the last measurement allocated on the Java heap, per link. */
    double javaBytesPerLink() {
        return javaBytesPerLink;
    }

    @Override
    public void close() {
        ground.close();
    }
}
