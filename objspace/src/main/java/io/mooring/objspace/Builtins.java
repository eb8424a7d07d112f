package io.mooring.objspace;

import io.mooring.gc.Immediate;
import io.mooring.gc.Ref;
import io.mooring.gc.Slot;
import io.mooring.gc.roots.Global;
import io.mooring.gc.roots.HandleScope;
import java.io.PrintStream;
import java.math.BigInteger;

/** The modules builtins and sys, and the dict sys.modules. */
public final class Builtins {
    private static final String TYPES = "object type int bool float complex str bytes bytearray tuple list dict set frozenset slice range "
            + "property staticmethod classmethod super reversed enumerate zip map filter BaseException";

    private final ObjSpace space;
    private final Global module;
    private final Global sys;
    private final Global modules;

    /** Where print writes. */
    public PrintStream out = System.out;
    /** Finds modules that are not in sys.modules: answers a module, or 0. */
    public Importer importer = name -> 0;

    /** Loads modules by name. */
    @FunctionalInterface
    public interface Importer {
        /** The module, entered into sys.modules by the importer, or 0 if there is none of that name. */
        @Ref
        long load(String name);
    }

    Builtins(ObjSpace space) {
        this.space = space;
        modules = space.heap.global(space.newDict());
        module = space.heap.global(newModule("builtins"));
        sys = space.heap.global(newModule("sys"));
        fill();
        fillSys();
        try (HandleScope scope = space.heap.scope()) {
            Reductions.fill(space, scope.root(newModule(Reductions.MODULE)));
            TypesModule.fill(space, scope.root(newModule(TypesModule.NAME)));
        }
    }

    /** The module builtins. */
    public @Ref long module() {
        return module.get();
    }

    public @Ref long sys() {
        return sys.get();
    }

    /** sys.modules: an exact dict. */
    public @Ref long modules() {
        return modules.get();
    }

    private @Ref long newModule(String name) {
        try (HandleScope scope = space.heap.scope()) {
            long h = scope.root(space.modules.make(space.intern(name)));
            space.dicts.set(modules.get(), space.intern(name), scope.get(h));
            return scope.get(h);
        }
    }

    /** {@code import name}: from sys.modules, or what the importer finds; ModuleNotFoundError. */
    public @Ref long importModule(@Ref long w_name) {
        long w_known = space.dicts.get(modules.get(), w_name);
        if (w_known != 0 && w_known != space.w_None) return w_known;
        String name = space.string(w_name);
        long w_loaded = importer.load(name);
        if (w_loaded != 0) return w_loaded;
        try (HandleScope scope = space.heap.scope()) {
            long h = scope.root(space.exceptions.make(space.w_ModuleNotFoundError, space.newStr("No module named '" + name + "'")));
            long w_text = space.newStr(name);
            space.exceptions.setField(scope.get(h), "name", w_text);
            throw space.errorOf(scope.get(h));
        }
    }

    /** Adds a name to the module builtins: something that another side implements. */
    public void define(String name, @Ref long w_value) {
        set(name, w_value);
    }

    /** Takes such a name out again. */
    public void undefine(String name) {
        space.delitem(space.modules.dict(module.get()), space.intern(name));
    }

    // ---- contents -----------------------------------------------------------------------------------------------------------------------

    private void set(String name, @Ref long w_value) {
        space.dicts.set(space.modules.dict(module.get()), space.intern(name), w_value);
    }

    private void function(String name, int min, int max, BuiltinCode code) {
        setFunction(name, space.functions.make(name, min, max, code));
    }

    private void function(String signature, BuiltinCode code) {
        setFunction(signature.substring(0, signature.indexOf('(')), space.functions.make(signature, code));
    }

    private void setFunction(String name, @Ref long w_function) {
        space.functions.setModule(w_function, space.names.w_builtins);
        set(name, w_function);
    }

    private void fill() {
        for (String name : TYPES.split(" ")) set(name, space.types.builtin(name));
        ExceptionTypes.visit((name, base) -> set(name, space.types.builtin(name)));
        set("EnvironmentError", space.w_OSError);
        set("IOError", space.w_OSError);
        set("None", space.w_None);
        set("True", space.w_True);
        set("False", space.w_False);
        set("Ellipsis", space.w_Ellipsis);
        set("NotImplemented", space.w_NotImplemented);
        set("__debug__", space.w_True);
        objectFunctions();
        attributeFunctions();
        numberFunctions();
        iterationFunctions();
    }

