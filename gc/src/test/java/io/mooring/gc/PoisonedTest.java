package io.mooring.gc;

import static io.mooring.gc.TestTypes.FIRST;
import static io.mooring.gc.TestTypes.PAYLOAD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mooring.gc.memory.Memory;
import io.mooring.gc.object.SlotWord;
import io.mooring.gc.plan.PlanFactory;
import io.mooring.gc.plan.Plans;
import io.mooring.gc.roots.HandleScope;
import io.mooring.gc.verify.HeapDamaged;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tagged references: what a read past the heap gets is no address. The contracts run a second time in a JVM whose references are tagged. */
class PoisonedTest {
    private static final List<String> TAGGED = List.of("-D" + SlotWord.PROPERTY + "=true");

    /** What the child does: reads a field of the object in another's slot, which it reads by the heap, or raw. */
    static final class Child {
        public static void main(String[] arguments) {
            try (Heap heap = Heap.open(HeapOptions.small(HeapKind.MAX_HEAP).withPlan("Poisoned")); HandleScope scope = heap.scope()) {
                TestTypes types = new TestTypes(heap);
                long handle = scope.root(heap.allocate(types.pair));
                long inner = heap.allocate(types.pair);
                heap.writeWord(inner, PAYLOAD, 77);
                heap.writeRef(scope.get(handle), FIRST, inner);
                heap.collect(CollectionKind.MINOR);
                System.out.println("collected");
                long pair = scope.get(handle);
                long found = arguments[0].equals("heap") ? heap.readRef(pair, FIRST) : heap.readWord(pair, FIRST);
                System.out.println("read " + Memory.readLong(found + PAYLOAD));
            }
        }
    }

    /** What a child without tagged references checks. */
    static final class Untagged {
        public static void main(String[] arguments) {
            assertThat(Plans.known()).extracting(PlanFactory::name).contains("Poisoned");
            assertThat(Plans.all()).extracting(PlanFactory::name).doesNotContain("Poisoned");
            assertThatThrownBy(() -> Heap.open(HeapOptions.defaults().withPlan("Poisoned"))).isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("option plan is Poisoned; it needs a JVM started with -Dmooring.poisoned=true");
            System.out.println("checked");
        }
    }

    /** What a child with tagged references checks. */
    static final class Tagged {
        public static void main(String[] arguments) {
            try (Heap heap = Heap.open(HeapOptions.small(HeapKind.MAX_HEAP).withPlan("Poisoned")); HandleScope scope = heap.scope()) {
                TestTypes types = new TestTypes(heap);
                long pair = heap.allocate(types.pair);
                scope.root(pair);
                heap.writeRef(pair, FIRST, pair);
                long raw = heap.readWord(pair, FIRST);
                assertThat(heap.isObject(raw)).isFalse();
                assertThat(raw >>> 48).as("bits above an address").isNotZero();
                assertThat(heap.readRef(pair, FIRST)).isEqualTo(pair);
                heap.verify();
                Memory.writeLong(pair + FIRST, pair);
                assertThatThrownBy(heap::verify).isInstanceOf(HeapDamaged.class).hasMessageContainingAll("INV-21", "whose tag is not as it should be");
                Memory.writeLong(pair + FIRST, raw);
            }
            System.out.println("checked");
        }
    }

    @Test
    void aReferenceThatWasReadPastTheHeapCrashesAtItsFirstUse() throws IOException, InterruptedException {
        ChildJvm raw = ChildJvm.run(Child.class, TAGGED, "raw");
        assertThat(raw.output()).contains("collected").doesNotContain("read");
        assertThat(raw.exitCode()).isNotZero();
        ChildJvm proper = ChildJvm.run(Child.class, TAGGED, "heap");
        assertThat(proper.output()).contains("read 77");
        assertThat(proper.exitCode()).isZero();
    }

    /** Each of the two in a JVM of its own, because a JVM has tagged references or not, and this one may be either. */
    private static void checkInChild(Class<?> program, boolean tagged) throws IOException, InterruptedException {
        ChildJvm child = ChildJvm.run(program, tagged ? TAGGED : List.of());
        assertThat(child.output()).contains("checked");
        assertThat(child.exitCode()).isZero();
    }

    @Test
    void withoutTaggedReferencesThePlanIsKnownAndRefused() throws IOException, InterruptedException {
        checkInChild(Untagged.class, false);
    }

    @Test
    void aRawReadOfASlotNamesNoObjectAndASlotWithoutTagIsFound() throws IOException, InterruptedException { // INV-21
        checkInChild(Tagged.class, true);
    }

    @Test
    void nullAndImmediatesHaveNoTag() {
        try (Heap heap = Heap.open(HeapOptions.small(HeapKind.MAX_HEAP)); HandleScope scope = heap.scope()) {
            long pair = heap.allocate(new TestTypes(heap).pair);
            scope.root(pair);
            for (long value : new long[] {Immediate.NULL, Immediate.of(0), Immediate.of(-1), Immediate.of(Long.MAX_VALUE >> 1), Immediate.of(Long.MIN_VALUE >> 1)}) {
                heap.writeRef(pair, FIRST, value);
                assertThat(heap.readRef(pair, FIRST)).isEqualTo(value).isEqualTo(Memory.readLong(pair + FIRST));
            }
        }
    }
}
