package io.mooring.capi;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.capi.CApiOptions.LinkKind;
import io.mooring.gc.Heap;
import io.mooring.gc.Ref;
import io.mooring.gc.Slot;
import io.mooring.gc.roots.HandleScope;
import io.mooring.objspace.ObjSpace;
import io.mooring.objspace.OperationError;
import io.mooring.objspace.W_ListObject;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Lists whose items are in C, since a macro reader is loaded: whoever writes, both sides see the same list. [INV-50] */
class ListItemsTest {
    private static final int STEPS = 120;
    private static final String C = "macro_items";

    static Stream<BorderSetting> settings() {
        return BorderSetting.all();
    }

    private static void with(BorderSetting setting, String list, Examples examples) {
        try (Border border = Border.open(setting); HandleScope scope = border.heap.scope()) {
            try {
                examples.run(border, scope, scope.root(border.literal(list)));
                border.collect();
                border.heap.verify();
            } catch (OperationError raised) {
                throw new AssertionError(raised.getMessage(), raised.getCause()); // its text is lost when the heap is closed
            }
        }
    }

    @FunctionalInterface
    private interface Examples {
        void run(Border border, HandleScope scope, @Slot long hList);
    }

    private static String call(Border border, String function, @Ref long... args) {
        return border.outcome(() -> border.callWith(C, function, args)).text();
    }

    /** The result of a method, as a repr. */
    private static String method(Border border, @Ref long w, String name, @Ref long... args) {
        return border.outcome(() -> invoke(border, w, name, args)).text();
    }

    private static @Ref long invoke(Border border, @Ref long w, String name, @Ref long... args) {
        try (HandleScope scope = border.heap.scope()) {
            long hSelf = scope.root(w);
            long hArgs = hSelf;
            for (int i = 0; i < args.length; i++) {
                long h = scope.root(args[i]);
                if (i == 0) hArgs = h;
            }
            long w_name = border.space.intern(name);
            return border.space.callMethod(scope.get(hSelf), w_name, hArgs, args.length, 0);
        }
    }

    @ParameterizedTest
    @MethodSource("settings")
    void bothSidesSeeWhatTheOtherWrites(BorderSetting setting) {
        with(setting, "[1000, 2.5, 'text', None, [7], 123456789012345678901]", (border, scope, hList) -> {
            border.module(C);
            assertThat(call(border, "list_items", scope.get(hList))).isEqualTo("(1000, 2.5, 'text', None, [7], 123456789012345678901)");
            assertThat(call(border, "list_has_items", scope.get(hList))).isEqualTo("True");
            long w_text = border.space.intern("put");
            border.callWith(C, "list_put", scope.get(hList), border.space.newInt(1), w_text);
            assertThat(border.space.reprText(scope.get(hList))).isEqualTo("[1000, 'put', 'text', None, [7], 123456789012345678901]");
            border.space.lists.set(scope.get(hList), 0, border.space.newInt(-5000));
            long w_append = border.space.newInt(6000);
            border.space.lists.append(scope.get(hList), w_append);
            assertThat(call(border, "list_items", scope.get(hList))).isEqualTo("(-5000, 'put', 'text', None, [7], 123456789012345678901, 6000)");
            border.callWith(C, "list_append", scope.get(hList), border.space.w_True);
            assertThat(border.space.lists.count(scope.get(hList))).isEqualTo(8);
            assertThat(call(border, "list_size", scope.get(hList))).isEqualTo("(8, 8, 8)");
            border.collect();
            assertThat(border.space.reprText(scope.get(hList))).isEqualTo("[-5000, 'put', 'text', None, [7], 123456789012345678901, 6000, True]");
        });
    }

    @ParameterizedTest
    @MethodSource("settings")
    void aListThatCrossedBeforeTheMacroReaderWasLoadedKeepsWhatCBorrowed(BorderSetting setting) {
        with(setting, "[1000, 2.5, 3000]", (border, scope, hList) -> {
            border.callWith("items", "keep", scope.get(hList));
            long place = border.capi.toNative.borrowed(scope.get(hList));
            long box = border.capi.borrowedItems.borrow(place, border.space.lists.get(scope.get(hList), 1));
            assertThat(border.space.lists.strategy(scope.get(hList))).isEqualTo(W_ListObject.OBJECT);
            border.module(C);
            assertThat(border.space.lists.strategy(scope.get(hList))).isEqualTo(W_ListObject.FOREIGN);
            assertThat(ListItems.item(place, 1)).as("the box that C has").isEqualTo(box);
            assertThat(call(border, "list_items", scope.get(hList))).isEqualTo("(1000, 2.5, 3000)");
            border.result("items", "drop_kept", "()");
        });
    }

