package io.mooring.rawrefcount;

import io.mooring.gc.ForeignLinks.LinkSurvivors;
import io.mooring.gc.ForeignLinks.LinkTracer;
import io.mooring.gc.Immediate;
import io.mooring.gc.Ref;
import io.mooring.gc.memory.AddressMap;
import io.mooring.gc.memory.AddressStack;
import io.mooring.gc.memory.Memory;
import io.mooring.gc.object.ObjectHeader;

/**
 * Finds the cycles that run through C, or through both heaps, in a major collection: one fixpoint over both.
 *
 * <pre>
 *   external(n) = references of C that n counts - edges that lead to n            (trial deletion, Christopher 1984)
 *   reach every n with external(n) &gt; 0, and every n whose managed object lives
 *     n reached           its targets are reached; if it is the mirror of a managed object (P link), that lives
 *     managed object      what it refers to lives (the heap's closure); its PyObject, if a node, is reached
 *   what is not reached is garbage: it is finalized, or cleared, or goes as it is
 * </pre>
 *
 * {@code docs/cycles.md} has the whole story. The picture of C's side ({@link ForeignGraph}) is taken once, so that an object that
 * answers differently each time it is asked cannot mislead; one that tells of too many references has its victims kept alive.
 */
final class CycleCollector implements AutoCloseable {
    /** In the place of a count: the node is reached. */
    private static final long REACHED = Long.MIN_VALUE;
    /** In the place of a count: the node is garbage that goes by its count. */
    private static final long FALLS = Long.MIN_VALUE + 1;

    /** What {@link #traceUncollectable} and then {@link #traceGarbage} look for next. */
    private enum Stage {
        LEGACY,
        FINALIZE,
        CLEAR,
        LEAK,
        DONE;

        Stage next() {
            return switch (this) {
                case LEGACY -> FINALIZE;
                case FINALIZE -> CLEAR;
                case CLEAR -> LEAK;
                case LEAK, DONE -> DONE;
            };
        }
    }

    private final Links links;
    private final PyObjectMemory memory;
    private final Garbage garbage;
    private ForeignGraph graph = ForeignGraph.NONE;
    /** Linked PyObjects that C holds references of. */
    private final AddressStack seeds = new AddressStack();
    /** By node: references that no edge explains, or {@link #REACHED}. */
    private final AddressStack external = new AddressStack();
    /** Reached nodes whose targets are not. */
    private final AddressStack grey = new AddressStack();
    /** A node, and what would fall with it. */
    private final AddressStack falling = new AddressStack();
    /** From a managed object that was white when it was looked at, to its node plus one. */
    private final AddressMap watched = new AddressMap();
    private Stage stage = Stage.DONE;
    private boolean taken;
    private long finalized;
    private long cleared;

    CycleCollector(Links links, PyObjectMemory memory, Garbage garbage) {
        this.links = links;
        this.memory = memory;
        this.garbage = garbage;
    }

    void use(ForeignGraph foreign) {
        graph = foreign;
    }

    ForeignGraph graph() {
        return graph;
    }

    /** C holds references of a linked PyObject: whether that keeps its managed object alive is for {@link #begin} to find out. */
    void hold(long pyobj, @Ref long object, LinkTracer tracer) {
        if (graph == ForeignGraph.NONE) tracer.trace(object);
        else seeds.push(pyobj);
    }

    // ---- what lives -----------------------------------------------------------------------------------------------------------------

    /** The roots have been traced, and the objects of young links that C holds. [INV-45] */
    void begin(LinkTracer tracer, LinkSurvivors survivors) {
        if (graph == ForeignGraph.NONE) return;
        taken = graph.take(seeds);
        if (!taken) {
            while (!seeds.isEmpty()) tracer.trace(links.linkWord(seeds.pop()));
            return;
        }
        seeds.clear();
        stage = Stage.LEGACY;
        countExternal();
        reachRoots(survivors);
        propagate(tracer);
    }

    private void countExternal() {
        long nodes = graph.nodes();
        for (long node = 0; node < nodes; node++) external.push(graph.references(node));
        long edges = nodes == 0 ? 0 : graph.edgesEnd(nodes - 1);
        for (long edge = 0; edge < edges; edge++) {
            long target = graph.target(edge);
            external.set(target, external.get(target) - 1);
        }
    }

    private void reachRoots(LinkSurvivors survivors) {
        for (long node = 0; node < external.size(); node++) {
            if (isHeld(node)) reach(node);
            else reachIfManagedLives(node, survivors);
        }
    }

    /** Whether C holds more references of the node than edges tell of, or fewer. */
    private boolean isHeld(long node) {
        long count = external.get(node);
        if (count < 0 && count != REACHED) graph.lies(node);
        return count != 0;
    }

