package io.mooring.gc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mooring.gc.roots.Global;
import io.mooring.gc.roots.HandleScope;
import io.mooring.gc.trigger.Triggers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The limits that {@code docs/porting.md} names are where a heap says that it has no more. */
class LimitsPageTest {
    private static final HeapOptions OPTIONS = HeapOptions.small(1L << 20);

    private static void assertPageSays(String what, Object limit) throws IOException {
        assertThat(Files.readString(Path.of("..", "docs", "porting.md"))).contains("| " + what + " | " + limit);
    }

    @Test
    void handles() throws IOException {
        try (Heap heap = Heap.open(OPTIONS); HandleScope scope = heap.scope()) {
            long[] count = {0};
            assertThatThrownBy(() -> {
                for (; ; count[0]++) scope.root(Immediate.NULL);
            }).isInstanceOf(HeapExhausted.class);
            assertPageSays("handles of one thread, all its open scopes together", count[0]);
            heap.collect(CollectionKind.MAJOR);
        }
    }

    @Test
    void globals() throws IOException {
        try (Heap heap = Heap.open(OPTIONS)) {
            List<Global> globals = new ArrayList<>();
            assertThatThrownBy(() -> {
                for (; ; ) globals.add(heap.global(Immediate.NULL));
            }).isInstanceOf(HeapExhausted.class);
            assertPageSays("globals", globals.size());
            globals.getFirst().close();
            heap.global(Immediate.NULL).close();
        }
    }

    @Test
    void immortalObjects() throws IOException {
        try (Heap heap = Heap.open(OPTIONS)) {
            int bytes = new TestTypes(heap).bytes;
            assertThatThrownBy(() -> {
                for (; ; ) heap.allocateImmortal(bytes, 100);
            }).isInstanceOf(HeapExhausted.class).extracting(exhausted -> ((HeapExhausted) exhausted).maxBytes()).isEqualTo(OPTIONS.maxHeapBytes() / 4);
            assertPageSays("immortal objects", "a quarter of the maximum heap");
            heap.allocate(bytes, 100);
        }
    }

    @Test
    void aSmallHeap() throws IOException {
        long floor = 32L << 20;
        for (String trigger : List.of("live:1", "sqrt:1", "membalancer:100", "cpu:90")) {
            try (Heap heap = Heap.open(HeapOptions.defaults().withTrigger(Triggers.named(trigger)))) {
                assertThat(heap.plan().limit()).as(trigger).isEqualTo(floor);
                heap.collect(CollectionKind.MAJOR);
                assertThat(heap.plan().limit()).as("%s, nothing lives", trigger).isEqualTo(floor);
            }
        }
        assertPageSays("the heap before its first major collection, and after one that left little", "32 MiB");
    }
}
