package io.mooring.gc;

import static io.mooring.gc.TestTypes.ARRAY;
import static io.mooring.gc.TestTypes.FIRST;
import static io.mooring.gc.TestTypes.PAYLOAD;
import static io.mooring.gc.TestTypes.REFERENT;
import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.gc.plan.IncrementalPlan;
import io.mooring.gc.roots.HandleScope;
import io.mooring.gc.verify.Occasion;
import java.util.ArrayDeque;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Random programs that run between the steps of cycles, against a model of Java objects: what the program can reach stays as it was. */
class IncrementalModelTest {
    private static final int VARIABLES = 12;
    private static final int ACTIONS = 4000;
    private static final int BASE = ARRAY.fixedBytes();
    /** Lengths of arrays: of a small one, of a large one of two cards, of many cards, of several slices. */
    private static final int[] LENGTHS = {3, 120, 400, 1300};

    /** What an object of the heap should be. */
    private static final class Node {
        private final int number;
        private final boolean isWeak;
        private final Node[] slots;

        Node(int number, boolean isWeak, int slots) {
            this.number = number;
            this.isWeak = isWeak;
            this.slots = new Node[slots];
        }

        boolean isArray() {
            return slots.length > 2;
        }

        /** Offset of a slot in the heap's object. */
        long offset(int slot) {
            if (isWeak) return REFERENT;
            return isArray() ? BASE + (long) slot * Long.BYTES : FIRST + (long) slot * Long.BYTES;
        }
    }

    private final Node[] model = new Node[VARIABLES];
    private final long[] handles = new long[VARIABLES];
    private final Map<IncrementalPlan.State, Integer> actionsIn = new HashMap<>();
    private Heap heap;
    private HandleScope scope;
    private TestTypes types;
    private Random random;
    private int made;

    @ParameterizedTest
    @CsvSource({"1, 0, false", "2, 0, true", "3, 1, false", "4, 2, true", "5, 3, false", "6, 0, true", "7, 2, false", "8, 0, false"})
    void aProgramFindsItsGraphAsItLeftItAfterEachStep(int seed, int aging, boolean verified) {
        HeapOptions options = HeapOptions.small(8 << 20).withPlan("Incremental").withNursery(32 << 10).withLarge(1 << 10).withAging(aging)
                .withStress(new Stress(1 << 30, false, true, false)).withVerify(verified ? EnumSet.allOf(Occasion.class) : Set.of());
        random = new Random(seed);
        try (Heap opened = Heap.open(options); HandleScope roots = opened.scope()) {
            heap = opened;
            scope = roots;
            types = new TestTypes(heap);
            for (int i = 0; i < VARIABLES; i++) handles[i] = scope.root(Immediate.NULL);
            for (int i = 0; i < ACTIONS; i++) {
                act();
                if (i % 20 == 0) compare();
            }
            compare();
            assertThat(((IncrementalPlan) heap.plan()).cycles()).isGreaterThan(3);
            assertThat(actionsIn).hasSize(3);
            assertThat(actionsIn.get(IncrementalPlan.State.MARKING)).isGreaterThan(ACTIONS / 10);
        }
    }

    private void act() {
        actionsIn.merge(((IncrementalPlan) heap.plan()).state(), 1, Integer::sum);
        int variable = random.nextInt(VARIABLES);
        switch (random.nextInt(16)) {
            case 0, 1 -> make(variable, new Node(made++, false, 2), heap.allocate(types.pair));
            case 2 -> {
                int length = LENGTHS[random.nextInt(LENGTHS.length)];
                make(variable, new Node(made++, false, length), heap.allocate(types.array, length));
            }
            case 3 -> makeWeak(variable);
            case 4, 5, 6 -> store(variable, random.nextInt(VARIABLES));
            case 7 -> store(variable, -1);
            case 8, 9 -> load(variable, random.nextInt(VARIABLES));
            case 10, 11 -> copy(model[variable], variable, random.nextInt(VARIABLES));
            case 12 -> {
                model[variable] = null;
                scope.set(handles[variable], Immediate.NULL);
            }
            default -> heap.collect(random.nextInt(300) == 0 ? CollectionKind.MAJOR : CollectionKind.MINOR);
        }
    }

