package io.mooring.capi;

import io.mooring.gc.Heap;
import io.mooring.gc.Immediate;
import io.mooring.gc.Ref;
import io.mooring.gc.Slot;
import io.mooring.gc.memory.Memory;
import io.mooring.gc.roots.HandleScope;
import io.mooring.objspace.ObjSpace;
import io.mooring.objspace.TypeIds;
import io.mooring.objspace.W_TypeObject;
import io.mooring.rawrefcount.Links;

/**
 * The two faces of types.
 *
 * <pre>
 *   builtin type       C static        linked at start (BuiltinTypes)
 *   Python class       mirror type     made by C when C first sees the class (mooring_type_mirror)
 *   C type             PyTypeObject    realized: a managed type whose dict holds descriptors for methods, members, attributes and slots
 * </pre>
 *
 * All are P links that keep the managed type alive as long as C counts the other. A managed type has the address of its PyTypeObject in its native word as well.
 */
final class TypeBridge {
    private final CApi capi;
    private final ObjSpace space;
    private final Heap heap;
    private final Links links;
    private final TypeContents contents;
    private final long makeMirror;
    private final long ready;

    TypeBridge(CApi capi) {
        this.capi = capi;
        this.space = capi.space;
        this.heap = capi.heap;
        this.links = capi.links;
        this.contents = new TypeContents(capi);
        this.makeMirror = capi.library.symbol("mooring_type_mirror");
        this.ready = capi.library.symbol("PyType_Ready");
    }

    void linkBuiltins() {
        BuiltinTypes.link(space, links, capi.library, pyType -> {});
    }

    // ---- from C -------------------------------------------------------------------------------------------------------------------

    /** The managed type of a PyTypeObject, realized if need be. May collect. */
    @Ref
    long managedType(long pyType) {
        long w = links.toObj(pyType);
        return Immediate.isObject(w) ? w : realize(pyType);
    }

    /** Makes the managed type of a C type that has none. */
    @Ref
    long realize(long pyType) {
        if (!TypeFlags.has(pyType, TypeFlags.READY)) {
            if (NativeLinker.callInt(ready, pyType) < 0) throw capi.errors.fetch();
            long w = links.toObj(pyType);
            if (Immediate.isObject(w)) return w;
        }
        try (HandleScope scope = heap.scope()) {
            long hMeta = scope.root(managedType(CMemory.type(pyType)));
            long hName = scope.root(space.newStr(shortName(pyType)));
            long hBases = scope.root(managedBases(pyType));
            long w_dict = space.newDict();
            long hType = scope.root(space.types.create(
                    scope.get(hMeta), scope.get(hName), scope.get(hBases), w_dict, instanceKind(scope.get(hBases)), flags(pyType)));
            links.linkManaged(scope.get(hType), pyType, false);
            space.types.setNativeWord(scope.get(hType), pyType);
            contents.fill(scope, hType, pyType);
            space.types.modified(scope.get(hType));
            return scope.get(hType);
        }
    }

    private @Ref long managedBases(long pyType) {
        long bases = Memory.readLong(pyType + CLayout.PyTypeObject.tp_bases);
        if (bases != 0) return capi.fromNative.borrowed(bases);
        long base = Memory.readLong(pyType + CLayout.PyTypeObject.tp_base);
        return base == 0 ? space.tuples.empty() : space.newTuple(managedType(base));
    }

    /** FOREIGN for a type whose instances C lays out; 0, which is what the bases say, where a builtin type with managed data is among them. */
    private int instanceKind(@Ref long w_bases) {
        for (long i = 0; i < space.tuples.count(w_bases); i++) {
            int solid = space.types.solidKind(space.tuples.get(w_bases, i));
            if (solid != TypeIds.INSTANCE && solid != TypeIds.FOREIGN) return 0;
        }
        return TypeIds.FOREIGN;
    }

    private static long flags(long pyType) {
        long flags = W_TypeObject.FOREIGN_CALL | W_TypeObject.FOREIGN_SLOTS | W_TypeObject.SHOWN_WITH_MODULE;
        if (TypeFlags.has(pyType, TypeFlags.BASE_TYPE)) flags |= W_TypeObject.BASETYPE;
        if (TypeFlags.has(pyType, TypeFlags.IMMUTABLE)) flags |= W_TypeObject.IMMUTABLE;
        if (Memory.readLong(pyType + CLayout.PyTypeObject.tp_dictoffset) != 0) flags |= W_TypeObject.HAS_DICT | W_TypeObject.FOREIGN_DICT;
        return flags;
    }

