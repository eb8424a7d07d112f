package io.mooring.gc;

import static io.mooring.gc.TestTypes.ARRAY;
import static io.mooring.gc.TestTypes.PAYLOAD;
import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.gc.roots.HandleScope;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random bulk copies between arrays of every age and kind, and within them, against Java arrays: the place where collectors had bugs for
 * years, since one barrier stands for many stores.
 */
class BulkCopyTest {
    private static final int ARRAYS = 8;
    /** Elements of the longest arrays: several cards, and large in the heaps of these tests. */
    private static final int LONG = 700;

    /** Arrays of a heap and the same arrays in Java, whose elements are null, negative for an immediate, or the payload of a pair. */
    private static final class Pairing {
        final Heap heap;
        final TestTypes types;
        final HandleScope scope;
        final Random random;
        final long[] handles = new long[ARRAYS];
        final Long[][] expected = new Long[ARRAYS][];
        private long payloads;

        Pairing(Heap heap, HandleScope scope, Random random) {
            this.heap = heap;
            this.types = new TestTypes(heap);
            this.scope = scope;
            this.random = random;
            for (int i = 0; i < ARRAYS; i++) handles[i] = scope.root(Immediate.NULL);
            for (int i = 0; i < ARRAYS; i++) replace(i);
        }

        /** A new array: short or long, small, large, immortal or pinned. */
        void replace(int i) {
            int length = random.nextInt(3) == 0 ? random.nextInt(LONG) : random.nextInt(12);
            expected[i] = new Long[length];
            int draw = heap.usedBytes() > HeapKind.MAX_HEAP / 8 ? 9 : random.nextInt(10);
            scope.set(handles[i], draw == 0 ? heap.allocateImmortal(types.array, length) : draw == 1 ? heap.allocatePinned(types.array, length) : heap.allocate(types.array, length));
        }

        void store(int i) {
            int length = expected[i].length;
            if (length == 0) return;
            int index = random.nextInt(length);
            if (random.nextInt(4) == 0) {
                expected[i][index] = -1L - index;
                heap.writeElement(scope.get(handles[i]), ARRAY.fixedBytes(), index, Immediate.of(-1L - index));
            } else {
                long pair = heap.allocate(types.pair);
                heap.writeWord(pair, PAYLOAD, ++payloads);
                heap.writeElement(scope.get(handles[i]), ARRAY.fixedBytes(), index, pair);
                expected[i][index] = payloads;
            }
        }

        void copy(int source, int target) {
            int most = Math.min(expected[source].length, expected[target].length);
            int count = random.nextInt(most + 1);
            int from = random.nextInt(expected[source].length - count + 1);
            int to = random.nextInt(expected[target].length - count + 1);
            System.arraycopy(expected[source], from, expected[target], to, count);
            heap.copyRefs(scope.get(handles[source]), offset(from), scope.get(handles[target]), offset(to), count);
        }

        private static long offset(int index) {
            return ARRAY.fixedBytes() + (long) index * Long.BYTES;
        }

        void check() {
            for (int i = 0; i < ARRAYS; i++) {
                long array = scope.get(handles[i]);
                assertThat(heap.length(array)).isEqualTo(expected[i].length);
                for (int index = 0; index < expected[i].length; index++) assertThat(element(array, index)).as("element %d of array %d", index, i).isEqualTo(expected[i][index]);
            }
        }

        private Long element(long array, int index) {
            long word = heap.readElement(array, ARRAY.fixedBytes(), index);
            if (word == Immediate.NULL) return null;
            return Immediate.is(word) ? Immediate.value(word) : heap.readWord(word, PAYLOAD);
        }
    }

    @ParameterizedTest
    @MethodSource("io.mooring.gc.HeapKind#all")
    void bulkCopiesDoWhatTheyDoToJavaArrays(HeapKind kind) {
        int steps = kind.options().stress().countsAllocations() ? 60 : 1500;
        for (int seed = 0; seed < 3; seed++) {
            Random random = new Random(seed);
            try (Heap heap = Heap.open(kind.options()); HandleScope scope = heap.scope()) {
                Pairing pairing = new Pairing(heap, scope, random);
                for (int step = 0; step < steps; step++) {
                    int array = random.nextInt(ARRAYS);
                    switch (random.nextInt(12)) {
                        case 0 -> pairing.replace(array);
                        case 1 -> heap.collect(CollectionKind.MINOR);
                        case 2, 3, 4, 5 -> pairing.store(array);
                        case 6 -> pairing.copy(array, array);
                        default -> pairing.copy(array, random.nextInt(ARRAYS));
                    }
                    if (step % 20 == 0) pairing.check();
                    if (step % 300 == 299) heap.collect(CollectionKind.MAJOR);
                }
                pairing.check();
                heap.verify();
            }
        }
    }
}
