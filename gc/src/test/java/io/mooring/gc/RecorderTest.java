package io.mooring.gc;

import static io.mooring.gc.TestTypes.ARRAY;
import static io.mooring.gc.TestTypes.FIRST;
import static io.mooring.gc.TestTypes.PAYLOAD;
import static io.mooring.gc.TestTypes.REFERENT;
import static io.mooring.gc.TestTypes.SECOND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mooring.gc.object.SlotVisitor;
import io.mooring.gc.object.TypeLayout;
import io.mooring.gc.memory.Memory;
import io.mooring.gc.plan.Plans;
import io.mooring.gc.plan.RecorderPlan;
import io.mooring.gc.recording.GraphModel;
import io.mooring.gc.recording.Replay;
import io.mooring.gc.recording.ReplayReport;
import io.mooring.gc.recording.TraceFailed;
import io.mooring.gc.recording.TraceReader;
import io.mooring.gc.recording.TraceValue;
import io.mooring.gc.recording.TraceVisitor;
import io.mooring.gc.recording.TraceWriter;
import io.mooring.gc.roots.Global;
import io.mooring.gc.roots.HandleScope;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The Recorder's traces: they tell what the program did, and give the same graph on every plan. */
class RecorderTest {
    private static final int HANDLES = 40;

    @TempDir
    Path directory;

    private Path trace() {
        return directory.resolve("program.trace");
    }

    private static HeapOptions options(Path file) {
        return HeapOptions.small(HeapKind.MAX_HEAP).withPlan("Recorder").withLarge(2 << 10).withRecording(file.toString());
    }

    @Test
    void pinnedObjectsAreRecordedAsAllOthers() {
        try (Heap heap = Heap.open(options(trace())); HandleScope scope = heap.scope()) {
            TestTypes types = new TestTypes(heap);
            long hArray = scope.root(heap.allocatePinned(types.array, 100));
            for (int i = 0; i < 100; i++) heap.writeElement(scope.get(hArray), ARRAY.fixedBytes(), i, heap.allocatePinned(types.pair));
            heap.collect(CollectionKind.MAJOR);
        }
        ReplayReport report = Replay.run(trace(), HeapOptions.small(64L << 20), true);
        assertThat(report.objects()).isEqualTo(101);
    }

    @Test
    void nothingButATraceIsReplaced() throws IOException {
        Files.writeString(trace(), "precious");
        assertThatThrownBy(() -> TraceWriter.create(trace())).isInstanceOf(TraceFailed.class).hasMessage("trace " + trace() + ": is no trace and is not replaced");
        assertThat(trace()).hasContent("precious");
        assertThatThrownBy(() -> TraceWriter.create(directory)).isInstanceOf(TraceFailed.class).hasMessage("trace " + directory + ": is no file and is not replaced");
        assertThat(directory).isDirectory();
    }

    @Test
    void theTraceOfAHeapThatBrokeCanBeReplayedUpToThere() {
        boolean[] fails = {false};
        try (Heap heap = Heap.open(options(trace())); HandleScope scope = heap.scope()) {
            TestTypes types = new TestTypes(heap);
            long hPair = scope.root(heap.allocate(types.pair));
            heap.collect(CollectionKind.MAJOR);
            heap.writeRef(scope.get(hPair), FIRST, heap.allocate(types.pair));
            heap.addRoots(visitor -> {
                if (fails[0]) throw new UnsupportedOperationException("boom");
            });
            fails[0] = true;
            assertThatThrownBy(() -> heap.collect(CollectionKind.MAJOR)).hasMessage("boom");
        }
        assertThat(Replay.run(trace(), HeapOptions.small(HeapKind.MAX_HEAP), false)).isNotNull();
    }

    /** Moves objects between handles, fields, arrays, weak references and immortal objects, by chance. */
    private static void mutate(Heap heap, HandleScope scope, long[] handles, TestTypes types, long immortal, Random random) {
        long chosen = handles[random.nextInt(HANDLES)];
        long other = scope.get(handles[random.nextInt(HANDLES)]);
        long object = scope.get(chosen);
        int type = Immediate.isObject(object) ? heap.type(object) : 0;
        switch (random.nextInt(9)) {
            case 0, 1 -> {
                scope.set(chosen, heap.allocate(types.pair));
                heap.writeWord(scope.get(chosen), PAYLOAD, random.nextLong());
                heap.writeRef(scope.get(chosen), FIRST, scope.get(handles[0]));
            }
            case 2 -> scope.set(chosen, heap.allocate(types.array, random.nextInt(20) == 0 ? 400 : random.nextInt(8)));
            case 3 -> scope.set(chosen, heap.allocate(types.weak));
            case 4 -> scope.set(chosen, random.nextBoolean() ? Immediate.NULL : Immediate.of(random.nextInt()));
            case 5 -> heap.writeRef(immortal, random.nextBoolean() ? FIRST : SECOND, other);
            default -> {
                if (type == types.pair) heap.writeRef(object, random.nextBoolean() ? FIRST : SECOND, other);
                if (type == types.weak) heap.writeRef(object, REFERENT, Immediate.isObject(other) ? other : Immediate.NULL);
                if (type == types.array && heap.length(object) > 2) arrayStore(heap, types, object, other, random);
            }
        }
    }

