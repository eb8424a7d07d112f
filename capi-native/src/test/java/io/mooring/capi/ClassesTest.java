package io.mooring.capi;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.gc.Ref;
import io.mooring.gc.Slot;
import io.mooring.gc.roots.HandleScope;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Types of C and the Python classes that inherit from them: which can be called, what their methods are, what they say about their layout. */
class ClassesTest {
    static Stream<BorderSetting> settings() {
        return BorderSetting.all();
    }

    private static @Ref long type(Border border, String name) {
        long w_name = border.space.intern(name); // names are immortal
        return border.space.getattr(border.module("classes"), w_name);
    }

    /** {@code type(name, (base,), namespace)}. */
    private static @Ref long newClass(Border border, String name, String base, String namespace) {
        try (HandleScope scope = border.heap.scope()) {
            long hName = scope.root(border.literal("'" + name + "'"));
            long hBases = scope.root(border.space.newTuple(type(border, base)));
            long w_namespace = border.literal(namespace);
            return border.space.call3(border.space.w_type, scope.get(hName), scope.get(hBases), w_namespace);
        }
    }

    private static String outcome(Border border, Border.Action action) {
        return border.outcome(action).text().replaceAll("0x[0-9a-f]+", "0x…");
    }

    private static @Ref long attribute(Border border, @Slot long hObject, String name) {
        long w_name = border.space.intern(name);
        return border.space.getattr(border.space.arg(hObject, 0), w_name);
    }

    @ParameterizedTest
    @MethodSource("settings")
    void aTypeWithoutTpNewCannotBeCalledAndNeitherCanItsSubclasses(BorderSetting setting) {
        try (Border border = Border.open(setting)) {
            assertThat(outcome(border, () -> border.space.call0(type(border, "Abstract")))).isEqualTo("TypeError: cannot create 'classes.Abstract' instances");
            assertThat(outcome(border, () -> border.space.call0(type(border, "Forbidden")))).isEqualTo("TypeError: cannot create 'classes.Forbidden' instances");
            assertThat(outcome(border, () -> border.space.call0(newClass(border, "Sub", "Abstract", "{}")))).isEqualTo("TypeError: cannot create 'Sub' instances");
            assertThat(outcome(border, () -> newClass(border, "Sub", "Forbidden", "{}"))).isEqualTo("TypeError: type 'classes.Forbidden' is not an acceptable base type");
        }
    }

    @ParameterizedTest
    @MethodSource("settings")
    void aTypeThatLeavesTpNewToObjectHasInstancesAndSoHaveItsSubclasses(BorderSetting setting) {
        try (Border border = Border.open(setting); HandleScope scope = border.heap.scope()) {
            assertThat(outcome(border, () -> border.space.call0(type(border, "Plain")))).isEqualTo("<classes.Plain object at 0x…>");
            long hClass = scope.root(newClass(border, "Sub", "Plain", "{'x': 5}"));
            assertThat(outcome(border, () -> border.space.call0(scope.get(hClass)))).isEqualTo("<Sub object at 0x…>");
            assertThat(outcome(border, () -> border.space.call1(scope.get(hClass), border.space.w_None))).isEqualTo("TypeError: Sub() takes no arguments");
            long hInstance = scope.root(border.space.call0(scope.get(hClass)));
            border.collect();
            assertThat(outcome(border, () -> attribute(border, hInstance, "x"))).isEqualTo("5");
            assertThat(outcome(border, () -> border.space.call0(attribute(border, hInstance, "__enter__")))).isEqualTo("'of a Sub'");
            border.heap.verify();
        }
    }

    @ParameterizedTest
    @MethodSource("settings")
    void aSubclassWithSlotsHasTheseAttributesOnly(BorderSetting setting) {
        try (Border border = Border.open(setting); HandleScope scope = border.heap.scope()) {
            long hInstance = scope.root(border.space.call0(newClass(border, "Sub", "Plain", "{'__slots__': ('a',)}")));
            long w_name = border.space.intern("a");
            long w_value = border.literal("[1]");
            border.space.setattr(scope.get(hInstance), w_name, w_value);
            border.collect();
            assertThat(outcome(border, () -> attribute(border, hInstance, "a"))).isEqualTo("[1]");
            assertThat(outcome(border, () -> {
                long w_other = border.space.intern("b");
                border.space.setattr(scope.get(hInstance), w_other, border.space.w_None);
                return border.space.w_None;
            })).isEqualTo("AttributeError: 'Sub' object has no attribute 'b'");
            border.heap.verify();
        }
    }

    @ParameterizedTest
    @MethodSource("settings")
    void typesShowWhatCHasForThem(BorderSetting setting) {
        try (Border border = Border.open(setting); HandleScope scope = border.heap.scope()) {
            long hPlain = scope.root(type(border, "Plain"));
            assertThat(outcome(border, () -> attribute(border, hPlain, "__basicsize__"))).isEqualTo("24");
            assertThat(outcome(border, () -> attribute(border, hPlain, "__flags__"))).isEqualTo("5632");
            assertThat(outcome(border, () -> attribute(border, hPlain, "__dictoffset__"))).isEqualTo("0");
            assertThat(outcome(border, () -> attribute(border, hPlain, "__text_signature__"))).isEqualTo("'(anything)'");
            long hTuple = scope.root(border.space.w_tuple);
            assertThat(outcome(border, () -> attribute(border, hTuple, "__itemsize__"))).isEqualTo("8");
            assertThat(outcome(border, () -> attribute(border, hTuple, "__basicsize__"))).isEqualTo("24");
            assertThat(outcome(border, () -> attribute(border, hTuple, "__flags__"))).isEqualTo("71324960");
        }
    }

    @ParameterizedTest
    @MethodSource("settings")
    void specialMethodsOfCAreMethodsAndNewIsABuiltin(BorderSetting setting) {
        try (Border border = Border.open(setting); HandleScope scope = border.heap.scope()) {
            long hPlain = scope.root(type(border, "Plain"));
            long hReduce = scope.root(attribute(border, hPlain, "__reduce__"));
            assertThat(outcome(border, () -> scope.get(hReduce))).isEqualTo("<method '__reduce__' of 'classes.Plain' objects>");
            assertThat(outcome(border, () -> attribute(border, hReduce, "__qualname__"))).isEqualTo("'Plain.__reduce__'");
            assertThat(outcome(border, () -> border.space.call0(scope.get(hReduce)))).isEqualTo("TypeError: unbound method Plain.__reduce__() needs an argument");
            long w_foo = border.space.intern("Foo");
            long hFoo = scope.root(border.space.getattr(border.module("simple"), w_foo));
            long hNew = scope.root(attribute(border, hFoo, "__new__"));
            assertThat(outcome(border, () -> scope.get(hNew))).isEqualTo("<built-in method __new__ of type object at 0x…>");
            assertThat(outcome(border, () -> border.space.call0(scope.get(hNew)))).isEqualTo("TypeError: simple.Foo.__new__(): not enough arguments");
        }
    }
}
