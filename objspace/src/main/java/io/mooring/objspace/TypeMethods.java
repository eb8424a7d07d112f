package io.mooring.objspace;

import io.mooring.gc.Ref;
import io.mooring.gc.Slot;
import io.mooring.gc.roots.HandleScope;

/** What Python sees of type: calling a type, making one, its attributes. */
final class TypeMethods {
    private TypeMethods() {}

    static void define(TypeBuilder type) {
        type.subclassable()
                .doc("type(object) -> the object's type\ntype(name, bases, dict, **kwds) -> a new type")
                .method("__repr__", 0, (s, h, n, k) -> repr(s, s.arg(h, 0)))
                .rawMethod("__call__", (s, h, n, k) -> construct(s, s.arg(h, 0), s.argHandle(h, 1), n - 1, k))
                .classAwareConstructor(null, TypeMethods::newType)
                .rawMethod("__init__", (s, h, n, k) -> s.w_None)
                .special("__getattribute__")
                .method("__setattr__", 2, (s, h, n, k) -> {
                    setAttribute(s, s.arg(h, 0), s.attributes.name(s.arg(h, 1)), s.arg(h, 2));
                    return s.w_None;
                })
                .method("__delattr__", 1, (s, h, n, k) -> {
                    setAttribute(s, s.arg(h, 0), s.attributes.name(s.arg(h, 1)), 0);
                    return s.w_None;
                })
                .method("mro", 0, (s, h, n, k) -> s.toList(s.types.mro(s.arg(h, 0))))
                .method("__subclasses__", 0, (s, h, n, k) -> subclasses(s, s.arg(h, 0)))
                .method("__instancecheck__", 1, (s, h, n, k) -> s.newBool(s.classes.isRealInstance(s.arg(h, 1), s.arg(h, 0))))
                .method("__subclasscheck__", 1, (s, h, n, k) -> s.newBool(s.classes.isRealSubclass(s.arg(h, 1), s.arg(h, 0))))
                .method("__dir__", 0, (s, h, n, k) -> s.attributes.dirOfType(s.arg(h, 0)))
                .method("__or__", 1, (s, h, n, k) -> s.unions.of(s.arg(h, 0), s.arg(h, 1)))
                .method("__ror__", 1, (s, h, n, k) -> s.unions.of(s.arg(h, 1), s.arg(h, 0)));
        attributes(type);
    }

    private static void attributes(TypeBuilder type) {
        type.attribute("__name__", (s, h, n, k) -> s.types.w_name(s.arg(h, 0)),
                (s, h, n, k) -> rename(s, s.arg(h, 0), W_TypeObject.NAME, s.arg(h, 1), "__name__"))
                .attribute("__qualname__", (s, h, n, k) -> s.heap.readRef(s.arg(h, 0), W_TypeObject.QUALNAME),
                        (s, h, n, k) -> rename(s, s.arg(h, 0), W_TypeObject.QUALNAME, s.arg(h, 1), "__qualname__"))
                .attribute("__module__", (s, h, n, k) -> module(s, s.arg(h, 0)), (s, h, n, k) -> {
                    checkMutable(s, s.arg(h, 0), "__module__");
                    s.dicts.set(s.types.dict(s.arg(h, 0)), s.names.w_module, s.arg(h, 1));
                    s.types.modified(s.arg(h, 0));
                    return s.w_None;
                })
                .attribute("__doc__", (s, h, n, k) -> doc(s, s.arg(h, 0)), (s, h, n, k) -> {
                    checkMutable(s, s.arg(h, 0), "__doc__");
                    s.dicts.set(s.types.dict(s.arg(h, 0)), s.names.w_doc, s.arg(h, 1) == 0 ? s.w_None : s.arg(h, 1));
                    s.types.modified(s.arg(h, 0));
                    return s.w_None;
                })
                .getter("__bases__", (s, h, n, k) -> s.types.bases(s.arg(h, 0)))
                .getter("__base__", (s, h, n, k) -> s.types.base(s.arg(h, 0)) == 0 ? s.w_None : s.types.base(s.arg(h, 0)))
                .getter("__mro__", (s, h, n, k) -> s.types.mro(s.arg(h, 0)))
                .getter("__dict__", (s, h, n, k) -> s.mappingProxies.make(s.types.dict(s.arg(h, 0))))
                .getter("__text_signature__", (s, h, n, k) -> {
                    long w_signature = s.foreign.documentation(s, s.arg(h, 0), true);
                    return w_signature == 0 ? s.w_None : w_signature;
                });
        for (TypeFact fact : TypeFact.values()) type.getter(fact.attribute(), (s, h, n, k) -> s.newInt(s.foreign.typeFact(s, s.arg(h, 0), fact)));
    }

