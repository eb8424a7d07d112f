package io.mooring.gc.inspect;

/** Who keeps the object of a root alive. A heap walk shows the roots in the order of these constants. */
public enum RootKind {
    /** A handle of an open scope. */
    SCOPE,
    /** A {@link io.mooring.gc.roots.Global}. */
    GLOBAL,
    /** A slot of a {@link io.mooring.gc.roots.RootSource}: the embedder's own, objects that wait for their finalizers, pinned objects. */
    SOURCE,
    /** The foreign side of a link, see {@link io.mooring.gc.ForeignLinks}. */
    LINK,
    /** The object is immortal: it needs no root. */
    IMMORTAL
}
