package io.mooring.bench.gc.contest;

/**
 * How fast a collection copied objects, and how fast a plain copy of as many bytes was right after it.
 *
 * @param copiedBytes bytes of objects that moved
 * @param copyNanos   wall time in which they moved: roots and closure
 * @param memcpyNanos wall time of the plain copy
 */
public record CopySample(long copiedBytes, long copyNanos, long memcpyNanos) {
    /** Rate of the collection over rate of the plain copy. */
    public double copyOverMemcpy() {
        return (double) memcpyNanos / copyNanos;
    }
}
