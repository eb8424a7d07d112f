package io.mooring.capi;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.capi.CApiOptions.LinkKind;
import io.mooring.gc.Ref;
import io.mooring.gc.Slot;
import io.mooring.gc.roots.Global;
import io.mooring.gc.roots.HandleScope;
import io.mooring.objspace.ObjSpace;
import io.mooring.objspace.TypeIds;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Extension modules of CPython 3.11's standard library, unmodified, as Debian built them: each loads, and a few calls of each answer what CPython answers.
 *
 * <p>Their rows may keep a result, {@code name = f(1)}, call its methods, {@code name.method(2)}, and pass it or an attribute of the module on: the argument
 * {@code '@name'}.
 */
class StandardLibraryTest {
    private static final List<String> MODULES = List.of(
            "_codecs_cn", "_codecs_hk", "_codecs_iso2022", "_codecs_jp", "_codecs_kr", "_codecs_tw", "_crypt", "_dbm", "_json", "_multiprocessing",
            "_posixshmem", "_typing", "_uuid", "audioop", "mmap", "resource", "termios", "_bz2", "_lzma", "_queue", "_contextvars", "_hashlib", "_ctypes", "_testcapi",
            "_testmultiphase");
    /** What these import when they are used: modules of the same package. */
    private static final Set<String> IMPORTED = Set.of("_multibytecodec", "_codecs_tw", "_codecs_jp", "_codecs_kr", "_codecs_cn");

    /** Those that make most objects of their own also run on every other plan. */
    private static final Set<String> ON_EVERY_PLAN = Set.of("_json", "_codecs_jp", "mmap", "_queue", "_bz2", "_contextvars", "_ctypes");

    /** The default collector calm, and with the other kind of links under stress; some modules on each other plan under stress. */
    static Stream<Arguments> settings() {
        Stream<Arguments> all = MODULES.stream().flatMap(module -> Stream.of(BorderSetting.usual(), new BorderSetting("GenCopy", 0, LinkKind.DICTIONARY, 1))
                .map(setting -> Arguments.of(module, setting)));
        Stream<Arguments> others = ON_EVERY_PLAN.stream().flatMap(module -> BorderSetting.brief().filter(setting -> setting.stress() != 0)
                .map(setting -> Arguments.of(module, setting)));
        return Stream.concat(all, others);
    }

    /** One of them stands in another package. */
    private static Path file(String module) {
        return DebianPackage.file(module.equals("_hashlib") ? "libpython3.11-minimal" : "libpython3.11-stdlib", module + ".cpython-311", ".so");
    }

    @ParameterizedTest(name = "{0} on {1}")
    @MethodSource("settings")
    void aModuleAnswersAsInCPython(String module, BorderSetting setting) {
        List<String> wrong = new ArrayList<>();
        try (Session session = new Session(setting, module)) {
            for (Row row : Row.table("stdlib/" + module)) {
                Row.Outcome outcome = session.run(row);
                if (!row.accepts(outcome)) wrong.add(row + "\n      got: " + outcome);
            }
            session.border.heap.verify();
        }
        assertThat(wrong).as(() -> wrong.size() + " wrong rows of " + module).isEmpty();
    }

    /** A border with one module, and the results that its rows keep. */
    private static final class Session implements AutoCloseable {
        private static final String KEEPS = " = ";
        final Border border;
        private final ObjSpace space;
        private final Global module;
        private final Map<String, Global> kept = new HashMap<>();

        Session(BorderSetting setting, String name) {
            Path file = file(name);
            border = Border.open(setting);
            space = border.space;
            space.builtins.importer = wanted -> IMPORTED.contains(wanted) ? border.module(wanted, file(wanted)) : 0;
            module = border.heap.global(border.module(name, file));
            keep("context", context());
        }

        private void keep(String name, @Ref long w) {
            kept.put(name, border.heap.global(w));
        }

        /** What json's scanner asks for its ways. */
        private @Ref long context() {
            try (HandleScope scope = border.heap.scope()) {
                long hDict = scope.root(space.newDict());
                long hBases = scope.root(space.tuples.allocate(0));
                long w_name = space.newStr("Context");
                long hContext = scope.root(space.call0(space.call3(space.w_type, w_name, scope.get(hBases), scope.get(hDict))));
                Map<String, Long> fields = Map.of("strict", space.w_True, "object_hook", space.w_None, "object_pairs_hook", space.w_None,
                        "parse_float", space.w_float, "parse_int", space.w_int, "parse_constant", space.w_float);
                fields.forEach((name, w_value) -> space.setattr(scope.get(hContext), space.intern(name), w_value)); // all of these are immortal
                scope.set(hDict, space.newDict());
                space.setattr(scope.get(hContext), space.intern("memo"), scope.get(hDict));
                return scope.get(hContext);
            }
        }

        Row.Outcome run(Row row) {
            int keeps = row.function().indexOf(KEEPS);
            String path = keeps < 0 ? row.function() : row.function().substring(keeps + KEEPS.length());
            return border.outcome(() -> {
                try (HandleScope scope = border.heap.scope()) {
                    long hArguments = scope.root(arguments(scope.root(border.literal(row.arguments()))));
                    long hResult = scope.root(space.callTuple(named(path), scope.get(hArguments), 0));
                    if (keeps >= 0) keep(row.function().substring(0, keeps), scope.get(hResult));
                    return scope.get(hResult);
                }
            });
        }

        /** A kept result or an attribute of the module, and attributes of that. */
        private @Ref long named(String path) {
            String[] parts = path.split("\\.");
            try (HandleScope scope = border.heap.scope()) {
                Global known = kept.get(parts[0]);
                long h = scope.root(known != null ? known.get() : space.getattr(module.get(), space.intern(parts[0])));
                for (int i = 1; i < parts.length; i++) scope.set(h, space.getattr(scope.get(h), space.intern(parts[i])));
                return scope.get(h);
            }
        }

        private @Ref long arguments(@Slot long hTuple) {
            try (HandleScope scope = border.heap.scope()) {
                long count = space.tuples.count(scope.get(hTuple));
                long hCopy = scope.root(space.tuples.allocate(count));
                for (long i = 0; i < count; i++) {
                    long w_item = argument(space.tuples.get(scope.get(hTuple), i));
                    space.tuples.set(scope.get(hCopy), i, w_item);
                }
                return scope.get(hCopy);
            }
        }

        /** What a name stands for, also in tuples and in the values of dicts. */
        private @Ref long argument(@Ref long w) {
            return switch (space.kind(w)) {
                case TypeIds.UNICODE -> space.string(w).startsWith("@") ? named(space.string(w).substring(1)) : w;
                case TypeIds.TUPLE -> {
                    try (HandleScope scope = border.heap.scope()) {
                        yield arguments(scope.root(w));
                    }
                }
                case TypeIds.DICT -> {
                    try (HandleScope scope = border.heap.scope()) {
                        long hDict = scope.root(w);
                        long hCopy = scope.root(space.newDict());
                        for (long at = space.dicts.nextEntry(scope.get(hDict), 0); at >= 0; at = space.dicts.nextEntry(scope.get(hDict), at + 1)) {
                            long hKey = scope.root(space.dicts.keyAt(scope.get(hDict), at));
                            long w_value = argument(space.dicts.valueAt(scope.get(hDict), at));
                            space.dicts.set(scope.get(hCopy), scope.get(hKey), w_value);
                        }
                        yield scope.get(hCopy);
                    }
                }
                default -> w;
            };
        }

        @Override
        public void close() {
            kept.values().forEach(Global::close);
            module.close();
            border.close();
        }
    }
}