    // ---- calling ------------------------------------------------------------------------------------------------------------------------

    /** {@code w_type(*args)}: __new__, then __init__ if the result is an instance of the type. */
    static @Ref long construct(ObjSpace space, @Ref long w_type, @Slot long hArgs, int nargs, @Ref long w_kwnames) {
        long flags = space.types.flags(w_type);
        if ((flags & (W_TypeObject.FOREIGN_CALL | W_TypeObject.DISALLOW_INSTANTIATION)) != 0) {
            if ((flags & W_TypeObject.FOREIGN_CALL) != 0) return space.foreign.construct(space, w_type, hArgs, nargs, w_kwnames);
            throw cannotCreate(space, w_type);
        }
        if (w_type == space.w_type) {
            if (nargs == 1 && w_kwnames == 0) return space.type(space.arg(hArgs, 0));
            if (nargs != 3) throw space.error(space.w_TypeError, "type() takes 1 or 3 arguments");
        }
        long w_new = space.types.lookup(w_type, space.names.w_new);
        if (w_new == 0 || w_new == space.w_None) throw cannotCreate(space, w_type);
        int total = nargs + (w_kwnames == 0 ? 0 : (int) space.tuples.count(w_kwnames));
        try (HandleScope scope = space.heap.scope()) {
            long hType = scope.root(w_type);
            long hNames = scope.root(w_kwnames);
            long hMade = scope.root(0);
            w_new = space.behaviour(w_new).bind(w_new, 0, w_type);
            long hAll = scope.root(scope.get(hType));
            for (int i = 0; i < total; i++) scope.root(space.arg(hArgs, i));
            boolean isPlain = w_new != space.attributes.w_objectNew || ObjectMethods.isPlain(space, scope.get(hType));
            scope.set(hMade, isPlain ? space.call(w_new, hAll, nargs + 1, scope.get(hNames)) : ObjectMethods.newByCall(space, scope.get(hType), total > 0));
            initialise(space, scope, hType, hMade, hAll, nargs, hNames);
            return scope.get(hMade);
        }
    }

    private static void initialise(ObjSpace space, HandleScope scope, long hType, long hMade, long hAll, int nargs, long hNames) {
        long w_made = scope.get(hMade);
        if (!space.isOfType(w_made, scope.get(hType))) return;
        long w_init = space.types.lookup(space.type(w_made), space.names.w_init);
        if (w_init == space.attributes.w_objectInit) return; // object.__new__ has checked the arguments
        scope.set(hAll, w_made);
        long w_result = space.calls.callUnbound(w_init, hAll, nargs + 1, scope.get(hNames));
        if (w_result != space.w_None) {
            throw space.error(space.w_TypeError, "__init__() should return None, not '%s'", space.typeName(w_result));
        }
    }

    static OperationError cannotCreate(ObjSpace space, @Ref long w_type) {
        return space.error(space.w_TypeError, "cannot create '%s' instances", space.types.name(w_type));
    }

    // ---- making a type ------------------------------------------------------------------------------------------------------------------