    private void objectFunctions() {
        function("repr", 1, 1, (s, h, n, k) -> s.repr(s.arg(h, 0)));
        function("ascii", 1, 1, (s, h, n, k) -> s.ascii(s.arg(h, 0)));
        function("hash", 1, 1, (s, h, n, k) -> s.newInt(s.hash(s.arg(h, 0))));
        function("id", 1, 1, (s, h, n, k) -> s.newInt(s.id(s.arg(h, 0))));
        function("callable", 1, 1, (s, h, n, k) -> s.newBool(s.callable(s.arg(h, 0))));
        function("isinstance", 2, 2, (s, h, n, k) -> s.newBool(s.isinstance(s.arg(h, 0), s.arg(h, 1))));
        function("issubclass", 2, 2, (s, h, n, k) -> s.newBool(s.issubclass(s.arg(h, 0), s.arg(h, 1))));
        function("len", 1, 1, (s, h, n, k) -> s.newInt(s.len(s.arg(h, 0))));
        function("format", 1, 2, (s, h, n, k) -> {
            long w_spec = n > 1 ? s.arg(h, 1) : s.newStr("");
            if (!s.isStr(w_spec)) throw s.error(s.w_TypeError, "format() argument 2 must be str, not %s", s.typeName(w_spec));
            return s.format(s.arg(h, 0), w_spec);
        });
        setFunction("print", space.functions.makeRaw("print", this::print));
    }

    private void attributeFunctions() {
        function("getattr", 2, 3, Builtins::getattr);
        function("hasattr", 2, 2, (s, h, n, k) -> {
            checkName(s, s.arg(h, 1));
            return s.newBool(s.findattr(s.arg(h, 0), s.arg(h, 1)) != 0);
        });
        function("setattr", 3, 3, (s, h, n, k) -> {
            s.setattr(s.arg(h, 0), s.arg(h, 1), s.arg(h, 2));
            return s.w_None;
        });
        function("delattr", 2, 2, (s, h, n, k) -> {
            s.delattr(s.arg(h, 0), s.arg(h, 1));
            return s.w_None;
        });
        function("dir", 1, 1, (s, h, n, k) -> s.dir(s.arg(h, 0)));
        function("vars", 1, 1, (s, h, n, k) -> {
            long w_dict = s.findattr(s.arg(h, 0), s.names.w_dict);
            if (w_dict == 0) throw s.error(s.w_TypeError, "vars() argument must have __dict__ attribute");
            return w_dict;
        });
        setFunction("__import__", space.functions.makeRaw("__import__", (s, h, n, k) -> {
            if (n == 0) throw s.error(s.w_TypeError, "__import__() missing required argument 'name' (pos 1)");
            return importModule(s.arg(h, 0));
        }));
    }

    private static void checkName(ObjSpace space, @Ref long w_name) {
        if (!space.isStr(w_name)) throw space.error(space.w_TypeError, "attribute name must be string, not '%s'", space.typeName(w_name));
    }

    private static @Ref long getattr(ObjSpace space, @Slot long hArgs, int nargs, @Ref long w_kwnames) {
        if (nargs == 2) return space.getattr(space.arg(hArgs, 0), space.arg(hArgs, 1));
        checkName(space, space.arg(hArgs, 1));
        long w_found = space.findattr(space.arg(hArgs, 0), space.arg(hArgs, 1));
        return w_found == 0 ? space.arg(hArgs, 2) : w_found;
    }