    /** {@code tp_name} without the module. */
    static String shortName(long pyType) {
        String name = CStrings.read(Memory.readLong(pyType + CLayout.PyTypeObject.tp_name));
        return name.substring(name.lastIndexOf('.') + 1);
    }

    // ---- to C ---------------------------------------------------------------------------------------------------------------------

    /** The PyTypeObject of a managed type, made and linked if need be; borrowed, valid as long as the type lives. May collect. */
    long pyType(@Ref long w_type) {
        long p = links.toPyObject(w_type);
        if (p != 0) return p;
        p = newReference(w_type);
        capi.memory.setCount(p, capi.memory.count(p) - 1); // the bias of the link is left
        return p;
    }

    /** A reference that the receiver owns. May collect. */
    long newReference(@Ref long w_type) {
        long p = links.toPyObject(w_type);
        if (p != 0) {
            capi.memory.increment(p);
            return p;
        }
        try (HandleScope scope = heap.scope()) {
            return mirror(scope, scope.root(w_type));
        }
    }

    private long mirror(HandleScope scope, @Slot long hType) {
        long metatype = pyType(space.type(scope.get(hType)));
        long bases = capi.toNative.newReference(space.types.bases(scope.get(hType)));
        capi.toNative.complete(bases);
        String names = contents.specialMethods(scope.get(hType));
        long name = CStrings.allocate(space.types.name(scope.get(hType)));
        long methods = CStrings.allocate(names);
        try {
            long p = NativeLinker.call(makeMirror, metatype, name, bases, mirrorFlags(scope.get(hType)), basicSize(bases), methods);
            if (p == 0) throw capi.errors.fetch();
            links.linkManaged(scope.get(hType), p, false);
            space.types.setNativeWord(scope.get(hType), p);
            return p;
        } finally {
            CStrings.free(name);
            CStrings.free(methods);
            capi.memory.decrement(bases);
        }
    }

    private long mirrorFlags(@Ref long w_type) {
        return space.types.hasFlag(w_type, W_TypeObject.BASETYPE) ? TypeFlags.BASE_TYPE : 0;
    }

    /** The size of the largest base: a Python class adds nothing that C sees. */
    private static long basicSize(long bases) {
        long largest = CLayout.PyObject.SIZE;
        for (long i = 0; i < CMemory.size(bases); i++) {
            long base = Memory.readLong(bases + CLayout.PyTupleObject.ob_item + i * Long.BYTES);
            largest = Math.max(largest, Memory.readLong(base + CLayout.PyTypeObject.tp_basicsize));
        }
        return largest;
    }

    // ---- questions ------------------------------------------------------------------------------------------------------------------

    /**
     * Whether stand-ins of instances have state of their own, so that C's counts must keep them: the dict of a Python class that inherits from a C type, or
     * the weak references that point to the stand-in.
     */
    boolean hasManagedState(long pyType) {
        if (Memory.readLong(pyType + CLayout.PyTypeObject.tp_weaklistoffset) > 0) return true;
        return TypeFlags.has(pyType, TypeFlags.MANAGED) && TypeFlags.has(pyType, TypeFlags.HEAP_TYPE);
    }

    /** The nearest type along {@code tp_base}, itself included, that is implemented in Java. */
    long nearestManaged(long pyType) {
        long type = pyType;
        while (!TypeFlags.has(type, TypeFlags.MANAGED)) type = Memory.readLong(type + CLayout.PyTypeObject.tp_base);
        return type;
    }

    /** Whether {@code ancestor} is the type or a base along {@code tp_base}. */
    boolean inherits(long pyType, long ancestor) {
        for (long type = pyType; type != 0; type = Memory.readLong(type + CLayout.PyTypeObject.tp_base)) {
            if (type == ancestor) return true;
        }
        return false;
    }

    /** A descriptor that C asks for: a method (0), a class method (1), a computed attribute (2) or a member (3) of a type, as {@code upcalls.h} numbers them. */
    @Ref
    long newDescriptor(int kind, long pyType, long definition) {
        try (HandleScope scope = heap.scope()) {
            long hType = scope.root(managedType(pyType));
            return contents.descriptor(scope, hType, DescriptorKind.numbered(kind), definition);
        }
    }
}
