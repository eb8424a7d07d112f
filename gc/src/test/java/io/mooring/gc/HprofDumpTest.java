package io.mooring.gc;

import static io.mooring.gc.TestTypes.ARRAY;
import static io.mooring.gc.TestTypes.FIRST;
import static io.mooring.gc.TestTypes.PAYLOAD;
import static io.mooring.gc.TestTypes.REFERENT;
import static io.mooring.gc.TestTypes.SECOND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.mooring.gc.inspect.HeapHistogram;
import io.mooring.gc.inspect.HprofDump;
import io.mooring.gc.memory.Memory;
import io.mooring.gc.memory.Words;
import io.mooring.gc.object.TypeLayout;
import io.mooring.gc.object.TypeLayout.Elements;
import io.mooring.gc.roots.Global;
import io.mooring.gc.roots.HandleScope;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import kotlin.sequences.Sequence;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import shark.CloseableHeapGraph;
import shark.GcRoot;
import shark.HeapField;
import shark.HeapGraph;
import shark.HeapObject.HeapClass;
import shark.HeapObject.HeapInstance;
import shark.HeapObject.HeapObjectArray;
import shark.HeapObject.HeapPrimitiveArray;
import shark.HprofHeapGraph;
import shark.HprofRecord.HeapDumpRecord.ObjectRecord.PrimitiveArrayDumpRecord.ByteArrayDump;
import shark.HprofRecord.HeapDumpRecord.ObjectRecord.PrimitiveArrayDumpRecord.IntArrayDump;
import shark.HprofRecord.HeapDumpRecord.ObjectRecord.PrimitiveArrayDumpRecord.LongArrayDump;
import shark.HprofRecord.HeapDumpRecord.ObjectRecord.PrimitiveArrayDumpRecord.ShortArrayDump;
import shark.HprofRecordTag;

/** Heap dumps, read back with Shark's parser, which shares nothing with our writer. */
class HprofDumpTest {
    @TempDir
    private Path directory;

    static Stream<HeapKind> heaps() {
        return HeapKind.all();
    }

    private static CloseableHeapGraph open(Path dump) {
        return HprofHeapGraph.Companion.openHeapGraph(dump.toFile(), null, HprofRecordTag.Companion.getRootTags());
    }

    private static <T> List<T> list(Sequence<? extends T> sequence) {
        List<T> items = new ArrayList<>();
        sequence.iterator().forEachRemaining(items::add);
        return items;
    }

    private static Map<String, HeapField> fields(HeapGraph graph, long object) {
        Map<String, HeapField> fields = new HashMap<>();
        HeapInstance instance = graph.findObjectById(object).getAsInstance();
        for (HeapField field : list(instance.readFields())) fields.put(field.getName(), field);
        return fields;
    }

    private static String className(HeapGraph graph, long object) {
        return graph.findObjectById(object).getAsInstance().getInstanceClassName();
    }

    /** Shark counts an instance for each object and for each immediate. */
    private static Map<String, Long> instancesByClass(HeapGraph graph) {
        Map<String, Long> counts = new HashMap<>();
        for (HeapInstance instance : list(graph.getInstances())) counts.merge(instance.getInstanceClassName(), 1L, Long::sum);
        return counts;
    }

