package io.mooring.objspace;

import io.mooring.gc.Ref;
import io.mooring.gc.Slot;
import io.mooring.gc.roots.HandleScope;

/** What Python sees of object: the methods that every object has. */
final class ObjectMethods {
    private ObjectMethods() {}

    static void define(TypeBuilder type) {
        type.subclassable()
                .doc("The base class of the class hierarchy.")
                .classAwareConstructor(null, ObjectMethods::newObject)
                .rawMethod("__init__", ObjectMethods::init)
                .method("__repr__", 0, (s, h, n, k) -> s.defaultRepr(s.arg(h, 0)))
                .method("__str__", 0, (s, h, n, k) -> s.repr(s.arg(h, 0)))
                .method("__hash__", 0, (s, h, n, k) -> s.newInt(s.operators.objectHash(s.arg(h, 0))))
                .method("__format__", 1, (s, h, n, k) -> s.defaultFormat(s.arg(h, 0), s.arg(h, 1)))
                .method("__eq__", 1, (s, h, n, k) -> s.arg(h, 0) == s.arg(h, 1) ? s.w_True : s.w_NotImplemented)
                .method("__ne__", 1, ObjectMethods::notEqual)
                .method("__lt__", 1, (s, h, n, k) -> s.w_NotImplemented)
                .method("__le__", 1, (s, h, n, k) -> s.w_NotImplemented)
                .method("__gt__", 1, (s, h, n, k) -> s.w_NotImplemented)
                .method("__ge__", 1, (s, h, n, k) -> s.w_NotImplemented)
                .special("__getattribute__")
                .method("__setattr__", 2, (s, h, n, k) -> {
                    s.behaviour(s.arg(h, 0)).setOwnAttribute(s.arg(h, 0), s.attributes.name(s.arg(h, 1)), s.arg(h, 2));
                    return s.w_None;
                })
                .method("__delattr__", 1, (s, h, n, k) -> {
                    s.behaviour(s.arg(h, 0)).setOwnAttribute(s.arg(h, 0), s.attributes.name(s.arg(h, 1)), 0);
                    return s.w_None;
                })
                .method("__dir__", 0, (s, h, n, k) -> s.attributes.dirOfObject(s.arg(h, 0)))
                .method("__sizeof__", 0, (s, h, n, k) -> s.newInt(s.heap.model().bytes(s.arg(h, 0))))
                .classMethod("__init_subclass__(cls)", (s, h, n, k) -> s.w_None)
                .classMethod("__subclasshook__(cls, subclass, /)", (s, h, n, k) -> s.w_NotImplemented)
                .method("__reduce__", 0, (s, h, n, k) -> Reductions.reduce(s, h))
                .method("__reduce_ex__", 1, Reductions::reduceEx)
                .method("__getstate__", 0, (s, h, n, k) -> Reductions.getState(s, h))
                .attribute("__class__", (s, h, n, k) -> s.type(s.arg(h, 0)), ObjectMethods::setClass);
    }

    /** {@code object.__new__(cls)}: extra arguments are an error unless the class has an __init__ of its own to take them. */
    private static @Ref long newObject(ObjSpace space, @Slot long hArgs, int nargs, @Ref long w_kwnames) {
        long w_class = space.arg(hArgs, 0);
        if (nargs > 1 || (w_kwnames != 0 && space.tuples.count(w_kwnames) > 0)) checkExcess(space, w_class);
        return isPlain(space, w_class) ? space.instances.make(w_class, 0) : newForeign(space, w_class);
    }

    /** An instance of a class that C lays out, if its {@code tp_new} is object's. */
    private static @Ref long newForeign(ObjSpace space, @Ref long w_class) {
        try (HandleScope scope = space.heap.scope()) {
            long hClass = scope.root(w_class);
            long w_made = space.types.solidKind(w_class) == TypeIds.FOREIGN ? space.foreign.constructPlain(space, w_class) : 0;
            if (w_made != 0) return w_made;
            String name = space.types.name(scope.get(hClass));
            throw space.error(space.w_TypeError, "object.__new__(%s) is not safe, use %s.__new__()", name, name);
        }
    }

    /** What a call of a class does that has object's {@code __new__} and a layout of its own: TypeError, as for CPython's types without tp_new, unless C knows better. */
    static @Ref long newByCall(ObjSpace space, @Ref long w_class, boolean hasArguments) {
        try (HandleScope scope = space.heap.scope()) {
            long hClass = scope.root(w_class);
            boolean isForeign = space.types.solidKind(w_class) == TypeIds.FOREIGN;
            if (isForeign && hasArguments) checkExcess(space, w_class);
            long w_made = isForeign ? space.foreign.constructPlain(space, scope.get(hClass)) : 0;
            if (w_made == 0) throw TypeMethods.cannotCreate(space, scope.get(hClass));
            return w_made;
        }
    }

