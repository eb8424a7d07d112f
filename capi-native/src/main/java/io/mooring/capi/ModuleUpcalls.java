package io.mooring.capi;

import io.mooring.gc.Ref;
import io.mooring.gc.roots.HandleScope;

/** Modules, imports and the sys module for C: {@code moduleobject.c}, {@code import.c}, {@code sysmodule.c}. */
final class ModuleUpcalls extends UpcallGroup {
    private final Imports imports;

    ModuleUpcalls(CApi capi) {
        super(capi);
        imports = new Imports(capi);
    }

    /** Gives a PyModuleObject that C just made its managed module; the PyObject keeps the state, the managed side the dict. */
    public int moduleAttach(long module, long name) {
        try (HandleScope scope = heap.scope()) {
            long hName = handle(scope, name);
            long w_module = space.modules.make(scope.get(hName));
            capi.links.linkManaged(w_module, module, false);
            return 0;
        }
    }

    public long moduleGetDict(long module) {
        return give(dictOf(managed(module)));
    }

    private @Ref long dictOf(@Ref long w_module) {
        return space.behaviour(w_module).dictionary(w_module, true);
    }

    /** The module of that name. */
    public long importModule(long name) {
        try (HandleScope scope = heap.scope()) {
            return give(imports.module(handle(scope, name), scope));
        }
    }

    /** As the import statement. */
    public long importLevel(long name, long globals, long fromlist, int level) {
        try (HandleScope scope = heap.scope()) {
            long hName = handle(scope, name);
            long hGlobals = handle(scope, globals);
            long hNames = handle(scope, fromlist);
            return give(imports.level(scope, hName, hGlobals, hNames, level));
        }
    }

    /** Borrowed: the module of that name, made empty if there is none. */
    public long importAddModule(long name) {
        try (HandleScope scope = heap.scope()) {
            long hName = handle(scope, name);
            long w_module = space.dicts.get(space.builtins.modules(), scope.get(hName));
            if (w_module == 0) {
                long hModule = scope.root(space.modules.make(scope.get(hName)));
                space.dicts.set(space.builtins.modules(), scope.get(hName), scope.get(hModule));
                w_module = scope.get(hModule);
            }
            return capi.toNative.borrowed(w_module);
        }
    }

    public long importGetModules() {
        return give(space.builtins.modules());
    }

    /** Borrowed; NULL without error if sys has no such name. */
    public long sysGetObject(long name) {
        try (HandleScope scope = heap.scope()) {
            long hDict = scope.root(dictOf(space.builtins.sys()));
            long w_name = space.newStr(CStrings.read(name));
            long hValue = scope.root(space.dicts.get(scope.get(hDict), w_name));
            if (scope.get(hValue) == 0) return 0;
            long container = capi.toNative.borrowed(scope.get(hDict));
            return capi.borrowedItems.borrow(container, scope.get(hValue));
        }
    }

    /** NULL deletes. */
    public int sysSetObject(long name, long value) {
        try (HandleScope scope = heap.scope()) {
            long hDict = scope.root(dictOf(space.builtins.sys()));
            long hName = scope.root(space.newStr(CStrings.read(name)));
            long w_value = managedOrNull(value);
            if (w_value != 0) space.dicts.set(scope.get(hDict), scope.get(hName), w_value);
            else if (space.dicts.get(scope.get(hDict), scope.get(hName)) != 0) space.delitem(scope.get(hDict), scope.get(hName));
            return 0;
        }
    }

    /** The dict of builtins. */
    public long evalGetBuiltins() {
        return give(dictOf(space.builtins.module()));
    }
}
