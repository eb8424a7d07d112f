package io.mooring.properties;

import io.mooring.properties.HeapAction.LinkKind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The heap as it ought to be, in plain Java objects: variables, nodes, PyObjects, and who is reachable. It moves nothing, frees nothing
 * by itself, and knows what a collection must and must not free.
 */
final class HeapModel {
    /** Number of variables, the roots of every script. */
    static final int VARIABLES = 6;

    /** What a slot holds: null, an immediate (a Long), or a node. */
    static final class Node {
        final Shape shape;
        final Object[] slots;
        final long payload;
        final int length;
        Node referent;
        long hash = -1;
        PyObject pyObject;

        Node(Shape shape, int slotCount, int length, long payload) {
            this.shape = shape;
            this.slots = new Object[slotCount];
            this.length = length;
            this.payload = payload;
        }
    }

    enum Shape {
        PAIR,
        ARRAY,
        BYTES,
        WEAK
    }

    /** The C side of a link. */
    static final class PyObject {
        final int number;
        LinkKind kind;
        /** References that C holds, the one of the dealloc queue included. */
        int count;
        /** Null once the link ended. */
        Node node;
        boolean queued;
        boolean freed;

        PyObject(int number, LinkKind kind, Node node) {
            this.number = number;
            this.kind = kind;
            this.node = node;
        }
    }

    final Object[] variables = new Object[VARIABLES];
    final List<PyObject> pyObjects = new ArrayList<>();
    final List<Node> immortals = new ArrayList<>();

    Node node(int variable) {
        return variables[variable] instanceof Node node ? node : null;
    }

    PyObject link(Node node, LinkKind kind) {
        PyObject made = new PyObject(pyObjects.size(), kind, node);
        pyObjects.add(made);
        node.pyObject = made;
        return made;
    }

    void relink(Node node, PyObject pyObject, LinkKind kind) {
        pyObject.kind = kind;
        pyObject.node = node;
        node.pyObject = pyObject;
    }

    /** The PyObject of that number, null when there is none or it is freed. */
    PyObject pyObject(int number) {
        return number < pyObjects.size() && !pyObjects.get(number).freed ? pyObjects.get(number) : null;
    }

    /** Everything that a collection must keep: what variables reach, and what P links whose PyObject C counts reach. */
    Set<Node> reachable() {
        Set<Node> reached = new HashSet<>();
        ArrayDeque<Node> grey = new ArrayDeque<>();
        for (Object value : variables) reach(value, reached, grey);
        for (Node node : immortals) reach(node, reached, grey);
        for (PyObject pyObject : pyObjects) {
            if (pyObject.node != null && pyObject.count > 0 && pyObject.kind != LinkKind.NATIVE) reach(pyObject.node, reached, grey);
        }
        while (!grey.isEmpty()) {
            for (Object value : grey.pop().slots) reach(value, reached, grey);
        }
        return reached;
    }

    private static void reach(Object value, Set<Node> reached, ArrayDeque<Node> grey) {
        if (value instanceof Node node && reached.add(node)) grey.push(node);
    }

    /** The link of a PyObject whose node died ends: it is freed, queued, or goes on as a C object of its own. */
    void endLink(PyObject pyObject) {
        pyObject.node.pyObject = null;
        pyObject.node = null;
        if (pyObject.count > 0) return;
        if (pyObject.kind == LinkKind.MANAGED_LIGHT) {
            pyObject.freed = true;
        } else {
            pyObject.queued = true;
            pyObject.count = 1;
        }
    }
}
