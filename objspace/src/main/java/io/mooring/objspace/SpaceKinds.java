package io.mooring.objspace;

import io.mooring.gc.Heap;
import io.mooring.gc.Immediate;
import io.mooring.gc.Ref;

/** The kinds of an object space: one for each heap type id, most of them also by name. */
public abstract class SpaceKinds {
    public final Heap heap;

    // Kinds that other classes address directly.
    public final W_BoolObject bools;
    public final W_IntObject ints;
    public final W_LongObject longs;
    public final W_FloatObject floats;
    public final W_ComplexObject complexes;
    public final W_UnicodeObject unicodes;
    public final W_BytesObject bytes;
    public final W_BytearrayObject bytearrays;
    public final W_TupleObject tuples;
    public final W_ListObject lists;
    public final W_DictObject dicts;
    public final W_SetObject sets;
    public final W_SetObject frozensets;
    public final W_SliceObject slices;
    public final W_RangeObject ranges;
    public final W_TypeObject types;
    public final W_InstanceObject instances;
    public final W_ForeignObject foreigners;
    public final W_ExceptionObject exceptions;
    public final W_ModuleObject modules;
    public final W_BuiltinFunction functions;
    public final W_MethodObject methods;
    public final W_CFunctionObject cfunctions;
    public final W_CDescriptorObject cdescriptors;
    public final W_PropertyObject properties;
    public final W_StaticMethodObject staticMethods;
    public final W_ClassMethodObject classMethods;
    public final W_GetSetObject getsets;
    final W_MemberObject members;
    public final W_SuperObject supers;
    public final W_CapsuleObject capsules;
    public final W_WeakrefObject weakrefs;
    public final W_MappingProxyObject mappingProxies;
    public final W_TracebackObject tracebacks;
    public final SequenceIterators sequenceIterators;
    public final W_GenericAliasObject aliases;
    final W_UnionObject unions;

    final ObjectKind[] kinds = new ObjectKind[TypeIds.COUNT];

    /** Makes every kind and defines its layout in a heap in which nothing has been defined yet. */
    SpaceKinds(Heap heap) {
        this.heap = heap;
        ObjSpace space = (ObjSpace) this;
        install(new W_SingletonObject(space, TypeIds.NONE, "NoneType", "None", false));
        install(new W_SingletonObject(space, TypeIds.ELLIPSIS, "ellipsis", "Ellipsis", true));
        install(new W_SingletonObject(space, TypeIds.NOT_IMPLEMENTED, "NotImplementedType", "NotImplemented", true));
        bools = install(new W_BoolObject(space));
        ints = install(new W_IntObject(space));
        longs = install(new W_LongObject(space));
        floats = install(new W_FloatObject(space));
        complexes = install(new W_ComplexObject(space));
        unicodes = install(new W_UnicodeObject(space));
        bytes = install(new W_BytesObject(space));
        bytearrays = install(new W_BytearrayObject(space));
        tuples = install(new W_TupleObject(space));
        lists = install(new W_ListObject(space));
        dicts = install(new W_DictObject(space));
        sets = install(new W_SetObject(space, TypeIds.SET, "set"));
        frozensets = install(new W_SetObject(space, TypeIds.FROZENSET, "frozenset"));
        slices = install(new W_SliceObject(space));
        ranges = install(new W_RangeObject(space));
        types = install(new W_TypeObject(space));
        instances = install(new W_InstanceObject(space));
        foreigners = install(new W_ForeignObject(space));
        exceptions = install(new W_ExceptionObject(space));
        modules = install(new W_ModuleObject(space));
        functions = install(new W_BuiltinFunction(space));
        methods = install(new W_MethodObject(space));
        cfunctions = install(new W_CFunctionObject(space));
        cdescriptors = install(new W_CDescriptorObject(space));
        properties = install(new W_PropertyObject(space));
        staticMethods = install(new W_StaticMethodObject(space));
        classMethods = install(new W_ClassMethodObject(space));
        getsets = install(new W_GetSetObject(space));
        supers = install(new W_SuperObject(space));
        capsules = install(new W_CapsuleObject(space));
        weakrefs = install(new W_WeakrefObject(space));
        mappingProxies = install(new W_MappingProxyObject(space));
        tracebacks = install(new W_TracebackObject(space));
        for (ObjectKind kind : W_DictViewObject.kinds(space)) install(kind);
        for (ObjectKind kind : ProtocolIterators.kinds(space)) install(kind);
        sequenceIterators = new SequenceIterators(space);
        for (ObjectKind kind : sequenceIterators.kinds()) install(kind);
        for (ObjectKind kind : StorageKind.all(space)) install(kind);
        install(new W_WeakProxyObject(space, TypeIds.WEAK_PROXY, "ProxyType"));
        install(new W_WeakProxyObject(space, TypeIds.WEAK_CALLABLE_PROXY, "CallableProxyType"));
        aliases = install(new W_GenericAliasObject(space));
        members = install(new W_MemberObject(space));
        unions = install(new W_UnionObject(space));
        defineLayouts();
    }

    private <K extends ObjectKind> K install(K kind) {
        if (kinds[kind.id()] != null) throw new IllegalStateException("two kinds have type id " + kind.id());
        kinds[kind.id()] = kind;
        return kind;
    }

    private void defineLayouts() {
        for (int id = 1; id < TypeIds.COUNT; id++) {
            if (kinds[id] == null) throw new IllegalStateException("no kind has type id " + id);
            int given = heap.types().define(kinds[id].layout());
            if (given != id) throw new IllegalStateException("type id " + id + " was defined as " + given + "; the heap must be new");
        }
    }

    /** The heap type id, or {@link TypeIds#SMALL_INT} for an immediate. Does not collect. */
    public int kind(@Ref long w) {
        return Immediate.is(w) ? TypeIds.SMALL_INT : heap.type(w);
    }

    /** The behaviour of an object. Does not collect. */
    public ObjectKind behaviour(@Ref long w) {
        return kinds[Immediate.is(w) ? TypeIds.SMALL_INT : heap.type(w)];
    }
}
