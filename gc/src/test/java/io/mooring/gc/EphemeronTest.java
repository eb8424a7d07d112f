package io.mooring.gc;

import static io.mooring.gc.TestTypes.ARRAY;
import static io.mooring.gc.TestTypes.FIRST;
import static io.mooring.gc.TestTypes.KEY;
import static io.mooring.gc.TestTypes.PAYLOAD;
import static io.mooring.gc.TestTypes.REFERENT;
import static io.mooring.gc.TestTypes.VALUE;
import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.gc.plan.PlanFactory;
import io.mooring.gc.plan.Plans;
import io.mooring.gc.roots.HandleScope;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The value of an ephemeron lives exactly as long as its key, whatever else is true of either. [INV-40] */
class EphemeronTest {
    private static final String HEAPS = "io.mooring.gc.HeapKind#collecting";
    private static final int MINORS_UNTIL_OLD = 4;

    /** A heap with handles for a test's objects; what is asked for by number is a pair with that payload. */
    private static final class Fixture implements AutoCloseable {
        final Heap heap;
        final TestTypes types;
        final HandleScope scope;

        Fixture(HeapOptions options) {
            heap = Heap.open(options);
            types = new TestTypes(heap);
            scope = heap.scope();
        }

        long pair(long payload) {
            long pair = heap.allocate(types.pair);
            heap.writeWord(pair, PAYLOAD, payload);
            return scope.root(pair);
        }

        long ephemeron(long hKey, long hValue) {
            long handle = scope.root(heap.allocate(types.ephemeron));
            set(handle, hKey, hValue);
            return handle;
        }

        void set(long hEphemeron, long hKey, long hValue) {
            heap.writeRef(scope.get(hEphemeron), KEY, scope.get(hKey));
            heap.writeRef(scope.get(hEphemeron), VALUE, scope.get(hValue));
        }

        long weak(long hReferent) {
            long weak = heap.allocate(types.weak);
            heap.writeRef(weak, REFERENT, scope.get(hReferent));
            return scope.root(weak);
        }

        void drop(long... handles) {
            for (long handle : handles) scope.set(handle, Immediate.NULL);
        }

        void age() {
            for (int i = 0; i < MINORS_UNTIL_OLD; i++) heap.collect(CollectionKind.MINOR);
        }

        long key(long hEphemeron) {
            return heap.readRef(scope.get(hEphemeron), KEY);
        }

        long value(long hEphemeron) {
            return heap.readRef(scope.get(hEphemeron), VALUE);
        }

        void assertHolds(long hEphemeron, long hKey, long valuePayload) {
            assertThat(key(hEphemeron)).isEqualTo(scope.get(hKey));
            assertThat(heap.readWord(value(hEphemeron), PAYLOAD)).isEqualTo(valuePayload);
        }

        void assertCleared(long hEphemeron) {
            assertThat(key(hEphemeron)).as("key").isEqualTo(Immediate.NULL);
            assertThat(value(hEphemeron)).as("value").isEqualTo(Immediate.NULL);
        }

        @Override
        public void close() {
            heap.verify();
            scope.close();
            heap.close();
        }
    }

    @ParameterizedTest
    @MethodSource(HEAPS)
    void aValueLivesWhileItsKeyDoesAndNoLonger(HeapKind kind) {
        try (Fixture f = new Fixture(kind.options())) {
            long hKey = f.pair(1);
            long hValue = f.pair(2);
            long hEphemeron = f.ephemeron(hKey, hValue);
            long hWatcher = f.weak(hValue);
            f.drop(hValue);
            for (int i = 0; i < MINORS_UNTIL_OLD; i++) {
                f.heap.collect(CollectionKind.MINOR);
                f.assertHolds(hEphemeron, hKey, 2);
            }
            f.heap.collect(CollectionKind.MAJOR);
            f.assertHolds(hEphemeron, hKey, 2);
            f.drop(hKey);
            f.heap.collect(CollectionKind.MAJOR);
            f.assertCleared(hEphemeron);
            f.heap.collect(CollectionKind.MAJOR);
            assertThat(f.heap.readRef(f.scope.get(hWatcher), REFERENT)).isEqualTo(Immediate.NULL);
        }
    }

