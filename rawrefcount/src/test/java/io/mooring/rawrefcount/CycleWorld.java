package io.mooring.rawrefcount;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.gc.Immediate;
import io.mooring.gc.Stress;
import io.mooring.gc.object.TypeLayout;
import io.mooring.gc.plan.IncrementalPlan;
import io.mooring.gc.verify.Occasion;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** A graph over both heaps made of real objects, real links and real counts, with a C that Java plays: it deallocates, finalizes and clears. */
final class CycleWorld implements AutoCloseable {
    private static final int MOST_REFERENCES = 4;
    private static final TypeLayout.Builder NODE = TypeLayout.named("node");
    private static final int VALUE = NODE.word("value");
    private static final int[] SLOTS = {NODE.reference("first"), NODE.reference("second"), NODE.reference("third"), NODE.reference("fourth")};
    /** A weak reference that nobody else holds. */
    private static final int WEAK = NODE.reference("weak");
    private static final TypeLayout NODE_LAYOUT = NODE.build();
    private static final long HEAP_BYTES = 4L << 20;
    /** As often as the test asks, and never else. */
    private static final Stress STEP_BY_STEP = new Stress(1 << 30, false, true, false);
    /** Steps that no cycle of a few nodes takes. */
    private static final int MOST_STEPS = 10_000;
    /** Collections after which everything must have come to rest: a long chain loses an element each. */
    private static final int MOST_ROUNDS = 80;
    /** Collections without a change after which nothing is expected to change any more, beside those that links need to grow old. */
    private static final int QUIET_ROUNDS = 3;

    final LinkFixture fixture;
    final PlainC c;
    final List<CycleNode> nodes = new ArrayList<>();
    /** Weak references, each rooted: to the handle of the weak object. */
    private final Map<CycleNode, Long> weakReferences = new HashMap<>();
    /** Weak references with a callback that was not called: to the handle of a weak object that refers to the weak reference, which may die first. */
    private final Map<CycleNode, Long> awaited = new HashMap<>();
    private final int nodeType;

    /** Whether major collections go in steps of one object, one link or one node of C each. */
    private final boolean inSteps;
    /** Whether C is spoken to after each step, or when a cycle has ended. */
    private boolean drainsEachStep = true;

    CycleWorld(LinkSetting setting) {
        this(new LinkFixture(setting), false);
    }

    private CycleWorld(LinkFixture fixture, boolean inSteps) {
        this.fixture = fixture;
        this.inSteps = inSteps;
        c = new PlainC(fixture.arena);
        fixture.links.collectCycles(c);
        nodeType = fixture.heap.types().define(NODE_LAYOUT);
    }

    /** A world on the incremental plan whose cycles go on as fast as {@link #step} says, the heap being verified when {@code verify} says. */
    static CycleWorld inSteps(LinkSetting setting, Set<Occasion> verify) {
        return new CycleWorld(new LinkFixture(setting, setting.options(HEAP_BYTES).withStress(STEP_BY_STEP).withVerify(verify)), true);
    }

    // ---- building and changing ----------------------------------------------------------------------------------------------------

    /** Makes the node, without references; until {@link #forget} both sides hold it. */
    void make(CycleNode node) {
        nodes.add(node);
        if (node.kind.isPyObject) {
            node.pyobj = fixture.arena.allocate(node.held + 1);
            c.enter(node);
        }
        if (!node.kind.isManaged) return;
        long object = fixture.heap.allocate(nodeType);
        fixture.heap.writeWord(object, VALUE, node.value);
        node.handle = fixture.root(object);
        if (node.kind == CycleNode.Kind.STANDIN) fixture.links.linkNative(object, node.pyobj);
        else if (node.kind.isPyObject) fixture.links.linkManaged(object, node.pyobj, false);
    }

    /** The one who made the node drops it. */
    void forget(CycleNode node) {
        if (node.kind.isManaged && !node.root) fixture.set(node.handle, Immediate.NULL);
        if (node.kind.isPyObject) decrease(node);
    }

    /** The managed object, found through a root or a link; the program must be able to get there. */
    private long object(CycleNode node) {
        long rooted = fixture.get(node.handle);
        return rooted != Immediate.NULL || !node.kind.isPyObject ? rooted : fixture.links.toObj(node.pyobj);
    }

