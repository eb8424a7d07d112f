package io.mooring.capi;

import io.mooring.gc.Heap;
import io.mooring.gc.Ref;
import io.mooring.gc.Slot;
import io.mooring.gc.roots.HandleScope;
import io.mooring.objspace.ObjSpace;
import io.mooring.objspace.TypeIds;

/**
 * The import statement for C, absolute and relative (PEP 328): {@code PyImport_ImportModuleLevel}. Modules are found in sys.modules, or by the importer of the
 * object space.
 *
 * <pre>
 *   import a.b          level 0, no names      answers a
 *   from a.b import c   level 0, names         answers a.b
 *   from ..b import c   level 2, names         answers b in the parent of the package that globals name
 * </pre>
 */
final class Imports {
    private static final String NO_PARENT = "attempted relative import with no known parent package";

    private final ObjSpace space;
    private final Heap heap;

    Imports(CApi capi) {
        this.space = capi.space;
        this.heap = capi.heap;
    }

    /** The module of an absolute name. ModuleNotFoundError. */
    @Ref
    long module(@Slot long hName, HandleScope scope) {
        long w_module = space.dicts.get(space.builtins.modules(), scope.get(hName));
        if (w_module == 0) return find(hName, scope);
        if (w_module != space.w_None) return w_module;
        throw space.error(space.w_ModuleNotFoundError, "import of %s halted; None in sys.modules", space.string(scope.get(hName)));
    }

    private @Ref long find(@Slot long hName, HandleScope scope) {
        String name = space.string(scope.get(hName));
        int dot = name.lastIndexOf('.');
        if (dot >= 0) {
            String parent = name.substring(0, dot);
            long w_parent = module(scope.root(space.newStr(parent)), scope);
            if (space.findattr(w_parent, space.intern("__path__")) == 0) {
                throw space.error(space.w_ModuleNotFoundError, "No module named '%s'; '%s' is not a package", name, parent);
            }
        }
        return space.builtins.importModule(scope.get(hName));
    }

    /** What the import statement binds. {@code hGlobals} and {@code hNames} hold 0 for NULL. */
    @Ref
    long level(HandleScope scope, @Slot long hName, @Slot long hGlobals, @Slot long hNames, int level) {
        if (space.kind(scope.get(hName)) != TypeIds.UNICODE) throw space.error(space.w_TypeError, "module name must be a string");
        if (level < 0) throw space.error(space.w_ValueError, "level must be >= 0");
        String name = space.string(scope.get(hName));
        if (level == 0 && name.isEmpty()) throw space.error(space.w_ValueError, "Empty module name");
        String absolute = level == 0 ? name : absoluteName(name, scope, hGlobals, level);
        long hModule = scope.root(module(scope.root(space.newStr(absolute)), scope));
        boolean wantsNames = scope.get(hNames) != 0 && space.isTrue(scope.get(hNames));
        int dot = name.indexOf('.');
        if (wantsNames || name.isEmpty() || dot < 0) return scope.get(hModule);
        String bound = absolute.substring(0, absolute.length() - (name.length() - dot)); // as much of the name as the statement binds
        return module(scope.root(space.newStr(bound)), scope);
    }

    private String absoluteName(String name, HandleScope scope, @Slot long hGlobals, int level) {
        if (scope.get(hGlobals) == 0) throw space.error(space.w_KeyError, "'__name__' not in globals");
        if (space.kind(scope.get(hGlobals)) != TypeIds.DICT) throw space.error(space.w_TypeError, "globals must be a dict");
        String base = packageOf(scope, hGlobals);
        for (int up = 1; up < level; up++) {
            int dot = base.lastIndexOf('.');
            if (dot < 0) throw space.error(space.w_ImportError, "attempted relative import beyond top-level package");
            base = base.substring(0, dot);
        }
        return name.isEmpty() ? base : base + "." + name;
    }

    /** By {@code __package__}, else {@code __spec__.parent}, else {@code __name__} without its last part unless it is a package itself. */
    private String packageOf(HandleScope scope, @Slot long hGlobals) {
        String found = text(global(scope, hGlobals, "__package__"), "package must be a string");
        if (found == null) {
            long w_spec = global(scope, hGlobals, "__spec__");
            if (w_spec != 0 && w_spec != space.w_None) found = text(space.getattr(w_spec, space.intern("parent")), "__spec__.parent must be a string");
        }
        if (found == null) {
            found = text(global(scope, hGlobals, "__name__"), "__name__ must be a string");
            if (found == null) throw space.error(space.w_KeyError, "'__name__' not in globals");
            if (global(scope, hGlobals, "__path__") == 0) found = found.substring(0, Math.max(0, found.lastIndexOf('.')));
        }
        if (found.isEmpty()) throw space.error(space.w_ImportError, NO_PARENT);
        return found;
    }

    private @Ref long global(HandleScope scope, @Slot long hGlobals, String name) {
        long w_name = space.intern(name);
        return space.dicts.get(scope.get(hGlobals), w_name);
    }

    /** Null for nothing and for None. */
    private String text(@Ref long w, String refusal) {
        if (w == 0 || w == space.w_None) return null;
        if (!space.isStr(w)) throw space.error(space.w_TypeError, refusal);
        return space.string(w);
    }
}
