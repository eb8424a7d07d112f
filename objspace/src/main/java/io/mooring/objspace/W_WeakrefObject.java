package io.mooring.objspace;

import io.mooring.gc.Immediate;
import io.mooring.gc.Ref;
import io.mooring.gc.Slot;
import io.mooring.gc.object.TypeLayout;
import io.mooring.gc.roots.HandleScope;

/**
 * weakref.ReferenceType: a reference that does not keep its object.
 *
 * <pre>
 *   +8   referent  weak; the collector writes 0 when the object dies
 *   +16  callback  called with the weakref after the death, or 0
 *   +24  hash      raw: of the referent, kept because it must outlive it
 *   +32  state     raw: HASHED
 *   +40  group     raw: the same for all references with a callback to one object
 * </pre>
 *
 * Callbacks run outside a collection, see {@link WeakCallbacks}.
 */
public final class W_WeakrefObject extends ObjectKind {
    static final TypeLayout LAYOUT;
    private static final int REFERENT;
    private static final int CALLBACK;
    private static final int HASH;
    private static final int STATE;
    private static final int GROUP;
    private static final long HASHED = 1;

    static {
        TypeLayout.Builder builder = TypeLayout.named("weakref");
        REFERENT = builder.weakReference("referent");
        CALLBACK = builder.reference("callback");
        HASH = builder.word("hash");
        STATE = builder.word("state");
        GROUP = builder.word("group");
        LAYOUT = builder.build();
    }

    /** Runs them when their time has come. */
    public final WeakCallbacks callbacks;

    W_WeakrefObject(ObjSpace space) {
        super(space, TypeIds.WEAKREF, LAYOUT, "ReferenceType");
        callbacks = new WeakCallbacks(space, this);
    }

    /** A new weakref, {@code w_callback} 0 = none. */
    public @Ref long make(@Ref long w_object, @Ref long w_callback) {
        return make(TypeIds.WEAKREF, w_object, w_callback);
    }

    private @Ref long make(int kind, @Ref long w_object, @Ref long w_callback) {
        try (HandleScope scope = heap.scope()) {
            long hObject = scope.root(w_object);
            long hCallback = scope.root(w_callback);
            long hRef = scope.root(heap.allocate(kind));
            heap.writeRef(scope.get(hRef), REFERENT, scope.get(hObject));
            heap.writeRef(scope.get(hRef), CALLBACK, scope.get(hCallback));
            if (w_callback != 0) {
                heap.writeWord(scope.get(hRef), GROUP, heap.identityHash(scope.get(hObject)));
                callbacks.await(scope.get(hRef));
            }
            return scope.get(hRef);
        }
    }

    /**
     * {@code weakref.ref(w_object, w_callback)}: without callback always the same one for an object; TypeError for types without weakrefs.
     */
    public @Ref long ref(@Ref long w_object, @Ref long w_callback) {
        int field = referableField(w_object);
        if (w_callback != 0) return make(w_object, w_callback);
        long w_shared = field < 0 ? 0 : heap.readRef(w_object, field);
        if (w_shared != 0) return w_shared;
        try (HandleScope scope = heap.scope()) {
            long hObject = scope.root(w_object);
            long w_new = make(w_object, 0);
            if (field > 0) heap.writeRef(scope.get(hObject), field, w_new);
            return w_new;
        }
    }

    /** {@code weakref.proxy(w_object, w_callback)}, {@code w_callback} 0 = none. TypeError for types without weakrefs. */
    public @Ref long proxy(@Ref long w_object, @Ref long w_callback) {
        referableField(w_object);
        return make(space.callable(w_object) ? TypeIds.WEAK_CALLABLE_PROXY : TypeIds.WEAK_PROXY, w_object, w_callback);
    }

    /** As {@link #sharedField}; TypeError instead of 0, and the C side of an object is told. Does not collect. */
    private int referableField(@Ref long w) {
        int field = sharedField(w);
        if (field == 0) throw space.error(space.w_TypeError, "cannot create weak reference to '%s' object", space.typeName(w));
        if (space.kind(w) == TypeIds.FOREIGN) space.foreign.referWeakly(space, w);
        return field;
    }

    /** Where an object keeps the weakref that all share; -1 = nowhere, 0 = it cannot be referred to weakly. */
    private int sharedField(@Ref long w) {
        return switch (space.kind(w)) {
            case TypeIds.INSTANCE -> space.types.hasFlag(space.type(w), W_TypeObject.HAS_DICT | W_TypeObject.HAS_WEAKREFS) ? W_InstanceObject.WEAKREFS : 0;
            case TypeIds.FOREIGN -> W_InstanceObject.WEAKREFS;
            case TypeIds.TYPE -> W_TypeObject.WEAKREFS;
            case TypeIds.SET, TypeIds.FROZENSET, TypeIds.MODULE, TypeIds.METHOD, TypeIds.C_FUNCTION, TypeIds.BUILTIN_FUNCTION,
                    TypeIds.EXCEPTION -> -1;
            default -> 0;
        };
    }