    @ParameterizedTest
    @MethodSource("settings")
    void withoutMacroReadersAListKeepsItsStrategy(BorderSetting setting) {
        with(setting, "[1000, 2000]", (border, scope, hList) -> {
            assertThat(border.outcome(() -> border.callWith("items", "list_items", scope.get(hList))).text()).isEqualTo("(1000, 2000)");
            assertThat(border.outcome(() -> border.callWith("items", "list_has_items", scope.get(hList))).text()).isEqualTo("False");
            assertThat(border.space.lists.strategy(scope.get(hList))).isEqualTo(W_ListObject.INT);
        });
    }

    @ParameterizedTest
    @MethodSource("settings")
    void aListMadeInCMayHaveItemsThatAreNotSet(BorderSetting setting) {
        with(setting, "[]", (border, scope, hOther) -> {
            border.module(C);
            scope.set(hOther, border.callWith(C, "list_new", border.space.newInt(3)));
            assertThat(call(border, "list_items", scope.get(hOther))).isEqualTo("(NotImplemented, NotImplemented, NotImplemented)");
            assertThat(border.outcome(() -> border.space.lists.get(scope.get(hOther), 1)).text()).isEqualTo("SystemError: item 1 of a list has not been set");
            assertThat(method(border, scope.get(hOther), "copy")).startsWith("SystemError");
            for (int i = 0; i < 3; i++) border.callWith(C, "list_put", scope.get(hOther), border.space.newInt(i), border.space.newInt(i * 1000L));
            assertThat(border.space.reprText(scope.get(hOther))).isEqualTo("[0, 1000, 2000]");
            assertThat(border.result(C, "list_thousands", "(4,)")).isEqualTo("[0, 1000, 2000, 3000]");
            scope.set(hOther, border.callWith(C, "list_thousands", border.space.newInt(5)));
            assertThat(border.space.lists.strategy(scope.get(hOther))).as("nobody in C keeps it").isEqualTo(W_ListObject.INT);
        });
    }

    @ParameterizedTest
    @MethodSource("settings")
    void anInstanceOfASubclassHasItsItemsInCToo(BorderSetting setting) {
        with(setting, "[1000, 'x']", (border, scope, hItems) -> {
            border.module(C);
            long hBases = scope.root(border.space.newTuple(border.space.w_list));
            long hName = scope.root(border.space.newStr("Sub"));
            long hClass = scope.root(border.space.newDict());
            scope.set(hClass, border.space.call3(border.space.w_type, scope.get(hName), scope.get(hBases), scope.get(hClass)));
            long hSub = scope.root(border.space.call1(scope.get(hClass), scope.get(hItems)));
            assertThat(call(border, "list_items", scope.get(hSub))).isEqualTo("(1000, 'x')");
            border.callWith(C, "list_append", scope.get(hSub), border.space.newInt(7000));
            border.collect();
            assertThat(border.space.reprText(scope.get(hSub))).isEqualTo("[1000, 'x', 7000]");
            method(border, scope.get(hSub), "reverse");
            assertThat(call(border, "list_items", scope.get(hSub))).isEqualTo("(7000, 'x', 1000)");
        });
    }

    @ParameterizedTest
    @MethodSource("settings")
    void listsThatDieLeaveNothingBehind(BorderSetting setting) {
        try (Border border = Border.open(setting)) {
            border.module(C);
            for (int warmUp = 0; warmUp < 2; warmUp++) churn(border);
            long before = border.settledBlocks();
            for (int i = 0; i < 10; i++) churn(border);
            assertThat(border.settledBlocks()).isLessThanOrEqualTo(before);
            border.heap.verify();
        }
    }

    private static void churn(Border border) {
        border.result(C, "list_items", "([1000, 'text', [2.5, (3000, [])], {}],)");
        border.result(C, "list_thousands", "(20,)");
        border.callWith(C, "list_new", border.space.newInt(3));
        border.result(C, "list_get_slice", "([1000, 'text', 2.5], 1, 3)");
        try (HandleScope scope = border.heap.scope()) {
            long hList = scope.root(border.literal("[1000, 'text']"));
            border.callWith(C, "list_append", scope.get(hList), scope.get(hList)); // a list in itself
            border.callWith(C, "list_append", scope.get(hList), border.space.newInt(5000));
        }
        for (int i = 0; i < 4; i++) border.collect();
    }

