package io.mooring.properties;

import io.mooring.gc.CollectionKind;
import io.mooring.gc.Heap;
import io.mooring.gc.Immediate;
import io.mooring.gc.object.TypeLayout;
import io.mooring.gc.object.TypeLayout.Elements;
import io.mooring.gc.roots.HandleScope;
import io.mooring.properties.HeapAction.LinkKind;
import io.mooring.properties.HeapModel.Node;
import io.mooring.properties.HeapModel.PyObject;
import io.mooring.properties.HeapModel.Shape;
import io.mooring.rawrefcount.BlockArena;
import io.mooring.rawrefcount.Links;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One run of a script: each action is done to the model and to a real heap, and then the two are compared. */
final class ScriptRun implements AutoCloseable {
    private static final TypeLayout.Builder PAIR = TypeLayout.named("pair");
    static final int FIRST = PAIR.reference("first");
    private static final int SECOND = PAIR.reference("second");
    static final int PAYLOAD = PAIR.word("payload");
    static final int NUMBER = PAIR.word("number");
    private static final TypeLayout PAIR_LAYOUT = PAIR.build();
    static final TypeLayout ARRAY = TypeLayout.named("array").buildWith(Elements.REFERENCES);
    static final TypeLayout BYTES = TypeLayout.named("bytes").buildWith(Elements.BYTES);
    private static final TypeLayout.Builder WEAK = TypeLayout.named("weak");
    static final int REFERENT = WEAK.weakReference("referent");
    private static final TypeLayout WEAK_LAYOUT = WEAK.build();
    private static final TypeLayout.Builder EPHEMERON = TypeLayout.named("ephemeron");
    static final int KEY = EPHEMERON.ephemeronKey("key");
    static final int VALUE = EPHEMERON.ephemeronValue("value");
    private static final TypeLayout EPHEMERON_LAYOUT = EPHEMERON.build();
    private static final long MAX_PY_OBJECTS = 4096;

    final HeapModel model = new HeapModel();
    final Heap heap;
    final BlockArena arena = new BlockArena(MAX_PY_OBJECTS);
    final Links links;
    final HandleScope scope;
    final long[] variables = new long[HeapModel.VARIABLES];
    /** Addresses of the model's PyObjects, by number. */
    final List<Long> addresses = new ArrayList<>();
    /** Where nodes are that must stay there. */
    final Map<Node, Long> places = new HashMap<>();
    private long lightRegistrations;
    private final Comparison comparison = new Comparison(this);
    final int pair;
    final int array;
    final int bytes;
    final int weak;
    final int ephemeron;

    ScriptRun(HeapConfiguration configuration) {
        heap = configuration.open();
        links = configuration.links().apply(arena, heap);
        heap.connect(links);
        pair = heap.types().define(PAIR_LAYOUT);
        array = heap.types().define(ARRAY);
        bytes = heap.types().define(BYTES);
        weak = heap.types().define(WEAK_LAYOUT);
        ephemeron = heap.types().define(EPHEMERON_LAYOUT);
        scope = heap.scope();
        for (int i = 0; i < variables.length; i++) variables[i] = scope.root(Immediate.NULL);
    }

    /** Runs a script on a fresh heap; a difference is reported with the action after which it showed. */
    static void run(HeapScript script, HeapConfiguration configuration) {
        try (ScriptRun run = new ScriptRun(configuration)) {
            for (int step = 0; step < script.actions().size(); step++) {
                HeapAction action = script.actions().get(step);
                try {
                    run.perform(action);
                    if (step % 2 == 0) run.links.endAll(); // else whoever asks for a link that was left ends it
                    run.comparison.compare(action instanceof HeapAction.Major && run.heap.plan().traits().collects());
                } catch (RuntimeException | AssertionError difference) {
                    throw new AssertionError("on " + configuration + ", after action " + (step + 1) + ", " + action + ": " + difference.getMessage()
                            + "\nThe script:\n" + script, difference);
                }
            }
        }
    }

    /** Runs a script on every heap, as many at a time as there are processors: none knows of another. Of several differences that of the first heap is reported. */
    static void runOnAll(HeapScript script) {
        HeapConfiguration.all().parallelStream().map(configuration -> failure(script, configuration)).flatMap(Optional::stream).findFirst().ifPresent(failure -> {
            throw failure;
        });
    }

    private static Optional<AssertionError> failure(HeapScript script, HeapConfiguration configuration) {
        try {
            run(script, configuration);
            return Optional.empty();
        } catch (AssertionError failure) {
            return Optional.of(failure);
        }
    }