    void refer(CycleNode from, CycleNode to) {
        if (from.references.size() == MOST_REFERENCES) throw new IllegalArgumentException(from + " has " + MOST_REFERENCES + " references already");
        from.references.add(to);
        writeReferences(from);
    }

    void unrefer(CycleNode from, CycleNode to) {
        if (!from.references.remove(to)) throw new IllegalArgumentException(from + " does not refer to " + to);
        writeReferences(from);
    }

    /** The program gets there, from one of its roots or through whatever C shows it. [INV-25] */
    private void obtain(CycleNode node) {
        for (CycleNode from : nodes) if (isLinked(from) && leadsTo(from, node)) fixture.links.toObj(from.pyobj);
    }

    /** Whether managed references lead from one to the other. */
    static boolean leadsTo(CycleNode from, CycleNode to) {
        Set<CycleNode> seen = new HashSet<>(Set.of(from));
        Deque<CycleNode> grey = new ArrayDeque<>(seen);
        while (!grey.isEmpty()) for (CycleNode target : grey.pop().references) if (seen.add(target)) grey.push(target);
        return seen.contains(to);
    }

    /** C shows the PyObject to the program, which forgets it again; a stand-in that was found dead by then is replaced by a new one. */
    void show(CycleNode node) {
        long object = fixture.links.toObj(node.pyobj);
        if (Immediate.isObject(object) || node.kind != CycleNode.Kind.STANDIN) return;
        object = fixture.heap.allocate(nodeType);
        fixture.heap.writeWord(object, VALUE, node.value);
        node.references.clear();
        fixture.links.linkNative(object, node.pyobj, false);
    }

    private void writeReferences(CycleNode from) {
        if (inSteps) {
            obtain(from);
            from.references.forEach(this::obtain);
        }
        Map<CycleNode, Long> targets = new HashMap<>();
        Map<Long, Long> found = walk();
        long holder = found.getOrDefault(from.value, object(from));
        assertThat(holder).as("managed object of %s", from).isNotEqualTo(Immediate.NULL);
        for (CycleNode target : from.references) targets.put(target, found.getOrDefault(target.value, object(target)));
        for (int i = 0; i < MOST_REFERENCES; i++) {
            fixture.heap.writeRef(holder, SLOTS[i], i < from.references.size() ? targets.get(from.references.get(i)) : Immediate.NULL);
        }
    }

    void count(CycleNode from, CycleNode to) {
        from.counted.add(to);
        increase(to);
    }

    void uncount(CycleNode from, CycleNode to) {
        if (!from.counted.remove(to)) throw new IllegalArgumentException(from + " holds no reference of " + to);
        decrease(to);
    }

    void hold(CycleNode node) {
        node.held++;
        increase(node);
    }

    void release(CycleNode node) {
        node.held--;
        decrease(node);
    }

    void root(CycleNode node) {
        node.root = true;
        if (inSteps) obtain(node);
        fixture.set(node.handle, Objects.requireNonNullElseGet(walk().get(node.value), () -> object(node)));
    }

    void unroot(CycleNode node) {
        node.root = false;
        fixture.set(node.handle, Immediate.NULL);
    }

    void refersWeakly(CycleNode to) {
        weakReferences.put(to, weak(object(to)));
    }

    /** As {@link #refersWeakly}, with a callback. */
    void awaits(CycleNode to) {
        refersWeakly(to);
        awaited.put(to, weak(fixture.get(weakReferences.get(to))));
    }

    /** As {@link #awaits}, but only {@code holder} has the weak reference. */
    void awaits(CycleNode to, CycleNode holder) {
        long hWeak = weak(object(to));
        fixture.heap.writeRef(object(holder), WEAK, fixture.get(hWeak));
        awaited.put(to, weak(fixture.get(hWeak)));
        fixture.set(hWeak, Immediate.NULL);
    }

    /** The handle of a new weak object. */
    private long weak(long referent) {
        long hReferent = fixture.root(referent);
        long handle = fixture.root(fixture.heap.allocate(fixture.weakType));
        fixture.heap.writeRef(fixture.get(handle), LinkFixture.REFERENT, fixture.get(hReferent));
        fixture.set(hReferent, Immediate.NULL);
        return handle;
    }

