package io.mooring.capi;

import io.mooring.gc.memory.AddressStack;
import io.mooring.gc.memory.Memory;
import io.mooring.rawrefcount.ForeignGraph;

/** The references between C's objects as {@code graph.c} takes the picture of them: one call for all, then words to read. */
final class CGraph implements ForeignGraph {
    private final long take;
    private final long release;
    private final CMemory memory;
    private final Misuse misuse;
    private long graph;
    private long nodes;
    private long edges;

    CGraph(NativeLibrary library, CMemory memory, Misuse misuse) {
        this.memory = memory;
        this.misuse = misuse;
        take = library.symbol("mooring_graph_take");
        release = library.symbol("mooring_graph_release");
    }

    @Override
    public boolean take(AddressStack seeds) {
        graph = NativeLinker.call(take, seeds.start(), seeds.size());
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
        if (memory.debug()) misuse.report(pyObject(node), memory.count(pyObject(node)), "tp_traverse of others visits it more often than it is counted");
    }

    @Override
    public void release() {
        NativeLinker.call(release);
        graph = 0;
    }
}
