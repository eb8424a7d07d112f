package io.mooring.rawrefcount;

import io.mooring.gc.Ref;

/** Receives the links that stand, one by one; must not make any. */
@FunctionalInterface
public interface LinkVisitor {
    /** A link between {@code object} and the PyObject of {@code entry} (see {@link LinkEntry}). */
    void visit(@Ref long object, long entry, boolean young);
}