    // ---- one known graph --------------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @MethodSource("heaps")
    void anIndependentReaderFindsTheClassesObjectsFieldsAndEdgesOfAKnownGraph(HeapKind kind) throws IOException {
        Path file = directory.resolve("heap.hprof");
        try (Heap heap = Heap.open(kind.options()); HandleScope scope = heap.scope()) {
            TestTypes types = new TestTypes(heap);
            long h1 = scope.root(heap.allocate(types.pair));
            long h2 = scope.root(heap.allocate(types.pair));
            long hArray = scope.root(heap.allocate(types.array, 4));
            heap.writeWord(scope.get(h1), PAYLOAD, Long.MIN_VALUE + 3);
            heap.writeRef(scope.get(h1), FIRST, scope.get(h2));
            heap.writeRef(scope.get(h1), SECOND, scope.get(hArray));
            heap.writeRef(scope.get(h2), FIRST, scope.get(h1));
            heap.writeRef(scope.get(h2), SECOND, Immediate.of(-42));
            heap.writeElement(scope.get(hArray), ARRAY.fixedBytes(), 0, scope.get(h2));
            heap.writeElement(scope.get(hArray), ARRAY.fixedBytes(), 1, Immediate.of(-42));
            heap.writeElement(scope.get(hArray), ARRAY.fixedBytes(), 3, Immediate.of(Immediate.MAX_VALUE));
            heap.allocate(types.pair); // unreachable: not in the dump
            HprofDump dump = heap.dump(file);
            assertThat(dump).isEqualTo(new HprofDump(3, 3, 2, 0, Files.size(file)));
            long pair1 = scope.get(h1);
            long pair2 = scope.get(h2);
            long array = scope.get(hArray);
            try (CloseableHeapGraph graph = open(file)) {
                assertThat(instancesByClass(graph)).isEqualTo(Map.of("pair", 2L, "array", 1L, "immediate", 2L));
                assertThat(className(graph, pair1)).isEqualTo("pair");
                Map<String, HeapField> first = fields(graph, pair1);
                assertThat(first).containsOnlyKeys("first", "second", "payload");
                assertThat(first.get("payload").getValue().getAsLong()).isEqualTo(Long.MIN_VALUE + 3);
                assertThat(first.get("first").getValue().getAsObjectId()).isEqualTo(pair2);
                assertThat(first.get("second").getValue().getAsObjectId()).isEqualTo(array);
                Map<String, HeapField> second = fields(graph, pair2);
                assertThat(second.get("first").getValue().getAsObjectId()).isEqualTo(pair1);
                HeapInstance immediate = second.get("second").getValueAsInstance();
                assertThat(immediate.getInstanceClassName()).isEqualTo("immediate");
                assertThat(immediate.get("immediate", "value").getValue().getAsLong()).isEqualTo(-42);
                assertArray(graph, array, pair2);
                assertThat(graph.findClassByName("pair").getInstanceByteSize()).isEqualTo(TestTypes.PAIR.fixedBytes());
                assertThat(graph.findClassByName("pair").getSuperclass().getName()).isEqualTo("java.lang.Object");
            }
        }
    }

    private static void assertArray(HeapGraph graph, long array, long pair2) {
        Map<String, HeapField> fields = fields(graph, array);
        assertThat(fields).containsOnlyKeys("length", "elements[]");
        assertThat(fields.get("length").getValue().getAsLong()).isEqualTo(4);
        HeapObjectArray elements = fields.get("elements[]").getValueAsObjectArray();
        assertThat(elements.getArrayClassName()).isEqualTo("java.lang.Object[]");
        assertThat(elements.readRecord().getElementIds()).containsExactly(pair2, Immediate.of(-42), 0, Immediate.of(Immediate.MAX_VALUE));
    }

    @Test
    void rootsKeepTheirKinds() throws IOException {
        Path file = directory.resolve("roots.hprof");
        try (Heap heap = Heap.open(HeapOptions.small(1 << 20)); Words area = new Words(1); HandleScope scope = heap.scope()) {
            TestTypes types = new TestTypes(heap);
            long h = scope.root(heap.allocate(types.pair));
            Global global = heap.global(heap.allocate(types.pair));
            heap.addRoots(visitor -> visitor.visitSlot(area.start()));
            Memory.writeLong(area.start(), heap.allocate(types.pair));
            long immortal = heap.allocateImmortal(types.pair);
            heap.dump(file);
            try (CloseableHeapGraph graph = open(file)) {
                Map<Long, Class<?>> roots = new HashMap<>();
                for (GcRoot root : graph.getGcRoots()) roots.put(root.getId(), root.getClass());
                assertThat(roots).isEqualTo(Map.of(
                        scope.get(h), GcRoot.JniLocal.class,
                        global.get(), GcRoot.JniGlobal.class,
                        Memory.readLong(area.start()), GcRoot.NativeStack.class,
                        immortal, GcRoot.StickyClass.class));
            }
        }
    }

