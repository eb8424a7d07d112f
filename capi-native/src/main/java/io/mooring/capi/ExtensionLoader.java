package io.mooring.capi;

import io.mooring.gc.Ref;
import io.mooring.gc.memory.Memory;
import io.mooring.gc.roots.HandleScope;
import io.mooring.objspace.ObjSpace;
import io.mooring.objspace.OperationError;
import io.mooring.objspace.TypeIds;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Loads extension modules: opens the library, runs its init function, and puts the module into sys.modules.
 *
 * <p>An init function answers a module (single-phase), or a PyModuleDef with slots (multi-phase, PEP 489), from which the module is created and executed here.
 * Whatever goes wrong becomes one ImportError with one sentence, or the error that the init function raised.
 */
final class ExtensionLoader implements AutoCloseable {
    private static final String INIT = "PyInit_";
    /** What our header puts into every module: such a module asks for items by function, or by macros that know lazy mirrors. */
    private static final String ASKS_FOR_ITEMS = "mooring_asks_for_items";
    /** The stable ABI has no macros that read items. */
    private static final String STABLE_ABI = ".abi3.so";
    /** The version of the API that PyModule_FromDefAndSpec2 is told; modules compare nothing with it. */
    private static final int API_VERSION = 1013;

    private final CApi capi;
    private final ObjSpace space;
    private final List<NativeLibrary> libraries = new ArrayList<>();
    /** Files by the name of the module loaded from them. */
    private final Map<String, Path> loaded = new HashMap<>();
    private final long fromDefinition;
    private final long execute;
    private final long moduleDefinitionType;
    private final long moduleDefinition;
    private final long addModule;

    ExtensionLoader(CApi capi) {
        this.capi = capi;
        this.space = capi.space;
        fromDefinition = capi.library.symbol("PyModule_FromDefAndSpec2");
        execute = capi.library.symbol("PyModule_ExecDef");
        moduleDefinition = capi.library.symbol("PyModule_GetDef");
        addModule = capi.library.symbol("PyState_AddModule");
        moduleDefinitionType = capi.library.symbol("PyModuleDef_Type");
    }

    /** The file name up to its first dot: {@code speedups} for {@code speedups.abi3.so}. */
    static String moduleName(Path file) {
        String name = file.getFileName().toString();
        int dot = name.indexOf('.');
        return dot < 0 ? name : name.substring(0, dot);
    }

    @Ref
    long load(Path file, String name) {
        Path absolute = file.toAbsolutePath().normalize();
        if (absolute.equals(loaded.get(name))) {
            long w_known = inSysModules(name);
            if (w_known != 0) return w_known;
        }
        NativeLibrary library = open(absolute);
        String shortName = name.substring(name.lastIndexOf('.') + 1);
        long init = library.find(INIT + shortName);
        if (init == 0) {
            library.close();
            throw failed("%s has no function %s%s: it is no extension module of that name", file, INIT, shortName);
        }
        libraries.add(library);
        if (isMacroReader(library)) capi.toNative.items().fillFromNowOn();
        try (HandleScope scope = capi.heap.scope()) {
            long hModule = scope.root(initialize(init, name, absolute));
            loaded.put(name, absolute);
            return scope.get(hModule);
        }
    }

    /** Whether the module may contain CPython's macros, which read the items of tuples and lists without asking. */
    private static boolean isMacroReader(NativeLibrary library) {
        return !library.path().getFileName().toString().endsWith(STABLE_ABI) && library.find(ASKS_FOR_ITEMS) == 0;
    }

    private @Ref long inSysModules(String name) {
        return space.dicts.get(space.builtins.modules(), space.newStr(name));
    }

    private NativeLibrary open(Path file) {
        if (!Files.exists(file)) throw failed("there is no file %s", file);
        if (!Files.isRegularFile(file)) throw failed("%s is not a file", file);
        if (!Files.isReadable(file)) throw failed("%s cannot be read", file);
        String flaw = ElfFile.flaw(file);
        if (flaw != null) throw failed("%s cannot be loaded: %s", file, flaw);
        try {
            return NativeLibrary.open(file);
        } catch (LoadFailed e) {
            String reason = e.getMessage().replaceFirst("^.*/" + java.util.regex.Pattern.quote(file.getFileName().toString()) + ": ", "");
            throw failed("%s cannot be loaded: %s", file, reason);
        }
    }

    private OperationError failed(String format, Object... args) {
        return space.error(space.w_ImportError, format, args);
    }

    // ---- the module -------------------------------------------------------------------------------------------------------------

    private @Ref long initialize(long init, String name, Path file) {
        long made = callInit(init, name);
        if (made == 0) {
            if (capi.errors.occurred()) throw capi.errors.fetch();
            throw space.error(space.w_SystemError, "initialization of %s failed without raising an exception", name);
        }
        if (capi.errors.occurred()) throw unreported(name);
        try (HandleScope scope = capi.heap.scope()) {
            boolean multiPhase = CMemory.type(made) == moduleDefinitionType;
            long hModule = scope.root(multiPhase ? createAndExecute(made, name, file) : singlePhase(made, name));
            long w_name = space.newStr(name);
            space.dicts.set(space.builtins.modules(), w_name, scope.get(hModule));
            setFile(scope.get(hModule), file);
            return scope.get(hModule);
        }
    }

