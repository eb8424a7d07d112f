package io.mooring.capi;

import io.mooring.gc.Heap;
import io.mooring.gc.Immediate;
import io.mooring.gc.Ref;
import io.mooring.gc.Slot;
import io.mooring.gc.memory.Memory;
import io.mooring.gc.roots.HandleScope;
import io.mooring.objspace.ForeignObjects;
import io.mooring.objspace.ObjSpace;
import io.mooring.objspace.TypeFact;
import io.mooring.objspace.TypeIds;
import io.mooring.objspace.W_CDescriptorObject;
import io.mooring.objspace.W_CFunctionObject;
import io.mooring.objspace.W_TypeObject;
import io.mooring.rawrefcount.Links;
import io.mooring.rawrefcount.RefCountBias;

/**
 * Calls into C.
 *
 * <pre>
 *   settle arguments    PyObjects that the call owns, before anything can move
 *   call                one downcall, through the function's own pointer
 *   check               one load: is the error indicator set?
 *   settle the result   a managed reference; boxes back to their free lists
 *   safepoint           if a collection left deaths to be drained
 * </pre>
 *
 * The arguments that cross are counted during the call, so that a collection in C keeps them. Nothing of this allocates a Java object or opens a handle scope
 * when the function takes its arguments plainly and all goes well.
 */
final class CFunction implements ForeignObjects {
    private final CApi capi;
    private final ObjSpace space;
    private final Heap heap;
    private final CMemory memory;
    private final Links links;
    private final Boxes boxes;
    private final ToNative toNative;
    private final FromNative fromNative;
    private final Errors errors;
    private final DeallocDrain drain;
    private final GilThreads threads;
    private final Arguments arguments;
    private final Conventions conventions;
    private final Descriptors descriptors;
    private final long error;
    private final long attention;
    private final long none;
    private final @Ref long w_None;
    /** An int box of count 1 that the last call gave back, kept for the next one; 0 = none. */
    private long spareInt;
    private final long typeRenamed;
    private final long dictPointer;

    CFunction(CApi capi) {
        this.capi = capi;
        this.space = capi.space;
        this.heap = capi.heap;
        this.memory = capi.memory;
        this.links = capi.links;
        this.boxes = capi.boxes;
        this.toNative = capi.toNative;
        this.fromNative = capi.fromNative;
        this.errors = capi.errors;
        this.drain = capi.drain;
        this.threads = capi.threads;
        this.arguments = new Arguments(capi);
        this.conventions = new Conventions(capi, arguments);
        this.descriptors = new Descriptors(capi, this, arguments, conventions);
        this.error = memory.runtime + CLayout.mooring_runtime.error;
        this.attention = memory.runtime + CLayout.mooring_runtime.gil_waiters;
        this.none = capi.ctypes.none;
        this.w_None = space.w_None;
        this.typeRenamed = capi.library.symbol("mooring_type_renamed");
        this.dictPointer = capi.library.symbol("_PyObject_GetDictPtr");
    }

    // ---- functions ------------------------------------------------------------------------------------------------------------------

    @Override
    public @Ref long call0(ObjSpace space, @Ref long w_function) {
        long flags = heap.readWord(w_function, W_CFunctionObject.FLAGS);
        if ((flags & MethodFlags.CONVENTION) != MethodFlags.NOARGS) return call(space, w_function, 0, 0, 0);
        long entry = heap.readWord(w_function, W_CFunctionObject.ENTRY);
        long definition = heap.readWord(w_function, W_CFunctionObject.DEFINITION);
        long permanent = heap.readWord(w_function, W_CFunctionObject.NATIVE);
        long self = permanent != 0 ? permanent : self(w_function);
        long held = permanent != 0 ? 0 : self;
        long before = memory.hold(held);
        memory.calling(definition);
        long result = NativeLinker.call(entry, self, 0);
        memory.unhold(held, before);
        return finish(result, definition);
    }

