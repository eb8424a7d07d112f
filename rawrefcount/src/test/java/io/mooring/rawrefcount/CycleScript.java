package io.mooring.rawrefcount;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.rawrefcount.CycleNode.Kind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;

/** A random graph, random changes to what of it can be reached, and after each batch of them the oracle's word against the collector's. */
final class CycleScript {
    private static final int MOST_REFERENCES = 4;

    private final Random random;
    private final CycleWorld world;
    private final List<String> done = new ArrayList<>();
    /** Whether all garbage is expected to be found in the end; all that lives must live in any case. */
    private final boolean findsAll;

    CycleScript(long seed, CycleWorld world) {
        this(seed, world, true);
    }

    CycleScript(long seed, CycleWorld world, boolean findsAll) {
        random = new Random(seed);
        this.world = world;
        this.findsAll = findsAll;
    }

    void run(int batches, int changes) {
        for (int batch = 0; batch < batches; batch++) {
            for (int i = random.nextInt(3, 9); i > 0; i--) make();
            for (int i = 0; i < changes; i++) change();
            compare();
        }
    }

    // ---- changes --------------------------------------------------------------------------------------------------------------------

    private void make() {
        Kind kind = Kind.values()[random.nextInt(Kind.values().length)];
        CycleNode node = new CycleNode(kind.name().charAt(0) + "" + world.nodes.size(), kind, world.nodes.size() + 1L);
        draw(node);
        done.add(kind.name().toLowerCase() + " " + node + (node.tuple ? " tuple" : "") + (node.tracked ? "" : " untracked") + (node.clears ? "" : " noclear")
                + (node.finalizer ? node.resurrects ? " resurrects" : " finalizer" : ""));
        CycleOracle before = reachable();
        world.make(node);
        if (node.tuple) fill(node, before);
        if (kind.isManaged && (kind == Kind.MANAGED || random.nextBoolean())) rootIt(node);
        else hold(node);
        world.forget(node);
    }

    private void draw(CycleNode node) {
        if (node.kind != Kind.MANAGED && node.kind.isPyObject && random.nextInt(6) == 0 && (node.kind == Kind.C || node.kind == Kind.MIRROR)) node.flag("tuple");
        else if (node.tracked && random.nextInt(8) == 0) node.flag("untracked");
        else if (node.tracked && random.nextInt(6) == 0) node.flag("noclear");
        if (!node.tracked || node.tuple || random.nextInt(5) != 0) return;
        boolean mayResurrect = node.kind == Kind.C || node.kind == Kind.STANDIN;
        node.flag(mayResurrect && random.nextBoolean() ? "resurrects" : "finalizer");
    }

    /** A tuple of C's gets its items when it is made. */
    private void fill(CycleNode tuple, CycleOracle before) {
        for (int i = random.nextInt(4); i > 0; i--) {
            CycleNode item = any(before.pyObjects, node -> true);
            if (item != null) count(tuple, item);
        }
    }

    private void change() {
        CycleOracle live = reachable();
        int draw = random.nextInt(world.isInSteps() ? 124 : 100);
        if (draw >= 112) moveOut(any(live.pyObjects, node -> node.held > 0 && node.kind.isManaged), live);
        else if (draw >= 100) show(any(live.pyObjects, node -> node.kind == Kind.STANDIN));
        else if (draw < 24) refer(any(live.managed, node -> node.references.size() < MOST_REFERENCES), any(live.managed, node -> true));
        else if (draw < 50) count(any(live.pyObjects, this::takesReferences), any(live.pyObjects, node -> true));
        else if (draw < 57) unrefer(any(live.managed, node -> !node.references.isEmpty()));
        else if (draw < 64) uncount(any(live.pyObjects, node -> takesReferences(node) && !node.counted.isEmpty()));
        else if (draw < 67) hold(any(live.pyObjects, node -> true));
        else if (draw < 79) release(any(live.pyObjects, node -> node.held > 0));
        else if (draw < 81) rootIt(any(live.managed, node -> !node.root));
        else if (draw < 93) unroot(any(live.managed, node -> node.root));
        else if (!world.isInSteps()) collect(draw >= 97);
        if (world.isInSteps()) steps();
    }

