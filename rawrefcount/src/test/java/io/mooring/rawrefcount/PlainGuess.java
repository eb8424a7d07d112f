package io.mooring.rawrefcount;

import io.mooring.gc.Immediate;
import io.mooring.gc.memory.Memory;
import io.mooring.gc.object.ObjectHeader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which of the nodes may be garbage, guessed from the neighbourhood of one tracked node after the other: what guess.c does. */
final class PlainGuess {
    private final PyObjectMemory memory;
    private final PlainC c;
    private final Deque<CycleNode> starts = new ArrayDeque<>();
    private final Set<CycleNode> explored = new HashSet<>();
    private final Set<CycleNode> flagged = new HashSet<>();
    private final List<CycleNode> listed = new ArrayList<>();

    /** Nodes that are looked at together. */
    private int batch = 1000;

    PlainGuess(PyObjectMemory memory, PlainC c) {
        this.memory = memory;
        this.c = c;
    }

    void batch(int size) {
        batch = size;
    }

    void start(List<CycleNode> tracked) {
        end();
        starts.clear();
        starts.addAll(tracked);
        explored.clear();
    }

    /** Explores the neighbourhoods of as many starts as make a batch, and looks at them together. */
    boolean some() {
        Map<CycleNode, Long> external = new HashMap<>();
        Map<CycleNode, List<CycleNode>> edges = new HashMap<>();
        List<CycleNode> nodes = new ArrayList<>();
        while (nodes.size() < batch && !starts.isEmpty()) {
            CycleNode start = starts.poll();
            if (!c.exists(start) || explored.contains(start) || external.containsKey(start)) continue;
            int first = nodes.size();
            add(start, nodes, external);
            for (int i = first; i < nodes.size(); i++) explore(nodes.get(i), nodes, external, edges);
        }
        evaluate(nodes, external, edges);
        return starts.isEmpty();
    }

    private void add(CycleNode node, List<CycleNode> nodes, Map<CycleNode, Long> external) {
        nodes.add(node);
        external.put(node, c.countOf(node.pyobj));
    }

    private void explore(CycleNode node, List<CycleNode> nodes, Map<CycleNode, Long> external, Map<CycleNode, List<CycleNode>> edges) {
        List<CycleNode> targets = new ArrayList<>();
        edges.put(node, targets);
        if (!node.isAsked()) return;
        for (CycleNode target : node.tell()) {
            if (!c.exists(target)) continue;
            if (!external.containsKey(target)) {
                if (explored.contains(target) || !(target.tracked || target.tuple || target.kind.isLinked())) continue;
                add(target, nodes, external);
            }
            external.merge(target, -1L, Long::sum);
            targets.add(target);
        }
    }

    private void evaluate(List<CycleNode> nodes, Map<CycleNode, Long> external, Map<CycleNode, List<CycleNode>> edges) {
        explored.addAll(nodes);
        Deque<CycleNode> grey = new ArrayDeque<>();
        Set<CycleNode> reached = new HashSet<>();
        nodes.stream().filter(node -> external.get(node) < 0).forEach(c::accuse);
        for (CycleNode node : nodes) if ((external.get(node) != 0 || isMarked(node)) && reached.add(node)) grey.add(node);
        while (!grey.isEmpty()) for (CycleNode target : edges.get(grey.poll())) if (reached.add(target)) grey.add(target);
        for (CycleNode node : nodes) {
            if (reached.contains(node)) continue;
            flagged.add(node);
            listed.add(node);
        }
    }

    private boolean isMarked(CycleNode node) {
        long object = memory.link(node.pyobj);
        return Immediate.isObject(object) && ObjectHeader.has(Memory.readLong(object), ObjectHeader.MARK);
    }

    /** The node lives, and what it leads to. */
    void reach(CycleNode from) {
        Deque<CycleNode> grey = new ArrayDeque<>(List.of(from));
        while (!grey.isEmpty()) {
            CycleNode node = grey.poll();
            if (flagged.remove(node) && node.isAsked()) node.tell().stream().filter(flagged::contains).forEach(grey::add);
        }
    }

    void leave(CycleNode node) {
        flagged.remove(node);
    }

    boolean isFlagged(CycleNode node) {
        return flagged.contains(node);
    }

    List<CycleNode> listed() {
        return listed;
    }

    List<CycleNode> flagged() {
        return listed.stream().filter(flagged::contains).toList();
    }

    void end() {
        flagged.clear();
        listed.clear();
    }
}