    /** Whether instances have no layout of their own, so that {@code object.__new__} can make them. */
    static boolean isPlain(ObjSpace space, @Ref long w_class) {
        return space.types.instanceKind(w_class) == TypeIds.INSTANCE && space.types.solidKind(w_class) == TypeIds.INSTANCE;
    }

    private static void checkExcess(ObjSpace space, @Ref long w_class) {
        long w_new = space.types.lookup(w_class, space.names.w_new);
        if (w_new != space.attributes.w_objectNew) {
            throw space.error(space.w_TypeError, "object.__new__() takes exactly one argument (the type to instantiate)");
        }
        if (space.types.lookup(w_class, space.names.w_init) == space.attributes.w_objectInit) {
            throw space.error(space.w_TypeError, "%s() takes no arguments", space.types.name(w_class));
        }
    }

    private static @Ref long init(ObjSpace space, @Slot long hArgs, int nargs, @Ref long w_kwnames) {
        if (nargs == 1 && w_kwnames == 0) return space.w_None;
        long w_type = space.type(space.arg(hArgs, 0));
        if (space.types.lookup(w_type, space.names.w_init) != space.attributes.w_objectInit) {
            throw space.error(space.w_TypeError, "object.__init__() takes exactly one argument (the instance to initialize)");
        }
        if (space.types.lookup(w_type, space.names.w_new) == space.attributes.w_objectNew) {
            throw space.error(space.w_TypeError, "%s.__init__() takes exactly one argument (the instance to initialize)",
                    space.types.name(w_type));
        }
        return space.w_None;
    }

    private static @Ref long notEqual(ObjSpace space, @Slot long hArgs, int nargs, @Ref long w_kwnames) {
        long w_equal = space.behaviour(space.arg(hArgs, 0)).richCompare(space.arg(hArgs, 0), space.arg(hArgs, 1), CompareOp.EQ);
        return w_equal == space.w_NotImplemented ? w_equal : space.newBool(!space.isTrue(w_equal));
    }

    private static @Ref long setClass(ObjSpace space, @Slot long hArgs, int nargs, @Ref long w_kwnames) {
        long w = space.arg(hArgs, 0);
        long w_class = space.arg(hArgs, 1);
        if (w_class == 0) throw space.error(space.w_TypeError, "can't delete __class__ attribute");
        if (space.kind(w_class) != TypeIds.TYPE) {
            throw space.error(space.w_TypeError, "__class__ must be set to a class, not '%s' object", space.typeName(w_class));
        }
        if (space.typeOfKind(space.kind(w)) != 0 || space.types.isBuiltin(space.type(w)) || space.types.isBuiltin(w_class)) {
            throw space.error(space.w_TypeError, "__class__ assignment only supported for mutable types or ModuleType subclasses");
        }
        if (space.types.solidKind(w_class) == TypeIds.FOREIGN || !hasLayoutOf(space, w_class, space.type(w))) {
            throw space.error(space.w_TypeError, "__class__ assignment: '%s' object layout differs from '%s'", space.types.name(w_class),
                    space.typeName(w));
        }
        space.heap.writeRef(w, ObjectKind.OWN_TYPE, w_class);
        return space.w_None;
    }

    private static boolean hasLayoutOf(ObjSpace space, @Ref long w_class, @Ref long w_other) {
        return space.types.solidKind(w_class) == space.types.solidKind(w_other) && Inheritance.withMembers(space, w_class) == Inheritance.withMembers(space, w_other)
                && space.types.hasFlag(w_class, W_TypeObject.HAS_DICT) == space.types.hasFlag(w_other, W_TypeObject.HAS_DICT);
    }

    /** The {@code __dict__} attribute of instances; put into every class whose instances are the first to have one. */
    static @Ref long getDict(ObjSpace space, @Slot long hArgs, int nargs, @Ref long w_kwnames) {
        try (HandleScope scope = space.heap.scope()) {
            long hObject = scope.root(space.arg(hArgs, 0));
            long w_dict = space.behaviour(scope.get(hObject)).dictionary(scope.get(hObject), true);
            if (w_dict == 0) throw space.attributes.missing(scope.get(hObject), space.names.w_dict);
            return w_dict;
        }
    }

    static @Ref long setDict(ObjSpace space, @Slot long hArgs, int nargs, @Ref long w_kwnames) {
        long w = space.arg(hArgs, 0);
        long w_dict = space.arg(hArgs, 1);
        if (w_dict == 0) w_dict = space.newDict();
        else if (space.kind(space.payload(w_dict)) != TypeIds.DICT) {
            throw space.error(space.w_TypeError, "__dict__ must be set to a dictionary, not a '%s'", space.typeName(w_dict));
        }
        if (space.kind(w) == TypeIds.INSTANCE || space.kind(w) == TypeIds.FOREIGN) space.instances.setDictionary(space.arg(hArgs, 0),
                space.payload(w_dict));
        else throw space.error(space.w_AttributeError, "attribute '__dict__' of '%s' objects is not writable", space.typeName(w));
        return space.w_None;
    }
}