    private void perform(HeapAction action) {
        switch (action) {
            case HeapAction.NewPair(int variable, long payload) -> newPair(variable, payload);
            case HeapAction.NewArray(int variable, int length) ->
                assign(variable, new Node(Shape.ARRAY, length, length, 0), heap.allocate(array, length));
            case HeapAction.NewBytes(int variable, int length, int pattern) -> newBytes(variable, length, pattern);
            case HeapAction.NewWeak(int variable, int target) -> newWeak(variable, target);
            case HeapAction.NewImmortal(int variable, long payload) -> newImmortal(variable, payload);
            case HeapAction.StoreWeak(int holder, int target) -> storeWeak(holder, target);
            case HeapAction.Store(int holder, int index, int value) -> store(holder, index, model.variables[value], scope.get(variables[value]));
            case HeapAction.StoreImmediate(int holder, int index, long value) -> store(holder, index, value, Immediate.of(value));
            case HeapAction.Load(int variable, int holder, int index) -> load(variable, holder, index);
            case HeapAction.CopySlots copy -> copySlots(copy);
            case HeapAction.Drop(int variable) -> {
                model.variables[variable] = null;
                scope.set(variables[variable], Immediate.NULL);
            }
            case HeapAction.Hash(int variable) -> hash(variable);
            case HeapAction.NewEphemeron(int variable, int key, int value) -> newEphemeron(variable, key, value);
            case HeapAction.StoreEphemeron(int holder, int key, int value) -> storeEphemeron(holder, key, value);
            case HeapAction.NewPinned(int variable, int length) -> newPinned(variable, length);
            case HeapAction.Register(int variable) -> register(variable);
            case HeapAction.RegisterLight(int variable) -> registerLight(variable);
            case HeapAction.Poll(int variable) -> poll(variable);
            case HeapAction.Pin(int variable) -> pin(variable);
            case HeapAction.Unpin(int variable) -> unpin(variable);
            case HeapAction.Link(int variable, LinkKind kind) -> link(variable, kind);
            case HeapAction.Relink(int variable, int pyObject, LinkKind kind) -> relink(variable, pyObject, kind);
            case HeapAction.CountUp(int pyObject) -> count(pyObject, 1);
            case HeapAction.CountDown(int pyObject) -> count(pyObject, -1);
            case HeapAction.Drain(int most) -> drain(most);
            case HeapAction.Minor() -> heap.collect(CollectionKind.MINOR);
            case HeapAction.Major() -> heap.collect(CollectionKind.MAJOR);
        }
    }

    private void assign(int variable, Node node, long object) {
        model.variables[variable] = node;
        scope.set(variables[variable], object);
    }

    private void newPair(int variable, long payload) {
        assign(variable, model.pair(payload), heap.allocate(pair));
        fillPair(variable);
    }

    private void fillPair(int variable) {
        Node node = model.node(variable);
        heap.writeWord(scope.get(variables[variable]), PAYLOAD, node.payload);
        heap.writeWord(scope.get(variables[variable]), NUMBER, node.number);
    }

    private void newBytes(int variable, int length, int pattern) {
        long object = heap.allocate(bytes, length);
        for (int i = 0; i < length; i++) heap.writeByte(object, BYTES.fixedBytes() + i, (byte) (pattern + i));
        assign(variable, new Node(Shape.BYTES, 0, length, pattern), object);
    }

    private void newWeak(int variable, int target) {
        Node referent = model.node(target);
        long object = heap.allocate(weak);
        heap.writeRef(object, REFERENT, referent == null ? Immediate.NULL : scope.get(variables[target]));
        Node node = new Node(Shape.WEAK, 0, 0, 0);
        node.referent = referent;
        assign(variable, node, object);
    }

    private void newImmortal(int variable, long payload) {
        long object = heap.allocateImmortal(pair);
        Node node = model.pair(payload);
        model.immortals.add(node);
        places.put(node, object);
        assign(variable, node, object);
        fillPair(variable);
    }

    private void newPinned(int variable, int length) {
        long object = heap.allocatePinned(array, length);
        Node node = new Node(Shape.ARRAY, length, length, 0);
        places.put(node, object);
        assign(variable, node, object);
    }

    private void newEphemeron(int variable, int key, int value) {
        long object = heap.allocate(ephemeron);
        Node node = new Node(Shape.EPHEMERON, 0, 0, 0);
        setEphemeron(node, object, key, value);
        assign(variable, node, object);
    }

    private void storeEphemeron(int holder, int key, int value) {
        Node node = model.node(holder);
        if (node != null && node.shape == Shape.EPHEMERON) setEphemeron(node, scope.get(variables[holder]), key, value);
    }

    private void setEphemeron(Node node, long object, int key, int value) {
        node.key = model.variables[key];
        node.value = model.variables[value];
        heap.writeRef(object, KEY, scope.get(variables[key]));
        heap.writeRef(object, VALUE, scope.get(variables[value]));
    }

    private void register(int variable) {
        Node node = model.node(variable);
        if (node == null || node.shape != Shape.PAIR) return;
        model.registered.add(node);
        heap.finalizers().register(scope.get(variables[variable]));
    }

    private void registerLight(int variable) {
        Node node = model.node(variable);
        if (node == null) return;
        lightRegistrations++;
        model.light.put(lightRegistrations, node);
        heap.finalizers().registerLight(scope.get(variables[variable]), lightRegistrations);
    }

    private void poll(int variable) {
        if (!model.queue.isEmpty()) assign(variable, model.queue.remove(), heap.finalizers().poll());
    }