    /** {@code print(*values, sep=' ', end='\n')}; file and flush are accepted, file must be None. */
    private @Ref long print(ObjSpace s, @Slot long hArgs, int nargs, @Ref long w_kwnames) {
        String separator = " ";
        String end = "\n";
        int keywords = w_kwnames == 0 ? 0 : (int) s.tuples.count(w_kwnames);
        for (int i = 0; i < keywords; i++) {
            String keyword = s.string(s.tuples.get(w_kwnames, i));
            long w_value = s.arg(hArgs, nargs + i);
            switch (keyword) {
                case "sep", "end" -> {
                    if (w_value != s.w_None && !s.isStr(w_value)) {
                        throw s.error(s.w_TypeError, "%s must be None or a string, not %s", keyword, s.typeName(w_value));
                    }
                    if (w_value != s.w_None && keyword.equals("sep")) separator = s.string(w_value);
                    if (w_value != s.w_None && keyword.equals("end")) end = s.string(w_value);
                }
                case "file" -> {
                    if (w_value != s.w_None) {
                        throw s.error(s.w_TypeError, "print() can write to standard output only, not to a %s", s.typeName(w_value));
                    }
                }
                case "flush" -> { }
                default -> throw s.error(s.w_TypeError, "'%s' is an invalid keyword argument for print()", keyword);
            }
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < nargs; i++) text.append(i == 0 ? "" : separator).append(s.strText(s.arg(hArgs, i)));
        out.print(text.append(end));
        out.flush();
        return s.w_None;
    }

    private void numberFunctions() {
        function("abs", 1, 1, (s, h, n, k) -> s.unary(UnaryOp.ABS, s.arg(h, 0)));
        function("divmod", 2, 2, (s, h, n, k) -> s.binary(BinaryOp.DIVMOD, s.arg(h, 0), s.arg(h, 1)));
        function("pow(base, exp, mod=)", (s, h, n, k) -> s.pow(s.arg(h, 0), s.arg(h, 1), s.argOrNone(h, 2, n)));
        function("bin", 1, 1, (s, h, n, k) -> inBase(s, s.arg(h, 0), 2, "0b"));
        function("oct", 1, 1, (s, h, n, k) -> inBase(s, s.arg(h, 0), 8, "0o"));
        function("hex", 1, 1, (s, h, n, k) -> inBase(s, s.arg(h, 0), 16, "0x"));
        function("chr", 1, 1, (s, h, n, k) -> {
            long code = s.asLong(s.index(s.arg(h, 0)));
            if (code < 0 || code > Character.MAX_CODE_POINT) throw s.error(s.w_ValueError, "chr() arg not in range(0x110000)");
            return s.newStr(Character.toString((int) code));
        });
        function("ord", 1, 1, (s, h, n, k) -> ord(s, s.payload(s.arg(h, 0))));
        function("round(number, ndigits=)", (s, h, n, k) -> {
            long w_round = s.intern("__round__");
            boolean digits = s.argOrNone(h, 1, n) != s.w_None;
            long w = digits ? s.calls.special(s.arg(h, 0), w_round, s.arg(h, 1)) : s.calls.special(s.arg(h, 0), w_round);
            if (w == 0) throw s.error(s.w_TypeError, "type %s doesn't define __round__ method", s.typeName(s.arg(h, 0)));
            return w;
        });
    }

    private static @Ref long inBase(ObjSpace space, @Ref long w, int base, String prefix) {
        BigInteger value = space.asBigInteger(w);
        return space.newStr((value.signum() < 0 ? "-" : "") + prefix + value.abs().toString(base));
    }

    private static @Ref long ord(ObjSpace space, @Ref long w) {
        int kind = space.kind(w);
        boolean text = kind == TypeIds.UNICODE;
        if (!text && kind != TypeIds.BYTES && kind != TypeIds.BYTEARRAY) {
            throw space.error(space.w_TypeError, "ord() expected string of length 1, but %s found", space.typeName(w));
        }
        long length = space.len(w);
        if (length != 1) throw space.error(space.w_TypeError, "ord() expected a character, but string of length %d found", length);
        return text ? space.newInt(space.unicodes.toJava(w).codePointAt(0)) : space.getitemAt(w, 0);
    }

