package io.mooring.objspace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the rows of {@link CPythonTableTest} do not show of lists: strategies, storage, failure, and long random histories. */
class W_ListObjectTest extends SpaceTest {

    private static int strategy(Value list) {
        return space.lists.strategy(list.w());
    }

    private static Value run(String snippet) {
        return PythonSnippet.run(space, snippet);
    }

    @Test
    void aListOfSmallIntsIsUnboxed() {
        assertThat(strategy(run("[1, 2, 3]"))).isEqualTo(W_ListObject.INT);
        assertThat(strategy(run("list(range(10))"))).isEqualTo(W_ListObject.INT);
    }

    @Test
    void aListOfFloatsIsUnboxed() {
        assertThat(strategy(run("[1.5, 2.5]"))).isEqualTo(W_ListObject.FLOAT);
    }

    @Test
    void boolsAndBigIntsAndMixedItemsAreObjects() {
        assertThat(strategy(run("[True]"))).isEqualTo(W_ListObject.OBJECT);
        assertThat(strategy(run("[2**62]"))).isEqualTo(W_ListObject.OBJECT);
        assertThat(strategy(run("[1, 1.0]"))).isEqualTo(W_ListObject.OBJECT);
    }

    @Test
    void aNaNStaysTheObjectThatWasPutIn() {
        Value nan = run("float('nan')");
        Value list = list(decimal(1.5), nan);
        assertThat(strategy(list)).isEqualTo(W_ListObject.OBJECT);
        assertThat(list.item(number(1)).is(nan)).isTrue();
    }

    @Test
    void aClearedListMayTakeAnyStrategy() {
        assertThat(strategy(run("x = ['a']; x.clear(); x.append(1); x"))).isEqualTo(W_ListObject.INT);
        assertThat(strategy(run("x = [1]; del x[0]; x"))).isEqualTo(W_ListObject.EMPTY);
    }

    @Test
    void slicesAndSumsKeepTheStrategy() {
        assertThat(strategy(run("[1, 2, 3][1:]"))).isEqualTo(W_ListObject.INT);
        assertThat(strategy(run("[1.5, 2.5] + [3.5]"))).isEqualTo(W_ListObject.FLOAT);
        assertThat(strategy(run("[1, 2] + [3.5]"))).isEqualTo(W_ListObject.OBJECT);
        assertThat(strategy(run("[1, 2] * 3"))).isEqualTo(W_ListObject.INT);
    }

    @Test
    void aSortThatRaisesLeavesTheListAsItWas() {
        Value list = list(number(3), text("a"), number(1));
        assertThat(error(() -> list.call("sort"))).isEqualTo("TypeError: '<' not supported between instances of 'str' and 'int'");
        assertThat(list.repr()).isEqualTo("[3, 'a', 1]");
    }

    @Test
    void aKeyFunctionThatRaisesLeavesTheListAsItWas() {
        assertThat(error(() -> run("x = [1, 'a']; x.sort(key=lambda v: 1 // 0)"))).startsWith("ZeroDivisionError");
        Value list = list(number(2), text("b"));
        Value keywords = dict(text("key"), builtin("int"));
        assertThat(error(() -> list.attr("sort").applyWith(keywords))).startsWith("ValueError");
        assertThat(list.repr()).isEqualTo("[2, 'b']");
    }

    @Test
    void aListThatIsChangedWhileItSortsIsFoundOutAndKeepsItsItems() {
        Value list = list(text("b"), text("a"));
        Value meddler = function("key", 1, (s, h, n, k) -> {
            s.lists.append(list.w(), s.arg(h, 0));
            return s.arg(h, 0);
        });
        assertThat(error(() -> list.attr("sort").applyWith(dict(text("key"), meddler)))).isEqualTo("ValueError: list modified during sort");
        assertThat(list.repr()).isEqualTo("['a', 'b']");
    }

    @Test
    void aRepetitionThatCannotExistLeavesTheListAsItWas() {
        Value list = list(number(1), number(2));
        assertThat(error(() -> list.call("__imul__", number(1L << 40)))).startsWith("MemoryError");
        assertThat(list.repr()).isEqualTo("[1, 2]");
        assertThat(error(() -> list.call("__mul__", number(Long.MAX_VALUE >> 1)))).startsWith("MemoryError");
    }

    @Test
    void aListThatContainsItselfCanBeShownAndSearched() {
        Value list = list(number(1));
        space.lists.append(list.w(), list.w());
        assertThat(list.repr()).isEqualTo("[1, [...]]");
        assertThat(contains(list, list)).isTrue();
    }