    @Override
    public @Ref long call1(ObjSpace space, @Ref long w_function, @Ref long w_arg) {
        long flags = heap.readWord(w_function, W_CFunctionObject.FLAGS);
        if ((flags & MethodFlags.CONVENTION) != MethodFlags.ONE) return call1Slow(w_function, w_arg);
        if (Immediate.is(w_arg)) return callWithInt(w_function, Immediate.value(w_arg));
        long arg = w_arg == w_None ? none : links.toPyObject(w_arg);
        if (arg == 0) return callWithNew(w_function, w_arg);
        long entry = heap.readWord(w_function, W_CFunctionObject.ENTRY);
        long definition = heap.readWord(w_function, W_CFunctionObject.DEFINITION);
        long heldArg = arg == none ? 0 : arg; // None is immortal
        long argBefore = memory.hold(heldArg);
        long permanent = heap.readWord(w_function, W_CFunctionObject.NATIVE);
        long self = permanent != 0 ? permanent : self(w_function);
        long held = permanent != 0 ? 0 : self;
        long before = memory.hold(held);
        memory.calling(definition);
        long result = NativeLinker.call(entry, self, arg);
        memory.unhold(held, before);
        memory.unhold(heldArg, argBefore);
        return finish(result, definition);
    }

    /** The first crossing of an object, or a box: the call owns the reference. */
    private @Ref long callWithNew(@Ref long w_function, @Ref long w_arg) {
        long entry = heap.readWord(w_function, W_CFunctionObject.ENTRY);
        long definition = heap.readWord(w_function, W_CFunctionObject.DEFINITION);
        long self = heap.readWord(w_function, W_CFunctionObject.NATIVE);
        long arg = self == 0 ? 0 : toNative.newReferenceIfReady(w_arg);
        if (arg == 0) return callWithNewSlow(w_function, w_arg);
        memory.calling(definition);
        long result = NativeLinker.call(entry, self, arg);
        boxes.drop(arg);
        return finish(result, definition);
    }

    /** As {@link #callWithNew}, where making the PyObject of the argument or of self may collect. */
    private @Ref long callWithNewSlow(@Ref long w_function, @Ref long w_arg) {
        long entry = heap.readWord(w_function, W_CFunctionObject.ENTRY);
        long definition = heap.readWord(w_function, W_CFunctionObject.DEFINITION);
        long permanent = heap.readWord(w_function, W_CFunctionObject.NATIVE);
        long self;
        long arg;
        try (HandleScope scope = heap.scope()) {
            scope.root(w_function); // keeps self
            long hArg = scope.root(w_arg);
            self = permanent != 0 ? permanent : self(w_function);
            arg = toNative.newReference(scope.get(hArg));
        }
        long held = permanent != 0 ? 0 : self;
        long before = memory.hold(held);
        memory.calling(definition);
        long result = NativeLinker.call(entry, self, arg);
        memory.unhold(held, before);
        boxes.drop(arg);
        return finish(result, definition);
    }

    private @Ref long callWithInt(@Ref long w_function, long value) {
        long arg = spareInt;
        spareInt = 0;
        if (arg == 0 || !boxes.refill(arg, value)) {
            if (arg != 0) boxes.drop(arg);
            if (!boxes.isReadyForInt()) return call1Slow(w_function, space.newInt(value));
            arg = boxes.newInt(value);
        }
        long entry = heap.readWord(w_function, W_CFunctionObject.ENTRY);
        long definition = heap.readWord(w_function, W_CFunctionObject.DEFINITION);
        long permanent = heap.readWord(w_function, W_CFunctionObject.NATIVE);
        long self = permanent != 0 ? permanent : self(w_function);
        long held = permanent != 0 ? 0 : self;
        long before = memory.hold(held);
        memory.calling(definition);
        long result = NativeLinker.call(entry, self, arg);
        memory.unhold(held, before);
        if (memory.count(arg) == 1 && spareInt == 0 && Boxes.isSmallInt(value) && !memory.debug()) spareInt = arg;
        else boxes.drop(arg);
        return finish(result, definition);
    }

