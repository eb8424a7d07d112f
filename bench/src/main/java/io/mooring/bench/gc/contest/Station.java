package io.mooring.bench.gc.contest;

/** One thing that can be measured again and again in a process that is warm. */
interface Station extends AutoCloseable {
    /** Measures once; the answer is a record that becomes JSON. */
    Record run();

    @Override
    void close();
}