    /**
     * Calls the callbacks of weak references that are alive, and whose referents are not; those of dead weak references are never called. Weak slots are only
     * compared, which keeps nobody alive.
     */
    private void callBack() {
        awaited.entrySet().removeIf(entry -> {
            long weak = fixture.heap.readRef(fixture.get(entry.getValue()), LinkFixture.REFERENT);
            boolean isDue = weak != Immediate.NULL && fixture.heap.readRef(weak, LinkFixture.REFERENT) == Immediate.NULL;
            if (isDue) entry.getKey().callbacks++;
            return isDue || weak == Immediate.NULL;
        });
    }

    /** Whether the weak reference to the node still refers to it. */
    boolean isWeaklyFound(CycleNode to) {
        return fixture.heap.readRef(fixture.get(weakReferences.get(to)), LinkFixture.REFERENT) != Immediate.NULL;
    }

    // ---- C --------------------------------------------------------------------------------------------------------------------------

    private void increase(CycleNode node) {
        assertThat(node.freed).as("%s is given a reference when it is free", node).isFalse();
        fixture.arena.setCount(node.pyobj, fixture.arena.count(node.pyobj) + 1);
    }

    private void decrease(CycleNode node) {
        assertThat(node.freed).as("%s loses a reference when it is free", node).isFalse();
        long count = fixture.arena.count(node.pyobj) - 1;
        fixture.arena.setCount(node.pyobj, count);
        if (count == 0) dealloc(node);
    }

    private void dealloc(CycleNode node) {
        fixture.links.markDeallocating(node.pyobj);
        if (node.finalizer && node.finalizations == 0 && isResurrected(node)) return;
        assertThat(node.held).as("references that C holds of %s, which is deallocated", node).isZero();
        node.freed = true;
        c.leave(node);
        dropReferences(node);
        fixture.arena.free(node.pyobj);
    }

    private boolean isResurrected(CycleNode node) {
        fixture.arena.setCount(node.pyobj, 1);
        fixture.links.clearDeallocating(node.pyobj);
        finalize(node);
        long count = fixture.arena.count(node.pyobj) - 1;
        fixture.arena.setCount(node.pyobj, count);
        if (count != 0) return true;
        fixture.links.markDeallocating(node.pyobj);
        return false;
    }

    private void dropReferences(CycleNode node) {
        List<CycleNode> dropped = List.copyOf(node.counted);
        node.counted.clear();
        dropped.forEach(this::decrease);
    }

    /** What a finalizer sees is whole, and weak references to it are cleared already. */
    private void finalize(CycleNode node) {
        node.finalizations++;
        assertThat(node.finalizations).as("finalizations of %s", node).isEqualTo(1);
        if (weakReferences.containsKey(node)) assertThat(isWeaklyFound(node)).as("weak reference to %s is found by its finalizer", node).isFalse();
        for (CycleNode target : node.counted) {
            assertThat(target.freed).as("%s is free when %s is finalized", target, node).isFalse();
            assertThat(target.clearings).as("clearings of %s when %s is finalized", target, node).isZero();
            boolean isWhole = target.kind == CycleNode.Kind.C || target.kind == CycleNode.Kind.STANDIN || isLinked(target);
            assertThat(isWhole).as("%s has its managed object when %s is finalized", target, node).isTrue();
        }
        if (node.resurrects) hold(node);
        if (node.returns) root(node);
    }

    /** What the embedder does at a safepoint: as DeallocDrain, and all of it. */
    void drain() {
        callBack();
        Garbage garbage = fixture.links.garbage();
        while (!garbage.isEmpty() || !fixture.links.deallocQueue().isEmpty()) {
            for (long p = garbage.nextUncollectable(); p != 0; p = garbage.nextUncollectable()) c.at(p).listed = true;
            for (long p = garbage.nextFinalizable(); p != 0; p = garbage.nextFinalizable()) {
                CycleNode node = c.at(p);
                if (node.finalizations == 0) finalize(node);
                decrease(node);
            }
            for (long p = garbage.nextClearable(); p != 0; p = garbage.nextClearable()) clear(c.at(p));
            for (long p = fixture.links.nextDead(); p != 0; p = fixture.links.nextDead()) decrease(c.at(p));
        }
    }

    private void clear(CycleNode node) {
        node.clearings++;
        node.clearedLast = true;
        if (!node.stubborn) dropReferences(node);
        decrease(node);
    }

    // ---- collections ----------------------------------------------------------------------------------------------------------------

    void collect() {
        if (inSteps) runCycle();
        else fixture.major();
        drain();
    }

    private IncrementalPlan plan() {
        return (IncrementalPlan) fixture.heap.plan();
    }