    private static void arrayStore(Heap heap, TestTypes types, long array, long other, Random random) {
        heap.writeElement(array, ARRAY.fixedBytes(), random.nextInt((int) heap.length(array)), other);
        if (!Immediate.isObject(other) || heap.type(other) != types.array) return;
        int count = (int) Math.min(heap.length(array), heap.length(other));
        heap.copyRefs(other, ARRAY.fixedBytes(), array, ARRAY.fixedBytes(), random.nextInt(count + 1));
    }

    /** Records a random program and shows that the trace tells its graph as it is; the handles are still open when the heap closes. */
    private void record(HeapOptions options, long seed, int steps) {
        Random random = new Random(seed);
        Heap heap = Heap.open(options);
        TestTypes types = new TestTypes(heap);
        long immortal = heap.allocateImmortal(types.pair);
        HandleScope scope = heap.scope();
        long[] handles = new long[HANDLES];
        for (int i = 0; i < HANDLES; i++) handles[i] = scope.root(Immediate.NULL);
        Global global = heap.global(heap.allocate(types.pair));
        for (int i = 0; i < steps; i++) {
            mutate(heap, scope, handles, types, immortal, random);
            if (i == steps / 2) heap.writeRef(heap.allocateImmortal(types.pair), FIRST, global.get());
            if (i % 1000 == 999) heap.collect(CollectionKind.MAJOR);
        }
        heap.collect(CollectionKind.MAJOR);
        assertTellsTheGraphOf(heap, Path.of(options.recording()), handles, scope, global.get(), immortal);
        heap.close();
    }

    private static void assertTellsTheGraphOf(Heap heap, Path file, long[] handles, HandleScope scope, long... others) {
        GraphModel model = new GraphModel();
        TraceReader.read(file, model);
        Map<Long, Long> addresses = new HashMap<>();
        ArrayDeque<Long> grey = new ArrayDeque<>();
        SlotVisitor visitor = slot -> grey.add(Memory.readLong(slot));
        for (long handle : handles) grey.add(scope.get(handle));
        for (long other : others) grey.add(other);
        heap.plan().spaces().stream().filter(space -> space.name().equals("immortal")).forEach(space -> {
            for (long object = space.range().start(); object < space.range().start() + space.usedBytes(); object += heap.model().bytes(object)) grey.add(object);
        });
        while (!grey.isEmpty()) {
            long object = grey.poll();
            if (Immediate.isObject(object) && addresses.put(((RecorderPlan) heap.plan()).number(object), object) == null) heap.model().visitSlots(object, visitor);
        }
        GraphModel.Graph graph = model.compare(heap, object -> addresses.getOrDefault(object, 0L), type -> type);
        assertThat(graph.objects()).isEqualTo(addresses.size()).isGreaterThan(HANDLES / 4);
    }

