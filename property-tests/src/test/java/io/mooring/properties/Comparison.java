package io.mooring.properties;

import io.mooring.gc.Immediate;
import io.mooring.properties.HeapAction.LinkKind;
import io.mooring.properties.HeapModel.Node;
import io.mooring.properties.HeapModel.PyObject;
import io.mooring.rawrefcount.RefCountBias;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Compares the heap of a run with its model: the graphs that the variables reach must be isomorphic, payloads, hashes and links
 * included, and what died must have been allowed to die.
 */
final class Comparison {
    private final ScriptRun run;
    private final Deaths deaths;
    private final Map<Node, Long> objects = new HashMap<>();
    private final Map<Long, Node> nodes = new HashMap<>();
    private final ArrayDeque<Node> grey = new ArrayDeque<>();

    Comparison(ScriptRun run) {
        this.run = run;
        this.deaths = new Deaths(run);
    }

    /** @param complete a major collection just ended: what is unreachable must be gone */
    void compare(boolean complete) {
        deaths.observe(complete);
        Set<Node> before = deaths.reachableBefore();
        Set<Node> reachable = deaths.reachable();
        for (PyObject pyObject : run.model.pyObjects) {
            if (pyObject.node != null) noteDeath(pyObject, reachable, complete);
        }
        objects.clear();
        nodes.clear();
        for (int i = 0; i < run.variables.length; i++) pair(run.model.variables[i], run.scope.get(run.variables[i]), "variable " + i);
        while (!grey.isEmpty()) compareNode(grey.pop(), before, reachable, complete);
        run.model.pyObjects.forEach(this::comparePyObject);
        long queued = run.model.pyObjects.stream().filter(pyObject -> pyObject.queued).count();
        long pending = run.links.statistics().pending();
        check(pending == queued, pending + " wait in the dealloc queue, expected " + queued);
    }

    static void check(boolean holds, String what) {
        if (!holds) throw new AssertionError(what);
    }

    private static String hex(long word) {
        return "0x" + Long.toHexString(word);
    }

    private void noteDeath(PyObject pyObject, Set<Node> reachable, boolean complete) {
        long address = run.addresses.get(pyObject.number);
        boolean ended = run.arena.isFree(address) || run.links.toObj(address) == Immediate.NULL;
        boolean reached = reachable.contains(pyObject.node);
        check(!(ended && reached), "the link of PyObject " + pyObject.number + " ended although its object is reachable");
        check(ended || reached || !complete, "the link of PyObject " + pyObject.number + " stands although its object is dead");
        if (ended) run.model.endLink(pyObject);
    }

    private void pair(Object expected, long found, String where) {
        switch (expected) {
            case null -> check(found == Immediate.NULL, where + " holds " + hex(found) + ", expected null");
            case Long number -> check(found == Immediate.of(number), where + " holds " + hex(found) + ", expected the immediate " + number);
            case Node node -> pairNode(node, found, where);
            default -> throw new AssertionError("the model holds " + expected);
        }
    }

    private void pairNode(Node node, long found, String where) {
        check(run.heap.isObject(found), where + " holds " + hex(found) + ", which is no object");
        Long before = objects.putIfAbsent(node, found);
        Node other = nodes.putIfAbsent(found, node);
        check(before == null || before == found, where + " holds " + hex(found) + ", but the same node was met at " + hex(before == null ? 0 : before));
        check(other == null || other == node, where + " holds " + hex(found) + ", which was met as another node");
        if (before == null) grey.push(node);
    }