    void drainEachStep(boolean each) {
        drainsEachStep = each;
    }

    /** A minor collection and the shortest step of a cycle there is. */
    void step() {
        fixture.minor();
        if (drainsEachStep) drain();
    }

    /** To the end of the cycle that is under way, or that begins now. */
    private void runCycle() {
        long cycles = plan().cycles();
        for (int i = 0; plan().cycles() == cycles; i++) {
            if (i == MOST_STEPS) throw new AssertionError("after " + i + " steps the cycle is still " + plan().state());
            step();
        }
    }

    /** Begins a cycle and takes so many steps of it; false if it has ended before. */
    boolean steps(int count) {
        if (plan().state() != IncrementalPlan.State.IDLE) runCycle();
        long cycles = plan().cycles();
        for (int i = 0; i < count && plan().cycles() == cycles; i++) step();
        return plan().cycles() == cycles;
    }

    boolean isInSteps() {
        return inSteps;
    }

    /** Collects until nothing changes; returns how often it took. */
    int settle() {
        int quiet = 0;
        String before = shape();
        for (int round = 1; round <= MOST_ROUNDS; round++) {
            collect();
            String after = shape();
            quiet = after.equals(before) ? quiet + 1 : 0;
            if (quiet == QUIET_ROUNDS + fixture.setting.aging()) return round;
            before = after;
        }
        throw new AssertionError("after " + MOST_ROUNDS + " collections there is still change: " + before);
    }

    private String shape() {
        StringBuilder shape = new StringBuilder();
        for (CycleNode node : nodes) {
            shape.append(node).append(node.freed ? " free " : " ").append(node.finalizations);
            if (node.isPyObject()) shape.append(isLinked(node) ? " linked; " : " alone; ");
        }
        return shape.append(walk().keySet().stream().sorted().toList()).toString();
    }

    // ---- looking --------------------------------------------------------------------------------------------------------------------

    /** From the value to the address of every managed object that roots or standing links lead to. */
    Map<Long, Long> walk() {
        Map<Long, Long> found = new HashMap<>();
        Deque<Long> grey = new ArrayDeque<>();
        for (CycleNode node : nodes) {
            if (node.kind.isManaged && fixture.get(node.handle) != Immediate.NULL) grey.push(fixture.get(node.handle));
        }
        fixture.links.forEachLink((object, entry, young) -> grey.push(object));
        while (!grey.isEmpty()) {
            long object = grey.pop();
            if (found.putIfAbsent(fixture.heap.readWord(object, VALUE), object) != null) continue;
            for (int slot : SLOTS) {
                long target = fixture.heap.readRef(object, slot);
                if (target != Immediate.NULL) grey.push(target);
            }
        }
        return found;
    }

    boolean isLinked(CycleNode node) {
        if (!node.kind.isLinked() || node.freed) return false;
        long object = fixture.links.linkWord(node.pyobj);
        return Immediate.isObject(object) && !fixture.links.isDoomed(object);
    }

    /** Everything that stands is as the model has it: references, links, counts; and the heap is sound. */
    void check() {
        fixture.heap.verify();
        Map<Long, Long> found = walk();
        for (CycleNode node : nodes) {
            Long object = found.get(node.value);
            if (object != null) checkReferences(node, object);
            if (node.isPyObject()) checkCount(node);
        }
    }

    private void checkReferences(CycleNode node, long object) {
        List<Long> expected = node.references.stream().map(target -> target.value).toList();
        List<Long> actual = new ArrayList<>();
        for (int slot : SLOTS) {
            long target = fixture.heap.readRef(object, slot);
            if (target != Immediate.NULL) actual.add(fixture.heap.readWord(target, VALUE));
        }
        assertThat(actual).as("references of %s", node).isEqualTo(expected);
        if (node.kind.isPyObject) assertThat(fixture.links.toPyObject(object)).as("PyObject of %s", node).isEqualTo(node.pyobj);
    }

    private void checkCount(CycleNode node) {
        long expected = node.held + (node.listed ? 1 : 0) + (isLinked(node) ? RefCountBias.FROM_MANAGED : 0);
        for (CycleNode holder : nodes) {
            if (holder.freed) continue;
            expected += holder.counted.stream().filter(target -> target == node).count();
        }
        assertThat(fixture.arena.count(node.pyobj)).as("count of %s", node).isEqualTo(expected);
    }

    @Override
    public void close() {
        fixture.close();
    }
}
