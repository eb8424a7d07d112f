package io.mooring.capi;

import io.mooring.gc.CollectionKind;
import io.mooring.gc.Heap;
import io.mooring.gc.HeapOptions;
import io.mooring.gc.Ref;
import io.mooring.gc.roots.Global;
import io.mooring.gc.roots.HandleScope;
import io.mooring.objspace.Literals;
import io.mooring.objspace.ObjSpace;
import io.mooring.objspace.OperationError;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** A heap, an object space and the C API over them, with extension modules loaded by name; what a border test works with. */
final class Border implements AutoCloseable {
    final Heap heap;
    final ObjSpace space;
    final CApi capi;
    private final Map<String, Global> modules = new HashMap<>();
    /** Whether the test breaks rules of the C API, so that a library in debug mode, as each with AddressSanitizer is, may say so. */
    boolean breaksRules;

    private Border(Heap heap, CApiOptions options) {
        this.heap = heap;
        this.space = new ObjSpace(heap);
        this.capi = CApi.open(space, options);
    }

    static Border open(BorderSetting setting) {
        return open(setting, setting.capiOptions());
    }

    static Border open(BorderSetting setting, CApiOptions options) {
        return open(setting.heapOptions(), options);
    }

    /** The start is not stressed, for it is the same in every test but that of {@link #openUnderStress}. */
    static Border open(HeapOptions heapOptions, CApiOptions options) {
        Heap heap = Heap.open(heapOptions);
        heap.countAllocations(false);
        Border border = open(heap, options);
        heap.countAllocations(true);
        return border;
    }

    /** A border whose start is as stressed as all that follows. */
    static Border openUnderStress(BorderSetting setting) {
        return open(Heap.open(setting.heapOptions()), setting.capiOptions());
    }

    private static Border open(Heap heap, CApiOptions options) {
        try {
            return new Border(heap, options);
        } catch (Throwable failed) {
            heap.close();
            throw failed;
        }
    }

    /** The file of one of the modules in src/test/c. */
    static Path moduleFile(String name) {
        String directory = System.getProperty("mooring.modules");
        if (directory != null) return Path.of(directory, name + ".so");
        URL url = Border.class.getResource("/native/" + name + ".so");
        if (url == null) throw new IllegalStateException("the class path has no /native/" + name + ".so; build module capi-native");
        try {
            return Path.of(url.toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A module of src/test/c, loaded when first asked for. */
    @Ref
    long module(String name) {
        Global known = modules.get(name);
        return known != null ? known.get() : module(name, moduleFile(name));
    }

    @Ref
    long module(String name, Path file) {
        Global known = modules.get(name);
        if (known == null) {
            known = heap.global(capi.load(file));
            modules.put(name, known);
        }
        return known.get();
    }

    /** The object that a Python literal writes. */
    @Ref
    long literal(String text) {
        return new Literals(space).parse(text);
    }

    /** Calls a function of a module with the arguments of a tuple literal. */
    Row.Outcome call(String module, String function, String arguments) {
        return outcome(() -> {
            try (HandleScope scope = heap.scope()) {
                long hArgs = scope.root(literal(arguments));
                long hFunction = scope.root(space.getattr(module(module), space.intern(function)));
                return space.callTuple(scope.get(hFunction), scope.get(hArgs), 0);
            }
        });
    }

    /** Calls a function of a module with objects. */
    @Ref
    long callWith(String module, String function, @Ref long... args) {
        try (HandleScope scope = heap.scope()) {
            long hArgs = scope.root(0);
            for (int i = 0; i < args.length; i++) {
                long h = scope.root(args[i]);
                if (i == 0) hArgs = h;
            }
            return space.call(space.getattr(module(module), space.intern(function)), hArgs, args.length, 0);
        }
    }

    /** Something that answers an object or raises. */
    @FunctionalInterface
    interface Action {
        @Ref
        long run();
    }

    /** The repr of what an action answers, or the error it raises. */
    Row.Outcome outcome(Action action) {
        try {
            return new Row.Outcome(false, space.reprText(action.run()));
        } catch (OperationError e) {
            return new Row.Outcome(true, e.getMessage());
        }
    }

    /** The repr of a call that must succeed. */
    String result(String module, String function, String arguments) {
        Row.Outcome outcome = call(module, function, arguments);
        if (outcome.raised()) throw new AssertionError(module + "." + function + arguments + " raised " + outcome.text());
        return outcome.text();
    }

    /** Collects young and old objects, and lets everything that died be deallocated. */
    void collect() {
        heap.collect(CollectionKind.MINOR);
        heap.collect(CollectionKind.MAJOR);
        capi.drain();
        capi.borrowedItems.sweep();
    }

    /** Blocks of the arena in use when nothing more dies: what a dead PyObject held dies one collection later. */
    long settledBlocks() {
        long before;
        long now = Long.MAX_VALUE;
        do {
            before = now;
            collect();
            now = capi.arenaStatistics().blocks();
        } while (now < before);
        return now;
    }

    @Override
    public void close() {
        try {
            for (Global module : modules.values()) module.close();
            long misuses = capi.options().debug() || breaksRules ? 0 : capi.misuseReports();
            capi.close();
            if (misuses != 0) throw new AssertionError(misuses + " misuses of the C API were reported");
        } finally {
            heap.close();
        }
    }
}
