package io.mooring.rawrefcount;

/**
 * What links there are and what became of the others, at one moment.
 *
 * @param young      links whose objects the next minor collection may free, and links made since the last collection
 * @param old        the other links
 * @param diedYoung  links that ended while young
 * @param diedOld    links that ended when old
 * @param freedLight of those that ended: PyObjects freed at once
 * @param queued     of those that ended: PyObjects given to the dealloc queue
 * @param detached   of those that ended: PyObjects that go on as C's alone
 * @param underflows of those that ended: PyObjects that C gave back more references of than it had; they are never freed
 * @param pending    PyObjects in the dealloc queue now
 * @param bytes      native bytes that the links occupy beside the words of their two ends
 */
public record LinkStatistics(
        long young, long old, long diedYoung, long diedOld, long freedLight, long queued, long detached, long underflows, long pending, long bytes) {

    /** Links that stand. */
    public long standing() {
        return young + old;
    }

    /** Links ever made. */
    public long made() {
        return standing() + diedYoung + diedOld;
    }

    /** Native bytes that one standing link costs, the hidden prefix of its PyObject included; 0 without links. */
    public double bytesPerLink() {
        return standing() == 0 ? 0 : PyObjectLayout.PREFIX_BYTES + (double) bytes / standing();
    }
}
