package io.mooring.rawrefcount;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What must become of a graph, found without the heap: what roots and C's references from outside reach lives; finalizers are called,
 * and may make more such references; what can be cleared drops its references; and what nobody counts any more goes.
 */
final class CycleOracle {
    private final List<CycleNode> nodes;
    private final Predicate<CycleNode> isLinked;
    /** Nodes whose managed object lives. */
    final Set<CycleNode> managed = new HashSet<>();
    /** Nodes whose PyObject lives. */
    final Set<CycleNode> pyObjects = new HashSet<>();
    /** Nodes whose PyObject exists when all is over: those that live, and those that nobody can take apart. */
    final Set<CycleNode> existing = new HashSet<>();
    /** Dead nodes that a leak leads to: whether they are cleared, and what of them falls then, is not laid down. */
    final Set<CycleNode> leaked = new HashSet<>();
    private final Set<CycleNode> finalized = new HashSet<>();
    private final Set<CycleNode> resurrected = new HashSet<>();

    CycleOracle(List<CycleNode> nodes, Predicate<CycleNode> isLinked) {
        this.nodes = nodes;
        this.isLinked = isLinked;
        nodes.stream().filter(CycleNode::isPyObject).forEach(existing::add);
    }

    /** Only what can be reached now, by the program or by C. */
    CycleOracle now() {
        reach(Set.of());
        return this;
    }

    /** Everything, up to the end. */
    CycleOracle settled() {
        do {
            do reach(existing);
            while (callFinalizers());
        } while (existing.removeAll(falling()));
        Set<CycleNode> certain = new HashSet<>(existing);
        certain.removeAll(leaked);
        reach(certain);
        return this;
    }

    /** @param holders of these, the ones that nobody can ask keep what they refer to */
    private void reach(Set<CycleNode> holders) {
        managed.clear();
        pyObjects.clear();
        Deque<CycleNode> greyManaged = new ArrayDeque<>();
        Deque<CycleNode> greyPyObjects = new ArrayDeque<>();
        for (CycleNode node : nodes) {
            if (node.root) greyManaged.push(node);
            if (node.isPyObject() && (node.held > 0 || node.listed || resurrected.contains(node))) greyPyObjects.push(node);
            if (holders.contains(node) && !node.isAsked()) greyPyObjects.addAll(node.counted);
        }
        while (!greyManaged.isEmpty() || !greyPyObjects.isEmpty()) {
            if (greyManaged.isEmpty()) reachPyObject(greyPyObjects.pop(), greyManaged, greyPyObjects);
            else reachManaged(greyManaged.pop(), greyManaged, greyPyObjects);
        }
    }

    private void reachManaged(CycleNode node, Deque<CycleNode> greyManaged, Deque<CycleNode> greyPyObjects) {
        if (!managed.add(node)) return;
        greyManaged.addAll(node.references);
        if (isLinked.test(node)) greyPyObjects.push(node);
    }

    private void reachPyObject(CycleNode node, Deque<CycleNode> greyManaged, Deque<CycleNode> greyPyObjects) {
        if (!pyObjects.add(node)) return;
        greyPyObjects.addAll(node.counted);
        if (node.kind != CycleNode.Kind.STANDIN && isLinked.test(node)) greyManaged.push(node);
    }

    /** Of all that is dead; whether there were any that had not run. */
    private boolean callFinalizers() {
        boolean called = false;
        for (CycleNode node : existing) {
            if (pyObjects.contains(node) || !node.finalizer || node.finalizations > 0 || !finalized.add(node)) continue;
            called = true;
            if (node.resurrects) resurrected.add(node);
        }
        return called;
    }

    /** The dead that nobody counts once all the dead that can be cleared have been, and that no leak leads to. */
    private Set<CycleNode> falling() {
        Set<CycleNode> left = new HashSet<>(existing);
        boolean changed;
        do {
            Set<CycleNode> counted = new HashSet<>();
            for (CycleNode node : left) if (keepsReferences(node)) counted.addAll(node.counted);
            changed = left.removeIf(node -> !pyObjects.contains(node) && !counted.contains(node));
        } while (changed);
        left.removeIf(node -> pyObjects.contains(node) || !node.isAsked());
        closeOver(left);
        Set<CycleNode> falling = new HashSet<>(existing);
        falling.removeAll(left);
        falling.removeAll(pyObjects);
        return falling;
    }

    private boolean keepsReferences(CycleNode node) {
        return pyObjects.contains(node) || !node.tracked || !node.clears;
    }

    /** Adds all that leaks lead to, in both heaps. */
    private void closeOver(Set<CycleNode> leaks) {
        Deque<CycleNode> grey = new ArrayDeque<>(leaks);
        leaked.clear();
        while (!grey.isEmpty()) {
            CycleNode node = grey.pop();
            if (!leaked.add(node)) continue;
            grey.addAll(node.counted);
            grey.addAll(node.references);
        }
        leaks.addAll(leaked);
    }
}
