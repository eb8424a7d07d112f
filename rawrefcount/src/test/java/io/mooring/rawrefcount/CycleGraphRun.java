package io.mooring.rawrefcount;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.rawrefcount.CycleGraph.Fate;
import io.mooring.rawrefcount.CycleGraph.Line;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** One graph carried out in one setting: built, left to the collector, and compared with what was expected. */
final class CycleGraphRun implements AutoCloseable {
    private final CycleGraph graph;
    private final CycleWorld world;
    private final boolean old;
    /** Steps of a cycle after which changes are made that are to be made meanwhile. */
    private final int steps;
    private final Map<String, CycleNode> nodes = new HashMap<>();

    /** What the lines of a section are preceded by; the first section has THEN. */
    private enum When {
        THEN,
        BEFORE,
        MEANWHILE
    }

    private record Section(When when, List<Line> lines) {}

    /** @param old whether everything has become old before anything is dropped */
    CycleGraphRun(CycleGraph graph, LinkSetting setting, boolean old) {
        this(graph, new CycleWorld(setting), old, 0);
    }

    CycleGraphRun(CycleGraph graph, CycleWorld world, boolean old, int steps) {
        this.graph = graph;
        this.world = world;
        this.old = old;
        this.steps = steps;
    }

    /** False if a cycle had ended before it had taken the steps after which it was to be disturbed. */
    boolean run() {
        boolean disturbed = true;
        for (Section section : sections()) {
            boolean isFirst = nodes.isEmpty();
            if (section.when == When.MEANWHILE && world.isInSteps()) disturbed &= world.steps(steps);
            if (section.when == When.BEFORE && world.isInSteps()) world.steps(0);
            List<CycleNode> made = make(section.lines);
            for (Line line : section.lines) if (!CycleGraph.isKind(line.verb()) && !CycleGraph.isFate(line.verb())) perform(line);
            if (isFirst && old) world.fixture.growOld();
            made.forEach(world::forget);
            if (section.when != When.BEFORE) world.settle();
            expect(section.lines);
        }
        return disturbed;
    }

    private List<Section> sections() {
        List<Section> sections = new ArrayList<>(List.of(new Section(When.THEN, new ArrayList<>())));
        for (Line line : graph.lines()) {
            switch (line.verb()) {
                case "then" -> sections.add(new Section(When.THEN, new ArrayList<>()));
                case "before" -> sections.add(new Section(When.BEFORE, new ArrayList<>()));
                case "meanwhile" -> sections.add(new Section(When.MEANWHILE, new ArrayList<>()));
                default -> sections.getLast().lines.add(line);
            }
        }
        return sections;
    }

    private List<CycleNode> make(List<Line> lines) {
        long before = nodes.size();
        for (Line line : lines) if (CycleGraph.isKind(line.verb())) declare(line);
        List<CycleNode> made = nodes.values().stream().filter(node -> node.value > before).sorted((a, b) -> Long.compare(a.value, b.value)).toList();
        made.forEach(world::make);
        return made;
    }

    private void declare(Line line) {
        for (String name : line.left()) {
            CycleNode node = new CycleNode(name, CycleNode.Kind.valueOf(line.verb().toUpperCase(Locale.ROOT)), nodes.size() + 1L);
            line.right().forEach(node::flag);
            if (nodes.put(name, node) != null) throw new IllegalArgumentException(graph + " has two nodes " + name);
        }
    }

    private CycleNode node(String name) {
        CycleNode node = nodes.get(name);
        if (node == null) throw new IllegalArgumentException(graph + " has no node " + name);
        return node;
    }

    private void perform(Line line) {
        if (line.verb().equals("blind")) world.c.goBlind();
        if (line.isArrow()) {
            for (String to : line.right()) connect(line.verb(), node(line.left().getFirst()), node(to));
            return;
        }
        for (String name : line.left()) {
            if (line.right().isEmpty()) change(line.verb(), node(name));
            else await(node(name), line.right());
        }
    }

    private void await(CycleNode node, List<String> words) {
        if (words.equals(List.of("callback"))) world.awaits(node);
        else if (words.size() == 3 && words.subList(0, 2).equals(List.of("callback", "in"))) world.awaits(node, node(words.getLast()));
        else throw new IllegalArgumentException(graph + ": weak " + node + " : " + String.join(" ", words) + " means nothing");
    }

    private void connect(String arrow, CycleNode from, CycleNode to) {
        boolean isManaged = arrow.startsWith("-");
        boolean fits = isManaged ? from.kind.isManaged && to.kind.isManaged : from.kind.isPyObject && to.kind.isPyObject;
        if (!fits) throw new IllegalArgumentException(graph + ": " + from + " " + arrow + " " + to + " joins what has no such ends");
        switch (arrow) {
            case "->" -> world.refer(from, to);
            case "=>" -> world.count(from, to);
            case "-/>" -> world.unrefer(from, to);
            case "=/>" -> world.uncount(from, to);
            case "tells" -> from.invented.add(to);
            case "hides" -> from.hidden.add(to);
            default -> throw new IllegalArgumentException("the arrow " + arrow + " means nothing");
        }
    }

    private void change(String verb, CycleNode node) {
        switch (verb) {
            case "weak" -> world.refersWeakly(node);
            case "show" -> world.show(node);
            case "root" -> world.root(node);
            case "unroot" -> world.unroot(node);
            case "hold" -> world.hold(node);
            case "release" -> world.release(node);
            default -> throw new IllegalArgumentException("the verb " + verb + " means nothing");
        }
    }

    private void expect(List<Line> lines) {
        world.check();
        for (Line line : lines) {
            if (!CycleGraph.isFate(line.verb())) continue;
            Fate fate = Fate.valueOf(line.verb().toUpperCase(Locale.ROOT));
            for (String name : line.left()) expect(fate, node(name));
        }
    }

    private void expect(Fate fate, CycleNode node) {
        boolean isWhole = (!node.kind.isManaged || world.walk().containsKey(node.value)) && (!node.kind.isPyObject || !node.freed) && (!node.kind.isLinked() || world.isLinked(node));
        boolean met = switch (fate) {
            case LIVES -> isWhole && node.clearings == 0 && !node.listed;
            case DIES -> !world.walk().containsKey(node.value) && !node.isPyObject();
            case ALONE -> node.kind.isLinked() && !node.freed && !world.isLinked(node) && !world.walk().containsKey(node.value);
            case LISTED -> isWhole && node.clearings == 0 && node.listed;
            case ROBBED -> isWhole && node.clearings > 0;
            case ACCUSED -> world.c.accused().contains(node);
            case FORGOTTEN -> !world.isWeaklyFound(node);
            case REMEMBERED -> world.isWeaklyFound(node);
            case FINALIZED -> node.finalizations == 1;
            case UNCLEARED -> node.clearings == 0;
            case CALLED -> node.callbacks == 1;
            case UNCALLED -> node.callbacks == 0;
        };
        assertThat(met).as(() -> node + " " + fate.name().toLowerCase(Locale.ROOT) + "; it is " + describe(node)).isTrue();
    }

    private String describe(CycleNode node) {
        return (world.walk().containsKey(node.value) ? "found in the heap, " : "not found in the heap, ") + (node.isPyObject() ? "a PyObject, " : "no PyObject, ")
                + (world.isLinked(node) ? "linked, " : "not linked, ") + "listed " + node.listed + ", finalized " + node.finalizations + " and cleared " + node.clearings + " times, called back " + node.callbacks + " times";
    }

    @Override
    public void close() {
        world.close();
    }
}