    private @Ref long call1Slow(@Ref long w_function, @Ref long w_arg) {
        try (HandleScope scope = heap.scope()) {
            return call(space, w_function, scope.root(w_arg), 1, 0);
        }
    }

    @Override
    public @Ref long call(ObjSpace space, @Ref long w_function, @Slot long hArgs, int nargs, @Ref long w_kwnames) {
        long entry = heap.readWord(w_function, W_CFunctionObject.ENTRY);
        long definition = heap.readWord(w_function, W_CFunctionObject.DEFINITION);
        int flags = (int) heap.readWord(w_function, W_CFunctionObject.FLAGS);
        if (w_kwnames == 0 && (flags & MethodFlags.CONVENTION) == MethodFlags.VARARGS) return callWithTuple(w_function, entry, definition, hArgs, nargs);
        return callSlow(w_function, flags, entry, definition, hArgs, nargs, w_kwnames);
    }

    private @Ref long callWithTuple(@Ref long w_function, long entry, long definition, @Slot long hArgs, int nargs) {
        long permanent = heap.readWord(w_function, W_CFunctionObject.NATIVE);
        long self = permanent != 0 ? permanent : self(w_function);
        long held = permanent != 0 ? 0 : self;
        long before = memory.hold(held);
        long tuple = newTuple(held, hArgs, nargs);
        memory.calling(definition);
        long result = NativeLinker.call(entry, self, tuple);
        memory.unhold(held, before);
        arguments.dropTuple(tuple);
        return finish(result, definition);
    }

    /** The tuple of a call that holds {@code held}; ends that when there is no room for the tuple. */
    long newTuple(long held, @Slot long hArgs, int nargs) {
        try {
            return arguments.newTuple(hArgs, nargs);
        } catch (Throwable failed) {
            memory.decrementOrNull(held);
            throw failed;
        }
    }

    private @Ref long callSlow(@Ref long w_function, int flags, long entry, long definition, @Slot long hArgs, int nargs, @Ref long w_kwnames) {
        try (HandleScope scope = heap.scope()) {
            long hFunction = scope.root(w_function);
            long hNames = scope.root(w_kwnames);
            String refusal = conventions.refusal(flags, nargs, w_kwnames);
            if (refusal != null) throw space.error(space.w_TypeError, refusal, FunctionNames.of(space, w_function), nargs);
            long self = self(scope.get(hFunction));
            memory.hold(self);
            long w_class = heap.readRef(scope.get(hFunction), W_CFunctionObject.CLASS);
            long definingClass = w_class == 0 ? 0 : capi.types.pyType(w_class);
            memory.calling(definition);
            return finish(conventions.invoke(flags, entry, self, definingClass, hArgs, nargs, scope.get(hNames)), definition);
        }
    }

    /** The PyObject of a function's self, borrowed; NULL if it has none. Collects only if self never crossed before. */
    private long self(@Ref long w_function) {
        long w_self = heap.readRef(w_function, W_CFunctionObject.SELF);
        if (w_self == 0) return 0;
        long p = Immediate.is(w_self) ? 0 : links.toPyObject(w_self);
        if (p != 0) return p;
        return toNative.isValue(w_self) ? valueSelf(w_function) : toNative.borrowed(w_self);
    }

    /** The box of a self without identity: the one that the function's PyObject owns. */
    private long valueSelf(@Ref long w_function) {
        long p = links.toPyObject(w_function);
        if (p == 0) {
            p = capi.functionObjects.newPyObject(w_function);
            memory.setCount(p, memory.count(p) - 1); // the link is left
        }
        return Memory.readLong(p + CLayout.PyCFunctionObject.m_self);
    }

    /** The managed result of a call of C; {@code definition} names the function when something is wrong. */
    @Ref
    long finish(long result, long definition) {
        if ((Memory.readLong(Memory.readLong(error) + CLayout.mooring_error.type) | Memory.readLong(attention)) != 0) return finishSlow(result, definition);
        if (result != none) return result == 0 ? finishSlow(result, definition) : fromNative.settle(result);
        Memory.writeLong(none + CLayout.PyObject.ob_refcnt, RefCountBias.IMMORTAL);
        return w_None;
    }

