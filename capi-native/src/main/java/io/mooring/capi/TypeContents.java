package io.mooring.capi;

import io.mooring.gc.Heap;
import io.mooring.gc.Ref;
import io.mooring.gc.Slot;
import io.mooring.gc.memory.Memory;
import io.mooring.gc.roots.HandleScope;
import io.mooring.objspace.ObjSpace;
import io.mooring.objspace.W_CDescriptorObject;

/**
 * What stands in the dict of a C type: descriptors made from its tables and slots, in CPython's order (slots, methods, members, computed attributes; a name
 * that is taken stays, unless a method says METH_COEXIST).
 */
final class TypeContents {
    private final CApi capi;
    private final ObjSpace space;
    private final Heap heap;
    private final long hashNotImplemented;

    TypeContents(CApi capi) {
        this.capi = capi;
        this.space = capi.space;
        this.heap = capi.heap;
        this.hashNotImplemented = capi.library.symbol("PyObject_HashNotImplemented");
    }

    void fill(HandleScope scope, @Slot long hType, long pyType) {
        addSlots(scope, hType, pyType);
        addMethods(scope, hType, Memory.readLong(pyType + CLayout.PyTypeObject.tp_methods));
        addMembers(scope, hType, Memory.readLong(pyType + CLayout.PyTypeObject.tp_members));
        addGetSets(scope, hType, Memory.readLong(pyType + CLayout.PyTypeObject.tp_getset));
        addDoc(scope, hType, pyType);
        addModule(scope, hType, pyType);
    }

    // ---- slots ----------------------------------------------------------------------------------------------------------------------

    private void addSlots(HandleScope scope, @Slot long hType, long pyType) {
        for (SlotWrapper slot : SlotWrapper.values()) {
            long function = slot.function(pyType);
            if (function == 0 || isInherited(slot, function, pyType)) continue;
            if (slot == SlotWrapper.TP_HASH && function == hashNotImplemented) {
                set(scope, hType, slot.method(), space.w_None, false);
                continue;
            }
            DescriptorKind kind = slot == SlotWrapper.TP_NEW ? DescriptorKind.CONSTRUCTOR : DescriptorKind.SLOT;
            long w_descriptor = descriptor(scope, hType, kind, function, slot.method());
            heap.writeWord(w_descriptor, W_CDescriptorObject.NATIVE, slot.ordinal());
            set(scope, hType, slot.method(), w_descriptor, false);
        }
    }

    /** Whether a base has the same function in the slot: then the base's descriptor is found along the MRO. */
    private static boolean isInherited(SlotWrapper slot, long function, long pyType) {
        long mro = Memory.readLong(pyType + CLayout.PyTypeObject.tp_mro);
        if (mro == 0) return false;
        for (long i = 1; i < CMemory.size(mro); i++) {
            long base = Memory.readLong(mro + CLayout.PyTupleObject.ob_item + i * Long.BYTES);
            if (slot.function(base) == function) return true;
        }
        return false;
    }

    // ---- tables -----------------------------------------------------------------------------------------------------------------------

    private void addMethods(HandleScope scope, @Slot long hType, long table) {
        if (table == 0) return;
        for (long row = table; name(row, CLayout.PyMethodDef.ml_name) != 0; row += CLayout.PyMethodDef.SIZE) {
            int flags = Memory.readInt(row + CLayout.PyMethodDef.ml_flags);
            String name = CStrings.read(name(row, CLayout.PyMethodDef.ml_name));
            long w_method;
            if ((flags & MethodFlags.STATIC) != 0) w_method = staticMethod(scope, hType, row);
            else w_method = descriptor(scope, hType, (flags & MethodFlags.CLASS) != 0 ? DescriptorKind.CLASS_METHOD : DescriptorKind.METHOD, row, name);
            set(scope, hType, name, w_method, (flags & MethodFlags.COEXIST) != 0);
        }
    }

    private @Ref long staticMethod(HandleScope scope, @Slot long hType, long definition) {
        long w_function = capi.functionObjects.make(definition, scope.get(hType), 0, scope.get(hType));
        return space.staticMethods.make(w_function);
    }

    private void addMembers(HandleScope scope, @Slot long hType, long table) {
        if (table == 0) return;
        for (long row = table; name(row, CLayout.PyMemberDef.name) != 0; row += CLayout.PyMemberDef.SIZE) {
            String name = CStrings.read(name(row, CLayout.PyMemberDef.name));
            set(scope, hType, name, descriptor(scope, hType, DescriptorKind.MEMBER, row, name), false);
        }
    }

    private void addGetSets(HandleScope scope, @Slot long hType, long table) {
        if (table == 0) return;
        for (long row = table; name(row, CLayout.PyGetSetDef.name) != 0; row += CLayout.PyGetSetDef.SIZE) {
            String name = CStrings.read(name(row, CLayout.PyGetSetDef.name));
            set(scope, hType, name, descriptor(scope, hType, DescriptorKind.GETSET, row, name), false);
        }
    }

    private static long name(long row, int offset) {
        return Memory.readLong(row + offset);
    }

    /** A descriptor under the name that its definition gives. */
    @Ref
    long descriptor(HandleScope scope, @Slot long hType, DescriptorKind kind, long definition) {
        return descriptor(scope, hType, kind, definition, CStrings.read(Memory.readLong(definition))); // the name is the first field of each
    }

    private @Ref long descriptor(HandleScope scope, @Slot long hType, DescriptorKind kind, long definition, String name) {
        long w_name = space.newStr(name);
        return space.cdescriptors.make(space.types.builtin(kind.typeName()), w_name, scope.get(hType), kind.ordinal(), definition);
    }

    // ---- the rest -----------------------------------------------------------------------------------------------------------------------

    private void addDoc(HandleScope scope, @Slot long hType, long pyType) {
        long doc = Memory.readLong(pyType + CLayout.PyTypeObject.tp_doc);
        long w_doc = doc == 0 ? space.w_None : space.newStr(Docs.withoutSignature(CStrings.read(doc), TypeBridge.shortName(pyType)));
        set(scope, hType, "__doc__", w_doc, false);
    }

    private void addModule(HandleScope scope, @Slot long hType, long pyType) {
        String name = CStrings.read(Memory.readLong(pyType + CLayout.PyTypeObject.tp_name));
        int dot = name.lastIndexOf('.');
        if (dot >= 0) set(scope, hType, "__module__", space.newStr(name.substring(0, dot)), false);
    }

    private void set(HandleScope scope, @Slot long hType, String name, @Ref long w_value, boolean replace) {
        try (HandleScope inner = heap.scope()) {
            long hValue = inner.root(w_value);
            long w_name = space.newStr(name);
            if (!replace && space.dicts.getStr(space.types.dict(scope.get(hType)), w_name) != 0) return;
            space.dicts.set(space.types.dict(scope.get(hType)), w_name, inner.get(hValue));
        }
    }

    /** The special methods that a Python class defines itself, separated by blanks: what the slots of its mirror call. */
    String specialMethods(@Ref long w_type) {
        StringBuilder names = new StringBuilder();
        long w_dict = space.types.dict(w_type);
        for (long at = space.dicts.nextEntry(w_dict, 0); at >= 0; at = space.dicts.nextEntry(w_dict, at + 1)) {
            long w_key = space.dicts.keyAt(w_dict, at);
            if (!space.isStr(w_key)) continue;
            String name = space.string(w_key);
            if (name.startsWith("__") && name.endsWith("__") && name.length() > 4) names.append(names.isEmpty() ? "" : " ").append(name);
        }
        return names.toString();
    }
}
