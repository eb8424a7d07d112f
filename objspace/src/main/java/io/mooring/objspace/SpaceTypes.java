package io.mooring.objspace;

import io.mooring.gc.Heap;
import io.mooring.gc.Ref;

/**
 * The singletons and builtin types of an object space, by the names that Python gives them; and what the type of an object is.
 *
 * <p>All of these objects are immortal: the fields stay valid.
 */
public abstract class SpaceTypes extends SpaceKinds {
    /** The builtin type of each kind; 0 where each object carries its own. Immortal, so Java may hold the addresses. */
    private final @Ref long[] typeOfKind = new long[TypeIds.COUNT];

    /** Fills the types later, when all of the space exists. */
    final Bootstrap bootstrap;

    public final @Ref long w_None;
    public final @Ref long w_Ellipsis;
    public final @Ref long w_NotImplemented;
    public final @Ref long w_True;
    public final @Ref long w_False;

    public final @Ref long w_object;
    public final @Ref long w_type;
    public final @Ref long w_NoneType;
    public final @Ref long w_int;
    public final @Ref long w_bool;
    public final @Ref long w_float;
    public final @Ref long w_complex;
    public final @Ref long w_str;
    public final @Ref long w_bytes;
    public final @Ref long w_bytearray;
    public final @Ref long w_tuple;
    public final @Ref long w_list;
    public final @Ref long w_dict;
    public final @Ref long w_set;
    public final @Ref long w_frozenset;
    public final @Ref long w_slice;
    public final @Ref long w_range;
    public final @Ref long w_module;
    public final @Ref long w_property;
    public final @Ref long w_staticmethod;
    public final @Ref long w_classmethod;
    public final @Ref long w_super;
    public final @Ref long w_capsule;
    public final @Ref long w_weakref;

    public final @Ref long w_BaseException;
    public final @Ref long w_Exception;
    public final @Ref long w_TypeError;
    public final @Ref long w_ValueError;
    public final @Ref long w_IndexError;
    public final @Ref long w_KeyError;
    public final @Ref long w_AttributeError;
    public final @Ref long w_StopIteration;
    public final @Ref long w_OverflowError;
    public final @Ref long w_ZeroDivisionError;
    public final @Ref long w_RuntimeError;
    public final @Ref long w_RecursionError;
    public final @Ref long w_NotImplementedError;
    public final @Ref long w_MemoryError;
    public final @Ref long w_SystemError;
    public final @Ref long w_ImportError;
    public final @Ref long w_ModuleNotFoundError;
    public final @Ref long w_NameError;
    public final @Ref long w_LookupError;
    public final @Ref long w_OSError;
    public final @Ref long w_BufferError;
    public final @Ref long w_ReferenceError;
    public final @Ref long w_UnicodeDecodeError;
    public final @Ref long w_UnicodeEncodeError;
    public final @Ref long w_SyntaxError;
    public final @Ref long w_AssertionError;
    public final @Ref long w_DeprecationWarning;
    public final @Ref long w_SystemExit;
    public final @Ref long w_KeyboardInterrupt;