    /** An error is set, C answered NULL, deaths are pending, or a thread waits. */
    private @Ref long finishSlow(long result, long definition) {
        if (result == 0 || errors.occurred()) throw errors.afterCallSlow(result, definition);
        return safepointSlow(fromNative.settle(result));
    }

    /** A moment at which the result is the only raw reference held: deaths are drained, and another thread may have its turn. */
    private @Ref long safepointSlow(@Ref long w_result) {
        try (HandleScope scope = heap.scope()) {
            long hResult = scope.root(w_result);
            drain.drainSome();
            if (threads.isWanted()) threads.yieldSlow();
            return scope.get(hResult);
        }
    }

    // ---- instances of C types ---------------------------------------------------------------------------------------------------------

    @Override
    public long length(ObjSpace space, @Ref long w) {
        long p = pyObject(w);
        long type = CMemory.type(p);
        long suite = Memory.readLong(type + CLayout.PyTypeObject.tp_as_sequence);
        long function = suite == 0 ? 0 : Memory.readLong(suite + CLayout.PySequenceMethods.sq_length);
        if (function == 0) {
            suite = Memory.readLong(type + CLayout.PyTypeObject.tp_as_mapping);
            function = suite == 0 ? 0 : Memory.readLong(suite + CLayout.PyMappingMethods.mp_length);
            if (function == 0) throw space.error(space.w_TypeError, "object of type '%s' has no len()", space.typeName(w));
        }
        memory.callingSlot(type, "__len__");
        long before = memory.hold(p);
        long length = NativeLinker.call(function, p);
        memory.unhold(p, before);
        if (length < 0) throw errors.fetch();
        return length;
    }

    /** The PyObject behind a stand-in. */
    private long pyObject(@Ref long w) {
        long p = links.toPyObject(w);
        if (p == 0) throw space.error(space.w_SystemError, "the '%s' object has been deallocated", space.typeName(w));
        return p;
    }

    @Override
    public @Ref long getItemAt(ObjSpace space, @Ref long w, long index) {
        long p = pyObject(w);
        long function = sequenceItem(p);
        if (function == 0) return getItem(space, w, space.newInt(index));
        return itemAt(p, function, index);
    }

    /** The type's {@code sq_item}, or 0. */
    private static long sequenceItem(long p) {
        long suite = Memory.readLong(CMemory.type(p) + CLayout.PyTypeObject.tp_as_sequence);
        return suite == 0 ? 0 : Memory.readLong(suite + CLayout.PySequenceMethods.sq_item);
    }

    private @Ref long itemAt(long p, long function, long index) {
        memory.callingSlot(CMemory.type(p), "__getitem__");
        long before = memory.hold(p);
        long position = index < 0 ? fromEndSlow(p, index) : index;
        long result = NativeLinker.call(function, p, position);
        memory.unhold(p, before);
        if (result == 0) throw errors.fetch();
        return finish(result, 0);
    }

    /** A negative index counts from the end, if the type knows its length. */
    private long fromEndSlow(long p, long index) {
        long suite = Memory.readLong(CMemory.type(p) + CLayout.PyTypeObject.tp_as_sequence);
        long lengthFunction = Memory.readLong(suite + CLayout.PySequenceMethods.sq_length);
        if (lengthFunction == 0) return index;
        long length = NativeLinker.call(lengthFunction, p);
        if (length >= 0) return index + length;
        memory.decrement(p);
        throw errors.fetch();
    }