    @ParameterizedTest
    @MethodSource("io.mooring.gc.HeapKind#all")
    void aTraceGivesTheSameGraphOnEveryHeap(HeapKind kind) {
        record(options(trace()), 7, kind.isCalm() ? 8000 : 600);
        GraphModel expected = new GraphModel();
        TraceReader.read(trace(), expected);
        ReplayReport report = Replay.run(trace(), kind.options(), true);
        assertThat(report.graph().objects()).isGreaterThan(20);
        assertThat(report.graph()).isEqualTo(Replay.run(trace(), options(trace()).withRecording(""), false).graph());
        assertThat(report.objects()).isGreaterThan(150);
        assertThat(report.stores()).isPositive();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6})
    void aTraceTakenUnderStressKnowsDeathsToTheAllocation(int seed) {
        record(options(trace()).withStress(new Stress(1, false, true, false)), seed, 1500);
        long[] counts = new long[2];
        TraceReader.read(trace(), new Silence() {
            @Override
            public void allocated(long object, int type, long length) {
                assertThat(object).isGreaterThan(counts[0]);
                counts[0] = object;
            }

            @Override
            public void died(long object) {
                assertThat(object).isLessThanOrEqualTo(counts[0]);
                counts[1]++;
            }
        });
        assertThat(counts[1]).isBetween(counts[0] / 4, counts[0]);
        for (String plan : List.of("SemiSpace", "GenCopy", "GenMS", "MarkCompact")) {
            Replay.run(trace(), HeapOptions.small(HeapKind.MAX_HEAP).withPlan(plan).withAging(Plans.named(plan).traits().ages() ? 2 : 0).withStress(new Stress(3, false, true, false)), true);
        }
    }

    @Test
    void aCopyOfTheRecorderSaysTheSameAsTheRecorder() {
        record(options(trace()), 3, 3000);
        Path second = directory.resolve("second.trace");
        Replay.run(trace(), options(second), true);
        GraphModel.Graph first = Replay.run(trace(), options(second).withRecording(""), false).graph();
        assertThat(first.objects()).isPositive();
    }

    @Test
    void typesNamesAndValuesComeBackAsTheyWereWritten() {
        List<String> told = new ArrayList<>();
        TypeLayout.Builder builder = TypeLayout.named("a name of sixteen bytes or more, and not only ASCII: \u00e9");
        builder.reference("a");
        builder.word("b");
        TypeLayout layout = builder.buildWith(TypeLayout.Elements.SHORTS);
        TypeLayout sixteen = TypeLayout.named("0123456789abcdef").build();
        try (TraceWriter writer = TraceWriter.create(trace())) {
            writer.type(3, layout);
            writer.type(4, sixteen);
            writer.allocated(1, 3, 10);
            writer.stored(1, 8, Immediate.of(-5));
            writer.stored(1, 8, TraceValue.of(1));
        }
        TraceReader.read(trace(), new Silence() {
            @Override
            public void type(int id, TypeLayout read) {
                TypeLayout written = id == 3 ? layout : sixteen;
                assertThat(read.name()).isEqualTo(written.name());
                assertThat(read.fixedBytes()).isEqualTo(written.fixedBytes());
                assertThat(read.referenceMap()).isEqualTo(written.referenceMap());
                assertThat(read.elements()).isEqualTo(written.elements());
                told.add("type " + id);
            }

            @Override
            public void allocated(long object, int type, long length) {
                told.add("object " + object + " of type " + type + " and length " + length);
            }

            @Override
            public void stored(long object, long offset, long value) {
                told.add(object + "+" + offset + " = " + (TraceValue.isObject(value) ? "object " + TraceValue.object(value) : Immediate.value(value)));
            }
        });
        assertThat(told).containsExactly("type 3", "type 4", "object 1 of type 3 and length 10", "1+8 = -5", "1+8 = object 1");
    }

    @Test
    void whatIsNoTraceIsRefusedInOneLine() throws IOException {
        assertThatThrownBy(() -> Replay.run(trace(), HeapOptions.defaults(), false)).isInstanceOf(TraceFailed.class).hasMessage("trace " + trace() + ": there is no such file");
        Files.writeString(trace(), "short");
        assertThatThrownBy(() -> TraceReader.read(trace(), new Silence())).hasMessageContaining("has 5 bytes, fewer than the header");
        Files.write(trace(), new byte[4096]);
        assertThatThrownBy(() -> TraceReader.read(trace(), new Silence())).hasMessageContaining("begins with 0x0, it is no lifetime trace");
        Files.delete(trace());
        TraceWriter.create(trace()).close();
        byte[] whole = Files.readAllBytes(trace());
        ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN).putInt(8, 99);
        Files.write(trace(), whole);
        assertThatThrownBy(() -> TraceReader.read(trace(), new Silence())).hasMessageContaining("has version 99, this reader knows version 1");
    }

    @Test
    void aTraceThatUsesAnObjectItNeverAllocatedIsRefused() {
        try (TraceWriter writer = TraceWriter.create(trace())) {
            writer.type(1, TestTypes.PAIR);
            writer.allocated(1, 1, 0);
            writer.stored(1, FIRST, TraceValue.of(2));
        }
        assertThatThrownBy(() -> Replay.run(trace(), HeapOptions.small(HeapKind.MAX_HEAP), false)).isInstanceOf(TraceFailed.class).hasMessageContaining("object 2 is stored, but is not in the heap of plan GenCopy");
    }

    @Test
    void onlyTheRecorderTakesAFileToRecordTo() {
        assertThatThrownBy(() -> Heap.open(HeapOptions.defaults().withRecording("x.trace")))
                .hasMessage("option recording is x.trace; under plan GenCopy it must be left alone, as only Recorder writes a trace");
        Path nowhere = directory.resolve("no/such/directory/x.trace");
        assertThatThrownBy(() -> Heap.open(options(nowhere))).isInstanceOf(TraceFailed.class).hasMessageContaining("cannot be written");
    }

    /** Hears everything and does nothing. */
    private static class Silence implements TraceVisitor {
        @Override
        public void type(int id, TypeLayout layout) {}

        @Override
        public void allocated(long object, int type, long length) {}

        @Override
        public void allocatedImmortal(long object, int type, long length) {}

        @Override
        public void stored(long object, long offset, long value) {}

        @Override
        public void rooted(long object) {}

        @Override
        public void unrooted(long object) {}

        @Override
        public void rootsComplete(long record, long count) {}

        @Override
        public void died(long object) {}
    }
}
