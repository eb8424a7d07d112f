package io.mooring.objspace;

import io.mooring.gc.Ref;
import io.mooring.gc.Slot;
import io.mooring.gc.roots.HandleScope;
import java.util.ArrayList;
import java.util.List;

/**
 * How an object says what it would take to make another one like it: {@code object.__reduce__}, {@code __reduce_ex__} and {@code __getstate__}, as copies and pickles
 * ask (PEP 307, CPython's {@code object___reduce_ex__}), and the module copyreg, whose functions the answers name.
 */
final class Reductions {
    static final String MODULE = "copyreg";
    private static final String STATE = "__getstate__";
    /** The first protocol whose answers name {@code copyreg.__newobj__}. */
    private static final long NEW_OBJECT_PROTOCOL = 2;
    /** Items of an answer: callable, arguments, state, list items, dict items. */
    private static final int ITEMS = 5;
    /** Bytes of a C object's header. */
    private static final long HEADER = 2 * Long.BYTES;

    private Reductions() {}

    // ---- object's methods -----------------------------------------------------------------------------------------------------------------

    static @Ref long reduce(ObjSpace space, @Slot long hSelf) {
        return common(space, hSelf, 0);
    }

    static @Ref long getState(ObjSpace space, @Slot long hSelf) {
        return attributes(space, hSelf, false);
    }

    /** A {@code __reduce__} of the class itself goes first. */
    static @Ref long reduceEx(ObjSpace space, @Slot long hArgs, int nargs, @Ref long w_kwnames) {
        long protocol = space.asLong(space.arg(hArgs, 1));
        long w_name = space.intern("__reduce__");
        boolean isOwn = space.lookup(space.type(space.arg(hArgs, 0)), w_name) != space.lookup(space.w_object, w_name);
        return isOwn ? space.call0(space.getattr(space.arg(hArgs, 0), w_name)) : common(space, hArgs, protocol);
    }

    private static @Ref long common(ObjSpace space, @Slot long hSelf, long protocol) {
        if (protocol >= NEW_OBJECT_PROTOCOL) return byNewObject(space, hSelf);
        try (HandleScope scope = space.heap.scope()) {
            long hFunction = scope.root(copyreg(space, "_reduce_ex"));
            return space.call2(scope.get(hFunction), space.arg(hSelf, 0), space.newInt(protocol));
        }
    }

    private static @Ref long copyreg(ObjSpace space, String name) {
        long w_module = space.builtins.importModule(space.intern(MODULE));
        return space.getattr(w_module, space.intern(name));
    }

    private static @Ref long byNewObject(ObjSpace space, @Slot long hSelf) {
        try (HandleScope scope = space.heap.scope()) {
            long hAnswer = scope.root(space.w_None);
            for (int i = 1; i < ITEMS; i++) scope.root(space.w_None);
            boolean hasArguments = constructor(space, scope, hSelf, hAnswer);
            boolean isList = space.isSubtype(space.type(space.arg(hSelf, 0)), space.types.builtin("list"));
            boolean isDict = space.isSubtype(space.type(space.arg(hSelf, 0)), space.types.builtin("dict"));
            scope.set(space.argHandle(hAnswer, 2), state(space, hSelf, !hasArguments && !isList && !isDict));
            if (isList) scope.set(space.argHandle(hAnswer, 3), space.iter(space.arg(hSelf, 0)));
            if (isDict) scope.set(space.argHandle(hAnswer, 4), space.iter(space.call0(space.getattr(space.arg(hSelf, 0), space.intern("items")))));
            return space.newTuple(hAnswer, ITEMS);
        }
    }

    /** Sets the first two items of the answer; whether the object has arguments for its constructor. */
    private static boolean constructor(ObjSpace space, HandleScope scope, @Slot long hSelf, @Slot long hAnswer) {
        long hArguments = space.argHandle(hAnswer, 1);
        long w_getEx = space.findattr(space.arg(hSelf, 0), space.intern("__getnewargs_ex__"));
        if (w_getEx != 0) {
            long hPair = scope.root(tuple(space, space.call0(w_getEx), "__getnewargs_ex__"));
            if (space.tuples.count(scope.get(hPair)) != 2) {
                throw space.error(space.w_ValueError, "__getnewargs_ex__ should return a tuple of length 2, not %d", space.tuples.count(scope.get(hPair)));
            }
            long w_keywords = space.tuples.get(scope.get(hPair), 1);
            if (space.kind(space.payload(w_keywords)) != TypeIds.DICT) {
                throw space.error(space.w_TypeError, "second item of the tuple returned by __getnewargs_ex__ must be a dict, not '%s'", space.typeName(w_keywords));
            }
            if (space.len(w_keywords) > 0) {
                scope.set(hAnswer, copyreg(space, "__newobj_ex__"));
                long hThree = scope.root(space.type(space.arg(hSelf, 0)));
                scope.root(space.tuples.get(scope.get(hPair), 0));
                scope.root(space.tuples.get(scope.get(hPair), 1));
                scope.set(hArguments, space.newTuple(hThree, 3));
                return true;
            }
            scope.set(hArguments, space.tuples.get(scope.get(hPair), 0));
        } else {
            long w_get = space.findattr(space.arg(hSelf, 0), space.intern("__getnewargs__"));
            scope.set(hArguments, w_get == 0 ? space.tuples.empty() : tuple(space, space.call0(w_get), "__getnewargs__"));
            if (w_get == 0) return newObject(space, scope, hSelf, hAnswer, false);
        }
        return newObject(space, scope, hSelf, hAnswer, true);
    }