    @Test
    void comparingListsThatContainThemselvesEndsInAnError() {
        Value a = list(number(1));
        Value b = list(number(1));
        space.lists.append(a.w(), b.w());
        space.lists.append(b.w(), a.w());
        assertThat(error(() -> compare(a, b, CompareOp.EQ))).isEqualTo("RecursionError: maximum recursion depth exceeded in comparison");
    }

    @Test
    void aListWhoseItemsAreGivenByItsAllocatorCanBeFilled() {
        Value list = value(space.lists.allocate(3));
        for (int i = 0; i < 3; i++) space.lists.set(list.w(), i, space.newInt(i));
        assertThat(list.repr()).isEqualTo("[0, 1, 2]");
    }

    /** The same random history on a list of Python and on one of Java, items of all strategies mixed. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void aRandomHistoryMatchesAJavaList(long seed) {
        Random random = new Random(seed);
        Value list = list();
        List<String> model = new ArrayList<>();
        for (int step = 0; step < (setting.stressed ? 100 : 400); step++) {
            int kind = random.nextInt(12) < 8 ? (int) seed % 3 : random.nextInt(3);
            Value item = kind == 0 ? number(random.nextInt(100)) : kind == 1 ? decimal(random.nextInt(10) + 0.5)
                    : text("s" + random.nextInt(9));
            change(random, list, model, item);
            assertThat(list.repr()).as("seed %d, step %d", seed,
                    step).isEqualTo(model.stream().collect(Collectors.joining(", ", "[", "]")));
        }
    }

    static void change(Random random, Value list, List<String> model, Value item) {
        int size = model.size();
        int at = size == 0 ? 0 : random.nextInt(size);
        int to = Math.min(size, at + random.nextInt(5));
        int choice = random.nextInt(size > 60 ? 12 : 9);
        if (choice < 5) changeOne(choice, list, model, item, at);
        else changeMany(choice, list, model, item, at, to);
    }

    private static void changeOne(int choice, Value list, List<String> model, Value item, int at) {
        switch (choice) {
            case 0, 1, 2 -> {
                space.lists.append(list.w(), item.w());
                model.add(item.repr());
            }
            case 3 -> {
                list.call("insert", number(at), item);
                model.add(at, item.repr());
            }
            default -> {
                if (!model.isEmpty()) {
                    put(list, number(at), item);
                    model.set(at, item.repr());
                }
            }
        }
    }

    private static void changeMany(int choice, Value list, List<String> model, Value item, int at, int to) {
        int size = model.size();
        switch (choice) {
            case 5 -> {
                list.call("reverse");
                Collections.reverse(model);
            }
            case 6 -> {
                Value part = list.item(slice(at, to));
                list.call("extend", part);
                model.addAll(List.copyOf(model.subList(at, to)));
            }
            case 7 -> {
                put(list, slice(at, to), list(item, item));
                model.subList(at, to).clear();
                model.addAll(at, List.of(item.repr(), item.repr()));
            }
            case 8 -> {
                if (size > 0) {
                    list.call("pop", number(at));
                    model.remove(at);
                }
            }
            case 9 -> {
                delete(list, slice(at, size));
                model.subList(at, size).clear();
            }
            case 10 -> {
                list.call("clear");
                model.clear();
            }
            default -> {
                put(list, slice(0, size), list.item(slice(at, to)));
                List<String> kept = List.copyOf(model.subList(at, to));
                model.clear();
                model.addAll(kept);
            }
        }
    }

    private static Value slice(long from, long to) {
        return builtin("slice").apply(number(from), number(to));
    }

    @Test
    void sortingIsStableAndRightForRandomLists() {
        Random random = new Random(7);
        for (int round = 0; round < 12; round++) {
            int size = random.nextInt(70);
            Value list = list();
            List<int[]> model = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                int key = random.nextInt(8);
                model.add(new int[] {key, i});
                Value pair = tuple(number(key), number(i));
                space.lists.append(list.w(), pair.w());
            }
            boolean reversed = random.nextBoolean();
            Value first = function("first", 1, (s, h, n, k) -> s.getitemAt(s.arg(h, 0), 0));
            list.attr("sort").applyWith(dict(text("key"), first, text("reverse"), value(space.newBool(reversed))));
            model.sort((a, b) -> reversed ? Integer.compare(b[0], a[0]) : Integer.compare(a[0], b[0]));
            String expected = model.stream().map(p -> "(" + p[0] + ", " + p[1] + ")").collect(Collectors.joining(", ", "[", "]"));
            assertThat(list.repr()).isEqualTo(expected);
        }
    }
}