    private void pin(int variable) {
        Node node = model.node(variable);
        if (node == null || !heap.options().pinning()) return;
        places.put(node, heap.pin(variables[variable]));
        node.pins++;
        model.pinned.add(node);
    }

    private void unpin(int variable) {
        Node node = model.node(variable);
        if (node == null || node.pins == 0) return;
        heap.unpin(scope.get(variables[variable]));
        if (--node.pins > 0) return;
        model.pinned.remove(node);
        if (!model.immortals.contains(node)) places.remove(node);
    }

    private void storeWeak(int holder, int target) {
        Node node = model.node(holder);
        if (node == null || node.shape != Shape.WEAK) return;
        node.referent = model.node(target);
        heap.writeRef(scope.get(variables[holder]), REFERENT, node.referent == null ? Immediate.NULL : scope.get(variables[target]));
    }

    /** Offset of a slot of a node that has it. */
    static int offset(Node node, int index) {
        return node.shape == Shape.PAIR ? (index == 0 ? FIRST : SECOND) : ARRAY.fixedBytes() + index * Long.BYTES;
    }

    private void store(int holder, int index, Object modelValue, long value) {
        Node node = model.node(holder);
        if (node == null || index >= node.slots.length) return;
        node.slots[index] = modelValue;
        heap.writeRef(scope.get(variables[holder]), offset(node, index), value);
    }

    private void load(int variable, int holder, int index) {
        Node node = model.node(holder);
        if (node == null || index >= node.slots.length) return;
        model.variables[variable] = node.slots[index];
        scope.set(variables[variable], heap.readRef(scope.get(variables[holder]), offset(node, index)));
    }

    private void copySlots(HeapAction.CopySlots copy) {
        Node source = model.node(copy.source());
        Node target = model.node(copy.target());
        if (source == null || target == null || source.shape != Shape.ARRAY || target.shape != Shape.ARRAY) return;
        int from = Math.min(copy.sourceIndex(), source.length);
        int to = Math.min(copy.targetIndex(), target.length);
        int count = Math.min(copy.count(), Math.min(source.length - from, target.length - to));
        System.arraycopy(source.slots, from, target.slots, to, count);
        heap.copyRefs(scope.get(variables[copy.source()]), offset(source, from), scope.get(variables[copy.target()]), offset(target, to), count);
    }

    private void hash(int variable) {
        Node node = model.node(variable);
        if (node == null) return;
        long hash = heap.identityHash(scope.get(variables[variable]));
        if (node.hash < 0) node.hash = hash;
    }

    private void link(int variable, LinkKind kind) {
        Node node = model.node(variable);
        if (node == null || node.pyObject != null) return;
        model.link(node, kind);
        long address = arena.allocate(0);
        addresses.add(address);
        makeLink(variable, address, kind);
    }

    private void relink(int variable, int number, LinkKind kind) {
        Node node = model.node(variable);
        PyObject pyObject = model.pyObject(number);
        if (node == null || node.pyObject != null || pyObject == null || pyObject.node != null) return;
        model.relink(node, pyObject, kind);
        makeLink(variable, addresses.get(number), kind);
    }

    private void makeLink(int variable, long address, LinkKind kind) {
        long object = scope.get(variables[variable]);
        switch (kind) {
            case MANAGED -> links.linkManaged(object, address, false);
            case MANAGED_LIGHT -> links.linkManaged(object, address, true);
            case NATIVE -> links.linkNative(object, address);
        }
    }

    private void count(int number, int change) {
        PyObject pyObject = model.pyObject(number);
        if (pyObject == null) return;
        int ofC = pyObject.count - (pyObject.queued ? 1 : 0);
        if (ofC + change < 0 || ofC == 0 && pyObject.node == null && !pyObject.queued) return;
        changeCount(pyObject, change);
    }

    /** Adds to a count; a PyObject without a link whose count reaches zero is deallocated by whoever dropped the last one. */
    private void changeCount(PyObject pyObject, int change) {
        long address = addresses.get(pyObject.number);
        pyObject.count += change;
        arena.setCount(address, arena.count(address) + change);
        if (pyObject.count > 0 || pyObject.node != null) return;
        links.markDeallocating(address);
        arena.free(address);
        pyObject.freed = true;
    }

    private void drain(int most) {
        for (int i = 0; i < most; i++) {
            long dead = links.nextDead();
            if (dead == 0) return;
            PyObject pyObject = model.pyObjects.stream().filter(candidate -> !candidate.freed && addresses.get(candidate.number) == dead).findFirst()
                    .orElseThrow(() -> new AssertionError("0x" + Long.toHexString(dead) + " was drained, but no living PyObject stands there"));
            if (!pyObject.queued) throw new AssertionError("PyObject " + pyObject.number + " was drained, but it did not die");
            pyObject.queued = false;
            changeCount(pyObject, -1);
        }
    }

    @Override
    public void close() {
        scope.close();
        links.close();
        heap.close();
        arena.close();
    }
}