    /** A node is reached if its managed object is; if that is white still, the heap is asked to tell. */
    private void reachIfManagedLives(long node, LinkSurvivors survivors) {
        long object = links.linkWord(graph.pyObject(node));
        if (!Immediate.isObject(object)) return;
        if (survivors.survivor(object) != Immediate.NULL) reach(node);
        else watch(object, node);
    }

    private void watch(@Ref long object, long node) {
        Memory.writeLong(object, Memory.readLong(object) | ObjectHeader.WATCHED);
        watched.put(object, node + 1);
    }

    private void reach(long node) {
        if (external.get(node) == REACHED) return;
        external.set(node, REACHED);
        grey.push(node);
    }

    /** Reaches all that grey nodes lead to; the managed objects of mirrors live. */
    private void propagate(LinkTracer tracer) {
        while (!grey.isEmpty()) {
            long node = grey.pop();
            reachTargets(node);
            traceManaged(node, tracer);
        }
    }

    private void reachTargets(long node) {
        for (long edge = node == 0 ? 0 : graph.edgesEnd(node - 1), end = graph.edgesEnd(node); edge < end; edge++) reach(graph.target(edge));
    }

    /**
     * The managed object of a P link owns the data of its PyObject. A stand-in may go before the PyObject does. Any mirror that an edge
     * leads to is a seed, or was traced with the young links.
     */
    private void traceManaged(long node, LinkTracer tracer) {
        if ((graph.traits(node) & ForeignGraph.SEED) != 0) tracer.trace(links.linkWord(graph.pyObject(node)));
    }

    /** The heap's closure reached an object that was asked for; {@code object} is where it was then. */
    void reached(@Ref long object, LinkTracer tracer) {
        long node = taken ? watched.get(object) - 1 : -1;
        if (node < 0) return;
        reach(node);
        propagate(tracer);
    }

    // ---- in steps -------------------------------------------------------------------------------------------------------------------

    /**
     * A marking in steps has come to its end but for candidates: whether none of {@code waiting}, mirrors of white objects, has to live. Their
     * counts and references are asked for now, so that it does not matter what was true before. Candidates with living managed objects are gone. If it is so, all goes on as in a
     * collection in one piece, with the candidates as the only nodes; else those that live are candidates no more. [INV-45]
     */
    boolean proves(AddressStack waiting, LinkSurvivors marks) {
        if (graph.candidates() == 0 && waiting.isEmpty()) return true;
        if (!graph.takeCandidates(waiting)) {
            graph.guessEnds();
            return waiting.isEmpty();
        }
        countExternal();
        for (long node = 0; node < external.size(); node++) {
            assert !isManagedAlive(node, marks) : memory.describe(graph.pyObject(node)) + " has a living managed object, but is still a candidate";
            if (isHeld(node)) reach(node);
        }
        while (!grey.isEmpty()) reachTargets(grey.pop());
        taken = true;
        if (isSeedReached()) {
            forgetReached();
            return false;
        }
        stage = Stage.LEGACY;
        for (long node = 0; node < external.size(); node++) {
            long object = links.linkWord(graph.pyObject(node));
            if (external.get(node) != REACHED && Immediate.isObject(object)) watch(object, node);
        }
        return true;
    }

    private boolean isManagedAlive(long node, LinkSurvivors marks) {
        long object = links.linkWord(graph.pyObject(node));
        return Immediate.isObject(object) && marks.survivor(object) != Immediate.NULL;
    }

    private boolean isSeedReached() {
        for (long node = 0; node < external.size(); node++) {
            if (external.get(node) == REACHED && (graph.traits(node) & ForeignGraph.SEED) != 0) return true;
        }
        return false;
    }

    private void forgetReached() {
        for (long node = 0; node < external.size(); node++) {
            if (external.get(node) == REACHED) graph.reach(graph.pyObject(node));
        }
        end();
    }

    // ---- what is garbage ------------------------------------------------------------------------------------------------------------

    /**
     * The closure over both heaps is complete. Keeps alive what nobody may touch; for CPython's collector this and what it leads to is not unreachable at
     * all, so that weak references to it are not cleared. True if something was kept, so that the closure has to go on.
     */
    boolean traceUncollectable(LinkTracer tracer) {
        if (stage != Stage.LEGACY) return false;
        stage = Stage.LEGACY.next();
        return keep(Stage.LEGACY, tracer);
    }

    /**
     * The closure over both heaps is complete, and weak references to what it did not reach are cleared. Keeps alive what must be spoken
     * to first, in the order of CPython's collector: what has a finalizer, then what can be cleared. True if something
     * was kept, so that the closure has to go on; then this is called again. [INV-46]
     */
    boolean traceGarbage(LinkTracer tracer) {
        while (stage != Stage.DONE) {
            Stage now = stage;
            stage = now.next();
            if (now == Stage.LEAK ? keepLeaks(tracer) : keep(now, tracer)) return true;
        }
        end();
        return false;
    }

