package io.mooring.objspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mooring.gc.CollectionKind;
import io.mooring.gc.Ref;
import io.mooring.gc.roots.Global;
import io.mooring.gc.roots.HandleScope;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists whose items are kept outside the heap: every operation answers what it answers for any other list. Java plays the keeper. */
class ForeignListTest extends SpaceTest {
    private final PlayedItems keeper = new PlayedItems();

    /** Items in lists of globals; a place is the number of a list. */
    private static final class PlayedItems implements ForeignItems, AutoCloseable {
        private final List<List<Global>> places = new ArrayList<>();
        private final List<Global> all = new ArrayList<>();

        long place() {
            places.add(new ArrayList<>());
            return places.size() - 1;
        }

        List<Global> at(long place) {
            return places.get((int) place);
        }

        private Global global(@Ref long w) {
            Global global = heap.global(w);
            all.add(global);
            return global;
        }

        @Override
        public long count(long place) {
            return at(place).size();
        }

        @Override
        public long get(long place, long index) {
            return at(place).get((int) index).get();
        }

        @Override
        public void set(long place, long index, @Ref long w_item) {
            at(place).set((int) index, global(w_item));
        }

        @Override
        public void splice(long place, long index, long removed, long added, Source source) {
            List<Global> fresh = new ArrayList<>();
            for (long i = 0; i < added; i++) fresh.add(global(source.item(i)));
            at(place).subList((int) index, (int) (index + removed)).clear();
            at(place).addAll((int) index, fresh);
        }

        @Override
        public void reverse(long place) {
            Collections.reverse(at(place));
        }

        @Override
        public long detach(long place) {
            long aside = place();
            at(aside).addAll(at(place));
            at(place).clear();
            return aside;
        }

        @Override
        public void attach(long place, long detached, long count, int[] order) {
            assertThat(count(detached)).isEqualTo(count);
            at(place).clear();
            for (int i = 0; i < count; i++) at(place).add(at(detached).get(order == null ? i : order[i]));
        }

        @Override
        public void close() {
            all.forEach(Global::close);
        }
    }

    @BeforeEach
    void keepItems() {
        space.lists.keepItems(keeper);
    }

    @AfterEach
    void closeKeeper() {
        keeper.close();
        space.lists.keepItems(ForeignItems.NONE);
    }

    private Value movedOut(Value list) {
        long place = keeper.place();
        for (long i = 0; i < space.lists.count(list.w()); i++) {
            long w_item = space.lists.get(list.w(), i);
            keeper.at(place).add(keeper.global(w_item));
        }
        space.lists.moveOut(list.w(), place, list.w());
        return list;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void aRandomHistoryMatchesAJavaList(long seed) {
        Random random = new Random(seed);
        Value list = movedOut(list());
        List<String> model = new ArrayList<>();
        for (int step = 0; step < (setting.stressed ? 60 : 300); step++) {
            int kind = random.nextInt(3);
            Value item = kind == 0 ? number(random.nextInt(100)) : kind == 1 ? decimal(random.nextInt(10) + 0.5) : text("s" + random.nextInt(9));
            W_ListObjectTest.change(random, list, model, item);
            assertThat(list.repr()).as("seed %d, step %d", seed, step).isEqualTo(model.stream().collect(Collectors.joining(", ", "[", "]")));
            assertThat(space.lists.isForeign(list.w())).isTrue();
        }
    }

    @Test
    void itCanBeJoinedWithAnyOtherAndWithItself() {
        Value list = movedOut(list(number(1), text("a")));
        Value other = movedOut(list(decimal(2.5)));
        assertThat(list.call("__add__", other).repr()).isEqualTo("[1, 'a', 2.5]");
        assertThat(list(number(7)).call("__add__", list).repr()).isEqualTo("[7, 1, 'a']");
        list.call("extend", list);
        assertThat(list.repr()).isEqualTo("[1, 'a', 1, 'a']");
        other.call("__imul__", number(3));
        assertThat(other.repr()).isEqualTo("[2.5, 2.5, 2.5]");
        assertThat(list.call("__mul__", number(2)).repr()).isEqualTo("[1, 'a', 1, 'a', 1, 'a', 1, 'a']");
        Value ordinary = list(decimal(0.5));
        ordinary.call("extend", other);
        assertThat(ordinary.repr()).isEqualTo("[0.5, 2.5, 2.5, 2.5]");
        assertThat(space.lists.isForeign(ordinary.w())).isFalse();
    }

    @Test
    void aSortThatRaisesLeavesItAsItWas() {
        Value list = movedOut(list(number(3), text("a"), number(1)));
        assertThat(error(() -> list.call("sort"))).isEqualTo("TypeError: '<' not supported between instances of 'str' and 'int'");
        assertThat(list.repr()).isEqualTo("[3, 'a', 1]");
    }

    @Test
    void whileItSortsItIsEmptyAndAChangeIsFoundOut() {
        Value list = movedOut(list(text("b"), text("a"), text("c")));
        Value meddler = function("key", 1, (s, h, n, k) -> {
            assertThat(s.lists.count(list.w())).isLessThan(3);
            s.lists.append(list.w(), s.arg(h, 0));
            return s.arg(h, 0);
        });
        assertThat(error(() -> list.attr("sort").applyWith(dict(text("key"), meddler)))).isEqualTo("ValueError: list modified during sort");
        assertThat(list.repr()).isEqualTo("['a', 'b', 'c']");
        list.attr("sort").applyWith(dict(text("reverse"), value(space.w_True)));
        assertThat(list.repr()).isEqualTo("['c', 'b', 'a']");
    }

    @Test
    void broughtHomeItIsAnOrdinaryListAgain() {
        Value list = movedOut(list(number(3), number(4)));
        space.lists.bringHome(list.w());
        assertThat(space.lists.strategy(list.w())).isEqualTo(W_ListObject.INT);
        assertThat(list.repr()).isEqualTo("[3, 4]");
        Value empty = movedOut(list());
        space.lists.bringHome(empty.w());
        assertThat(empty.repr()).isEqualTo("[]");
    }

    /** The keeper drops the items with the owner, so the list must keep it alive. */
    @Test
    void theListKeepsItsOwnerAlive() {
        try (HandleScope scope = heap.scope()) {
            Value list = list();
            long hOwner = scope.root(space.newList());
            space.lists.moveOut(list.w(), keeper.place(), scope.get(hOwner));
            scope.set(hOwner, 0);
            heap.collect(CollectionKind.MAJOR);
            assertThat(space.kind(heap.readRef(list.w(), W_ListObject.STORAGE))).isEqualTo(TypeIds.LIST);
            heap.verify();
        }
    }

    @Test
    void withoutAKeeperNothingIsAnswered() {
        Value list = list();
        space.lists.moveOut(list.w(), 0, list.w());
        space.lists.keepItems(ForeignItems.NONE);
        assertThatThrownBy(() -> space.lists.count(list.w())).isInstanceOf(IllegalStateException.class).hasMessageContaining("nobody keeps items");
    }
}