    @ParameterizedTest
    @MethodSource("settings")
    void aCycleThroughTheArrayAndAnObjectOfCIsCollected(BorderSetting setting) {
        try (Border border = Border.open(setting)) {
            border.module(C);
            for (int i = 0; i < 5; i++) {
                try (HandleScope scope = border.heap.scope()) {
                    long hFoo = scope.root(border.space.call0(border.space.getattr(border.module("cycles"), border.space.intern("Foo"))));
                    long hList = scope.root(border.literal("[1000, 'text']"));
                    border.callWith(C, "list_append", scope.get(hList), scope.get(hFoo));
                    border.space.setattr(scope.get(hFoo), border.space.intern("ref"), scope.get(hList));
                    scope.set(hFoo, 0);
                    for (int round = 0; round < 4; round++) border.collect();
                    assertThat(border.result("cycles", "live_count", "()")).as("while the list lives").isEqualTo("1");
                    assertThat(border.space.lists.count(scope.get(hList))).isEqualTo(3);
                }
                for (int round = 0; round < 5; round++) border.collect();
                assertThat(border.result("cycles", "live_count", "()")).as("when nobody refers to it").isEqualTo("0");
            }
            border.heap.verify();
        }
    }

    @Test
    void whenCGoesItsListsComeHome() {
        BorderSetting setting = BorderSetting.usual();
        try (Heap heap = Heap.open(setting.heapOptions()); HandleScope scope = heap.scope()) {
            ObjSpace space = new ObjSpace(heap);
            long hList = scope.root(space.newList());
            long hModule = scope.root(0);
            try (CApi capi = CApi.open(space, setting.capiOptions())) {
                scope.set(hModule, capi.load(Border.moduleFile(C)));
                long w_item = space.newInt(1000);
                space.lists.append(scope.get(hList), w_item);
                space.call2(space.getattr(scope.get(hModule), space.intern("list_append")), scope.get(hList), space.w_None);
                assertThat(space.lists.isForeign(scope.get(hList))).isTrue();
                scope.set(hModule, 0);
            }
            assertThat(space.lists.isForeign(scope.get(hList))).isFalse();
            assertThat(space.reprText(scope.get(hList))).isEqualTo("[1000, None]");
            heap.verify();
        }
    }

    // ---- any mix of writers ---------------------------------------------------------------------------------------------------------

    /** The default collector and, under stress, the other kind of links; some other plans. */
    static Stream<BorderSetting> mixes() {
        return Stream.concat(BorderSetting.calm(), Stream.of(new BorderSetting("GenCopy", 0, LinkKind.DICTIONARY, 1)));
    }

    /** Does the same to a list whose items are in C and to one whose items are not. */
    @ParameterizedTest
    @MethodSource("mixes")
    void anyMixOfOperationsOfBothSidesAgreesWithAnOrdinaryList(BorderSetting setting) {
        with(setting, "[]", (border, scope, hList) -> {
            border.module(C);
            long hModel = scope.root(border.literal("[]"));
            border.callWith(C, "keep", scope.get(hList));
            Random random = new Random(20);
            for (int step = 0; step < STEPS; step++) {
                String what = new Step(border, random, scope, hList, hModel).run();
                String model = border.space.reprText(scope.get(hModel));
                assertThat(border.space.reprText(scope.get(hList))).as("after %s", what).isEqualTo(model);
                if (step % 5 == 0) assertThat(call(border, "list_items", scope.get(hList))).isEqualTo(tupleText(border, scope.get(hModel)));
                assertThat(border.space.lists.isForeign(scope.get(hModel))).isFalse();
            }
            border.result(C, "drop_kept", "()");
        });
    }

    private static String tupleText(Border border, @Ref long w_list) {
        return border.space.reprText(border.space.toTuple(w_list));
    }

    private static final class Step {
        private static final String[] VALUES = {"7", "1000", "-70000000000", "2.5", "-0.0", "'text'", "None", "(1, 2)", "[3000]", "123456789012345678901"};
        private final Border border;
        private final Random random;
        private final HandleScope scope;
        private final @Slot long hList;
        private final @Slot long hModel;
        private final @Slot long hValue;
        private final long low;
        private final long high;

