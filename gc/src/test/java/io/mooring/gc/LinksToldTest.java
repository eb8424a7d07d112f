package io.mooring.gc;

import static io.mooring.gc.TestTypes.FIRST;
import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.gc.memory.Memory;
import io.mooring.gc.object.ObjectHeader;
import io.mooring.gc.roots.HandleScope;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongPredicate;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a major collection in one piece promises to tell links, shown by links that write it down. */
class LinksToldTest {
    private static final int PAIRS = 20;
    private static final int LARGE_BYTES = 40_000;
    /** Incremental tells when it is asked for a major collection in one piece. */
    private static final Set<String> TELLING_PLANS = Set.of("SemiSpace", "GenCopy", "Poisoned", "GenMS", "MarkCompact", "Immix", "StickyImmix", "Incremental");
    /** Those that empty a space of old objects and leave it alone until the next major collection. */
    private static final Set<String> LEAVING_PLANS = Set.of("SemiSpace", "GenCopy", "Poisoned");

    static Stream<HeapKind> heaps() {
        return HeapKind.collecting().filter(HeapKind::isCalm);
    }

    /** Each link is known by its number and by where its object was last. */
    private static final class Links implements ForeignLinks {
        private final Map<Integer, Long> places = new HashMap<>();
        private final Map<Integer, Long> told = new HashMap<>();
        private final List<Long> dead = new ArrayList<>();
        private LongPredicate left;
        private int held;
        private int last;
        private boolean major;

        void link(@Ref long object) {
            Memory.writeLong(object, ObjectHeader.withLinkIndex(Memory.readLong(object), ++last));
            places.put(last, object);
        }

        @Override
        public void majorBegins(LongPredicate behind) {
            left = behind;
            told.clear();
        }

        @Override
        public void placed(@Ref long object, @Ref long place, int linkIndex) {
            assertThat(object).isEqualTo(places.get(linkIndex));
            Long before = told.put(linkIndex, place);
            if (before != null) assertThat(before).as("link %d is told again though its object has moved or stays", linkIndex).isEqualTo(object).isNotEqualTo(place);
        }

        @Override
        public void traceYoung(LinkTracer tracer) {
            dead.clear();
        }

        @Override
        public void traceOld(LinkTracer tracer) {
            major = true;
            if (places.containsKey(held)) tracer.trace(places.get(held));
        }

        @Override
        public void sweepYoung(LinkSurvivors survivors) {
            if (!major) places.replaceAll((index, place) -> follow(place, survivors.survivor(place)));
            places.values().removeIf(place -> place == Immediate.NULL);
        }

        @Override
        public void sweepOld(LinkSurvivors survivors) {
            major = false;
            places.replaceAll((index, place) -> {
                long survivor = survivors.survivor(place);
                if (left != null) assertThat(told.getOrDefault(index, Immediate.NULL)).as("place of link %d", index).isEqualTo(survivor);
                return follow(place, survivor);
            });
            places.values().removeIf(place -> place == Immediate.NULL);
        }

        private long follow(@Ref long place, @Ref long survivor) {
            if (survivor == Immediate.NULL) dead.add(place);
            return survivor;
        }

        @Override
        public void deathsPending() {}

        @Override
        public void verify(LinkChecker checker) {}
    }

    private static boolean isIn(Set<String> plans, Heap heap) {
        return plans.contains(heap.options().plan());
    }

    @ParameterizedTest
    @MethodSource("heaps")
    void eachLinkedObjectThatIsReachedIsToldOnceAndAgainIfItMovesLaterAndNobodyElse(HeapKind kind) {
        try (Heap heap = Heap.open(kind.options()); HandleScope scope = heap.scope()) {
            TestTypes types = new TestTypes(heap);
            Links links = new Links();
            heap.connect(links);
            for (int round = 0; round < 3; round++) {
                link(heap, scope, types, links);
                links.left = null;
                heap.collect(CollectionKind.MAJOR);
                assertThat(links.left != null).as("tells").isEqualTo(isIn(TELLING_PLANS, heap));
                assertThat(links.dead).isNotEmpty();
                heap.collect(CollectionKind.MAJOR);
            }
        }
    }

    /** Objects that are held by the program, by each other, by a finalizer, by the foreign side, for ever, or by nobody. */
    private static void link(Heap heap, HandleScope scope, TestTypes types, Links links) {
        links.link(heap.allocateImmortal(types.pair));
        for (int i = 0; i < PAIRS; i++) {
            long hHolder = scope.root(heap.allocate(types.pair));
            links.link(scope.get(hHolder));
            long hItem = scope.root(i % 5 == 0 ? heap.allocate(types.bytes, LARGE_BYTES) : heap.allocate(types.pair));
            links.link(scope.get(hItem));
            heap.writeRef(scope.get(hHolder), FIRST, scope.get(hItem));
            if (i % 4 == 1) heap.finalizers().register(scope.get(hHolder));
            scope.set(hItem, Immediate.NULL);
            if (i % 4 != 0) scope.set(hHolder, Immediate.NULL);
        }
        links.held = links.last;
    }

    @ParameterizedTest
    @MethodSource("heaps")
    void whoDiedWhereNobodyIsAllocatedIsToldFromAllOthersUntilTheNextMajorCollection(HeapKind kind) {
        try (Heap heap = Heap.open(kind.options()); HandleScope scope = heap.scope()) {
            if (!isIn(TELLING_PLANS, heap)) return;
            TestTypes types = new TestTypes(heap);
            Links links = new Links();
            heap.connect(links);
            link(heap, scope, types, links);
            try (HandleScope dropped = heap.scope()) {
                link(heap, dropped, types, links);
                heap.collect(CollectionKind.MAJOR); // all are old
            }
            heap.collect(CollectionKind.MAJOR);
            assertThat(links.dead.stream().anyMatch(links.left::test)).as("small dead are left").isEqualTo(isIn(LEAVING_PLANS, heap));
            assertThat(links.places.values()).noneMatch(links.left::test);
            long majors = heap.collections() - heap.minorCollections();
            for (int i = 0; i < 10_000; i++) {
                long object = heap.allocate(types.pair);
                if (heap.collections() - heap.minorCollections() > majors) return;
                assertThat(links.left.test(object)).as("object %d", i).isFalse();
            }
        }
    }
}