    /** {@code type.__new__(metaclass, name, bases, dict, **kwargs)}. */
    private static @Ref long newType(ObjSpace space, @Slot long hArgs, int nargs, @Ref long w_kwnames) {
        if (nargs != 4) throw space.error(space.w_TypeError, "type.__new__() takes exactly 3 arguments (%d given)", nargs - 1);
        checkArgument(space, space.arg(hArgs, 1), TypeIds.UNICODE, 1, "str");
        checkArgument(space, space.arg(hArgs, 2), TypeIds.TUPLE, 2, "tuple");
        checkArgument(space, space.arg(hArgs, 3), TypeIds.DICT, 3, "dict");
        long w_meta = Inheritance.metaclass(space, space.arg(hArgs, 0), space.payload(space.arg(hArgs, 2)));
        try (HandleScope scope = space.heap.scope()) {
            long hMeta = scope.root(w_meta);
            long hNames = scope.root(w_kwnames);
            long hDict = scope.root(space.dicts.copy(space.payload(space.arg(hArgs, 3))));
            prepare(space, hDict);
            long inherited = Inheritance.inheritedFlags(space, space.payload(space.arg(hArgs, 2)), W_TypeObject.HAS_DICT);
            Slots slots = Slots.read(space, space.argHandle(hArgs, 1), space.argHandle(hArgs, 2), hDict);
            if (inherited == 0 && slots.dict()) space.dicts.set(scope.get(hDict), space.names.w_dict, space.attributes.w_dictAttribute);
            long flags = slots.flags() | W_TypeObject.BASETYPE;
            long hType = scope.root(space.types.create(scope.get(hMeta), space.payload(space.arg(hArgs, 1)),
                    space.payload(space.arg(hArgs, 2)), scope.get(hDict), 0, flags));
            long w_qualname = space.dicts.getStr(space.types.dict(scope.get(hType)), space.names.w_qualname);
            if (w_qualname != 0) {
                space.heap.writeRef(scope.get(hType), W_TypeObject.QUALNAME, w_qualname);
                space.dicts.remove(space.types.dict(scope.get(hType)), space.names.w_qualname);
            }
            slots.define(space, hType);
            tellAttributes(space, hType);
            tellSuper(space, hType, hArgs, nargs, hNames);
            return scope.get(hType);
        }
    }

    private static void checkArgument(ObjSpace space, @Ref long w, int kind, int position, String type) {
        if (space.kind(space.payload(w)) == kind) return;
        throw space.error(space.w_TypeError, "type.__new__() argument %d must be %s, not %s", position, type, space.typeName(w));
    }

    /** What every class dict gets: __module__, __doc__, __hash__ = None where __eq__ stands alone, static __new__. */
    private static void prepare(ObjSpace space, @Slot long hDict) {
        W_DictObject dicts = space.dicts;
        if (dicts.getStr(space.arg(hDict, 0), space.names.w_doc) == 0) dicts.set(space.arg(hDict, 0), space.names.w_doc, space.w_None);
        if (dicts.getStr(space.arg(hDict, 0), space.names.w_module) == 0) dicts.set(space.arg(hDict, 0), space.names.w_module,
                space.names.w_builtins);
        boolean equality = dicts.getStr(space.arg(hDict, 0), space.names.compare(CompareOp.EQ)) != 0;
        if (equality && dicts.getStr(space.arg(hDict, 0), space.names.w_hash) == 0) dicts.set(space.arg(hDict, 0), space.names.w_hash,
                space.w_None);
        wrapImplicit(space, hDict, space.names.w_new, true);
        wrapImplicit(space, hDict, space.names.w_init_subclass, false);
        wrapImplicit(space, hDict, space.names.w_class_getitem, false);
    }

    private static void wrapImplicit(ObjSpace space, @Slot long hDict, @Ref long w_name, boolean isStatic) {
        long w_function = space.dicts.getStr(space.arg(hDict, 0), w_name);
        if (w_function == 0 || space.kind(w_function) != TypeIds.BUILTIN_FUNCTION) return;
        if ((space.functions.flags(w_function) & BuiltinFunctions.FREE_METHOD) == 0) return;
        long w_wrapped = isStatic ? space.staticMethods.make(w_function) : space.classMethods.make(w_function);
        space.dicts.set(space.arg(hDict, 0), w_name, w_wrapped);
    }

    /** Calls __set_name__ of every attribute that has one. */
    private static void tellAttributes(ObjSpace space, @Slot long hType) {
        try (HandleScope scope = space.heap.scope()) {
            long hCopy = scope.root(space.dicts.copy(space.types.dict(space.arg(hType, 0))));
            for (long at = space.dicts.nextEntry(scope.get(hCopy), 0); at >= 0; at = space.dicts.nextEntry(scope.get(hCopy), at + 1)) {
                long w_value = space.dicts.valueAt(scope.get(hCopy), at);
                if (space.types.lookup(space.type(w_value), space.names.w_set_name) == 0) continue;
                space.calls.special(w_value, space.names.w_set_name, space.arg(hType, 0), space.dicts.keyAt(scope.get(hCopy), at));
            }
        }
    }

    /** Calls {@code super(type, type).__init_subclass__(**kwargs)}. */
    private static void tellSuper(ObjSpace space, @Slot long hType, @Slot long hArgs, int nargs, @Slot long hNames) {
        long w_super = space.supers.make(space.arg(hType, 0), space.arg(hType, 0), space.arg(hType, 0));
        long w_hook = space.getattr(w_super, space.names.w_init_subclass);
        space.call(w_hook, space.argHandle(hArgs, nargs), 0, space.arg(hNames, 0));
    }