    private long get(int variable) {
        return scope.get(handles[variable]);
    }

    private void make(int variable, Node node, long object) {
        model[variable] = node;
        scope.set(handles[variable], object);
        if (node.slots.length == 2) heap.writeWord(object, PAYLOAD, node.number);
    }

    private void makeWeak(int variable) {
        int target = random.nextInt(VARIABLES);
        Node node = new Node(made++, true, 1);
        node.slots[0] = model[target];
        long object = heap.allocate(types.weak);
        heap.writeRef(object, REFERENT, get(target));
        make(variable, node, object);
    }

    private void store(int holder, int value) {
        Node node = model[holder];
        if (node == null) return;
        int slot = random.nextInt(node.slots.length);
        node.slots[slot] = value < 0 ? null : model[value];
        heap.writeRef(get(holder), node.offset(slot), value < 0 ? Immediate.NULL : get(value));
    }

    private void load(int variable, int holder) {
        Node node = model[holder];
        if (node == null) return;
        int slot = random.nextInt(node.slots.length);
        long found = node.isWeak ? heap.readWeak(get(holder), REFERENT) : heap.readRef(get(holder), (int) node.offset(slot));
        model[variable] = found == Immediate.NULL ? null : node.slots[slot];
        scope.set(handles[variable], found);
    }

    private void copy(Node source, int sourceVariable, int targetVariable) {
        Node target = model[targetVariable];
        if (source == null || target == null || !source.isArray() || !target.isArray()) return;
        int count = random.nextInt(Math.min(source.slots.length, target.slots.length));
        int from = random.nextInt(source.slots.length - count);
        int to = random.nextInt(target.slots.length - count);
        System.arraycopy(source.slots, from, target.slots, to, count);
        heap.copyRefs(get(sourceVariable), source.offset(from), get(targetVariable), target.offset(to), count);
    }

    /** Both graphs have the same shape; a weak slot may be null in the heap if nothing else reaches its referent. */
    private void compare() {
        Map<Node, Long> places = new IdentityHashMap<>();
        Map<Long, Node> nodes = new HashMap<>();
        ArrayDeque<Node> pending = new ArrayDeque<>();
        for (int i = 0; i < VARIABLES; i++) match(model[i], get(i), places, nodes, pending);
        while (!pending.isEmpty()) {
            Node node = pending.pop();
            long object = places.get(node);
            if (node.isWeak) continue;
            if (node.slots.length == 2) assertThat(heap.readWord(object, PAYLOAD)).isEqualTo(node.number);
            if (node.isArray()) assertThat(heap.length(object)).isEqualTo(node.slots.length);
            for (int i = 0; i < node.slots.length; i++) match(node.slots[i], heap.readRef(object, (int) node.offset(i)), places, nodes, pending);
        }
        places.forEach((node, object) -> {
            if (!node.isWeak) return;
            long referent = heap.readRef(object, REFERENT);
            Long expected = node.slots[0] == null ? Long.valueOf(Immediate.NULL) : places.get(node.slots[0]);
            if (expected != null) assertThat(referent).isEqualTo(expected);
        });
    }

    private static void match(Node node, long object, Map<Node, Long> places, Map<Long, Node> nodes, ArrayDeque<Node> pending) {
        if (node == null) {
            assertThat(object).isEqualTo(Immediate.NULL);
            return;
        }
        assertThat(object).as("object %d", node.number).isNotEqualTo(Immediate.NULL);
        Long place = places.putIfAbsent(node, object);
        Node there = nodes.putIfAbsent(object, node);
        if (place == null) {
            assertThat(there).isNull();
            pending.push(node);
        } else {
            assertThat(object).isEqualTo(place);
        }
    }
}