    /** The program runs between any two steps, and long after the last. */
    private void steps() {
        int count = random.nextInt(4);
        done.add(count + " steps");
        world.drainEachStep(random.nextBoolean());
        for (int i = 0; i < count; i++) world.step();
    }

    private boolean takesReferences(CycleNode node) {
        return node.kind != Kind.MIRROR && !node.tuple;
    }

    private CycleNode any(Collection<CycleNode> from, Predicate<CycleNode> suitable) {
        List<CycleNode> choice = from.stream().filter(suitable).sorted(Comparator.comparingLong(node -> node.value)).toList();
        return choice.isEmpty() ? null : choice.get(random.nextInt(choice.size()));
    }

    private void refer(CycleNode from, CycleNode to) {
        if (from == null || to == null) return;
        done.add(from + " -> " + to);
        world.refer(from, to);
    }

    private void unrefer(CycleNode from) {
        if (from == null) return;
        CycleNode to = from.references.get(random.nextInt(from.references.size()));
        done.add(from + " -/> " + to);
        world.unrefer(from, to);
    }

    private void count(CycleNode from, CycleNode to) {
        if (from == null || to == null) return;
        done.add(from + " => " + to);
        world.count(from, to);
    }

    private void uncount(CycleNode from) {
        if (from == null) return;
        CycleNode to = from.counted.get(random.nextInt(from.counted.size()));
        done.add(from + " =/> " + to);
        world.uncount(from, to);
    }

    private void hold(CycleNode node) {
        if (node == null) return;
        done.add("hold " + node);
        world.hold(node);
    }

    private void release(CycleNode node) {
        if (node == null) return;
        done.add("release " + node);
        world.release(node);
    }

    private void rootIt(CycleNode node) {
        if (node == null) return;
        done.add("root " + node);
        world.root(node);
    }

    private void unroot(CycleNode node) {
        if (node == null) return;
        done.add("unroot " + node);
        world.unroot(node);
    }

    /** C takes something out of an object that it holds, and gives that one back. */
    private void moveOut(CycleNode from, CycleOracle live) {
        if (from == null) return;
        CycleNode item = any(live.pyObjects, node -> node != from && CycleWorld.leadsTo(from, node));
        if (item == null) return;
        hold(item);
        while (from.held > 0) release(from);
    }

    private void show(CycleNode node) {
        if (node == null) return;
        done.add("show " + node);
        world.show(node);
    }

    private void collect(boolean everything) {
        done.add(everything ? "major" : "minor");
        if (everything) world.fixture.major();
        else world.fixture.minor();
        if (random.nextBoolean()) return;
        done.add("drain");
        world.drain();
    }

    // ---- comparing ------------------------------------------------------------------------------------------------------------------

    private CycleOracle reachable() {
        return new CycleOracle(world.nodes, world::isLinked).now();
    }

    private void compare() {
        CycleOracle expected = new CycleOracle(world.nodes, world::isLinked).settled();
        done.add("settle");
        world.settle();
        world.check();
        Map<Long, Long> found = world.walk();
        for (CycleNode node : world.nodes) {
            boolean leaked = expected.leaked.contains(node);
            boolean managedLives = expected.managed.contains(node);
            boolean exists = expected.existing.contains(node);
            if (managedLives) assertThat(found.containsKey(node.value)).as("the managed object of %s lives", node).isTrue();
            if (expected.pyObjects.contains(node)) assertThat(node.freed).as("the PyObject of %s is freed", node).isFalse();
            if (!findsAll) continue;
            if (node.kind.isManaged && !(leaked && !managedLives)) assertThat(found.containsKey(node.value)).as("the managed object of %s lives", node).isEqualTo(managedLives);
            if (node.kind.isPyObject && !(leaked && !expected.pyObjects.contains(node))) assertThat(!node.freed).as("the PyObject of %s exists", node).isEqualTo(exists);
        }
        for (CycleNode node : expected.pyObjects) assertThat(node.clearings).as("clearings of %s, which lives", node).isZero();
    }

    @Override
    public String toString() {
        return String.join("\n", done);
    }
}
