package io.mooring.rawrefcount;

import io.mooring.gc.memory.AddressStack;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The picture of C's references, taken of nodes whose references a Java list holds: what graph.c does. */
final class PlainC implements ForeignGraph {
    private final PyObjectMemory memory;
    private final Map<Long, CycleNode> byAddress = new HashMap<>();
    private final List<CycleNode> nodes = new ArrayList<>();
    private final List<Long> traits = new ArrayList<>();
    private final List<Long> edges = new ArrayList<>();
    private final List<Long> edgesEnd = new ArrayList<>();
    private final Map<CycleNode, Integer> numbers = new HashMap<>();
    private final Set<CycleNode> accused = new LinkedHashSet<>();
    private boolean blind;
    private int pictures;

    PlainC(PyObjectMemory memory) {
        this.memory = memory;
    }

    void enter(CycleNode node) {
        byAddress.put(node.pyobj, node);
    }

    void leave(CycleNode node) {
        byAddress.remove(node.pyobj);
    }

    CycleNode at(long pyobj) {
        CycleNode node = byAddress.get(pyobj);
        if (node == null) throw new AssertionError("PyObject 0x" + Long.toHexString(pyobj) + " is spoken of, and is free");
        return node;
    }

    /** From now on there are no pictures, as if memory were short. */
    void goBlind() {
        blind = true;
    }

    /** Who was told of more often than it is counted. */
    Set<CycleNode> accused() {
        return accused;
    }

    /** Pictures that were taken and given back. */
    int pictures() {
        return pictures;
    }

    @Override
    public boolean take(AddressStack seeds) {
        if (!nodes.isEmpty()) throw new AssertionError("a picture is taken while another one stands");
        if (blind) return false;
        byAddress.values().stream().filter(node -> node.tracked).sorted((a, b) -> Long.compare(a.value, b.value)).forEach(node -> add(node, 0));
        for (long i = 0; i < seeds.size(); i++) addSeed(at(seeds.get(i)));
        for (int i = 0; i < nodes.size(); i++) {
            CycleNode node = nodes.get(i);
            if (node.isAsked()) node.tell().forEach(this::visit);
            edgesEnd.add((long) edges.size());
        }
        return true;
    }

    private void addSeed(CycleNode seed) {
        Integer number = numbers.get(seed);
        if (number == null) add(seed, SEED);
        else traits.set(number, traits.get(number) | SEED);
    }

    private void add(CycleNode node, long extra) {
        numbers.put(node, nodes.size());
        nodes.add(node);
        traits.add(extra | (node.tracked ? traitsOf(node) : 0));
    }

    private static long traitsOf(CycleNode node) {
        long found = 0;
        if (node.finalizer && node.finalizations == 0) found |= FINALIZE;
        if (node.legacy) found |= LEGACY;
        if (node.clearedLast) node.clearedLast = false;
        else if (node.clears) found |= CLEAR;
        return found;
    }

    private void visit(CycleNode target) {
        if (!numbers.containsKey(target)) {
            if (!target.tuple) return;
            add(target, 0);
        }
        edges.add((long) numbers.get(target));
    }

    @Override
    public long nodes() {
        return nodes.size();
    }

    @Override
    public long pyObject(long node) {
        return nodes.get((int) node).pyobj;
    }

    @Override
    public long references(long node) {
        long count = memory.count(pyObject(node));
        return RefCountBias.isBiased(count) ? RefCountBias.references(count) : count;
    }

    @Override
    public long traits(long node) {
        return traits.get((int) node);
    }

    @Override
    public long edgesEnd(long node) {
        return edgesEnd.get((int) node);
    }

    @Override
    public long target(long edge) {
        return edges.get((int) edge);
    }

    @Override
    public void lies(long node) {
        accused.add(nodes.get((int) node));
    }

    @Override
    public void release() {
        nodes.clear();
        traits.clear();
        edges.clear();
        edgesEnd.clear();
        numbers.clear();
        pictures++;
    }
}
