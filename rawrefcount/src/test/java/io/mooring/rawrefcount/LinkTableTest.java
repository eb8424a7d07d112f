package io.mooring.rawrefcount;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mooring.gc.CollectionKind;
import io.mooring.gc.Heap;
import io.mooring.gc.HeapExhausted;
import io.mooring.gc.HeapOptions;
import io.mooring.gc.memory.Memory;
import io.mooring.gc.object.TypeLayout;
import io.mooring.gc.roots.HandleScope;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the table promises beside the links: entries that C can read, growth, order, and what it costs. */
class LinkTableTest {
    private static final TypeLayout WORD = TypeLayout.named("word").build();

    private final Heap heap = Heap.open(HeapOptions.small(4L << 20).withAging(2));
    private final int wordType = heap.types().define(WORD);
    private final BlockArena arena = new BlockArena(100_000);
    private final HandleScope scope = heap.scope();
    private LinkTable table;

    private LinkTable open(LinkTable opened) {
        table = opened;
        heap.connect(table);
        return table;
    }

    @AfterEach
    void close() {
        heap.verify();
        scope.close();
        heap.close();
        table.close();
        arena.close();
    }

    /** Roots a new linked object and returns its handle. */
    private long linked() {
        long handle = scope.root(heap.allocate(wordType));
        table.linkManaged(scope.get(handle), arena.allocate(0), false);
        return handle;
    }

    private long entryOf(long handle) {
        return Memory.readLong(table.base() + (long) heap.linkIndex(scope.get(handle)) * LinkEntry.BYTES);
    }

    private int index(long handle) {
        return heap.linkIndex(scope.get(handle));
    }

    @Test
    void aNegativeNumberOfLinksToSweepAtOnceIsRefused() {
        open(new LinkTable(arena, 0));
        assertThatThrownBy(() -> new LinkTable(arena, -1)).isInstanceOf(IllegalArgumentException.class).hasMessage("mostAtOnce is -1; it must be 0 or more");
    }

    @Test
    void cFindsThePyObjectWithAShiftAndALoad() {
        open(new LinkTable(arena));
        long handle = linked();
        assertThat(LinkEntry.pyObject(entryOf(handle))).isEqualTo(table.toPyObject(scope.get(handle))).isNotZero();
        long unlinked = scope.root(heap.allocate(wordType));
        assertThat(index(unlinked)).isZero();
        assertThat(entryOf(unlinked)).isEqualTo(LinkEntry.NONE);
    }

    @Test
    void theTableGrowsWithAllItsLinksAndTellsWhereItIs() {
        open(new LinkTable(arena, 4, 1L << 32, 1L << 32));
        List<Long> bases = new ArrayList<>();
        table.onMove(bases::add);
        assertThat(bases).containsExactly(table.base());
        List<Long> handles = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            handles.add(linked());
            assertThat(bases.getLast()).isEqualTo(table.base());
            if (i == 500) heap.collect(CollectionKind.MAJOR);
        }
        assertThat(bases).hasSize(1 + 8);
        for (long handle : handles) {
            assertThat(table.toObj(table.toPyObject(scope.get(handle)))).isEqualTo(scope.get(handle));
            assertThat(LinkEntry.pyObject(entryOf(handle))).isEqualTo(table.toPyObject(scope.get(handle)));
        }
    }

    @Test
    void aFullTableRefusesTheNextLinkAndTakesItOnceOthersDied() {
        open(new LinkTable(arena, 4, 8, 8));
        List<Long> handles = new ArrayList<>();
        for (int i = 0; i < 7; i++) handles.add(linked());
        long tooMany = scope.root(heap.allocate(wordType));
        long pyobj = arena.allocate(0);
        assertThatThrownBy(() -> table.linkManaged(scope.get(tooMany), pyobj, false))
                .isInstanceOf(HeapExhausted.class).hasMessageContaining("the link table is full: all 7 links stand");
        assertThat(arena.count(pyobj)).isZero();
        assertThat(table.toPyObject(scope.get(tooMany))).isZero();
        heap.verify();
        scope.set(handles.getFirst(), 0);
        heap.collect(CollectionKind.MINOR);
        table.linkManaged(scope.get(tooMany), pyobj, false);
        assertThat(table.toPyObject(scope.get(tooMany))).isEqualTo(pyobj);
    }

    @Test
    void entriesOfYoungDeadAreUsedAgain() {
        open(new LinkTable(arena, 16, 16, 16));
        for (int round = 0; round < 1000; round++) {
            for (int i = 0; i < 15; i++) table.linkManaged(heap.allocate(wordType), arena.allocate(0), true);
            heap.collect(CollectionKind.MINOR);
            assertThat(table.statistics().standing()).isZero();
        }
        assertThat(arena.used()).isZero();
        assertThat(table.statistics().freedLight()).isEqualTo(15_000);
    }

    @Test
    void survivorsCloseTheGapsOfTheDeadInTheirOrder() {
        open(new LinkTable(arena));
        List<Long> handles = new ArrayList<>();
        for (int i = 0; i < 9; i++) handles.add(linked());
        for (int dying : new int[] {0, 3, 4, 8}) scope.set(handles.get(dying), 0);
        heap.collect(CollectionKind.MINOR);
        assertThat(List.of(1, 2, 5, 6, 7).stream().map(i -> index(handles.get(i))).toList()).containsExactly(1, 2, 3, 4, 5);
        assertThat(table.youngLinks()).isEqualTo(5);
        heap.collect(CollectionKind.MAJOR);
        assertThat(table.oldLinks()).isEqualTo(5);
        scope.set(handles.get(2), 0);
        heap.collect(CollectionKind.MAJOR);
        assertThat(List.of(1, 5, 6, 7).stream().map(i -> index(handles.get(i))).toList()).containsExactly(1, 2, 3, 4);
    }

    @Test
    void linksThatGrewOldStandBeforeThoseStillYoung() {
        open(new LinkTable(arena));
        List<Long> handles = new ArrayList<>();
        handles.add(linked());
        heap.collect(CollectionKind.MINOR);
        handles.add(linked());
        heap.collect(CollectionKind.MINOR);
        handles.add(linked());
        long immortal = heap.allocateImmortal(wordType);
        table.linkManaged(immortal, arena.allocate(0), false);
        assertThat(table.youngLinks()).isEqualTo(4);
        heap.collect(CollectionKind.MINOR);
        assertThat(table.oldLinks()).isEqualTo(2);
        assertThat(index(handles.get(0))).isEqualTo(1);
        assertThat(heap.linkIndex(immortal)).isEqualTo(2);
        assertThat(List.of(index(handles.get(1)), index(handles.get(2)))).containsExactlyInAnyOrder(3, 4);
    }

    @Test
    void anOldLinkIsNotTouchedByAMinorCollection() {
        open(new LinkTable(arena));
        long handle = linked();
        heap.collect(CollectionKind.MAJOR);
        long pyobj = table.toPyObject(scope.get(handle));
        long object = table.toObj(pyobj);
        arena.setLink(pyobj, 0); // a sweep would look for the object there
        heap.collect(CollectionKind.MINOR);
        arena.setLink(pyobj, object);
        assertThat(scope.get(handle)).isEqualTo(object);
    }

    @Test
    void aLinkCosts24Bytes() {
        open(new LinkTable(arena));
        for (int i = 0; i < 50_000; i++) linked();
        assertThat(table.statistics().bytesPerLink()).isBetween(24.0, 24.01);
    }
}
