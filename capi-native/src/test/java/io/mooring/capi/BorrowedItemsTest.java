package io.mooring.capi;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.gc.Ref;
import io.mooring.gc.roots.Global;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Borrowed references to values without identity: one box for each value that C asked for, as long as the container lives and holds it. */
class BorrowedItemsTest {
    static Stream<BorderSetting> settings() {
        return BorderSetting.all();
    }

    /** A list or dict with its PyObject. */
    private record Container(Border border, Global managed, long pyObject) implements AutoCloseable {
        static Container of(Border border, String literal) {
            Global managed = border.heap.global(border.literal(literal));
            return new Container(border, managed, border.capi.toNative.borrowed(managed.get()));
        }

        /** As C does it by itself where it can; Java knows the same box. */
        long borrow(long index) {
            long box = NativeLinker.call(border.capi.library.symbol("PyList_GetItem"), pyObject, index);
            @Ref long w_item = border.space.lists.get(managed.get(), index);
            assertThat(border.capi.borrowedItems.borrow(pyObject, w_item)).isEqualTo(box);
            return box;
        }

        @Override
        public void close() {
            managed.close();
        }
    }

    @ParameterizedTest
    @MethodSource("settings")
    void eachValueHasOneBoxThatStaysWhileTheListLives(BorderSetting setting) {
        try (Border border = Border.open(setting); Container list = Container.of(border, "[1000, 2000, 1000, 2.5]")) {
            long first = list.borrow(0);
            assertThat(list.borrow(0)).isEqualTo(first);
            assertThat(list.borrow(2)).as("the same value at another place").isEqualTo(first);
            assertThat(list.borrow(1)).isNotEqualTo(first);
            border.collect();
            assertThat(list.borrow(0)).as("after a collection that moved the list").isEqualTo(first);
            assertThat(border.capi.borrowedItems.boxes()).isEqualTo(2);
            assertThat(border.space.reprText(border.capi.fromNative.borrowed(first))).isEqualTo("1000");
        }
    }

    @ParameterizedTest
    @MethodSource("settings")
    void boxesGoWhenTheirListDied(BorderSetting setting) {
        try (Border border = Border.open(setting)) {
            long blocks;
            try (Container list = Container.of(border, "[1000, 2000, 3000]")) {
                border.collect();
                blocks = border.capi.arenaStatistics().blocks();
                for (int i = 0; i < 3; i++) list.borrow(i);
                assertThat(border.capi.borrowedItems.boxes()).isEqualTo(3);
                assertThat(border.capi.arenaStatistics().blocks()).isEqualTo(blocks + 3);
                border.collect();
                assertThat(border.capi.borrowedItems.boxes()).as("while the list lives").isEqualTo(3);
            }
            border.collect();
            assertThat(border.capi.borrowedItems.boxes()).isZero();
            assertThat(border.capi.arenaStatistics().blocks()).as("boxes and the list's mirror are gone").isEqualTo(blocks - 1);
        }
    }

    @ParameterizedTest
    @MethodSource("settings")
    void aListThatIsOverwrittenAgainAndAgainKeepsFewBoxes(BorderSetting setting) {
        try (Border border = Border.open(setting); Container list = Container.of(border, "[0, 0]")) {
            for (int i = 1; i <= 1000; i++) {
                border.space.lists.set(list.managed().get(), 0, border.space.newInt(1000 + i));
                long box = list.borrow(0);
                assertThat(border.space.asLong(border.capi.fromNative.borrowed(box))).isEqualTo(1000 + i);
            }
            assertThat(border.capi.borrowedItems.boxes()).isBetween(1, 200);
        }
    }

    @ParameterizedTest
    @MethodSource("settings")
    void theBoxOfAFloatIsRightWhileOthersArePruned(BorderSetting setting) {
        try (Border border = Border.open(setting); Container list = Container.of(border, "[0.5, 1.5, 2.5]")) {
            for (int i = 1; i <= 300; i++) {
                @Ref long w_item = border.space.newFloat(i + 0.25);
                border.space.lists.set(list.managed().get(), 0, w_item);
                assertThat(border.space.asDouble(border.capi.fromNative.borrowed(list.borrow(0)))).isEqualTo(i + 0.25);
                assertThat(border.space.asDouble(border.capi.fromNative.borrowed(list.borrow(2)))).isEqualTo(2.5);
            }
            assertThat(border.capi.borrowedItems.boxes()).isBetween(2, 200);
        }
    }

    @ParameterizedTest
    @MethodSource("settings")
    void pruningKeepsWhatTheListStillHolds(BorderSetting setting) {
        try (Border border = Border.open(setting); Container list = Container.of(border, "[7000, 0.5, 123456789012345678901234567890, 0]")) {
            long anInt = list.borrow(0);
            long aFloat = list.borrow(1);
            long aBigInt = list.borrow(2);
            for (int i = 1; i <= 500; i++) {
                border.space.lists.set(list.managed().get(), 3, border.space.newInt(1000 + i));
                list.borrow(3);
            }
            assertThat(list.borrow(0)).isEqualTo(anInt);
            assertThat(list.borrow(1)).isEqualTo(aFloat);
            assertThat(list.borrow(2)).isEqualTo(aBigInt);
            assertThat(border.capi.borrowedItems.boxes()).isLessThan(300);
        }
    }

    @ParameterizedTest
    @MethodSource("settings")
    void anItemWithIdentityNeedsNoBox(BorderSetting setting) {
        try (Border border = Border.open(setting); Container list = Container.of(border, "['text', [1], None]")) {
            long text = list.borrow(0);
            long inner = list.borrow(1);
            border.collect();
            assertThat(list.borrow(0)).isEqualTo(text);
            assertThat(list.borrow(1)).isEqualTo(inner);
            list.borrow(2);
            assertThat(border.capi.borrowedItems.boxes()).isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("settings")
    void readingAnIntListLeavesItAListOfInts(BorderSetting setting) {
        try (Border border = Border.open(setting); Container list = Container.of(border, "[10, 20, 30, 40]")) {
            int strategy = border.space.lists.strategy(list.managed().get());
            for (int i = 0; i < 4; i++) list.borrow(i);
            assertThat(border.space.lists.strategy(list.managed().get())).isEqualTo(strategy);
        }
    }
}