    @Test
    void theVariablePartOfEachKindBecomesAnArrayOfThatKind() throws IOException {
        Path file = directory.resolve("arrays.hprof");
        try (Heap heap = Heap.open(HeapOptions.small(4 << 20)); HandleScope scope = heap.scope()) {
            Map<Elements, Long> handles = new HashMap<>();
            for (Elements elements : List.of(Elements.BYTES, Elements.SHORTS, Elements.INTS, Elements.WORDS)) {
                TypeLayout layout = TypeLayout.named(elements.name()).buildWith(elements);
                long object = heap.allocate(heap.types().define(layout), 3);
                handles.put(elements, scope.root(object));
                for (int i = 0; i < 3; i++) {
                    long offset = layout.fixedBytes() + ((long) i << elements.shift());
                    switch (elements) {
                        case BYTES -> heap.writeByte(object, offset, (byte) (-i));
                        case SHORTS -> heap.writeShort(object, offset, (short) (-300 * i));
                        case INTS -> heap.writeInt(object, offset, -70_000 * i);
                        default -> heap.writeWord(object, offset, -5_000_000_000L * i);
                    }
                }
            }
            heap.dump(file);
            try (CloseableHeapGraph graph = open(file)) {
                Map<Elements, HeapPrimitiveArray> arrays = new HashMap<>();
                handles.forEach((elements, handle) -> arrays.put(elements, fields(graph, scope.get(handle)).get("elements[]").getValueAsPrimitiveArray()));
                assertThat(((ByteArrayDump) arrays.get(Elements.BYTES).readRecord()).getArray()).containsExactly(0, -1, -2);
                assertThat(((ShortArrayDump) arrays.get(Elements.SHORTS).readRecord()).getArray()).containsExactly(0, -300, -600);
                assertThat(((IntArrayDump) arrays.get(Elements.INTS).readRecord()).getArray()).containsExactly(0, -70_000, -140_000);
                assertThat(((LongArrayDump) arrays.get(Elements.WORDS).readRecord()).getArray()).containsExactly(0, -5_000_000_000L, -10_000_000_000L);
                assertThat(arrays.get(Elements.INTS).getArrayClassName()).isEqualTo("int[]");
            }
        }
    }

    @Test
    void aWeakFieldIsANumberSoThatItIsNoPathToItsReferent() throws IOException {
        Path file = directory.resolve("weak.hprof");
        try (Heap heap = Heap.open(HeapOptions.small(1 << 20)); HandleScope scope = heap.scope()) {
            TestTypes types = new TestTypes(heap);
            long hWeak = scope.root(heap.allocate(types.weak));
            long referent = heap.allocate(types.pair);
            heap.writeRef(scope.get(hWeak), REFERENT, referent);
            heap.dump(file);
            try (CloseableHeapGraph graph = open(file)) {
                assertThat(fields(graph, scope.get(hWeak)).get("referent").getValue().getAsLong()).isEqualTo(referent);
                assertThat(graph.objectExists(referent)).isFalse();
            }
        }
    }

    @Test
    void theValueOfAnEphemeronIsAFieldWhileItsKeyIsReachableAndElseNull() throws IOException {
        Path file = directory.resolve("ephemerons.hprof");
        TypeLayout.Builder builder = TypeLayout.named("memo");
        int key = builder.ephemeronKey("key");
        int value = builder.ephemeronValue("value");
        int other = builder.reference("other");
        try (Heap heap = Heap.open(HeapOptions.small(1 << 20)); HandleScope scope = heap.scope()) {
            TestTypes types = new TestTypes(heap);
            int type = heap.types().define(builder.build());
            long hKey = scope.root(heap.allocate(types.pair));
            long[] handles = new long[2];
            for (int i = 0; i < 2; i++) handles[i] = scope.root(heap.allocate(type));
            for (long handle : handles) {
                heap.writeRef(scope.get(handle), value, heap.allocate(types.bytes, 1));
                heap.writeRef(scope.get(handle), other, Immediate.of(12));
            }
            heap.writeRef(scope.get(handles[0]), key, scope.get(hKey));
            heap.writeRef(scope.get(handles[1]), key, heap.allocate(types.pair));
            heap.dump(file);
            try (CloseableHeapGraph graph = open(file)) {
                assertThat(instancesByClass(graph)).isEqualTo(Map.of("pair", 1L, "memo", 2L, "bytes", 1L, "immediate", 1L));
                Map<String, HeapField> alive = fields(graph, scope.get(handles[0]));
                assertThat(alive.get("key").getValue().getAsLong()).isEqualTo(scope.get(hKey));
                assertThat(alive.get("value").getValueAsInstance().getInstanceClassName()).isEqualTo("bytes");
                assertThat(alive.get("other").getValue().getAsObjectId()).isEqualTo(Immediate.of(12));
                Map<String, HeapField> dead = fields(graph, scope.get(handles[1]));
                assertThat(dead.get("value").getValue().isNullReference()).isTrue();
                assertThat(dead.get("other").getValue().getAsObjectId()).isEqualTo(Immediate.of(12));
            }
        }
    }

