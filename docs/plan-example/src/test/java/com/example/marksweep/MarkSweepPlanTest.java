package com.example.marksweep;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.gc.CollectionKind;
import io.mooring.gc.CollectionReport;
import io.mooring.gc.Heap;
import io.mooring.gc.HeapListener;
import io.mooring.gc.HeapOptions;
import io.mooring.gc.Immediate;
import io.mooring.gc.Stress;
import io.mooring.gc.object.TypeLayout;
import io.mooring.gc.object.TypeLayout.Elements;
import io.mooring.gc.plan.PlanFactory;
import io.mooring.gc.plan.Plans;
import io.mooring.gc.roots.HandleScope;
import io.mooring.gc.trigger.Fixed;
import io.mooring.gc.verify.Occasion;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is particular about the plan from outside; the contracts that all plans keep are run by the contract tests of gc. */
class MarkSweepPlanTest {
    private static final long MIB = 1L << 20;
    private static final TypeLayout.Builder NODE_FIELDS = TypeLayout.named("node");
    private static final int NEXT = NODE_FIELDS.reference("next");
    private static final int NUMBER = NODE_FIELDS.word("number");
    private static final TypeLayout NODE = NODE_FIELDS.build();
    private static final TypeLayout BYTES = TypeLayout.named("bytes").buildWith(Elements.BYTES);

    private static HeapOptions options() {
        return HeapOptions.small(MIB).withPlan("marksweep").withTrigger(new Fixed());
    }

    @Test
    void thePlanIsFoundByItsNameAlthoughNobodyKnowsItsJar() {
        assertThat(Plans.all()).extracting(PlanFactory::name).contains("MarkSweep");
        try (Heap heap = Heap.open(options())) {
            assertThat(heap.plan()).isInstanceOf(MarkSweepPlan.class);
        }
    }

    @Test
    void nothingMovesWhateverIsCollected() {
        HeapOptions hard = options().withStress(Stress.every(1)).withVerify(EnumSet.allOf(Occasion.class));
        try (Heap heap = Heap.open(hard); HandleScope scope = heap.scope()) {
            int node = heap.types().define(NODE);
            List<Long> addresses = new ArrayList<>();
            List<Long> handles = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                long object = heap.allocate(node);
                heap.writeWord(object, NUMBER, i);
                addresses.add(object);
                handles.add(scope.root(object));
                heap.allocate(node); // garbage between
            }
            heap.collect(CollectionKind.MAJOR);
            assertThat(handles).extracting(scope::get).isEqualTo(addresses);
            assertThat(addresses).extracting(object -> heap.readWord(object, NUMBER)).isSorted().doesNotHaveDuplicates();
        }
    }

    @Test
    void theRoomOfTheDeadBetweenTheLivingIsUsedAgain() {
        List<CollectionReport> reports = new ArrayList<>();
        try (Heap heap = Heap.open(options()); HandleScope scope = heap.scope()) {
            heap.listen(new HeapListener() {
                @Override
                public void collectionEnds(CollectionReport report) {
                    reports.add(report);
                }
            });
            int node = heap.types().define(NODE);
            int bytes = heap.types().define(BYTES);
            long hList = scope.root(Immediate.NULL);
            for (int i = 0; i < 2000; i++) {
                long object = heap.allocate(node);
                heap.writeRef(object, NEXT, scope.get(hList));
                scope.set(hList, object);
                heap.allocate(bytes, 100 + i % 7); // dies; leaves a gap
            }
            for (int i = 0; i < 20_000; i++) heap.writeByte(heap.allocate(bytes, 100), BYTES.fixedBytes() + 99, (byte) 1);
            heap.verify();
            int length = 0;
            for (long at = scope.get(hList); at != Immediate.NULL; at = heap.readRef(at, NEXT)) length++;
            assertThat(length).isEqualTo(2000);
        }
        assertThat(reports).hasSizeBetween(2, 20).allSatisfy(report -> assertThat(report.usedAfter()).isLessThan(MIB / 4));
    }

    @Test
    void aHeapWhoseObjectsAllDiedStartsFromItsBeginning() {
        try (Heap heap = Heap.open(options())) {
            int node = heap.types().define(NODE);
            long first = heap.allocate(node);
            for (int i = 0; i < 100; i++) heap.allocate(node);
            heap.collect(CollectionKind.MAJOR);
            assertThat(heap.usedBytes()).isZero();
            assertThat(heap.allocate(node)).isEqualTo(first);
        }
    }
}
