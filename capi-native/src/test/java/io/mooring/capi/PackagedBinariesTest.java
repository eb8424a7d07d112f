package io.mooring.capi;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.gc.roots.HandleScope;
import java.nio.file.Path;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Extension modules as Debian ships them, built against CPython's headers: tornado's speedups (stable ABI, one function), xxlimited and xxlimited_35
 * (the limited API's own test modules: types with GC support, module state, a dict of attributes, a subclass of str), and two of aiohttp's that Cython wrote, which
 * ask for much that no header promises. Results are CPython's.
 */
class PackagedBinariesTest {
    static Stream<BorderSetting> settings() {
        return BorderSetting.all();
    }

    private static Path speedups() {
        return DebianPackage.file("python3-tornado", "speedups", ".abi3.so");
    }

    private static Path standardLibrary(String module) {
        return DebianPackage.file("libpython3.11-stdlib", module + ".cpython-311", ".so");
    }

    /** What tornado's Python version of the function computes. */
    private static byte[] masked(byte[] mask, byte[] data) {
        byte[] result = new byte[data.length];
        for (int i = 0; i < data.length; i++) result[i] = (byte) (data[i] ^ mask[i % 4]);
        return result;
    }

    @ParameterizedTest
    @MethodSource("settings")
    void tornadoMasksWebsocketData(BorderSetting setting) {
        Path file = speedups();
        try (Border border = Border.open(setting)) {
            border.module("speedups", file);
            assertThat(border.result("speedups", "websocket_mask", "(b'abcd', b'hello world')"))
                    .isEqualTo("b'\\t\\x07\\x0f\\x08\\x0eB\\x14\\x0b\\x13\\x0e\\x07'");
            assertThat(border.result("speedups", "websocket_mask", "(b'abcd', b'')")).isEqualTo("b''");
            Random random = new Random(1);
            for (int size : new int[] {1, 7, 8, 9, 64, 1000}) {
                byte[] mask = new byte[4];
                byte[] data = new byte[size];
                random.nextBytes(mask);
                random.nextBytes(data);
                assertThat(mask(border, mask, data)).as("%d bytes", size).isEqualTo(masked(mask, data));
            }
        }
    }

    private static byte[] mask(Border border, byte[] mask, byte[] data) {
        try (HandleScope scope = border.heap.scope()) {
            long hMask = scope.root(border.space.newBytes(mask));
            long hData = scope.root(border.space.newBytes(data));
            long hFunction = scope.root(border.space.getattr(border.module("speedups", speedups()), border.space.intern("websocket_mask")));
            return border.space.bytes.toJava(border.space.call2(scope.get(hFunction), scope.get(hMask), scope.get(hData)));
        }
    }

    @ParameterizedTest
    @MethodSource("settings")
    void tornadoRefusesWrongArgumentsAndGoesOn(BorderSetting setting) {
        Path file = speedups();
        try (Border border = Border.open(setting)) {
            border.module("speedups", file);
            assertThat(border.call("speedups", "websocket_mask", "(b'abcd',)"))
                    .isEqualTo(new Row.Outcome(true, "TypeError: function takes exactly 2 arguments (1 given)"));
            assertThat(border.call("speedups", "websocket_mask", "(5, b'x')").raised()).isTrue();
            assertThat(border.result("speedups", "websocket_mask", "(b'abcd', b'x')")).isEqualTo("b'\\x19'");
        }
    }

    @ParameterizedTest
    @MethodSource("settings")
    void xxlimitedBehavesAsInCPython(BorderSetting setting) {
        inModule(setting, "xxlimited", x -> {
            x.calls("foo", "(3, 4)", "7");
            x.raises("foo", "(1,)", "TypeError: foo() takes exactly 2 arguments (1 given)");
            x.raises("foo", "('a', 1)", "TypeError: 'str' object cannot be interpreted as an integer");
            x.raises("new", "(1,)", "TypeError: xxlimited.new() takes no arguments (1 given)");
            x.raises("Xxo", "(1,)", "TypeError: xxlimited.Xxo() takes no arguments");
            x.shows("Xxo", "<class 'xxlimited.Xxo'>");
            x.shows("Error", "<class 'xxlimited.Error'>");
            x.shows("Error", "__mro__", "(<class 'xxlimited.Error'>, <class 'Exception'>, <class 'BaseException'>, <class 'object'>)");
            x.shows("Xxo", "__doc__", "'A class that explicitly stores attributes in an internal dict'");
            x.strSubclass();
            x.attributesOfAnObject();
            x.raisesOnObject("demo", "()", "TypeError: demo() takes exactly 1 argument");
            x.manyObjects();
        });
    }

    @ParameterizedTest
    @MethodSource("settings")
    void xxlimited35BehavesAsInCPython(BorderSetting setting) {
        inModule(setting, "xxlimited_35", x -> {
            x.calls("foo", "(3, 4)", "7");
            x.raises("foo", "(1,)", "TypeError: foo() takes exactly 2 arguments (1 given)");
            x.raises("new", "(1,)", "TypeError: new() takes exactly 0 arguments (1 given)");
            x.raises("roj", "(1,)", "SystemError: bad format string: O#:roj");
            x.raises("roj", "(1, 2)", "TypeError: roj() takes exactly 1 argument (2 given)");
            x.raises("roj", "()", "TypeError: roj() takes exactly 1 argument (0 given)");
            x.shows("Xxo", "<class 'xxlimited_35.Xxo'>");
            x.shows("Null", "<class 'xxlimited_35.Null'>");
            x.shows("error", "<class 'xxlimited_35.error'>");
            x.shows("error", "__mro__", "(<class 'xxlimited_35.error'>, <class 'Exception'>, <class 'BaseException'>, <class 'object'>)");
            x.shows("Xxo", "__doc__", "'The Xxo type'");
            x.callsOn("Null", "()", "__eq__", "(1,)", "NotImplemented");
            x.callsOn("Xxo", "()", "demo", "()", "None");
            x.strSubclass();
            x.attributesOfAnObject();
            x.manyObjects();
        });
    }

    private static void inModule(BorderSetting setting, String module, Consumer<Examples> examples) {
        Path file = standardLibrary(module);
        try (Border border = Border.open(setting)) {
            border.module(module, file);
            examples.accept(new Examples(border, module));
            border.heap.verify();
        }
    }

    /** Expectations about one module, phrased as CPython prints them. */
    private record Examples(Border border, String module) {
        void calls(String function, String arguments, String repr) {
            assertThat(border.call(module, function, arguments)).as("%s%s", function, arguments).isEqualTo(new Row.Outcome(false, repr));
        }

        void raises(String function, String arguments, String error) {
            assertThat(border.call(module, function, arguments)).as("%s%s", function, arguments).isEqualTo(new Row.Outcome(true, error));
        }

        void shows(String name, String repr) {
            assertThat(border.outcome(() -> attribute(border.module(module), name)).text()).isEqualTo(repr);
        }

        void shows(String name, String attribute, String repr) {
            assertThat(border.outcome(() -> attribute(attribute(border.module(module), name), attribute)).text()).isEqualTo(repr);
        }

        /** The result of a method of what a function of the module answers. */
        void callsOn(String maker, String makerArguments, String method, String arguments, String repr) {
            Row.Outcome outcome = border.outcome(() -> call(call(border.module(module), maker, makerArguments), method, arguments));
            assertThat(outcome).as("%s%s.%s%s", maker, makerArguments, method, arguments).isEqualTo(new Row.Outcome(false, repr));
        }

        void raisesOnObject(String method, String arguments, String error) {
            Row.Outcome outcome = border.outcome(() -> call(call(border.module(module), "new", "()"), method, arguments));
            assertThat(outcome).isEqualTo(new Row.Outcome(true, error));
        }

        /** Str inherits from str: its instances are strings, made and handled by Java's str and counted by C. */
        void strSubclass() {
            calls("Str", "('abc',)", "'abc'");
            calls("Str", "()", "''");
            callsOn("Str", "('abc',)", "__add__", "('d',)", "'abcd'");
            callsOn("Str", "('abc',)", "upper", "()", "'ABC'");
            callsOn("Str", "('abc',)", "__len__", "()", "3");
            callsOn("Str", "('añ€',)", "__eq__", "('añ€',)", "True");
            shows("Str", "__mro__", "(<class '" + module + ".Str'>, <class 'str'>, <class 'object'>)");
        }

        /** Xxo keeps its attributes in a dict of its own, through slots of its own. */
        void attributesOfAnObject() {
            try (HandleScope scope = border.heap.scope()) {
                long hObject = scope.root(call(border.module(module), "new", "()"));
                on(scope, hObject, "demo", "(1,)", "None");
                on(scope, hObject, "demo", "('a',)", "'a'");
                assertThat(border.outcome(() -> attribute(scope.get(hObject), "nothing")))
                        .isEqualTo(new Row.Outcome(true, "AttributeError: '" + module + ".Xxo' object has no attribute 'nothing'"));
                set(scope, hObject, "a", "5000");
                assertThat(border.outcome(() -> attribute(scope.get(hObject), "a")).text()).isEqualTo("5000");
                set(scope, hObject, "a", "[1, 2.5]");
                assertThat(border.outcome(() -> attribute(scope.get(hObject), "a")).text()).isEqualTo("[1, 2.5]");
                border.space.delattr(scope.get(hObject), border.space.intern("a"));
                assertThat(border.outcome(() -> attribute(scope.get(hObject), "a")).raised()).isTrue();
                Row.Outcome again = border.outcome(() -> {
                    border.space.delattr(scope.get(hObject), border.space.intern("a"));
                    return border.space.w_None;
                });
                assertThat(again).isEqualTo(new Row.Outcome(true, "AttributeError: delete non-existing Xxo attribute"));
            }
        }

        /** Objects come and go: the live ones keep their attributes, the dead ones return their memory. */
        void manyObjects() {
            try (HandleScope scope = border.heap.scope()) {
                long hKept = scope.root(call(border.module(module), "new", "()"));
                set(scope, hKept, "name", "'kept'");
                for (int i = 0; i < 40; i++) call(border.module(module), "new", "()");
                long blocks = border.settledBlocks();
                for (int i = 0; i < 40; i++) call(border.module(module), "new", "()");
                assertThat(border.settledBlocks()).as("blocks after 40 more objects died").isLessThanOrEqualTo(blocks);
                assertThat(border.outcome(() -> attribute(scope.get(hKept), "name")).text()).isEqualTo("'kept'");
            }
        }

        private void on(HandleScope scope, long hObject, String method, String arguments, String repr) {
            assertThat(border.outcome(() -> call(scope.get(hObject), method, arguments))).isEqualTo(new Row.Outcome(false, repr));
        }

        private void set(HandleScope scope, long hObject, String name, String literal) {
            try (HandleScope inner = border.heap.scope()) {
                long hValue = inner.root(border.literal(literal));
                long w_name = border.space.newStr(name);
                border.space.setattr(scope.get(hObject), w_name, inner.get(hValue));
            }
        }

        private long attribute(long w, String name) {
            try (HandleScope scope = border.heap.scope()) {
                long hObject = scope.root(w);
                long w_name = border.space.newStr(name);
                return border.space.getattr(scope.get(hObject), w_name);
            }
        }

        private long call(long w, String method, String arguments) {
            try (HandleScope scope = border.heap.scope()) {
                long hObject = scope.root(w);
                long hArguments = scope.root(border.literal(arguments));
                long w_method = attribute(scope.get(hObject), method);
                return border.space.callTuple(w_method, scope.get(hArguments), 0);
            }
        }
    }

    // ---- Cython ---------------------------------------------------------------------------------------------------------------------

    private static Path aiohttp(String module) {
        return DebianPackage.file("python3-aiohttp", module + ".cpython-311", ".so");
    }

    @ParameterizedTest
    @MethodSource("settings")
    void aiohttpMasksABytearrayInPlace(BorderSetting setting) {
        Path file = aiohttp("_websocket");
        try (Border border = Border.open(setting); HandleScope scope = border.heap.scope()) {
            long hMask = scope.root(border.literal("b'abcd'"));
            long w_hello = border.literal("b'hello world'");
            long hData = scope.root(border.space.call1(border.space.types.builtin("bytearray"), w_hello));
            border.module("_websocket", file);
            assertThat(border.space.reprText(border.callWith("_websocket", "_websocket_mask_cython", scope.get(hMask), scope.get(hData)))).isEqualTo("None");
            assertThat(border.space.reprText(scope.get(hData))).isEqualTo("bytearray(b'\\t\\x07\\x0f\\x08\\x0eB\\x14\\x0b\\x13\\x0e\\x07')");
            assertThat(border.call("_websocket", "_websocket_mask_cython", "(b'abcd',)"))
                    .isEqualTo(new Row.Outcome(true, "TypeError: _websocket_mask_cython() takes exactly 2 positional arguments (1 given)"));
        }
    }

    /** {@code reify}: a property that is computed once, and then found in the object's {@code _cache}. */
    @ParameterizedTest
    @MethodSource("settings")
    void aiohttpReifiesAnAttribute(BorderSetting setting) {
        Path file = aiohttp("_helpers");
        try (Border border = Border.open(setting); HandleScope scope = border.heap.scope()) {
            border.module("_helpers", file);
            long hLength = scope.root(border.space.getattr(border.space.builtins.module(), border.space.intern("id")));
            long hReify = scope.root(border.callWith("_helpers", "reify", scope.get(hLength)));
            long hDict = scope.root(border.literal("{'__slots__': ('_cache', '__dict__')}"));
            long w_name = border.space.intern("id");
            border.space.setitem(scope.get(hDict), w_name, scope.get(hReify));
            long hName = scope.root(border.literal("'Holder'"));
            long hBases = scope.root(border.literal("()"));
            long hType = scope.root(border.space.call3(border.space.w_type, scope.get(hName), scope.get(hBases), scope.get(hDict)));
            long hHolder = scope.root(border.space.call0(scope.get(hType)));
            long w_cache = border.literal("{}");
            border.space.setattr(scope.get(hHolder), border.space.intern("_cache"), w_cache);
            String first = border.space.reprText(border.space.getattr(scope.get(hHolder), border.space.intern("id")));
            border.collect();
            assertThat(border.space.reprText(border.space.getattr(scope.get(hHolder), border.space.intern("id")))).isEqualTo(first);
            assertThat(border.space.reprText(border.space.getattr(scope.get(hHolder), border.space.intern("_cache")))).isEqualTo("{'id': " + first + "}");
            assertThat(border.outcome(() -> {
                border.space.setattr(scope.get(hHolder), border.space.intern("id"), border.space.w_None);
                return border.space.w_None;
            })).isEqualTo(new Row.Outcome(true, "AttributeError: reified property is read-only"));
        }
    }
}