    private boolean keep(Stage now, LinkTracer tracer) {
        long wanted = switch (now) {
            case LEGACY -> ForeignGraph.LEGACY;
            case FINALIZE -> ForeignGraph.FINALIZE;
            case CLEAR -> ForeignGraph.CLEAR;
            case LEAK, DONE -> throw new IllegalStateException("nobody is spoken to in stage " + now);
        };
        if (now != Stage.FINALIZE) leaveToCounts();
        long kept = 0;
        for (long node = 0; node < external.size(); node++) {
            if (!isGarbage(node, now) || (graph.traits(node) & wanted) == 0) continue;
            enqueue(now, graph.pyObject(node));
            kept++;
        }
        if (kept == 0) return false;
        for (long node = 0; node < external.size(); node++) {
            if (isGarbage(node, now) && (graph.traits(node) & wanted) != 0) keepNode(node, tracer);
        }
        propagate(tracer);
        return true;
    }

    /** Finalizers are called for what goes by its count too, as long as it has its managed object. */
    private boolean isGarbage(long node, Stage now) {
        long count = external.get(node);
        return count != REACHED && (count != FALLS || now == Stage.FINALIZE);
    }

    /** What is no cycle, and behind none, is deallocated when its managed object dies: nobody clears it, nobody lists it. */
    private void leaveToCounts() {
        for (long node = 0; node < external.size(); node++) {
            if (external.get(node) == 0 && graph.references(node) == 0 && falls(node)) {
                while (!falling.isEmpty()) external.set(falling.pop(), FALLS);
            }
            falling.clear();
        }
    }

    /** Whether all that the node leads to lives, or is C's alone and hangs on it like a tree. */
    private boolean falls(long root) {
        falling.push(root);
        for (long i = 0; i < falling.size(); i++) {
            long node = falling.get(i);
            for (long edge = node == 0 ? 0 : graph.edgesEnd(node - 1), end = graph.edgesEnd(node); edge < end; edge++) {
                long target = graph.target(edge);
                if (external.get(target) == REACHED) continue;
                if (graph.references(target) != 1 || Immediate.isObject(links.linkWord(graph.pyObject(target)))) return false;
                falling.push(target);
            }
        }
        return true;
    }

    /**
     * Garbage that would not go although every managed object that was not reached did, since nobody in it can be cleared, or none did
     * what it was asked, stays whole with all that it leads to: a leak, as in CPython, but nothing that C refers to is pulled from under it.
     */
    private boolean keepLeaks(LinkTracer tracer) {
        for (long node = 0; node < external.size(); node++) {
            if (external.get(node) == REACHED) continue;
            long references = graph.references(node);
            external.set(node, references == 0 ? FALLS : references);
            if (references == 0) falling.push(node);
        }
        while (!falling.isEmpty()) dropReferences(falling.pop());
        boolean kept = false;
        for (long node = 0; node < external.size(); node++) {
            if (external.get(node) == REACHED || external.get(node) == FALLS) continue;
            reach(node);
            kept = true;
        }
        propagate(tracer);
        return kept;
    }

    private void dropReferences(long node) {
        for (long edge = node == 0 ? 0 : graph.edgesEnd(node - 1), end = graph.edgesEnd(node); edge < end; edge++) {
            long target = graph.target(edge);
            long left = external.get(target);
            if (left == REACHED || left == FALLS) continue;
            external.set(target, left == 1 ? FALLS : left - 1);
            if (left == 1) falling.push(target);
        }
    }

    /** Garbage that is spoken to keeps its managed object too, stand-in or not. */
    private void keepNode(long node, LinkTracer tracer) {
        reach(node);
        long object = links.linkWord(graph.pyObject(node));
        if (Immediate.isObject(object)) tracer.trace(object);
    }

    private void enqueue(Stage now, long pyobj) {
        memory.setCount(pyobj, memory.count(pyobj) + 1);
        switch (now) {
            case LEGACY -> garbage.addUncollectable(pyobj);
            case FINALIZE -> {
                garbage.addFinalizable(pyobj);
                finalized++;
            }
            case CLEAR -> {
                garbage.addClearable(pyobj);
                cleared++;
            }
            case LEAK, DONE -> throw new IllegalStateException("PyObject 0x" + Long.toHexString(pyobj) + " is enqueued for nothing");
        }
    }

    private void end() {
        if (!taken) return;
        taken = false;
        external.clear();
        watched.restart(0);
        graph.release();
    }

    /** PyObjects that were given to their finalizers so far. */
    long finalized() {
        return finalized;
    }

    /** PyObjects that were cleared so far. */
    long cleared() {
        return cleared;
    }

    @Override
    public void close() {
        seeds.close();
        external.close();
        grey.close();
        falling.close();
        watched.close();
    }
}
