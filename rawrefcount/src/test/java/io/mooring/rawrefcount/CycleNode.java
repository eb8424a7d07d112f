package io.mooring.rawrefcount;

import java.util.ArrayList;
import java.util.List;

/** One node of a graph over both heaps: what the text says of it, and what has become of it. */
final class CycleNode {
    /** What a node consists of. */
    enum Kind {
        /** A managed object that C has not heard of. */
        MANAGED(true, false),
        /** A PyObject that the program has not heard of. */
        C(false, true),
        /** P link to a PyObject without references of its own: C sees a managed object. */
        MIRROR(true, true),
        /** P link to a PyObject that C tracks and can clear: an object with data on both sides. */
        INSTANCE(true, true),
        /** O link: the program sees a PyObject. */
        STANDIN(true, true);

        final boolean isManaged;
        final boolean isPyObject;

        Kind(boolean isManaged, boolean isPyObject) {
            this.isManaged = isManaged;
            this.isPyObject = isPyObject;
        }

        boolean isLinked() {
            return isManaged && isPyObject;
        }
    }

    final String name;
    final Kind kind;
    /** In the first word of the managed object, never 0. */
    final long value;

    boolean root;
    /** References of C from where no collector looks. */
    int held;
    boolean tracked;
    boolean tuple;
    boolean clears;
    /** Its function to clear is called, and does nothing. */
    boolean stubborn;
    boolean finalizer;
    /** Its finalizer gives C a reference. */
    boolean resurrects;
    /** Its finalizer gives the program a reference. */
    boolean returns;
    boolean legacy;
    /** Every second time it is asked it tells of nothing. */
    boolean fickle;
    final List<CycleNode> references = new ArrayList<>();
    final List<CycleNode> counted = new ArrayList<>();
    /** References that it tells of and does not own. */
    final List<CycleNode> invented = new ArrayList<>();
    /** References that it owns and does not tell of. */
    final List<CycleNode> hidden = new ArrayList<>();

    long handle;
    long pyobj;
    boolean freed;
    boolean clearedLast;
    boolean listed;
    int finalizations;
    int clearings;
    /** Callbacks of weak references to it that were called. */
    int callbacks;
    int timesAsked;

    CycleNode(String name, Kind kind, long value) {
        this.name = name;
        this.kind = kind;
        this.value = value;
        tracked = kind == Kind.C || kind == Kind.INSTANCE || kind == Kind.STANDIN;
        clears = tracked;
    }

    /** Sets a flag as the text names it. */
    void flag(String flag) {
        switch (flag) {
            case "root" -> root = true;
            case "held" -> held++;
            case "tracked" -> tracked = true;
            case "untracked" -> tracked = false;
            case "tuple" -> {
                tuple = true;
                tracked = kind == Kind.MIRROR;
                clears = false;
            }
            case "noclear" -> clears = false;
            case "stubborn" -> stubborn = true;
            case "finalizer" -> finalizer = true;
            case "resurrects" -> finalizer = resurrects = true;
            case "returns" -> finalizer = returns = true;
            case "legacy" -> legacy = true;
            case "fickle" -> fickle = true;
            default -> throw new IllegalArgumentException("node " + name + " has the flag '" + flag + "', which means nothing");
        }
    }

    boolean isPyObject() {
        return kind.isPyObject && !freed;
    }

    /** Whether C would ask for its references at all. */
    boolean isAsked() {
        return tracked || tuple;
    }

    /** What it says when it is asked for its references. */
    List<CycleNode> tell() {
        if (fickle && timesAsked++ % 2 == 1) return List.of();
        List<CycleNode> told = new ArrayList<>(counted);
        hidden.forEach(told::remove);
        told.addAll(invented);
        return told;
    }

    @Override
    public String toString() {
        return name;
    }
}