    @Test
    void typesOfOneNameAreToldApart() throws IOException {
        Path file = directory.resolve("names.hprof");
        try (Heap heap = Heap.open(HeapOptions.small(1 << 20)); HandleScope scope = heap.scope()) {
            int one = heap.types().define(TypeLayout.named("thing").build());
            int two = heap.types().define(TypeLayout.named("thing").build());
            scope.root(heap.allocate(one));
            scope.root(heap.allocate(two));
            heap.dump(file);
            try (CloseableHeapGraph graph = open(file)) {
                assertThat(instancesByClass(graph)).isEqualTo(Map.of("thing", 1L, "thing#" + two, 1L));
            }
        }
    }

    // ---- many objects -----------------------------------------------------------------------------------------------------------

    @Test
    void aLargeGraphAgreesWithTheHistogramAndHasNoDanglingEdge() throws IOException {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        Path file = directory.resolve("large.hprof");
        try (Heap heap = Heap.open(HeapOptions.small(64 << 20)); HandleScope scope = heap.scope()) {
            TestTypes types = new TestTypes(heap);
            long hArray = scope.root(heap.allocate(types.array, 30_000));
            for (int i = 0; i < 30_000; i++) {
                long pair = heap.allocate(types.pair);
                heap.writeRef(pair, FIRST, heap.readElement(scope.get(hArray), ARRAY.fixedBytes(), i / 2));
                heap.writeRef(pair, SECOND, Immediate.of(i % 5000));
                heap.writeElement(scope.get(hArray), ARRAY.fixedBytes(), i, pair);
            }
            HeapHistogram histogram = heap.histogram();
            HprofDump dump = heap.dump(file);
            long before = threads.getCurrentThreadAllocatedBytes();
            heap.dump(directory.resolve("again.hprof"));
            assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(30_000); // less than a byte per object
            assertThat(dump.objects()).isEqualTo(histogram.objects()).isEqualTo(30_001);
            assertThat(dump.immediates()).isEqualTo(5000);
            try (CloseableHeapGraph graph = open(file)) {
                assertThat(instancesByClass(graph)).isEqualTo(Map.of("pair", 30_000L, "array", 1L, "immediate", 5000L));
                for (HeapInstance pair : list(graph.findClassByName("pair").getDirectInstances())) {
                    for (String reference : List.of("first", "second")) {
                        long id = pair.get("pair", reference).getValue().getAsObjectId();
                        assertThat(id == 0 || graph.objectExists(id)).isTrue();
                    }
                }
            }
        }
    }

    // ---- what cannot be written -------------------------------------------------------------------------------------------------

    @Test
    void aPathThatCannotBeWrittenIsNamedInOneLine() {
        Path missing = directory.resolve("missing").resolve("heap.hprof");
        try (Heap heap = Heap.open(HeapOptions.small(1 << 20))) {
            assertThatThrownBy(() -> heap.dump(missing)).isInstanceOf(IOException.class)
                    .hasMessage("cannot write a heap dump to " + missing + ": there is no directory " + missing.getParent() + "; expected a file in a directory that can be written");
            assertThatThrownBy(() -> heap.dump(directory)).isInstanceOf(IOException.class)
                    .hasMessage("cannot write a heap dump to " + directory + ": it is a directory; expected a file in a directory that can be written");
        }
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void aDumpThatIsRefusedLeavesTheFileThatWasThere() throws IOException {
        Path file = Files.writeString(directory.resolve("heap.hprof"), "before");
        Heap heap = Heap.open(HeapOptions.small(1 << 20));
        heap.close();
        assertThatThrownBy(() -> heap.dump(file)).isInstanceOf(IllegalStateException.class);
        assertThat(directory).isDirectoryContaining(path -> path.equals(file));
        assertThat(file).hasContent("before");
        assertThat(directory.toFile().list()).containsExactly("heap.hprof");
    }

    @Test
    void everyClassOfTheDumpHasAName() throws IOException {
        Path file = directory.resolve("classes.hprof");
        try (Heap heap = Heap.open(HeapOptions.small(1 << 20))) {
            heap.types().define(TypeLayout.named("pair").build());
            heap.types().define(TypeLayout.named("list").buildWith(Elements.REFERENCES));
            heap.dump(file);
            try (CloseableHeapGraph graph = open(file)) {
                assertThat(list(graph.getClasses()).stream().map(HeapClass::getName))
                        .containsExactlyInAnyOrder("java.lang.Object", "immediate", "java.lang.Object[]", "byte[]", "short[]", "int[]", "long[]", "pair", "list");
            }
        }
    }
}
