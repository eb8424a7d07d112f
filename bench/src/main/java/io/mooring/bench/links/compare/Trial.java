package io.mooring.bench.links.compare;

/** One side of a comparison, ready to be measured again and again. */
interface Trial extends AutoCloseable {
    /** Measures once, in the unit of the question. */
    double measure();

    @Override
    void close();
}
