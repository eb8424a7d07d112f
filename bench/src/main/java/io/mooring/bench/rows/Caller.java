package io.mooring.bench.rows;

/** Somebody who calls the functions of the extension {@code simple} in a loop of their own and reads the clock around it. */
public interface Caller extends AutoCloseable {
    /** Which column of the report the caller belongs to. */
    Kind kind();

    /** What exactly it is: a program with its version. */
    String description();

    /** Nanoseconds that {@code calls} calls of the row took. Throws {@link io.mooring.bench.CommandFailed} when they cannot be made. */
    long nanos(Row row, long calls);

    @Override
    void close();

    /** The columns. Of several callers of one kind the fastest counts. */
    enum Kind {
        MOORING("Mooring"),
        CPYTHON("CPython 3.11"),
        EMBEDDED("embedded"),
        PYPY("PyPy");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }
}
