package io.mooring.capi;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.gc.Ref;
import io.mooring.gc.roots.HandleScope;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** C code that holds on to managed objects while they move: what comes out is what went in, and nothing stays behind. */
class KeeperTest {
    /** One literal of every kind that crosses. */
    private static final List<String> VALUES = List.of("None", "True", "Ellipsis", "7", "123456789012345678901234567890", "2.5", "(1+2j)", "'text'", "'añ€😀'", "''",
            "b'bytes'", "()", "(1, 'two', (3.5, None))", "[]", "[1, 2, 3]", "[1.5]", "['a', [1]]", "{}", "{'a': 1, 2: [3]}", "{1, 2}");

    static Stream<BorderSetting> settings() {
        return BorderSetting.all();
    }

    @ParameterizedTest
    @MethodSource("settings")
    void whatCKeepsSurvivesCollectionsAndIsTheSameAfterwards(BorderSetting setting) {
        try (Border border = Border.open(setting)) {
            for (String value : VALUES) {
                border.result("keeper", "keep", "(" + literalOf(value) + ",)");
                border.collect();
                border.collect();
                assertThat(border.result("keeper", "get", "()")).isEqualTo(value);
                assertThat(border.result("keeper", "take", "()")).isEqualTo(value);
            }
            border.heap.verify();
        }
    }

    @ParameterizedTest
    @MethodSource("settings")
    void aDroppedObjectLeavesNoBlockBehind(BorderSetting setting) {
        try (Border border = Border.open(setting)) {
            for (String value : VALUES) keepAndDrop(border, value); // the objects that exist once, such as '', keep their block for good
            long before = border.settledBlocks();
            for (String value : VALUES) {
                keepAndDrop(border, value);
                assertThat(border.settledBlocks()).as("blocks after %s", value).isEqualTo(before);
            }
        }
    }

    private static void keepAndDrop(Border border, String value) {
        border.result("keeper", "keep", "(" + literalOf(value) + ",)");
        border.result("keeper", "drop", "()");
    }

    /** How a value is written; its repr but for one. */
    private static String literalOf(String repr) {
        return repr.equals("Ellipsis") ? "..." : repr;
    }