    SpaceTypes(Heap heap) {
        super(heap);
        bootstrap = new Bootstrap((ObjSpace) this);
        bootstrap.allocateTypes(typeOfKind);
        w_object = bootstrap.w_object();
        w_type = bootstrap.named("type");
        w_NoneType = typeOfKind[TypeIds.NONE];
        w_int = typeOfKind[TypeIds.LONG];
        w_bool = typeOfKind[TypeIds.BOOL];
        w_float = typeOfKind[TypeIds.FLOAT];
        w_complex = typeOfKind[TypeIds.COMPLEX];
        w_str = typeOfKind[TypeIds.UNICODE];
        w_bytes = typeOfKind[TypeIds.BYTES];
        w_bytearray = typeOfKind[TypeIds.BYTEARRAY];
        w_tuple = typeOfKind[TypeIds.TUPLE];
        w_list = typeOfKind[TypeIds.LIST];
        w_dict = typeOfKind[TypeIds.DICT];
        w_set = typeOfKind[TypeIds.SET];
        w_frozenset = typeOfKind[TypeIds.FROZENSET];
        w_slice = typeOfKind[TypeIds.SLICE];
        w_range = typeOfKind[TypeIds.RANGE];
        w_module = bootstrap.named("module");
        w_property = typeOfKind[TypeIds.PROPERTY];
        w_staticmethod = typeOfKind[TypeIds.STATIC_METHOD];
        w_classmethod = typeOfKind[TypeIds.CLASS_METHOD];
        w_super = typeOfKind[TypeIds.SUPER];
        w_capsule = typeOfKind[TypeIds.CAPSULE];
        w_weakref = typeOfKind[TypeIds.WEAKREF];
        w_None = heap.allocateImmortal(TypeIds.NONE);
        w_Ellipsis = heap.allocateImmortal(TypeIds.ELLIPSIS);
        w_NotImplemented = heap.allocateImmortal(TypeIds.NOT_IMPLEMENTED);
        w_True = bools.makeImmortal(true);
        w_False = bools.makeImmortal(false);
        w_BaseException = bootstrap.named("BaseException");
        w_Exception = bootstrap.named("Exception");
        w_TypeError = bootstrap.named("TypeError");
        w_ValueError = bootstrap.named("ValueError");
        w_IndexError = bootstrap.named("IndexError");
        w_KeyError = bootstrap.named("KeyError");
        w_AttributeError = bootstrap.named("AttributeError");
        w_StopIteration = bootstrap.named("StopIteration");
        w_OverflowError = bootstrap.named("OverflowError");
        w_ZeroDivisionError = bootstrap.named("ZeroDivisionError");
        w_RuntimeError = bootstrap.named("RuntimeError");
        w_RecursionError = bootstrap.named("RecursionError");
        w_NotImplementedError = bootstrap.named("NotImplementedError");
        w_MemoryError = bootstrap.named("MemoryError");
        w_SystemError = bootstrap.named("SystemError");
        w_ImportError = bootstrap.named("ImportError");
        w_ModuleNotFoundError = bootstrap.named("ModuleNotFoundError");
        w_NameError = bootstrap.named("NameError");
        w_LookupError = bootstrap.named("LookupError");
        w_OSError = bootstrap.named("OSError");
        w_BufferError = bootstrap.named("BufferError");
        w_ReferenceError = bootstrap.named("ReferenceError");
        w_UnicodeDecodeError = bootstrap.named("UnicodeDecodeError");
        w_UnicodeEncodeError = bootstrap.named("UnicodeEncodeError");
        w_SyntaxError = bootstrap.named("SyntaxError");
        w_AssertionError = bootstrap.named("AssertionError");
        w_DeprecationWarning = bootstrap.named("DeprecationWarning");
        w_SystemExit = bootstrap.named("SystemExit");
        w_KeyboardInterrupt = bootstrap.named("KeyboardInterrupt");
    }

    // ---- what an object is; none of these allocates -------------------------------------------------------------------------------------

    /** {@code type(w)}. Does not collect. */
    public @Ref long type(@Ref long w) {
        int kind = kind(w);
        long w_builtin = typeOfKind[kind];
        return w_builtin != 0 ? w_builtin : heap.readRef(w, ObjectKind.OWN_TYPE);
    }

    /** The builtin type of all objects of a kind, immortal; 0 where each carries its own. */
    public @Ref long typeOfKind(int kind) {
        return typeOfKind[kind];
    }

    /** The name of an object's type, as messages show it. Does not collect. */
    public String typeName(@Ref long w) {
        return types.name(type(w));
    }

    /** The object, or the builtin value that an instance of a subclass of a builtin type carries. Does not collect. */
    public @Ref long payload(@Ref long w) {
        int kind = kind(w);
        if (kind != TypeIds.INSTANCE && kind != TypeIds.FOREIGN) return w;
        long w_value = heap.readRef(w, W_InstanceObject.VALUE);
        return w_value != 0 ? w_value : w;
    }

    /** Whether type {@code w_sub} is {@code w_super} or inherits from it. Does not collect. */
    public boolean isSubtype(@Ref long w_sub, @Ref long w_super) {
        return w_sub == w_super || types.isSubtype(w_sub, w_super);
    }

    /** Whether an object's type is {@code w_type} or inherits from it; asks no {@code __instancecheck__}. Does not collect. */
    public boolean isOfType(@Ref long w, @Ref long w_type) {
        return isSubtype(type(w), w_type);
    }

    public boolean isNone(@Ref long w) {
        return w == w_None;
    }
}