        Step(Border border, Random random, HandleScope scope, @Slot long hList, @Slot long hModel) {
            this.border = border;
            this.random = random;
            this.scope = scope;
            this.hList = hList;
            this.hModel = hModel;
            this.hValue = scope.root(border.literal(VALUES[random.nextInt(VALUES.length)]));
            long size = border.space.lists.count(scope.get(hModel));
            low = random.nextLong(size + 1);
            high = low + random.nextLong(size - low + 1);
        }

        private @Slot long number(long value) {
            return scope.root(border.space.newInt(value));
        }

        private @Slot long index() {
            return number(random.nextLong(border.space.lists.count(scope.get(hModel))));
        }

        private long[] objects(@Slot long... handles) {
            long[] objects = new long[handles.length];
            for (int i = 0; i < handles.length; i++) objects[i] = scope.get(handles[i]);
            return objects;
        }

        /** The same method on both, which must answer the same. */
        private String both(String name, @Slot long... args) {
            String model = method(border, scope.get(hModel), name, objects(args));
            assertThat(method(border, scope.get(hList), name, objects(args))).as(name).isEqualTo(model);
            return name;
        }

        /** A function of C's on the one, a method on the other. */
        private String mixed(String function, @Slot long[] args, String name, @Slot long... modelArgs) {
            long[] all = new long[args.length + 1];
            System.arraycopy(objects(args), 0, all, 1, args.length);
            all[0] = scope.get(hList);
            border.callWith(C, function, all);
            method(border, scope.get(hModel), name, objects(modelArgs));
            return function;
        }

        private @Slot long slice(long step) {
            return scope.root(border.space.slices.make(border.space.newInt(low), border.space.newInt(high), border.space.newInt(step)));
        }

        private @Slot long several(int count) {
            StringBuilder text = new StringBuilder("[");
            for (int i = 0; i < count; i++) text.append(VALUES[random.nextInt(VALUES.length)]).append(", ");
            return scope.root(border.literal(text.append("]").toString()));
        }

        String run() {
            boolean empty = border.space.lists.count(scope.get(hModel)) == 0;
            return switch (random.nextInt(20)) {
                case 0 -> both("append", hValue);
                case 1, 2 -> mixed("list_append", new long[] {hValue}, "append", hValue);
                case 3 -> both("insert", number(low), hValue);
                case 4, 5 -> mixed("list_insert", new long[] {number(low), hValue}, "insert", number(low), hValue);
                case 6 -> empty ? "nothing" : both("__setitem__", index(), hValue);
                case 7, 8 -> empty ? "nothing" : put(index());
                case 9 -> both("__setitem__", slice(1), several(random.nextInt(4)));
                case 10 -> setSlice(several(random.nextInt(4)));
                case 11 -> both("__delitem__", slice(1 + random.nextInt(2)));
                case 12 -> both("reverse");
                case 13 -> sort();
                case 14 -> both("extend", several(random.nextInt(5)));
                case 15 -> empty ? "nothing" : both("pop", index());
                case 16 -> both("__getitem__", slice(1 + random.nextInt(3)));
                case 17 -> both(random.nextBoolean() ? "index" : "count", hValue) + both("__contains__", hValue);
                case 18 -> border.space.lists.count(scope.get(hModel)) > 30 ? both("clear") : both("__imul__", number(2));
                default -> both("remove", hValue) + both("__eq__", hModel) + both("copy") + both("__mul__", number(2));
            };
        }

        private String put(@Slot long hIndex) {
            return mixed("list_put", new long[] {hIndex, hValue}, "__setitem__", hIndex, hValue);
        }

        private String setSlice(@Slot long hSeveral) {
            return mixed("list_set_slice", new long[] {number(low), number(high), hSeveral}, "__setitem__", slice(1), hSeveral);
        }

        /** By their reprs, since not all can be compared. */
        private String sort() {
            long hRepr = scope.root(border.space.getattr(border.space.builtins.module(), border.space.intern("repr")));
            for (long hEach : new long[] {hList, hModel}) {
                long hNames = scope.root(border.space.intern("key"));
                scope.set(hNames, border.space.newTuple(scope.get(hNames)));
                long w_name = border.space.intern("sort");
                border.space.callMethod(scope.get(hEach), w_name, hRepr, 0, scope.get(hNames));
            }
            return "sort";
        }
    }
}