    @ParameterizedTest
    @MethodSource(HEAPS)
    void aKeyThatOnlyItsOwnValueReachesDies(HeapKind kind) {
        try (Fixture f = new Fixture(kind.options())) {
            long hKey = f.pair(1);
            long hValue = f.pair(2);
            f.heap.writeRef(f.scope.get(hValue), FIRST, f.scope.get(hKey));
            long hEphemeron = f.ephemeron(hKey, hValue);
            f.drop(hKey, hValue);
            f.heap.collect(CollectionKind.MAJOR);
            f.assertCleared(hEphemeron);
        }
    }

    @ParameterizedTest
    @MethodSource(HEAPS)
    void anEphemeronMayBeItsOwnValueOrItsOwnKey(HeapKind kind) {
        try (Fixture f = new Fixture(kind.options())) {
            long hKey = f.pair(1);
            long hOwnValue = f.ephemeron(hKey, hKey);
            f.set(hOwnValue, hKey, hOwnValue);
            long hOwnKey = f.ephemeron(hKey, f.pair(3));
            f.heap.writeRef(f.scope.get(hOwnKey), KEY, f.scope.get(hOwnKey));
            long hWatcher = f.weak(hOwnKey);
            f.heap.collect(CollectionKind.MAJOR);
            assertThat(f.value(hOwnValue)).isEqualTo(f.scope.get(hOwnValue));
            f.assertHolds(hOwnKey, hOwnKey, 3);
            f.drop(hKey, hOwnKey);
            f.heap.collect(CollectionKind.MAJOR);
            f.assertCleared(hOwnValue);
            assertThat(f.heap.readRef(f.scope.get(hWatcher), REFERENT)).isEqualTo(Immediate.NULL);
        }
    }