    /** The object, or 0 if it died. Does not collect. */
    public @Ref long referent(@Ref long w) {
        return heap.readWeak(w, REFERENT);
    }

    /** The weakref without callback of an object about to be freed by the other side, told that the object is gone. */
    public void died(@Ref long w_object) {
        int field = sharedField(w_object);
        if (field <= 0) return;
        long w_shared = heap.readRef(w_object, field);
        if (w_shared != 0) heap.writeRef(w_shared, REFERENT, 0);
    }

    /** Whether the object died. Unlike {@link #referent}, this does not keep it alive through a marking in steps. */
    boolean isDead(@Ref long w_ref) {
        return heap.readRef(w_ref, REFERENT) == 0;
    }

    /** Whether a cell's weakref is there, and its object died, and the callback has not been called. Keeps neither alive. */
    boolean refersToDue(@Ref long w_cell) {
        long w_ref = heap.readRef(w_cell, REFERENT);
        return w_ref != 0 && isDead(w_ref) && heap.readRef(w_ref, CALLBACK) != 0;
    }

    /** The same for all references with a callback to one object, and different, but for rare accidents, for those to others. It outlives the object. */
    long group(@Ref long w_ref) {
        return heap.readWord(w_ref, GROUP);
    }

    /** The callback, which is nobody's any more. */
    @Ref
    long takeCallback(@Ref long w_ref) {
        long w_callback = heap.readRef(w_ref, CALLBACK);
        heap.writeRef(w_ref, CALLBACK, 0);
        return w_callback;
    }

    /** Makes a weakref forget its object. */
    void forget(@Ref long w_ref) {
        heap.writeRef(w_ref, REFERENT, 0);
    }

    // ---- ObjectKind ---------------------------------------------------------------------------------------------------------------------

    @Override
    public @Ref long call(@Ref long w_self, @Slot long hArgs, int nargs, @Ref long w_kwnames) {
        if (nargs != 0) throw space.error(space.w_TypeError, "expected at most 0 arguments, got %d", nargs);
        long w = referent(w_self);
        return w == 0 ? space.w_None : w;
    }

    @Override
    public boolean isCallable(@Ref long w_self) {
        return true;
    }

    @Override
    public long hash(@Ref long w_self) {
        if ((heap.readWord(w_self, STATE) & HASHED) != 0) return heap.readWord(w_self, HASH);
        if (referent(w_self) == 0) throw space.error(space.w_TypeError, "weak object has gone away");
        try (HandleScope scope = heap.scope()) {
            long hSelf = scope.root(w_self);
            long hash = space.hash(referent(w_self));
            heap.writeWord(scope.get(hSelf), HASH, hash);
            heap.writeWord(scope.get(hSelf), STATE, HASHED);
            return hash;
        }
    }

    @Override
    public @Ref long richCompare(@Ref long w_self, @Ref long w_other, int op) {
        if (op != CompareOp.EQ && op != CompareOp.NE || space.kind(w_other) != TypeIds.WEAKREF) return space.w_NotImplemented;
        long w_a = referent(w_self);
        long w_b = referent(w_other);
        if (w_a == 0 || w_b == 0) return space.newBool((w_self == w_other) == (op == CompareOp.EQ));
        return space.richcompare(w_a, w_b, op);
    }

    @Override
    public @Ref long repr(@Ref long w_self) {
        long w = referent(w_self);
        String where = "<weakref at " + space.texts.address(w_self);
        if (w == 0) return space.newStr(where + "; dead>");
        return space.newStr(where + "; to '" + space.typeName(w) + "' at " + space.texts.address(w) + ">");
    }

    @Override
    public void define(TypeBuilder type) {
        type.subclassable()
                .special("__repr__", "__hash__", "__eq__", "__ne__")
                .rawMethod("__call__", Calls::callSelf)
                .constructor("__new__(cls, object, callback=, /)", (s, h, n, k) -> {
                    long w_callback = s.argOrNone(h, 2, 3);
                    if (Immediate.is(s.arg(h, 1))) throw s.error(s.w_TypeError, "cannot create weak reference to 'int' object");
                    return ref(s.arg(h, 1), w_callback == s.w_None ? 0 : w_callback);
                })
                .getter("__callback__", (s, h, n, k) -> heap.readRef(s.self(h), CALLBACK) == 0 ? s.w_None
                        : heap.readRef(s.self(h), CALLBACK));
    }
}
