package io.mooring.objspace;

import io.mooring.gc.Ref;
import io.mooring.gc.object.TypeLayout;

/**
 * PyCapsule: an address that C code hands to other C code through Python. Only words: what they point to is the other side's.
 *
 * <pre>
 *   +8   pointer     raw, never 0
 *   +16  name        raw: address of a C string, or 0
 *   +24  context     raw
 *   +32  destructor  raw: address of a C function, or 0
 * </pre>
 */
public final class W_CapsuleObject extends ObjectKind {
    static final TypeLayout LAYOUT;
    public static final int POINTER;
    public static final int NAME;
    public static final int CONTEXT;
    public static final int DESTRUCTOR;

    static {
        TypeLayout.Builder builder = TypeLayout.named("PyCapsule");
        POINTER = builder.word("pointer");
        NAME = builder.word("name");
        CONTEXT = builder.word("context");
        DESTRUCTOR = builder.word("destructor");
        LAYOUT = builder.build();
    }

    W_CapsuleObject(ObjSpace space) {
        super(space, TypeIds.CAPSULE, LAYOUT, "PyCapsule");
    }

    public @Ref long make(long pointer, long name, long destructor) {
        if (pointer == 0) throw space.error(space.w_ValueError, "PyCapsule_New called with null pointer");
        long w = heap.allocate(TypeIds.CAPSULE);
        heap.writeWord(w, POINTER, pointer);
        heap.writeWord(w, NAME, name);
        heap.writeWord(w, DESTRUCTOR, destructor);
        return w;
    }

    public long pointer(@Ref long w) {
        return heap.readWord(w, POINTER);
    }

    public void setPointer(@Ref long w, long pointer) {
        heap.writeWord(w, POINTER, pointer);
    }

    public long name(@Ref long w) {
        return heap.readWord(w, NAME);
    }

    public void setName(@Ref long w, long name) {
        heap.writeWord(w, NAME, name);
    }

    public long context(@Ref long w) {
        return heap.readWord(w, CONTEXT);
    }

    public void setContext(@Ref long w, long context) {
        heap.writeWord(w, CONTEXT, context);
    }

    public long destructor(@Ref long w) {
        return heap.readWord(w, DESTRUCTOR);
    }

    public void setDestructor(@Ref long w, long destructor) {
        heap.writeWord(w, DESTRUCTOR, destructor);
    }

    @Override
    public @Ref long repr(@Ref long w_self) {
        return space.newStr("<capsule object " + (name(w_self) == 0 ? "NULL" : "at name 0x" + Long.toHexString(name(w_self))) + " at "
                + space.texts.address(w_self) + ">");
    }

    @Override
    public void define(TypeBuilder type) {
        type.special("__repr__");
    }
}