    @ParameterizedTest
    @MethodSource(HEAPS)
    void anEphemeronThatOnlyItsOwnValueReachesDies(HeapKind kind) {
        try (Fixture f = new Fixture(kind.options())) {
            long hKey = f.pair(1);
            long hValue = f.pair(2);
            long hEphemeron = f.ephemeron(hKey, hValue);
            f.heap.writeRef(f.scope.get(hValue), FIRST, f.scope.get(hEphemeron));
            long hWatcher = f.weak(hEphemeron);
            f.drop(hEphemeron, hValue);
            f.heap.collect(CollectionKind.MAJOR);
            assertThat(f.heap.readRef(f.scope.get(hWatcher), REFERENT)).isEqualTo(Immediate.NULL);
            assertThat(f.heap.readWord(f.scope.get(hKey), PAYLOAD)).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @MethodSource(HEAPS)
    void twoEphemeronsOnOneKeyBothKeepTheirValues(HeapKind kind) {
        try (Fixture f = new Fixture(kind.options())) {
            long hKey = f.pair(1);
            long hHolder = f.pair(9);
            f.heap.writeRef(f.scope.get(hHolder), FIRST, f.scope.get(hKey));
            long hFirst = f.ephemeron(hKey, f.pair(2));
            f.age();
            long hSecond = f.ephemeron(hKey, f.pair(3));
            f.heap.collect(CollectionKind.MAJOR);
            f.assertHolds(hFirst, hKey, 2);
            f.assertHolds(hSecond, hKey, 3);
            f.drop(hKey, hHolder);
            f.heap.collect(CollectionKind.MAJOR);
            f.assertCleared(hFirst);
            f.assertCleared(hSecond);
        }
    }

    @ParameterizedTest
    @MethodSource(HEAPS)
    void aKeyThatIsImmortalImmediateOrNullNeverDies(HeapKind kind) {
        try (Fixture f = new Fixture(kind.options())) {
            long hImmortal = f.scope.root(f.heap.allocateImmortal(f.types.pair));
            long[] keys = {hImmortal, f.scope.root(Immediate.of(5)), f.scope.root(Immediate.NULL)};
            long[] ephemerons = new long[keys.length];
            for (int i = 0; i < keys.length; i++) ephemerons[i] = f.ephemeron(keys[i], f.pair(10 + i));
            f.heap.collect(CollectionKind.MINOR);
            f.heap.collect(CollectionKind.MAJOR);
            for (int i = 0; i < keys.length; i++) f.assertHolds(ephemerons[i], keys[i], 10 + i);
        }
    }

    @ParameterizedTest
    @MethodSource(HEAPS)
    void aLargeKeyAndALargeValueCountAsOthersDo(HeapKind kind) {
        try (Fixture f = new Fixture(kind.options())) {
            long hKey = f.scope.root(f.heap.allocate(f.types.bytes, 5000));
            long hValue = f.scope.root(f.heap.allocate(f.types.array, 1000));
            long element = f.heap.allocate(f.types.pair);
            f.heap.writeElement(f.scope.get(hValue), ARRAY.fixedBytes(), 999, element);
            long hEphemeron = f.ephemeron(hKey, hValue);
            f.drop(hValue);
            f.heap.collect(CollectionKind.MINOR);
            f.heap.collect(CollectionKind.MAJOR);
            assertThat(f.heap.type(f.heap.readElement(f.value(hEphemeron), ARRAY.fixedBytes(), 999))).isEqualTo(f.types.pair);
            f.drop(hKey);
            f.heap.collect(CollectionKind.MAJOR);
            f.assertCleared(hEphemeron);
            assertThat(f.heap.usedBytes()).isLessThan(5000);
        }
    }

    @ParameterizedTest
    @MethodSource(HEAPS)
    void anOldEphemeronKeepsAYoungKeyAndAYoungValueThroughEveryMinorCollection(HeapKind kind) {
        try (Fixture f = new Fixture(kind.options())) {
            long hKey = f.pair(1);
            long hEphemeron = f.ephemeron(hKey, hKey);
            for (int round = 0; round < 3; round++) {
                f.age();
                long hYoungKey = round == 1 ? hKey : f.pair(20 + round);
                long hYoungValue = round == 2 ? hKey : f.pair(30 + round);
                f.set(hEphemeron, hYoungKey, hYoungValue);
                long payload = f.heap.readWord(f.scope.get(hYoungValue), PAYLOAD);
                if (hYoungValue != hKey) f.drop(hYoungValue);
                for (int i = 0; i < MINORS_UNTIL_OLD; i++) {
                    f.heap.collect(CollectionKind.MINOR);
                    f.assertHolds(hEphemeron, hYoungKey, payload);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource(HEAPS)
    void anOldEphemeronWhoseYoungKeyDiesIsClearedByTheCollectionThatFindsIt(HeapKind kind) {
        try (Fixture f = new Fixture(kind.options())) {
            long hKey = f.pair(1);
            long hEphemeron = f.ephemeron(hKey, hKey);
            f.age();
            long hYoung = f.pair(2);
            f.set(hEphemeron, hYoung, f.pair(3));
            boolean stayedYoung = f.heap.isYoung(f.scope.get(hYoung)); // stress may have collected since
            f.drop(hYoung);
            f.heap.collect(stayedYoung ? CollectionKind.MINOR : CollectionKind.MAJOR);
            f.assertCleared(hEphemeron);
            f.set(hEphemeron, hKey, f.pair(4));
            f.heap.collect(CollectionKind.MINOR);
            f.assertHolds(hEphemeron, hKey, 4);
        }
    }

    @ParameterizedTest
    @MethodSource(HEAPS)
    void chainsAndRingsOfMixedAgesLiveByTheirFirstKey(HeapKind kind) {
        for (int seed = 0; seed < 4; seed++) {
            try (Fixture f = new Fixture(kind.options())) {
                int length = 20;
                Random random = new Random(seed);
                long[] keys = new long[length];
                long[] ephemerons = new long[length];
                for (int i = 0; i < length; i++) {
                    keys[i] = f.pair(i);
                    if (random.nextInt(4) == 0) f.heap.collect(CollectionKind.MINOR);
                }
                int[] order = random.ints(0, length).distinct().limit(length).toArray();
                for (int i : order) {
                    ephemerons[i] = f.ephemeron(keys[i], keys[(i + 1) % length]);
                    if (random.nextInt(4) == 0) f.heap.collect(CollectionKind.MINOR);
                }
                for (int i = 1; i < length; i++) f.drop(keys[i]);
                f.heap.collect(random.nextBoolean() ? CollectionKind.MINOR : CollectionKind.MAJOR);
                for (int i = 0; i < length; i++) {
                    assertThat(f.heap.readWord(f.key(ephemerons[i]), PAYLOAD)).isEqualTo(i);
                    assertThat(f.heap.readWord(f.value(ephemerons[i]), PAYLOAD)).isEqualTo((i + 1) % length);
                }
                f.drop(keys[0]);
                f.heap.collect(CollectionKind.MAJOR);
                for (long ephemeron : ephemerons) f.assertCleared(ephemeron);
            }
        }
    }

    static Stream<Arguments> longChains() {
        return Plans.all().stream().filter(plan -> plan.traits().collects() && HeapKind.isCalm(plan)).map(PlanFactory::name)
                .flatMap(plan -> Stream.of("forward", "backward", "random").map(order -> Arguments.of(plan, order)));
    }

    /** Looked at once in each pass over all of them, a chain against the order would take 100,000 passes. */
    @ParameterizedTest
    @MethodSource("longChains")
    @Timeout(60)
    void aChainOfAHundredThousandTakesLinearTimeInAnyOrder(String plan, String order) {
        int length = 100_000;
        int[] shuffled = new Random(1).ints(0, length).distinct().limit(length).toArray();
        IntUnaryOperator place = switch (order) {
            case "forward" -> i -> i;
            case "backward" -> i -> length - 1 - i;
            default -> i -> shuffled[i];
        };
        try (Fixture f = new Fixture(HeapOptions.small(96 << 20).withPlan(plan))) {
            long hKeys = f.scope.root(f.heap.allocate(f.types.array, length));
            long hEphemerons = f.scope.root(f.heap.allocate(f.types.array, length));
            for (int i = 0; i < length; i++) {
                long key = f.heap.allocate(f.types.pair);
                f.heap.writeElement(f.scope.get(hKeys), ARRAY.fixedBytes(), i, key);
            }
            for (int i = 0; i < length; i++) {
                long ephemeron = f.heap.allocate(f.types.ephemeron);
                f.heap.writeRef(ephemeron, KEY, f.heap.readElement(f.scope.get(hKeys), ARRAY.fixedBytes(), i));
                f.heap.writeRef(ephemeron, VALUE, f.heap.readElement(f.scope.get(hKeys), ARRAY.fixedBytes(), (i + 1) % length));
                f.heap.writeElement(f.scope.get(hEphemerons), ARRAY.fixedBytes(), place.applyAsInt(i), ephemeron);
            }
            long hFirst = f.scope.root(f.heap.readElement(f.scope.get(hKeys), ARRAY.fixedBytes(), 0));
            f.drop(hKeys);
            f.heap.collect(CollectionKind.MAJOR);
            f.heap.collect(CollectionKind.MAJOR);
            assertThat(IntStream.range(0, length).allMatch(i -> value(f, hEphemerons, i) != Immediate.NULL)).isTrue();
            f.drop(hFirst);
            f.heap.collect(CollectionKind.MAJOR);
            assertThat(IntStream.range(0, length).allMatch(i -> value(f, hEphemerons, i) == Immediate.NULL)).isTrue();
        }
    }

    private static long value(Fixture f, long hEphemerons, int index) {
        return f.heap.readRef(f.heap.readElement(f.scope.get(hEphemerons), ARRAY.fixedBytes(), index), VALUE);
    }
}
