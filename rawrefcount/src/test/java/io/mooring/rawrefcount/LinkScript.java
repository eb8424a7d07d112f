package io.mooring.rawrefcount;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.rawrefcount.LinkFixture.Type;
import io.mooring.rawrefcount.LinkModel.Mirror;
import io.mooring.rawrefcount.LinkModel.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/** Draws one action after another and does it to the model and to each world; what cannot be done is not drawn. */
final class LinkScript {
    /** Actions that a failure shows: those before hardly matter. */
    private static final int SHOWN = 30;

    private final Random random;
    private final LinkModel model;
    private final List<LinkWorld> worlds;
    private final List<String> done = new ArrayList<>();
    private boolean major;
    private boolean allocated;

    LinkScript(Random random, LinkModel model, List<LinkWorld> worlds) {
        this.random = random;
        this.model = model;
        this.worlds = worlds;
    }

    boolean lastWasMajor() {
        return major;
    }

    boolean lastAllocated() {
        return allocated;
    }

    void step() {
        major = false;
        allocated = false;
        int draw = random.nextInt(100);
        if (draw < 18) newNode();
        else if (draw < 42) link();
        else if (draw < 52) store();
        else if (draw < 57) load();
        else if (draw < 67) drop();
        else if (draw < 73) increase();
        else if (draw < 83) decrease();
        else if (draw < 87) relink();
        else if (draw < 90) drain();
        else if (draw < 92) hash();
        else if (draw < 98) collect(false);
        else collect(true);
    }

    private void act(String what, Consumer<LinkWorld> action) {
        done.add(what);
        worlds.forEach(action);
    }

    private int variable() {
        return random.nextInt(LinkModel.VARIABLES);
    }

    private void newNode() {
        int variable = variable();
        int kind = random.nextInt(16);
        Node node = model.newNode(variable, kind == 0);
        allocated = kind != 0;
        act("new(" + variable + ", kind " + kind + ")", world -> world.newNode(variable, node.value, kind));
    }

    private void link() {
        int variable = variable();
        Node node = model.variables[variable];
        if (node == null || node.mirror != null) return;
        Type type = Type.values()[random.nextInt(Type.values().length)];
        boolean foreign = !type.isLight && random.nextInt(12) == 0;
        Mirror mirror = new Mirror(model.mirrors.size(), type, foreign, random.nextInt(3) == 0 ? 1 : 0);
        model.mirrors.add(mirror);
        model.link(node, mirror);
        act("link(" + variable + ", " + type + (foreign ? ", foreign" : "") + ", PyObject " + mirror.number + ")", world -> {
            world.newPyObject(mirror);
            world.link(variable, mirror);
        });
    }

    private void store() {
        int holder = variable();
        int value = variable();
        if (model.variables[holder] == null) return;
        model.variables[holder].next = model.variables[value];
        act("store(" + holder + ", " + value + ")", world -> world.store(holder, value));
    }

    private void load() {
        int variable = variable();
        int holder = variable();
        if (model.variables[holder] == null) return;
        model.variables[variable] = model.variables[holder].next;
        act("load(" + variable + ", " + holder + ")", world -> world.load(variable, holder));
    }

    private void drop() {
        int variable = variable();
        model.variables[variable] = null;
        act("drop(" + variable + ")", world -> world.set(variable, 0));
    }

    private Mirror anyMirror() {
        return model.mirrors.isEmpty() ? null : model.mirrors.get(random.nextInt(model.mirrors.size()));
    }

    /** C gets at a PyObject if it holds it already or meets it through a managed object. */
    private void increase() {
        Mirror mirror = anyMirror();
        if (mirror == null || mirror.freed) return;
        if (mirror.held == 0 && (mirror.node == null ? !mirror.queued : !model.reachable().contains(mirror.node))) return;
        mirror.held++;
        act("increase(" + mirror.number + ")", world -> world.increase(mirror));
    }

    private void decrease() {
        Mirror mirror = anyMirror();
        if (mirror == null || mirror.held == 0) return;
        mirror.held--;
        mirror.freed = mirror.node == null && mirror.count() == 0;
        act("decrease(" + mirror.number + ")", world -> world.decrease(mirror));
    }

    private void relink() {
        Mirror mirror = anyMirror();
        int variable = variable();
        Node node = model.variables[variable];
        if (mirror == null || mirror.freed || mirror.node != null || node == null || node.mirror != null) return;
        model.link(node, mirror);
        act("relink(" + variable + ", " + mirror.number + ")", world -> world.link(variable, mirror));
    }

    /** Drains everything, since the two kinds of links queue the dead of one sweep in different orders. */
    private void drain() {
        List<Mirror> waiting = model.mirrors.stream().filter(mirror -> mirror.queued).toList();
        List<Integer> numbers = waiting.stream().map(mirror -> mirror.number).toList();
        for (Mirror mirror : waiting) {
            mirror.queued = false;
            mirror.freed = mirror.node == null && mirror.held == 0;
        }
        act("drain()", world -> assertThat(world.drain(Integer.MAX_VALUE)).as("drained after %s", this).isEqualTo(numbers));
    }

    private void hash() {
        int variable = variable();
        if (model.variables[variable] != null) act("hash(" + variable + ")", world -> world.checkHash(variable));
    }

    private void collect(boolean everything) {
        major = everything;
        act(everything ? "major()" : "minor()", world -> {
            if (everything) world.fixture.major();
            else world.fixture.minor();
            world.fixture.heap.verify();
        });
    }

    @Override
    public String toString() {
        int from = Math.max(0, done.size() - SHOWN);
        return done.size() + " actions, the last of them: " + String.join(" ", done.subList(from, done.size()));
    }
}