    private void iterationFunctions() {
        function("iter", 1, 2, (s, h, n, k) -> {
            if (n == 1) return s.iter(s.arg(h, 0));
            if (!s.callable(s.arg(h, 0))) throw s.error(s.w_TypeError, "iter(v, w): v must be callable");
            return ProtocolIterators.overCallable(s, s.arg(h, 0), s.arg(h, 1));
        });
        function("next", 1, 2, (s, h, n, k) -> {
            if (!s.behaviour(s.arg(h, 0)).isIterator(s.arg(h, 0))) {
                throw s.error(s.w_TypeError, "'%s' object is not an iterator", s.typeName(s.arg(h, 0)));
            }
            long w_item = s.next(s.arg(h, 0));
            if (w_item == 0 && n < 2) throw s.stopIteration();
            return w_item == 0 ? s.arg(h, 1) : w_item;
        });
        function("all", 1, 1, (s, h, n, k) -> s.newBool(!holds(s, s.arg(h, 0), false)));
        function("any", 1, 1, (s, h, n, k) -> s.newBool(holds(s, s.arg(h, 0), true)));
        function("sum(iterable, /, start=)", (s, h, n, k) -> sum(s, h));
        setFunction("min", space.functions.makeRaw("min", (s, h, n, k) -> Extremes.find(s, h, n, k, "min", CompareOp.LT)));
        setFunction("max", space.functions.makeRaw("max", (s, h, n, k) -> Extremes.find(s, h, n, k, "max", CompareOp.GT)));
        setFunction("sorted", space.functions.makeRaw("sorted", (s, h, n, k) -> {
            if (n != 1) throw s.error(s.w_TypeError, "sorted expected 1 argument, got %d", n);
            try (HandleScope scope = s.heap.scope()) {
                long hNames = scope.root(k);
                long hList = scope.root(s.toList(s.arg(h, 0)));
                s.callMethod(scope.get(hList), s.intern("sort"), s.argHandle(h, 1), 0, scope.get(hNames));
                return scope.get(hList);
            }
        }));
    }

    /** Whether any item's truth is {@code wanted}. */
    private static boolean holds(ObjSpace space, @Ref long w_iterable, boolean wanted) {
        try (HandleScope scope = space.heap.scope()) {
            long hIterator = scope.root(space.iter(w_iterable));
            while (true) {
                long w_item = space.next(scope.get(hIterator));
                if (w_item == 0) return false;
                if (space.isTrue(w_item) == wanted) return true;
            }
        }
    }

    private static @Ref long sum(ObjSpace space, @Slot long hArgs) {
        long w_start = space.arg(hArgs, 1);
        if (w_start != 0 && space.isStr(w_start)) {
            throw space.error(space.w_TypeError, "sum() can't sum strings [use ''.join(seq) instead]");
        }
        if (w_start != 0 && space.kind(w_start) == TypeIds.BYTES) {
            throw space.error(space.w_TypeError, "sum() can't sum bytes [use b''.join(seq) instead]");
        }
        try (HandleScope scope = space.heap.scope()) {
            long hSum = scope.root(w_start == 0 ? Immediate.of(0) : w_start);
            long hIterator = scope.root(space.iter(space.arg(hArgs, 0)));
            while (true) {
                long w_item = space.next(scope.get(hIterator));
                if (w_item == 0) return scope.get(hSum);
                scope.set(hSum, space.add(scope.get(hSum), w_item));
            }
        }
    }

    private void fillSys() {
        setSys("modules", modules.get());
        setSys("maxsize", space.newInt(Long.MAX_VALUE));
        setSys("byteorder", space.newStr("little"));
        setSys("version", space.newStr("3.11.0 (Mooring)"));
        setSys("platform", space.newStr("linux"));
        setSys("path", space.newList());
        setSys("getrecursionlimit", space.functions.make("getrecursionlimit", 0, 0, (s, h, n, k) -> s.newInt(s.recursionLimit())));
        setSys("setrecursionlimit", space.functions.make("setrecursionlimit", 1, 1, (s, h, n, k) -> {
            long limit = s.asLong(s.arg(h, 0));
            if (limit < 1 || limit > Integer.MAX_VALUE) throw s.error(s.w_ValueError, "recursion limit must be greater or equal than 1");
            s.setRecursionLimit((int) limit);
            return s.w_None;
        }));
    }

    private void setSys(String name, @Ref long w_value) {
        space.dicts.set(space.modules.dict(sys.get()), space.intern(name), w_value);
    }
}