    private void compareNode(Node node, Set<Node> before, Set<Node> reachable, boolean complete) {
        long object = objects.get(node);
        String name = node.shape + " " + hex(object);
        check(run.heap.type(object) == type(node), name + " has type " + run.heap.type(object) + ", expected " + type(node));
        for (int i = 0; i < node.slots.length; i++) pair(node.slots[i], run.heap.readRef(object, ScriptRun.offset(node, i)), "slot " + i + " of " + name);
        switch (node.shape) {
            case PAIR -> check(run.heap.readWord(object, ScriptRun.PAYLOAD) == node.payload, name + " has payload " + run.heap.readWord(object, ScriptRun.PAYLOAD) + ", expected " + node.payload);
            case ARRAY -> check(run.heap.length(object) == node.length, name + " has length " + run.heap.length(object) + ", expected " + node.length);
            case BYTES -> compareBytes(node, object, name);
            case WEAK -> compareWeak(node, object, name, before, reachable, complete);
            case EPHEMERON -> compareEphemeron(node, object, name, reachable, complete);
        }
        Long place = run.places.get(node);
        check(place == null || place == object, name + " must stay at " + hex(place == null ? 0 : place));
        if (node.hash >= 0) check(run.heap.identityHash(object) == node.hash, name + " has hash " + run.heap.identityHash(object) + ", expected " + node.hash);
        long pyObject = run.links.toPyObject(object);
        long expected = node.pyObject == null ? 0 : run.addresses.get(node.pyObject.number);
        check(pyObject == expected, name + " is linked to " + hex(pyObject) + ", expected " + hex(expected));
        if (expected != 0) check(run.links.toObj(expected) == object, "PyObject " + hex(expected) + " is linked to " + hex(run.links.toObj(expected)) + ", expected " + name);
    }

    private int type(Node node) {
        return switch (node.shape) {
            case PAIR -> run.pair;
            case ARRAY -> run.array;
            case BYTES -> run.bytes;
            case WEAK -> run.weak;
            case EPHEMERON -> run.ephemeron;
        };
    }

    private void compareBytes(Node node, long object, String name) {
        check(run.heap.length(object) == node.length, name + " has length " + run.heap.length(object) + ", expected " + node.length);
        for (int i = 0; i < node.length; i++) {
            byte found = run.heap.readByte(object, ScriptRun.BYTES.fixedBytes() + i);
            check(found == (byte) (node.payload + i), "byte " + i + " of " + name + " is " + found + ", expected " + (byte) (node.payload + i));
        }
    }

    /** Key and value stand there as long as the key does, and become null together. */
    private void compareEphemeron(Node node, long object, String name, Set<Node> reachable, boolean complete) {
        long key = run.heap.readRef(object, ScriptRun.KEY);
        if (key == Immediate.NULL && node.key instanceof Node dead) {
            check(!reachable.contains(dead), name + " lost its key, which is reachable");
            node.key = null;
            node.value = null;
        }
        check(!complete || !(node.key instanceof Node kept) || reachable.contains(kept), name + " still has a key that is dead");
        pair(node.key, key, "the key of " + name);
        pair(node.value, run.heap.readRef(object, ScriptRun.VALUE), "the value of " + name);
    }

    /**
     * A weak slot is null once its referent died, which only an unreachable one may; until then it shows the referent. That it was queued
     * counts as death, unless the weak reference was then only kept by the same queue, or the plan is incremental: a cycle that began while the
     * referent was reachable may queue what keeps it from then on.
     */
    private void compareWeak(Node node, long object, String name, Set<Node> before, Set<Node> reachable, boolean complete) {
        long referent = run.heap.readRef(object, ScriptRun.REFERENT);
        if (referent == Immediate.NULL && node.referent != null) {
            check(!before.contains(node.referent), name + " lost its referent, which is reachable");
            node.referent = null;
        }
        Set<Node> kept = before.contains(node) && !run.heap.plan().traits().incremental() ? before : reachable;
        check(!complete || node.referent == null || kept.contains(node.referent), name + " still has a referent that is dead or queued");
        pair(node.referent, referent, "the weak slot of " + name);
    }

    private void comparePyObject(PyObject pyObject) {
        if (pyObject.freed) return;
        long address = run.addresses.get(pyObject.number);
        long bias = pyObject.node == null ? 0 : pyObject.kind == LinkKind.MANAGED_LIGHT ? RefCountBias.LIGHT : RefCountBias.FROM_MANAGED;
        long count = run.arena.count(address);
        check(count == pyObject.count + bias, "PyObject " + pyObject.number + " has count " + RefCountBias.describe(count) + ", expected " + RefCountBias.describe(pyObject.count + bias));
    }
}