    private static boolean newObject(ObjSpace space, HandleScope scope, @Slot long hSelf, @Slot long hAnswer, boolean hasArguments) {
        scope.set(hAnswer, copyreg(space, "__newobj__"));
        long hClass = scope.root(space.newTuple(space.type(space.arg(hSelf, 0))));
        scope.set(space.argHandle(hAnswer, 1), space.tuples.concat(scope.get(hClass), space.arg(hAnswer, 1)));
        return hasArguments;
    }

    private static @Ref long tuple(ObjSpace space, @Ref long w, String method) {
        if (space.kind(space.payload(w)) != TypeIds.TUPLE) throw space.error(space.w_TypeError, "%s should return a tuple, not '%s'", method, space.typeName(w));
        return space.payload(w);
    }

    // ---- state ------------------------------------------------------------------------------------------------------------------------------

    /** What {@code __getstate__} answers. {@code whole}: TypeError if the object has more than attributes, for nothing else is told of it. */
    private static @Ref long state(ObjSpace space, @Slot long hSelf, boolean whole) {
        long w_name = space.intern(STATE);
        boolean isOwn = space.lookup(space.type(space.arg(hSelf, 0)), w_name) != space.lookup(space.w_object, w_name);
        return isOwn ? space.call0(space.getattr(space.arg(hSelf, 0), w_name)) : attributes(space, hSelf, whole);
    }

    /** The attributes, or None if there are none; those in slots of their own stand in a second dict. */
    private static @Ref long attributes(ObjSpace space, @Slot long hSelf, boolean whole) {
        List<String> slots = slots(space, space.type(space.arg(hSelf, 0)));
        if (whole) requireNothingElse(space, hSelf, slots.size());
        try (HandleScope scope = space.heap.scope()) {
            long w_dict = space.findattr(space.arg(hSelf, 0), space.names.w_dict);
            long hState = scope.root(w_dict == 0 || space.len(w_dict) == 0 ? space.w_None : w_dict);
            long hSlots = scope.root(space.newDict());
            for (String slot : slots) {
                long hName = scope.root(space.newStr(slot));
                long w_value = space.findattr(space.arg(hSelf, 0), scope.get(hName));
                if (w_value != 0) space.dicts.set(scope.get(hSlots), scope.get(hName), w_value);
            }
            return space.len(scope.get(hSlots)) == 0 ? scope.get(hState) : space.newTuple(scope.get(hState), scope.get(hSlots));
        }
    }

    /** The names in {@code __slots__} of a class and its bases, as attributes are called. */
    private static List<String> slots(ObjSpace space, @Ref long w_type) {
        List<String> names = new ArrayList<>();
        try (HandleScope scope = space.heap.scope()) {
            long hMro = scope.root(space.types.mro(w_type));
            for (long i = 0; i < space.tuples.count(scope.get(hMro)); i++) {
                long w_class = space.tuples.get(scope.get(hMro), i);
                long w_slots = space.dicts.getStr(space.types.dict(w_class), space.intern(Slots.ATTRIBUTE));
                if (w_slots == 0) continue;
                String owner = space.types.name(w_class);
                for (String slot : Slots.names(space, w_slots)) {
                    if (!slot.equals("__dict__") && !slot.equals("__weakref__")) names.add(Slots.mangled(owner, slot));
                }
            }
        }
        return names;
    }

    private static void requireNothingElse(ObjSpace space, @Slot long hSelf, int slots) {
        boolean isTold = switch (space.kind(space.arg(hSelf, 0))) {
            case TypeIds.INSTANCE -> space.payload(space.arg(hSelf, 0)) == space.arg(hSelf, 0);
            case TypeIds.FOREIGN -> hasNoFields(space, hSelf, slots);
            default -> false;
        };
        if (!isTold) throw space.error(space.w_TypeError, "cannot pickle '%s' object", space.typeName(space.arg(hSelf, 0)));
    }

    /** Whether an object of C is no larger than a header, a dict, weak references and slots take. */
    private static boolean hasNoFields(ObjSpace space, @Slot long hSelf, int slots) {
        if (fact(space, hSelf, TypeFact.ITEM_SIZE) != 0) throw space.error(space.w_TypeError, "cannot pickle %s objects", space.typeName(space.arg(hSelf, 0)));
        int words = slots;
        if (fact(space, hSelf, TypeFact.DICT_OFFSET) != 0) words++;
        if (fact(space, hSelf, TypeFact.WEAKREF_OFFSET) != 0) words++;
        return fact(space, hSelf, TypeFact.BASIC_SIZE) <= HEADER + (long) words * Long.BYTES;
    }

