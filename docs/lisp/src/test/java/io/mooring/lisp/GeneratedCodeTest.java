package io.mooring.lisp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.mooring.gc.CollectionKind;
import io.mooring.gc.Heap;
import io.mooring.gc.HeapOptions;
import io.mooring.gc.Inlining;
import io.mooring.gc.Ref;
import io.mooring.gc.memory.Memory;
import io.mooring.gc.object.SlotWord;
import io.mooring.gc.object.TypeLayout;
import io.mooring.gc.plan.PlanFactory;
import io.mooring.gc.plan.Plans;
import io.mooring.gc.roots.HandleScope;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Allocates and stores as generated code would, with nothing but the constants of {@link Inlining}, under every plan. */
class GeneratedCodeTest {
    private static final TypeLayout.Builder PAIR_FIELDS = TypeLayout.named("pair");
    private static final int FIRST = PAIR_FIELDS.reference("first");
    private static final int NUMBER = PAIR_FIELDS.word("number");
    private static final TypeLayout PAIR = PAIR_FIELDS.build();
    private static final int OBJECTS = 20_000;

    static Stream<String> collectingPlans() {
        return Plans.all().stream().filter(plan -> plan.traits().collects()).map(PlanFactory::name);
    }

    /** What the code generator of a runtime bakes into its code for one type. */
    private record PairCode(Heap heap, Inlining constants, int type, long header) {
        static PairCode of(Heap heap) {
            int type = heap.types().define(PAIR);
            Inlining constants = heap.inlining();
            return new PairCode(heap, constants, type, (long) type << constants.typeShift() | constants.headerBit());
        }

        // tutorial: inline-allocation
        @Ref long allocate() {
            long object = Memory.readLong(constants.cursorAddress());
            long end = object + PAIR.fixedBytes();
            if (end > Memory.readLong(constants.limitAddress())) return heap.allocate(type);
            Memory.writeLong(constants.cursorAddress(), end);
            Memory.writeLong(object + constants.headerOffset(), header);
            return object;
        }
        // end

        // tutorial: inline-store
        void storeFirst(@Ref long object, @Ref long value) {
            if ((Memory.readLong(object + constants.headerOffset()) & constants.notifyMask()) != 0) heap.writeRef(object, FIRST, value);
            else Memory.writeLong(object + FIRST, value);
        }
        // end
    }

    @ParameterizedTest
    @MethodSource("collectingPlans")
    void inlinedAllocationAndStoresDoWhatTheHeapWouldHaveDone(String plan) {
        assumeFalse(SlotWord.TAGGED, "slots are tagged in this JVM: generated code must leave stores to the heap");
        try (Heap heap = Heap.open(HeapOptions.small(4 << 20).withPlan(plan)); HandleScope scope = heap.scope()) {
            PairCode code = PairCode.of(heap);
            long hOld = scope.root(code.allocate());
            heap.collect(CollectionKind.MAJOR);
            for (int i = 0; i < OBJECTS; i++) {
                long pair = code.allocate();
                assertThat(heap.readWord(pair, NUMBER) | heap.readRef(pair, FIRST)).isZero();
                heap.writeWord(pair, NUMBER, i);
                if (i % 100 == 0) code.storeFirst(scope.get(hOld), pair);
            }
            heap.collect(CollectionKind.MINOR);
            heap.verify();
            assertThat(heap.readWord(heap.readRef(scope.get(hOld), FIRST), NUMBER)).isEqualTo(OBJECTS - 100);
        }
    }
}
