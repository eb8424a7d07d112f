package io.mooring.rawrefcount;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.rawrefcount.LinkFixture.Type;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** Linked objects as they ought to be, in plain Java: who is reachable, who holds what, who waits. It frees nothing by itself. */
final class LinkModel {
    static final int VARIABLES = 8;

    /** A managed object: one slot, one value to know it by. */
    static final class Node {
        final long value;
        final boolean immortal;
        Node next;
        Mirror mirror;

        Node(long value, boolean immortal) {
            this.value = value;
            this.immortal = immortal;
        }
    }

    /** A PyObject. */
    static final class Mirror {
        final int number;
        final Type type;
        final boolean foreign;
        /** References of C, without that of the queue. */
        long held;
        Node node;
        boolean queued;
        boolean freed;

        Mirror(int number, Type type, boolean foreign, long held) {
            this.number = number;
            this.type = type;
            this.foreign = foreign;
            this.held = held;
        }

        long count() {
            return held + (queued ? 1 : 0);
        }
    }

    final Node[] variables = new Node[VARIABLES];
    final List<Mirror> mirrors = new ArrayList<>();
    private final List<Node> immortals = new ArrayList<>();
    private long values;

    Node newNode(int variable, boolean immortal) {
        Node node = new Node(++values, immortal);
        if (immortal) immortals.add(node);
        variables[variable] = node;
        return node;
    }

    void link(Node node, Mirror mirror) {
        node.mirror = mirror;
        mirror.node = node;
    }

    /** What variables reach, what immortal objects reach, and what P links that C holds reach. */
    Set<Node> reachable() {
        Set<Node> reached = new HashSet<>();
        ArrayDeque<Node> grey = new ArrayDeque<>();
        for (Node node : variables) reach(node, reached, grey);
        for (Node node : immortals) reach(node, reached, grey);
        for (Mirror mirror : mirrors) {
            if (mirror.node != null && !mirror.type.isNative && mirror.count() > 0) reach(mirror.node, reached, grey);
        }
        while (!grey.isEmpty()) reach(grey.pop().next, reached, grey);
        return reached;
    }

    private static void reach(Node node, Set<Node> reached, ArrayDeque<Node> grey) {
        if (node != null && reached.add(node)) grey.push(node);
    }

    /** Ends the links that a collection ended: only of unreachable objects, and after a major one of all of these. */
    void endLinks(Predicate<Mirror> isEnded, boolean all) {
        Set<Node> reachable = reachable();
        for (Mirror mirror : mirrors) {
            if (mirror.node == null) continue;
            boolean ended = isEnded.test(mirror);
            if (reachable.contains(mirror.node)) assertThat(ended).as("link of reachable object %d ended", mirror.node.value).isFalse();
            else if (all) assertThat(ended).as("link of unreachable object %d ended in a major collection", mirror.node.value).isTrue();
            if (ended) endLink(mirror);
        }
    }

    private static void endLink(Mirror mirror) {
        mirror.node.mirror = null;
        mirror.node = null;
        if (mirror.count() > 0) return;
        if (mirror.type.isLight) mirror.freed = true;
        else mirror.queued = true;
    }

    /** One line for each variable and each PyObject that exists. */
    List<String> observe() {
        List<String> seen = new ArrayList<>();
        for (int i = 0; i < VARIABLES; i++) {
            Node node = variables[i];
            seen.add("variable " + i + ": " + (node == null ? "null" : node.value + " linked to " + (node.mirror == null ? "nobody" : node.mirror.number)));
        }
        for (Mirror mirror : mirrors) {
            if (mirror.freed) seen.add("PyObject " + mirror.number + ": freed");
            else seen.add("PyObject " + mirror.number + ": count " + mirror.count() + (mirror.node == null ? "" : " linked to " + mirror.node.value));
        }
        return seen;
    }
}
