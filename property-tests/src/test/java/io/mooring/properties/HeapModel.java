package io.mooring.properties;

import io.mooring.properties.HeapAction.LinkKind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
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
        /** Tells nodes apart in the heap as well; 0 for those that keep none. */
        final long number;
        Node referent;
        /** Of an ephemeron; each is what a slot holds. */
        Object key;
        Object value;
        /** How often it is pinned. */
        int pins;
        long hash = -1;
        PyObject pyObject;

        Node(Shape shape, int slotCount, int length, long payload) {
            this(shape, slotCount, length, payload, 0);
        }

        Node(Shape shape, int slotCount, int length, long payload, long number) {
            this.number = number;
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
        WEAK,
        EPHEMERON
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
    /** Nodes with a pin. */
    final Set<Node> pinned = new HashSet<>();
    /** Nodes that are to be queued when they would die, in the order of registration; a node may stand here more than once. */
    final List<Node> registered = new ArrayList<>();
    /** Nodes that would have died and wait to be polled. */
    final ArrayDeque<Node> queue = new ArrayDeque<>();
    /** Who is to hear of whose death. */
    final Map<Long, Node> light = new HashMap<>();
    private final Map<Long, Node> numbered = new HashMap<>();

    Node node(int variable) {
        return variables[variable] instanceof Node node ? node : null;
    }

    /** A new pair, with a number of its own. */
    Node pair(long payload) {
        Node made = new Node(Shape.PAIR, 2, 0, payload, numbered.size() + 1);
        numbered.put(made.number, made);
        return made;
    }

    Node numbered(long number) {
        return numbered.get(number);
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

    /** Everything that a collection must keep: what variables, pins and the queue reach, and what P links whose PyObject C counts reach. */
    Set<Node> reachable() {
        Set<Node> reached = new HashSet<>();
        ArrayDeque<Node> grey = new ArrayDeque<>();
        for (Object value : variables) reach(value, reached, grey);
        for (Node node : immortals) reach(node, reached, grey);
        for (Node node : pinned) reach(node, reached, grey);
        for (Node node : queue) reach(node, reached, grey);
        for (PyObject pyObject : pyObjects) {
            if (pyObject.node != null && pyObject.count > 0 && pyObject.kind != LinkKind.NATIVE) reach(pyObject.node, reached, grey);
        }
        close(reached, grey);
        return reached;
    }

    /** What a node reaches through slots, itself excluded unless it lies on a cycle. */
    static Set<Node> behind(Node node) {
        Set<Node> reached = new HashSet<>();
        ArrayDeque<Node> grey = new ArrayDeque<>();
        for (Object value : node.slots) reach(value, reached, grey);
        while (!grey.isEmpty()) {
            for (Object value : grey.pop().slots) reach(value, reached, grey);
        }
        return reached;
    }

    /** Looks at all ephemerons again and again, until no further value is reached: the plain way, to be compared with the collector's. */
    private static void close(Set<Node> reached, ArrayDeque<Node> grey) {
        List<Node> ephemerons = new ArrayList<>();
        do {
            while (!grey.isEmpty()) {
                Node node = grey.pop();
                if (node.shape == Shape.EPHEMERON) ephemerons.add(node);
                for (Object value : node.slots) reach(value, reached, grey);
            }
            for (Node ephemeron : ephemerons) {
                if (!(ephemeron.key instanceof Node key) || reached.contains(key)) reach(ephemeron.value, reached, grey);
            }
        } while (!grey.isEmpty());
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
