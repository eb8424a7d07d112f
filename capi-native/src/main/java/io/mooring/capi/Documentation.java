package io.mooring.capi;

import io.mooring.gc.Heap;
import io.mooring.gc.Ref;
import io.mooring.gc.memory.Memory;
import io.mooring.objspace.ObjSpace;
import io.mooring.objspace.TypeIds;
import io.mooring.objspace.W_CDescriptorObject;
import io.mooring.objspace.W_CFunctionObject;

/** {@code __doc__} and {@code __text_signature__} of functions, descriptors and types that C defines, read from their definitions each time ({@link Docs} takes the two apart). */
final class Documentation {
    private final ObjSpace space;
    private final Heap heap;

    Documentation(CApi capi) {
        this.space = capi.space;
        this.heap = capi.heap;
    }

    /** The signature, or what stands behind it, as a str; 0 if there is none. */
    @Ref
    long of(@Ref long w, boolean signature) {
        boolean isFunction = space.kind(w) == TypeIds.C_FUNCTION;
        if (space.kind(w) == TypeIds.TYPE) return ofType(w, signature);
        if (!isFunction && !hasRow(w)) return 0;
        long definition = heap.readWord(w, isFunction ? W_CFunctionObject.DEFINITION : W_CDescriptorObject.DEFINITION);
        long text = definition == 0 ? 0 : Memory.readLong(definition + (isFunction ? CLayout.PyMethodDef.ml_doc : docOffset(w)));
        if (text == 0) return 0;
        return part(CStrings.read(text), space.string(heap.readRef(w, isFunction ? W_CFunctionObject.NAME : W_CDescriptorObject.NAME)), signature);
    }

    private @Ref long ofType(@Ref long w_type, boolean signature) {
        long type = space.types.nativeWord(w_type); // 0 for a class that C has not seen, whose documentation C does not have either
        long text = type == 0 ? 0 : Memory.readLong(type + CLayout.PyTypeObject.tp_doc);
        if (text == 0) return 0;
        return part(CStrings.read(text), TypeBridge.shortName(type), signature);
    }

    private @Ref long part(String doc, String name, boolean signature) {
        String part = signature ? Docs.signature(doc, name) : Docs.withoutSignature(doc, name);
        return part == null ? 0 : space.newStr(part);
    }

    /** Whether a table of definitions describes it; others are made for slots. */
    private boolean hasRow(@Ref long w_descriptor) {
        return switch (DescriptorKind.numbered((int) heap.readWord(w_descriptor, W_CDescriptorObject.KIND))) {
            case METHOD, CLASS_METHOD, GETSET, MEMBER -> true;
            case SLOT, CONSTRUCTOR -> false;
        };
    }

    private int docOffset(@Ref long w_descriptor) {
        return switch (DescriptorKind.numbered((int) heap.readWord(w_descriptor, W_CDescriptorObject.KIND))) {
            case METHOD, CLASS_METHOD -> CLayout.PyMethodDef.ml_doc;
            case GETSET -> CLayout.PyGetSetDef.doc;
            case MEMBER -> CLayout.PyMemberDef.doc;
            case SLOT, CONSTRUCTOR -> throw new IllegalStateException("a slot has no row of a table");
        };
    }
}