    @ParameterizedTest
    @MethodSource("settings")
    void anObjectWithIdentityIsOneAndTheSameObjectOnBothSides(BorderSetting setting) {
        try (Border border = Border.open(setting); HandleScope scope = border.heap.scope()) {
            for (String value : List.of("[1]", "'text'", "{}", "(1, 2)", "{1}", "b'x'")) {
                long hObject = scope.root(border.literal(value));
                call(border, "keep", scope.get(hObject));
                long address = border.capi.toNative.existing(scope.get(hObject));
                border.collect();
                assertThat(border.capi.toNative.existing(scope.get(hObject))).as("address of %s", value).isEqualTo(address).isNotZero();
                assertThat(call(border, "get")).as("get() of %s", value).isEqualTo(scope.get(hObject));
                assertThat(call(border, "is_kept", scope.get(hObject))).isEqualTo(border.space.w_True);
                assertThat(call(border, "take")).isEqualTo(scope.get(hObject));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("settings")
    void aListThatCKeepsSeesWhatJavaDoesToIt(BorderSetting setting) {
        try (Border border = Border.open(setting); HandleScope scope = border.heap.scope()) {
            long hList = scope.root(border.literal("[1, 2]"));
            call(border, "keep", scope.get(hList));
            border.collect();
            border.space.lists.append(scope.get(hList), border.space.newInt(3));
            assertThat(border.space.reprText(call(border, "get"))).isEqualTo("[1, 2, 3]");
            assertThat(border.space.reprText(call(border, "sum_list", scope.get(hList)))).isEqualTo("6");
        }
    }

    @ParameterizedTest
    @MethodSource("settings")
    void manyKeptObjectsComeBackInOrder(BorderSetting setting) {
        try (Border border = Border.open(setting)) {
            String list = "[1, 'a', 2.5, None, (1, 2), [3], {'k': 'v'}, 'b', 99999999999999999999]";
            keepMany(border, list);
            long before = border.settledBlocks();
            keepMany(border, list);
            assertThat(border.settledBlocks()).isEqualTo(before);
        }
    }

    private static void keepMany(Border border, String list) {
        assertThat(border.result("keeper", "keep_many", "(" + list + ",)")).isEqualTo("9");
        border.collect();
        assertThat(border.result("keeper", "get_many", "()")).isEqualTo(list);
        assertThat(border.result("keeper", "drop_many", "()")).isEqualTo("9");
    }

    @ParameterizedTest
    @MethodSource("settings")
    void nestedTuplesMadeInCCrossAndDie(BorderSetting setting) {
        try (Border border = Border.open(setting)) {
            border.result("keeper", "build_nested_tuple", "(3,)");
            border.result("keeper", "build_and_drop", "(5,)");
            long before = border.settledBlocks();
            assertThat(border.result("keeper", "build_nested_tuple", "(20,)")).startsWith("((((").contains("None");
            border.result("keeper", "build_and_drop", "(5000,)");
            assertThat(border.settledBlocks()).isEqualTo(before);
        }
    }

    @ParameterizedTest
    @MethodSource("settings")
    void holdersHoldAndLetGo(BorderSetting setting) {
        try (Border border = Border.open(setting); HandleScope scope = border.heap.scope()) {
            for (String type : List.of("Holder", "HeapHolder", "Opaque")) {
                long hItem = scope.root(border.literal("['held']"));
                long hHolder = scope.root(call(border, type, scope.get(hItem)));
                border.collect();
                assertThat(border.result("keeper", "holders_alive", "()")).isEqualTo("1");
                long w_item = border.space.getattr(scope.get(hHolder), border.space.intern("item"));
                assertThat(w_item).as("item of %s", type).isEqualTo(scope.get(hItem));
                scope.set(hHolder, 0);
                border.collect();
                border.collect();
                assertThat(border.result("keeper", "holders_alive", "()")).as("%s after its death", type).isEqualTo("0");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("settings")
    void aHolderHeldByCAloneKeepsItsItem(BorderSetting setting) {
        try (Border border = Border.open(setting); HandleScope scope = border.heap.scope()) {
            long hHolder = scope.root(call(border, "Holder", scope.get(scope.root(border.literal("['inside']")))));
            call(border, "keep", scope.get(hHolder));
            scope.set(hHolder, 0);
            border.collect();
            border.collect();
            assertThat(border.result("keeper", "holders_alive", "()")).isEqualTo("1");
            assertThat(border.result("keeper", "get", "()")).isEqualTo("<keeper.Holder of ['inside']>");
            border.result("keeper", "drop", "()");
            border.collect();
            assertThat(border.result("keeper", "holders_alive", "()")).isEqualTo("0");
        }
    }

    @ParameterizedTest
    @MethodSource("settings")
    void aWeakReferenceToACObjectLastsAsLongAsCKeepsIt(BorderSetting setting) {
        try (Border border = Border.open(setting); HandleScope scope = border.heap.scope()) {
            long hHolder = scope.root(call(border, "Holder", border.space.newInt(5)));
            call(border, "keep", scope.get(hHolder));
            long hReference = scope.root(border.callWith("calls_type", "weak_to", scope.get(hHolder)));
            scope.set(hHolder, 0);
            border.collect();
            border.collect();
            assertThat(border.space.reprText(border.callWith("calls_type", "weak_get", scope.get(hReference)))).isEqualTo("<keeper.Holder of 5>");
            border.result("keeper", "drop", "()");
            border.collect();
            assertThat(border.space.reprText(border.callWith("calls_type", "weak_get", scope.get(hReference)))).isEqualTo("None");
            border.collect();
            assertThat(border.result("keeper", "holders_alive", "()")).isEqualTo("0");
        }
    }

    @ParameterizedTest
    @MethodSource("settings")
    void aTypeWithoutPlaceForWeakReferencesRefusesThem(BorderSetting setting) {
        try (Border border = Border.open(setting); HandleScope scope = border.heap.scope()) {
            long hOpaque = scope.root(call(border, "Opaque", border.space.newInt(5)));
            assertThat(border.outcome(() -> border.callWith("calls_type", "weak_to", scope.get(hOpaque))))
                    .isEqualTo(new Row.Outcome(true, "TypeError: cannot create weak reference to 'keeper.Opaque' object"));
        }
    }

    @ParameterizedTest
    @MethodSource("settings")
    void objectsOfCTypesWorkInJava(BorderSetting setting) {
        try (Border border = Border.open(setting); HandleScope scope = border.heap.scope()) {
            long hOne = scope.root(call(border, "Holder", border.space.newInt(5000)));
            long hTwo = scope.root(call(border, "HeapHolder", border.space.newInt(6000)));
            assertThat(border.space.len(scope.get(hOne))).isEqualTo(1);
            assertThat(border.space.isTrue(scope.get(hTwo))).isTrue();
            assertThat(border.space.reprText(border.space.getitem(scope.get(hOne), border.space.newInt(0)))).isEqualTo("5000");
            assertThat(border.space.reprText(border.space.add(scope.get(hOne), scope.get(hTwo)))).isEqualTo("(5000, 6000)");
            assertThat(border.space.eq(scope.get(hOne), scope.get(hTwo))).isFalse();
            assertThat(border.space.reprText(attribute(border, scope.get(hTwo), "kind"))).isEqualTo("'heap'");
            set(border, scope, hTwo, "number", "77");
            assertThat(border.space.reprText(attribute(border, scope.get(hTwo), "number"))).isEqualTo("77");
            set(border, scope, hTwo, "item", "'new'");
            assertThat(border.space.reprText(scope.get(hTwo))).isEqualTo("<keeper.HeapHolder of 'new'>");
            assertThat(border.outcome(() -> border.space.getitem(scope.get(hOne), border.space.newInt(1))))
                    .isEqualTo(new Row.Outcome(true, "IndexError: holder index out of range"));
        }
    }

    private static @Ref long attribute(Border border, @Ref long w, String name) {
        return border.space.getattr(w, border.space.intern(name));
    }

    private static void set(Border border, HandleScope scope, long hObject, String name, String literal) {
        long w_value = border.literal(literal);
        border.space.setattr(scope.get(hObject), border.space.intern(name), w_value);
    }

    private static @Ref long call(Border border, String function, @Ref long... args) {
        return border.callWith("keeper", function, args);
    }
}