    // ---- attributes ---------------------------------------------------------------------------------------------------------------------

    /** Sets, or deletes if {@code w_value} is 0, an attribute of a type. */
    static void setAttribute(ObjSpace space, @Ref long w_type, @Ref long w_name, @Ref long w_value) {
        if (space.types.hasFlag(w_type, W_TypeObject.IMMUTABLE)) {
            throw space.error(space.w_TypeError, "cannot set '%s' attribute of immutable type '%s'", space.string(w_name),
                    space.types.name(w_type));
        }
        try (HandleScope scope = space.heap.scope()) {
            long hType = scope.root(w_type);
            long hName = scope.root(w_name);
            long w_meta = space.types.lookup(space.type(w_type), w_name);
            if (w_meta != 0 && space.behaviour(w_meta).isDataDescriptor(w_meta)) {
                space.behaviour(w_meta).bindSet(w_meta, w_type, w_value);
            } else if (w_value != 0) {
                space.dicts.set(space.types.dict(w_type), w_name, w_value);
            } else if (!space.dicts.remove(space.types.dict(w_type), w_name)) {
                throw space.attributes.missing(scope.get(hType), scope.get(hName));
            }
            space.types.modified(scope.get(hType));
        }
    }

    private static void checkMutable(ObjSpace space, @Ref long w_type, String attribute) {
        if (!space.types.hasFlag(w_type, W_TypeObject.IMMUTABLE)) return;
        throw space.error(space.w_TypeError, "cannot set '%s' attribute of immutable type '%s'", attribute, space.types.name(w_type));
    }

    private static @Ref long rename(ObjSpace space, @Ref long w_type, int field, @Ref long w_value, String attribute) {
        checkMutable(space, w_type, attribute);
        if (w_value == 0) {
            throw space.error(space.w_TypeError, "cannot delete '%s' attribute of immutable type '%s'", attribute,
                    space.types.name(w_type));
        }
        if (!space.isStr(w_value)) {
            throw space.error(space.w_TypeError, "can only assign string to %s.%s, not '%s'", space.types.name(w_type), attribute,
                    space.typeName(w_value));
        }
        space.heap.writeRef(w_type, field, space.payload(w_value));
        space.foreign.renamed(space, w_type);
        return space.w_None;
    }

    private static @Ref long module(ObjSpace space, @Ref long w_type) {
        long w_module = space.dicts.getStr(space.types.dict(w_type), space.names.w_module);
        return w_module == 0 ? space.names.w_builtins : w_module;
    }

    private static @Ref long doc(ObjSpace space, @Ref long w_type) {
        long w_doc = space.heap.readRef(w_type, W_TypeObject.DOC);
        if (w_doc == 0) w_doc = space.dicts.getStr(space.types.dict(w_type), space.names.w_doc);
        if (w_doc == 0) return space.w_None;
        return space.behaviour(w_doc).bind(w_doc, 0, w_type);
    }

    private static @Ref long repr(ObjSpace space, @Ref long w_type) {
        try (HandleScope scope = space.heap.scope()) {
            long hType = scope.root(w_type);
            long w_module = module(space, w_type);
            String qualname = space.unicodes.toJava(space.heap.readRef(scope.get(hType), W_TypeObject.QUALNAME));
            String module = space.isStr(w_module) ? space.string(w_module) : "builtins";
            return space.newStr("<class '" + (module.equals("builtins") ? "" : module + ".") + qualname + "'>");
        }
    }

    private static @Ref long subclasses(ObjSpace space, @Ref long w_type) {
        try (HandleScope scope = space.heap.scope()) {
            long hRefs = scope.root(space.heap.readRef(w_type, W_TypeObject.SUBCLASSES));
            long hList = scope.root(space.newList());
            long count = scope.get(hRefs) == 0 ? 0 : space.tuples.count(scope.get(hRefs));
            for (long i = count - 1; i >= 0; i--) {
                long w_sub = space.weakrefs.referent(space.tuples.get(scope.get(hRefs), i));
                if (w_sub != 0) space.lists.append(scope.get(hList), w_sub);
            }
            return scope.get(hList);
        }
    }
}
