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
    private final PlainGuess guess;
    private boolean blind;
    private int pictures;

    PlainC(PyObjectMemory memory) {
        this.memory = memory;
        this.guess = new PlainGuess(memory, this);
    }

    void enter(CycleNode node) {
        byAddress.put(node.pyobj, node);
    }

    void leave(CycleNode node) {
        byAddress.remove(node.pyobj);
        guess.leave(node);
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

    void accuse(CycleNode node) {
        accused.add(node);
    }

    /** Of the guess: how many nodes it looks at together; the fewer, the worse it is. */
    void guessIn(int nodes) {
        guess.batch(nodes);
    }

    /** Whether the node's PyObject exists. */
    boolean exists(CycleNode node) {
        return byAddress.get(node.pyobj) == node;
    }

    /** What C tracks, the oldest first. */
    List<CycleNode> tracked() {
        return byAddress.values().stream().filter(node -> node.tracked).sorted((a, b) -> Long.compare(a.value, b.value)).toList();
    }

    @Override
    public boolean take(AddressStack seeds) {
        if (blind) return false;
        takeNodes(tracked(), seeds);
        for (int i = 0; i < nodes.size(); i++) askNode(nodes.get(i), true);
        return true;
    }

    @Override
    public boolean takeCandidates(AddressStack seeds) {
        if (blind) return false;
        takeNodes(guess.flagged(), seeds);
        for (int i = 0; i < nodes.size(); i++) askNode(nodes.get(i), false);
        return true;
    }

    private void takeNodes(List<CycleNode> first, AddressStack seeds) {
        if (!nodes.isEmpty()) throw new AssertionError("a picture is taken while another one stands");
        first.forEach(node -> add(node, 0));
        for (long i = 0; i < seeds.size(); i++) addSeed(at(seeds.get(i)));
    }

    private void askNode(CycleNode node, boolean tuplesToo) {
        if (node.isAsked()) node.tell().forEach(target -> visit(target, tuplesToo));
        edgesEnd.add((long) edges.size());
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

    private void visit(CycleNode target, boolean tuplesToo) {
        if (!numbers.containsKey(target)) {
            if (!target.tuple || !tuplesToo) return;
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
        return countOf(pyObject(node));
    }

    /** References of C, the bias of a link not included. */
    long countOf(long pyobj) {
        long count = memory.count(pyobj);
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

    // ---- guessing -----------------------------------------------------------------------------------------------------------------

    @Override
    public void guessStarts() {
        guess.start(tracked().reversed());
    }

    @Override
    public boolean guessSome() {
        return guess.some();
    }

    @Override
    public long candidates() {
        return guess.listed().size();
    }

    @Override
    public long candidate(long i) {
        CycleNode node = guess.listed().get((int) i);
        return guess.isFlagged(node) ? node.pyobj : 0;
    }

    @Override
    public boolean isCandidate(long pyobj) {
        return guess.isFlagged(at(pyobj));
    }

    @Override
    public void reach(long pyobj) {
        guess.reach(at(pyobj));
    }

    @Override
    public void guessEnds() {
        guess.end();
    }
}