    /** Calls the init function; C's PyModule_Create finds the module's full name in the package context, as it does in CPython. */
    private long callInit(long init, String name) {
        long context = capi.memory.runtime + CLayout.mooring_runtime.package_context;
        long fullName = CStrings.allocate(name);
        Memory.writeLong(context, name.indexOf('.') < 0 ? 0 : fullName);
        try {
            return NativeLinker.call(init);
        } finally {
            Memory.writeLong(context, 0);
            CStrings.free(fullName);
        }
    }

    /** Puts a module that our library makes into sys.modules, under its own name and others. */
    void provide(String maker, String... names) {
        long made = NativeLinker.call(capi.library.symbol(maker));
        if (made == 0) throw capi.errors.fetch();
        try (HandleScope scope = capi.heap.scope()) {
            long hModule = scope.root(singlePhase(made, names[0]));
            for (String name : names) {
                long w_name = space.newStr(name);
                space.dicts.set(space.builtins.modules(), w_name, scope.get(hModule));
            }
        }
    }

    private OperationError unreported(String name) {
        OperationError cause = capi.errors.fetch();
        return capi.errors.chained(space.error(space.w_SystemError, "initialization of %s raised unreported exception", name), cause);
    }

    private @Ref long singlePhase(long module, String name) {
        if (!isModule(module)) {
            capi.memory.decrement(module);
            throw space.error(space.w_SystemError, "initialization of %s did not return an extension module", name);
        }
        long definition = NativeLinker.call(moduleDefinition, module);
        if (definition != 0 && NativeLinker.callInt(addModule, module, definition) < 0) throw capi.errors.fetch();
        long w_module = capi.fromNative.settle(module);
        if (definition != 0) noteFunctions(w_module, module);
        return w_module;
    }

    /** Tells the module's functions that the module stays. */
    private void noteFunctions(@Ref long w_module, long module) {
        long w_dict = space.behaviour(w_module).dictionary(w_module, false);
        if (w_dict == 0) return;
        for (long at = space.dicts.nextEntry(w_dict, 0); at >= 0; at = space.dicts.nextEntry(w_dict, at + 1)) {
            long w_value = space.dicts.valueAt(w_dict, at);
            boolean function = space.kind(w_value) == TypeIds.C_FUNCTION;
            if (function && capi.toNative.existing(space.cfunctions.self(w_value)) == module) capi.functionObjects.selfIsPermanent(w_value, module);
        }
    }

    private boolean isModule(long pyObject) {
        long moduleType = capi.ctypes.module;
        for (long type = CMemory.type(pyObject); type != 0; type = Memory.readLong(type + CLayout.PyTypeObject.tp_base)) {
            if (type == moduleType) return true;
        }
        return false;
    }

    private @Ref long createAndExecute(long definition, String name, Path file) {
        try (HandleScope scope = capi.heap.scope()) {
            long hSpec = scope.root(newSpec(name, file));
            long spec = capi.toNative.newReference(scope.get(hSpec));
            long module = NativeLinker.callWithInt(fromDefinition, definition, spec, API_VERSION);
            capi.memory.decrement(spec);
            if (module == 0) throw capi.errors.fetch();
            if (isModule(module) && NativeLinker.callInt(execute, module, definition) < 0) {
                capi.memory.decrement(module);
                throw capi.errors.fetch();
            }
            return capi.fromNative.settle(module);
        }
    }

    /** An object with the attributes of a module spec that C asks for. */
    private @Ref long newSpec(String name, Path file) {
        try (HandleScope scope = capi.heap.scope()) {
            long hName = scope.root(space.newStr("ModuleSpec"));
            long hBases = scope.root(space.newTuple(space.w_object));
            long w_dict = space.newDict();
            long hClass = scope.root(space.call3(space.w_type, scope.get(hName), scope.get(hBases), w_dict));
            long hSpec = scope.root(space.call0(scope.get(hClass)));
            long w_name = space.newStr(name);
            space.setattr(scope.get(hSpec), space.intern("name"), w_name);
            long w_origin = space.newStr(file.toString());
            space.setattr(scope.get(hSpec), space.intern("origin"), w_origin);
            space.setattr(scope.get(hSpec), space.intern("loader"), space.w_None);
            return scope.get(hSpec);
        }
    }

    private void setFile(@Ref long w_module, Path file) {
        try (HandleScope scope = capi.heap.scope()) {
            long hModule = scope.root(w_module);
            long w_file = space.newStr(file.toString());
            space.setattr(scope.get(hModule), space.intern("__file__"), w_file);
        }
    }

    /** Closes the libraries, the newest first. */
    @Override
    public void close() {
        for (NativeLibrary library : libraries.reversed()) library.close();
        libraries.clear();
    }
}