    @Override
    public @Ref long getItem(ObjSpace space, @Ref long w, @Ref long w_key) {
        long p = pyObject(w);
        long suite = Memory.readLong(CMemory.type(p) + CLayout.PyTypeObject.tp_as_mapping);
        long function = suite == 0 ? 0 : Memory.readLong(suite + CLayout.PyMappingMethods.mp_subscript);
        if (function == 0) {
            long item = sequenceItem(p);
            return item != 0 && Immediate.is(w_key) ? itemAt(p, item, Immediate.value(w_key)) : getSequenceItemSlow(w, p, w_key);
        }
        memory.callingSlot(CMemory.type(p), "__getitem__");
        long before = memory.hold(p);
        long key = toNative.newReference(w_key);
        long result = NativeLinker.call(function, p, key);
        memory.unhold(p, before);
        boxes.drop(key);
        if (result == 0) throw errors.fetch();
        return finish(result, 0);
    }

    private @Ref long getSequenceItemSlow(@Ref long w, long p, @Ref long w_key) {
        if (sequenceItem(p) == 0) throw space.error(space.w_TypeError, "'%s' object is not subscriptable", space.typeName(w));
        try (HandleScope scope = heap.scope()) {
            long hSelf = scope.root(w);
            long index = space.asIndex(w_key);
            return getItemAt(space, scope.get(hSelf), index);
        }
    }

    @Override
    public @Ref long callObject(ObjSpace space, @Ref long w, @Slot long hArgs, int nargs, @Ref long w_kwnames) {
        long p = pyObject(w);
        long function = Memory.readLong(CMemory.type(p) + CLayout.PyTypeObject.tp_call);
        if (function == 0) throw space.error(space.w_TypeError, "'%s' object is not callable", space.typeName(w));
        memory.callingSlot(CMemory.type(p), "__call__");
        memory.increment(p);
        return finish(conventions.invoke(MethodFlags.VARARGS | MethodFlags.KEYWORDS, function, p, 0, hArgs, nargs, w_kwnames), 0);
    }

    @Override
    public @Ref long dictionary(ObjSpace space, @Ref long w, boolean create) {
        long p = pyObject(w);
        long place = NativeLinker.call(dictPointer, p);
        if (place == 0) return 0;
        long dict = Memory.readLong(place);
        if (dict != 0) return fromNative.borrowed(dict);
        if (!create) return 0;
        memory.increment(p);
        try (HandleScope scope = heap.scope()) {
            long hDict = scope.root(space.newDict());
            Memory.writeLong(place, toNative.newReference(scope.get(hDict)));
            return scope.get(hDict);
        } finally {
            memory.decrement(p);
        }
    }

    /** An object of a C type says with a word of its own that somebody refers to it weakly: not zero, then its deallocator tells (PyObject_ClearWeakRefs). */
    @Override
    public void referWeakly(ObjSpace space, @Ref long w) {
        long p = pyObject(w);
        long type = CMemory.type(p);
        long offset = Memory.readLong(type + CLayout.PyTypeObject.tp_weaklistoffset);
        if (offset <= 0) throw space.error(space.w_TypeError, "cannot create weak reference to '%s' object", CStrings.read(Memory.readLong(type + CLayout.PyTypeObject.tp_name)));
        Memory.writeLong(p + offset, 1);
    }

    @Override
    public void tableChanged(ObjSpace space, @Ref long w) {
        toNative.items().tableChanged(w);
    }

    // ---- C types ----------------------------------------------------------------------------------------------------------------------

    @Override
    public @Ref long construct(ObjSpace space, @Ref long w_type, @Slot long hArgs, int nargs, @Ref long w_kwnames) {
        long type = capi.types.pyType(w_type);
        long call = Memory.readLong(CMemory.type(type) + CLayout.PyTypeObject.tp_call);
        memory.callingSlot(type, "__new__");
        memory.increment(type);
        return finish(conventions.invoke(MethodFlags.VARARGS | MethodFlags.KEYWORDS, call, type, 0, hArgs, nargs, w_kwnames), 0);
    }

    @Override
    public long typeFact(ObjSpace space, @Ref long w_type, TypeFact fact) {
        long type = capi.types.pyType(w_type);
        return switch (fact) {
            case FLAGS -> TypeFlags.shown(type);
            case BASIC_SIZE -> Memory.readLong(type + CLayout.PyTypeObject.tp_basicsize);
            case ITEM_SIZE -> Memory.readLong(type + CLayout.PyTypeObject.tp_itemsize);
            case DICT_OFFSET -> Memory.readLong(type + CLayout.PyTypeObject.tp_dictoffset);
            case WEAKREF_OFFSET -> Memory.readLong(type + CLayout.PyTypeObject.tp_weaklistoffset);
        };
    }

