package io.mooring.bench.links;

import com.sun.management.ThreadMXBean;
import io.mooring.capi.CApiOptions.LinkKind;
import io.mooring.gc.CollectionKind;
import io.mooring.gc.HeapOptions;
import java.lang.management.ManagementFactory;

/** Links that are made and die young: what a call into C costs when it is given a fresh object. */
final class YoungLinks implements AutoCloseable {
    private final LinkGround ground;
    private final long count;
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private double javaBytesPerLink;

    /** @param count links per measurement */
    YoungLinks(HeapOptions options, LinkKind kind, long count) {
        ground = new LinkGround(options, kind, count + 1);
        this.count = count;
    }

    /**
     * Nanoseconds per link, all costs counted: the object allocated, its PyObject's block taken, the link made, the minor collections in
     * which both die, the block given back. The last collection is inside, so that every link is dead when the clock stops.
     */
    double nanosPerLink() {
        long bytes = threads.getCurrentThreadAllocatedBytes();
        long start = System.nanoTime();
        makeAndDrop();
        ground.heap().collect(CollectionKind.MINOR);
        long nanos = System.nanoTime() - start;
        javaBytesPerLink = (threads.getCurrentThreadAllocatedBytes() - bytes) / (double) count;
        long standing = ground.links().statistics().standing();
        if (standing != 0) throw new IllegalStateException(standing + " links still stand, but nothing keeps them");
        return nanos / (double) count;
    }

    private void makeAndDrop() {
        for (long i = 0; i < count; i++) ground.linked();
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
