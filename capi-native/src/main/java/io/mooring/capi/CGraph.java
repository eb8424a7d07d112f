package io.mooring.capi;

import io.mooring.gc.memory.AddressStack;
import io.mooring.gc.memory.Memory;
import io.mooring.gc.object.ObjectHeader;
import io.mooring.rawrefcount.ForeignGraph;
import io.mooring.rawrefcount.PyObjectLayout;
import java.util.LinkedHashSet;
import java.util.Set;

/** The references between C's objects as {@code graph.c} takes the picture of them: one call for all, then words to read. */
final class CGraph implements ForeignGraph {
    private final long take;
    private final long takeCandidates;
    private final long release;
    private final long guessStart;
    private final long guessSome;
    private final long guessCount;
    private final long guessAt;
    private final long guessReach;
    private final long guessEnd;
    private final CMemory memory;
    private final Misuse misuse;
    private long graph;
    private long nodes;
    private long edges;

    CGraph(NativeLibrary library, CMemory memory, Misuse misuse) {
        this.memory = memory;
        this.misuse = misuse;
        take = library.symbol("mooring_graph_take");
        takeCandidates = library.symbol("mooring_graph_take_candidates");
        release = library.symbol("mooring_graph_release");
        guessStart = library.symbol("mooring_guess_start");
        guessSome = library.symbol("mooring_guess_some");
        guessCount = library.symbol("mooring_guess_count");
        guessAt = library.symbol("mooring_guess_at");
        guessReach = library.symbol("mooring_guess_reach");
        guessEnd = library.symbol("mooring_guess_end");
    }

    @Override
    public boolean take(AddressStack seeds) {
        return taken(NativeLinker.call(take, seeds.start(), seeds.size()));
    }

    @Override
    public boolean takeCandidates(AddressStack seeds) {
        return taken(NativeLinker.call(takeCandidates, seeds.start(), seeds.size()));
    }

    private boolean taken(long picture) {
        graph = picture;
        if (graph == 0) return false;
        nodes = Memory.readLong(graph + CLayout.mooring_graph.nodes);
        edges = Memory.readLong(graph + CLayout.mooring_graph.edges);
        return true;
    }

    @Override
    public long nodes() {
        return Memory.readLong(graph + CLayout.mooring_graph.node_count);
    }

    private long node(long number, int field) {
        return Memory.readLong(nodes + number * CLayout.mooring_graph_node.SIZE + field);
    }

    @Override
    public long pyObject(long node) {
        return node(node, CLayout.mooring_graph_node.object);
    }

    @Override
    public long references(long node) {
        return node(node, CLayout.mooring_graph_node.references);
    }

    @Override
    public long traits(long node) {
        return node(node, CLayout.mooring_graph_node.traits);
    }

    @Override
    public long edgesEnd(long node) {
        return node(node, CLayout.mooring_graph_node.edges_end);
    }

    @Override
    public long target(long edge) {
        return Memory.readLong(edges + edge * Long.BYTES);
    }

    @Override
    public void lies(long node) {
        // a negative count was reported when it became so
        if (memory.debug() && references(node) >= 0) {
            misuse.report(pyObject(node), "the collector", "tp_traverse of " + visitors(node) + " visits it more often than it is counted");
        }
    }

    /** The types of those who visit a node, one of whom lies. */
    private String visitors(long target) {
        Set<String> types = new LinkedHashSet<>();
        long edge = 0;
        for (long node = 0; node < nodes(); node++) {
            for (; edge < edgesEnd(node); edge++) {
                if (target(edge) == target) types.add(CStrings.read(Memory.readLong(CMemory.type(pyObject(node)) + CLayout.PyTypeObject.tp_name)));
            }
        }
        return String.join(" or ", types);
    }

    @Override
    public void release() {
        NativeLinker.call(release);
        graph = 0;
    }

    // ---- guessing: guess.c ----------------------------------------------------------------------------------------------------------

    @Override
    public void guessStarts() {
        NativeLinker.call(guessStart, ObjectHeader.MARK);
    }

    @Override
    public boolean guessSome() {
        return NativeLinker.call(guessSome) != 0;
    }

    @Override
    public long candidates() {
        return NativeLinker.call(guessCount);
    }

    @Override
    public long candidate(long i) {
        return NativeLinker.call(guessAt, i);
    }

    @Override
    public boolean isCandidate(long pyobj) {
        return (Memory.readLong(pyobj + PyObjectLayout.GC_OFFSET) & CLayout.mooring.GC_CANDIDATE) != 0;
    }

    @Override
    public void reach(long pyobj) {
        NativeLinker.call(guessReach, pyobj);
    }

    @Override
    public void guessEnds() {
        NativeLinker.call(guessEnd);
    }
}