    @Override
    public @Ref long constructPlain(ObjSpace space, @Ref long w_type) {
        return descriptors.constructPlain(w_type);
    }

    @Override
    public void renamed(ObjSpace space, @Ref long w_type) {
        long type = space.types.nativeWord(w_type);
        if (type == 0) return; // C will read the names when it first sees the class
        try (HandleScope scope = heap.scope()) {
            long hType = scope.root(w_type);
            long name = toNative.newReference(space.types.w_name(w_type));
            long qualname = toNative.newReference(space.types.w_qualname(scope.get(hType)));
            NativeLinker.call(typeRenamed, type, name, qualname);
            memory.decrement(name);
            memory.decrement(qualname);
        }
    }

    /** The mirror of a Python class is made when C first sees the class. */
    @Override
    public void subclassed(ObjSpace space, @Ref long w_type) {
        assert space.types.nativeWord(w_type) == 0 : "a new class has a PyTypeObject already";
    }

    @Override
    public boolean isCallable(ObjSpace space, @Ref long w_type) {
        long type = heap.readWord(w_type, W_TypeObject.NATIVE);
        return type != 0 && Memory.readLong(type + CLayout.PyTypeObject.tp_call) != 0;
    }

    // ---- descriptors --------------------------------------------------------------------------------------------------------------------

    @Override
    public @Ref long descriptorGet(ObjSpace space, @Ref long w_descriptor, @Ref long w_instance, @Ref long w_owner) {
        return descriptors.get(w_descriptor, w_instance, w_owner);
    }

    @Override
    public void descriptorSet(ObjSpace space, @Ref long w_descriptor, @Ref long w_instance, @Ref long w_value) {
        descriptors.set(w_descriptor, w_instance, w_value);
    }

    @Override
    public boolean isDataDescriptor(ObjSpace space, @Ref long w_descriptor) {
        return descriptors.isData(w_descriptor);
    }

    @Override
    public @Ref long documentation(ObjSpace space, @Ref long w, boolean signature) {
        boolean isFunction = space.kind(w) == TypeIds.C_FUNCTION;
        if (space.kind(w) == TypeIds.TYPE) return ofType(w, signature);
        if (!isFunction && !hasRow(w)) return 0;
        long definition = heap.readWord(w, isFunction ? W_CFunctionObject.DEFINITION : W_CDescriptorObject.DEFINITION);
        long text = definition == 0 ? 0 : Memory.readLong(definition + (isFunction ? CLayout.PyMethodDef.ml_doc : docOffset(w)));
        if (text == 0) return 0;
        String doc = CStrings.read(text);
        String name = space.string(heap.readRef(w, isFunction ? W_CFunctionObject.NAME : W_CDescriptorObject.NAME));
        String shown = signature ? Docs.signature(doc, name) : Docs.withoutSignature(doc, name);
        return shown == null ? 0 : space.newStr(shown);
    }

    private @Ref long ofType(@Ref long w_type, boolean signature) {
        long type = space.types.nativeWord(w_type); // 0 for a class that C has not seen, whose documentation C does not have either
        long text = type == 0 ? 0 : Memory.readLong(type + CLayout.PyTypeObject.tp_doc);
        if (text == 0) return 0;
        String name = TypeBridge.shortName(type);
        String shown = signature ? Docs.signature(CStrings.read(text), name) : Docs.withoutSignature(CStrings.read(text), name);
        return shown == null ? 0 : space.newStr(shown);
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

    @Override
    public @Ref long descriptorCall(ObjSpace space, @Ref long w_descriptor, @Slot long hArgs, int nargs, @Ref long w_kwnames) {
        return descriptors.call(w_descriptor, hArgs, nargs, w_kwnames);
    }
}