    private static long fact(ObjSpace space, @Slot long hSelf, TypeFact fact) {
        return space.foreign.typeFact(space, space.type(space.arg(hSelf, 0)), fact);
    }

    // ---- copyreg ----------------------------------------------------------------------------------------------------------------------------

    /** Fills the module. */
    static void fill(ObjSpace space, @Slot long hModule) {
        function(space, hModule, "__newobj__", 1, -1, (s, h, n, k) -> create(s, h, s.newTuple(h, n), 0));
        function(space, hModule, "__newobj_ex__", 3, 3, (s, h, n, k) -> {
            try (HandleScope scope = s.heap.scope()) {
                long hClass = scope.root(s.newTuple(s.arg(h, 0)));
                long w_args = s.tuples.concat(scope.get(hClass), s.arg(h, 1));
                return create(s, h, w_args, s.arg(h, 2));
            }
        });
        function(space, hModule, "_reconstructor", 3, 3, Reductions::reconstruct);
        function(space, hModule, "_reduce_ex", 2, 2, (s, h, n, k) -> reduceByCopy(s, h));
    }

    private static void function(ObjSpace space, @Slot long hModule, String name, int min, int max, BuiltinCode code) {
        try (HandleScope scope = space.heap.scope()) {
            long hFunction = scope.root(space.functions.make(name, min, max, code));
            space.functions.setModule(scope.get(hFunction), space.intern(MODULE));
            space.setattr(space.arg(hModule, 0), space.intern(name), scope.get(hFunction));
        }
    }

    /** {@code cls.__new__(*args, **kwargs)}, the class first in args. */
    private static @Ref long create(ObjSpace space, @Slot long hClass, @Ref long w_args, @Ref long w_kwargs) {
        try (HandleScope scope = space.heap.scope()) {
            long hArgs = scope.root(w_args);
            long hKwargs = scope.root(w_kwargs);
            long w_new = space.getattr(space.arg(hClass, 0), space.names.w_new);
            return space.callTuple(w_new, scope.get(hArgs), scope.get(hKwargs));
        }
    }

    /** {@code _reconstructor(cls, base, state)}: an object of the class, with what its builtin base makes of the state. */
    private static @Ref long reconstruct(ObjSpace space, @Slot long hArgs, int nargs, @Ref long w_kwnames) {
        boolean isPlain = space.arg(hArgs, 1) == space.w_object;
        try (HandleScope scope = space.heap.scope()) {
            long w_new = space.getattr(space.arg(hArgs, 1), space.names.w_new);
            long hMade = scope.root(isPlain ? space.call1(w_new, space.arg(hArgs, 0)) : space.call2(w_new, space.arg(hArgs, 0), space.arg(hArgs, 2)));
            if (!isPlain) {
                long w_init = space.getattr(space.arg(hArgs, 1), space.names.w_init);
                space.call2(w_init, scope.get(hMade), space.arg(hArgs, 2));
            }
            return scope.get(hMade);
        }
    }

    /** Protocols 0 and 1: the nearest builtin base takes a copy of the object for its state. */
    private static @Ref long reduceByCopy(ObjSpace space, @Slot long hSelf) {
        try (HandleScope scope = space.heap.scope()) {
            long hClass = scope.root(space.type(space.arg(hSelf, 0)));
            long hBase = scope.root(builtinBase(space, scope.get(hClass)));
            if (scope.get(hBase) == scope.get(hClass)) throw space.error(space.w_TypeError, "cannot pickle '%s' object", space.types.name(scope.get(hClass)));
            boolean isPlain = scope.get(hBase) == space.w_object;
            long hState = scope.root(isPlain ? space.w_None : space.call1(scope.get(hBase), space.arg(hSelf, 0)));
            long hThree = scope.root(scope.get(hClass));
            scope.root(scope.get(hBase));
            scope.root(scope.get(hState));
            long hAnswer = scope.root(copyreg(space, "_reconstructor"));
            scope.root(space.newTuple(hThree, 3));
            long w_name = space.intern(STATE);
            boolean isOwn = space.lookup(scope.get(hClass), w_name) != space.lookup(space.w_object, w_name);
            if (!isOwn && !slots(space, scope.get(hClass)).isEmpty()) {
                throw space.error(space.w_TypeError, "a class that defines __slots__ without defining __getstate__ cannot be pickled");
            }
            long hAttributes = scope.root(state(space, hSelf, false));
            return space.newTuple(hAnswer, space.isTrue(scope.get(hAttributes)) ? 3 : 2);
        }
    }

    private static @Ref long builtinBase(ObjSpace space, @Ref long w_class) {
        long w = w_class;
        while (!space.types.hasFlag(w, W_TypeObject.IMMUTABLE)) w = space.types.base(w);
        return w;
    }
}
