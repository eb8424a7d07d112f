package io.mooring.rawrefcount;

import io.mooring.gc.memory.AddressStack;

/**
 * The references between PyObjects, as the foreign side tells them when it is asked: a picture taken once per major collection, which
 * does not change while the collection looks at it.
 *
 * <p>Nodes are the PyObjects that the foreign side's own collector tracks, those that these lead to, and the seeds. They have numbers
 * from 0 on. An edge is a counted reference from one node to another; an object's references to what is no node are left out.
 */
public interface ForeignGraph {
    /** Somebody must call the object's finalizer before it may be taken apart. */
    long FINALIZE = 1;
    /** The object knows how to drop its references, and has not been asked yet. */
    long CLEAR = 2;
    /** The object has a finalizer from before PEP 442: nobody may take it apart. */
    long LEGACY = 4;
    /** The PyObject was given as a seed: the mirror of a managed object, which lives if the PyObject is reached. */
    long SEED = 8;

    /** A foreign side without cycles. */
    ForeignGraph NONE = new ForeignGraph() {
        @Override
        public boolean take(AddressStack seeds) {
            return false;
        }

        @Override
        public boolean takeCandidates(AddressStack seeds) {
            return false;
        }

        @Override
        public long nodes() {
            return 0;
        }

        @Override
        public long pyObject(long node) {
            throw new IllegalStateException("a graph without nodes has no node " + node);
        }

        @Override
        public long references(long node) {
            throw new IllegalStateException("a graph without nodes has no node " + node);
        }

        @Override
        public long traits(long node) {
            throw new IllegalStateException("a graph without nodes has no node " + node);
        }

        @Override
        public long edgesEnd(long node) {
            throw new IllegalStateException("a graph without nodes has no node " + node);
        }

        @Override
        public long target(long edge) {
            throw new IllegalStateException("a graph without nodes has no edge " + edge);
        }

        @Override
        public void lies(long node) {}

        @Override
        public void release() {}

        @Override
        public void guessStarts() {}

        @Override
        public boolean guessSome() {
            return true;
        }

        @Override
        public long candidates() {
            return 0;
        }

        @Override
        public long candidate(long i) {
            throw new IllegalStateException("a graph without nodes has no candidate " + i);
        }

        @Override
        public boolean isCandidate(long pyobj) {
            return false;
        }

        @Override
        public void reach(long pyobj) {}

        @Override
        public void guessEnds() {}
    };

    /**
     * Takes the picture. {@code seeds} are linked PyObjects that C holds references of; they become nodes too. Runs within a collection.
     * False when there is no picture, for want of memory or because an object changed the graph while it was asked.
     */
    boolean take(AddressStack seeds);

    /** Number of nodes. */
    long nodes();

    long pyObject(long node);

    /** How many references of C the PyObject counts, the bias of a link not included. */
    long references(long node);

    /** {@link #FINALIZE}, {@link #CLEAR}, {@link #LEGACY}, {@link #SEED} as far as they apply. */
    long traits(long node);

    /** The number behind the node's last edge; its first is that of the node before it, and 0 for node 0. */
    long edgesEnd(long node);

    /** The node that an edge leads to. */
    long target(long edge);

    /** More edges lead to the node than it counts references: somebody tells of references that he does not own. */
    void lies(long node);

    /** The picture is not needed any more. */
    void release();

    // ---- guessing, for a collection in steps ------------------------------------------------------------------------------------------

    /**
     * The guess is the foreign side's own: which of its objects may be garbage, found in small pieces while the program runs in between. It
     * is never believed, only tried first. A bounded number of objects are candidates at a time; the others have their turn later.
     */
    void guessStarts();

    /** Looks at some thousands of nodes and edges; true when the guess is complete. Not while there is a picture. */
    boolean guessSome();

    /** How many candidates there have been since the guess started. */
    long candidates();

    /** One of them, or 0 if it is none any more. */
    long candidate(long i);

    /** Whether a linked PyObject of the arena is a candidate. */
    boolean isCandidate(long pyobj);

    /** The PyObject lives: it and all candidates that it leads to are none any more. */
    void reach(long pyobj);

    /**
     * As {@link #take}, but the only nodes are the candidates and the seeds: references of others are not explained by any edge. The picture
     * is taken in one piece, and says what is true now.
     */
    boolean takeCandidates(AddressStack seeds);

    /** There are no candidates any more. */
    void guessEnds();
}
