package io.mooring.capi;

import io.mooring.gc.Heap;
import io.mooring.gc.HeapExhausted;
import io.mooring.gc.Immediate;
import io.mooring.gc.Ref;
import io.mooring.gc.Slot;
import io.mooring.gc.memory.Memory;
import io.mooring.gc.roots.HandleScope;
import io.mooring.objspace.ForeignObjects;
import io.mooring.objspace.ObjSpace;
import io.mooring.objspace.TypeFact;
import io.mooring.objspace.W_CFunctionObject;
import io.mooring.objspace.W_TypeObject;
import io.mooring.rawrefcount.Links;

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
    private final Documentation documentation;
    private final boolean debug;
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
        this.documentation = new Documentation(capi);
        this.debug = memory.debug();
        this.none = capi.ctypes.none;
        this.w_None = space.w_None;
        this.typeRenamed = capi.library.symbol("mooring_type_renamed");
        this.dictPointer = capi.library.symbol("_PyObject_GetDictPtr");
    }

    // ---- functions ------------------------------------------------------------------------------------------------------------------

    @Override
    public @Ref long call0(ObjSpace space, @Ref long w_function) {
        try {
            return callWithNothing(w_function);
        } catch (HeapExhausted exhausted) {
            throw this.space.calls.outOfMemory(exhausted);
        } catch (StackOverflowError overflow) {
            throw this.space.calls.stackOverflow();
        }
    }

    @Override
    public @Ref long call1(ObjSpace space, @Ref long w_function, @Ref long w_arg) {
        try {
            if (w_arg == w_None) return callWithImmortal(w_function, none, w_None);
            return Immediate.is(w_arg) ? callWithInt(w_function, Immediate.value(w_arg)) : callWithObject(w_function, w_arg);
        } catch (HeapExhausted exhausted) {
            throw this.space.calls.outOfMemory(exhausted);
        } catch (StackOverflowError overflow) {
            throw this.space.calls.stackOverflow();
        }
    }

    @Override
    public @Ref long call2(ObjSpace space, @Ref long w_function, @Ref long w_first, @Ref long w_second) {
        try {
            return callWithTwo(w_function, w_first, w_second);
        } catch (HeapExhausted exhausted) {
            throw this.space.calls.outOfMemory(exhausted);
        } catch (StackOverflowError overflow) {
            throw this.space.calls.stackOverflow();
        }
    }

    private @Ref long callWithNothing(@Ref long w_function) {
        long direct = heap.readWord(w_function, W_CFunctionObject.DIRECT);
        if (direct != DirectCall.NOARGS && direct != DirectCall.NOARGS_HELD) return callSlow(w_function, 0, 0, 0);
        long definition = heap.readWord(w_function, W_CFunctionObject.DEFINITION);
        long result = direct == DirectCall.NOARGS ? invoke(w_function, 0) : invokeHolding(w_function, 0);
        return finish(result, definition);
    }

    /** An immortal is not counted. */
    private @Ref long callWithImmortal(@Ref long w_function, long arg, @Ref long w_arg) {
        long direct = heap.readWord(w_function, W_CFunctionObject.DIRECT);
        if (direct != DirectCall.ONE && direct != DirectCall.ONE_HELD) return call1Slow(w_function, w_arg);
        long definition = heap.readWord(w_function, W_CFunctionObject.DEFINITION);
        return finish(invokeOne(direct, w_function, arg), definition);
    }

    private @Ref long callWithInt(@Ref long w_function, long value) {
        if (Boxes.isReady(value)) return callWithImmortal(w_function, boxes.immortal(value), Immediate.of(value));
        long direct = heap.readWord(w_function, W_CFunctionObject.DIRECT);
        if (direct != DirectCall.ONE && direct != DirectCall.ONE_HELD) return call1Slow(w_function, Immediate.of(value));
        long arg = box(value);
        if (arg == 0) return callWithNewSlow(w_function, Immediate.of(value));
        long definition = heap.readWord(w_function, W_CFunctionObject.DEFINITION);
        long result = invokeOne(direct, w_function, arg);
        dropBox(arg);
        return finish(result, definition);
    }

    private @Ref long callWithObject(@Ref long w_function, @Ref long w_arg) {
        long direct = heap.readWord(w_function, W_CFunctionObject.DIRECT);
        if (direct != DirectCall.ONE && direct != DirectCall.ONE_HELD) return call1Slow(w_function, w_arg);
        long arg = links.toPyObject(w_arg);
        if (arg == 0) return callWithNew(w_function, w_arg);
        if (toNative.items().areFilled()) return callWithNewSlow(w_function, w_arg); // which brings up to date what macros read
        long definition = heap.readWord(w_function, W_CFunctionObject.DEFINITION);
        memory.increment(arg);
        long result = invokeOne(direct, w_function, arg);
        memory.decrement(arg);
        return finish(result, definition);
    }

    private long invokeOne(long direct, @Ref long w_function, long arg) {
        return direct == DirectCall.ONE ? invoke(w_function, arg) : invokeHolding(w_function, arg);
    }

    private long invoke(@Ref long w_function, long arg) {
        return NativeLinker.call(heap.readWord(w_function, W_CFunctionObject.ENTRY), heap.readWord(w_function, W_CFunctionObject.NATIVE), arg);
    }

    /** As {@link #invoke}, of a function whose self must be held. */
    private long invokeHolding(@Ref long w_function, long arg) {
        long entry = heap.readWord(w_function, W_CFunctionObject.ENTRY);
        return callHolding(directSelf(w_function), entry, arg);
    }

    /** The PyObject of a self that must be held, borrowed. Collects only if self never crossed before. */
    private long directSelf(@Ref long w_function) {
        long p = links.toPyObject(heap.readRef(w_function, W_CFunctionObject.SELF));
        return p != 0 ? p : self(w_function);
    }

    /** An int box that the caller owns, made without a collection; 0 if that cannot be, or if the int has more digits than most. */
    private long box(long value) {
        if (!Boxes.isSmallInt(value)) return 0;
        long spare = spareInt;
        if (spare == 0) return boxes.isReadyForInt() ? boxes.newInt(value) : 0;
        spareInt = 0;
        boxes.refill(spare, value);
        return spare;
    }

    private void dropBox(long box) {
        if (memory.count(box) == 1 && spareInt == 0 && boxes.isRefillable(box)) spareInt = box;
        else boxes.drop(box);
    }

    /** The first crossing of an object, or a box: the call owns the reference. */
    private @Ref long callWithNew(@Ref long w_function, @Ref long w_arg) {
        long arg = toNative.newReferenceIfReady(w_arg);
        if (arg == 0) return callWithNewSlow(w_function, w_arg);
        long definition = heap.readWord(w_function, W_CFunctionObject.DEFINITION);
        long result = invokeOne(heap.readWord(w_function, W_CFunctionObject.DIRECT), w_function, arg);
        boxes.drop(arg);
        return finish(result, definition);
    }

    /** As {@link #callWithNew}, where making the PyObject of the argument may collect. */
    private @Ref long callWithNewSlow(@Ref long w_function, @Ref long w_arg) {
        long direct = heap.readWord(w_function, W_CFunctionObject.DIRECT);
        long definition = heap.readWord(w_function, W_CFunctionObject.DEFINITION);
        long result;
        try (HandleScope scope = heap.scope()) {
            long hFunction = scope.root(w_function);
            long arg = toNative.newReference(w_arg);
            result = invokeOne(direct, scope.get(hFunction), arg);
            boxes.drop(arg);
        }
        return finish(result, definition);
    }

    private @Ref long callWithTwo(@Ref long w_function, @Ref long w_first, @Ref long w_second) {
        long direct = heap.readWord(w_function, W_CFunctionObject.DIRECT);
        if (direct != DirectCall.VARARGS && direct != DirectCall.VARARGS_HELD) return call2Slow(w_function, w_first, w_second);
        long tuple = arguments.pairOrNull(w_first, w_second);
        if (tuple == 0) return call2Slow(w_function, w_first, w_second);
        long definition = heap.readWord(w_function, W_CFunctionObject.DEFINITION);
        long result = direct == DirectCall.VARARGS ? invoke(w_function, tuple) : invokeHolding(w_function, tuple);
        arguments.dropTuple(tuple);
        return finish(result, definition);
    }

    private @Ref long call2Slow(@Ref long w_function, @Ref long w_first, @Ref long w_second) {
        try (HandleScope scope = heap.scope()) {
            long hArgs = scope.root(w_first);
            scope.root(w_second);
            return callWithSlots(w_function, hArgs, 2, 0);
        }
    }

    private @Ref long call1Slow(@Ref long w_function, @Ref long w_arg) {
        try (HandleScope scope = heap.scope()) {
            return callWithSlots(w_function, scope.root(w_arg), 1, 0);
        }
    }

    @Override
    public @Ref long call(ObjSpace space, @Ref long w_function, @Slot long hArgs, int nargs, @Ref long w_kwnames) {
        try {
            return callWithSlots(w_function, hArgs, nargs, w_kwnames);
        } catch (HeapExhausted exhausted) {
            throw this.space.calls.outOfMemory(exhausted);
        } catch (StackOverflowError overflow) {
            throw this.space.calls.stackOverflow();
        }
    }

    private @Ref long callWithSlots(@Ref long w_function, @Slot long hArgs, int nargs, @Ref long w_kwnames) {
        long direct = heap.readWord(w_function, W_CFunctionObject.DIRECT);
        if (direct == DirectCall.VARARGS && w_kwnames == 0) return callWithTuple(w_function, hArgs, nargs);
        if (direct == DirectCall.VARARGS_HELD && w_kwnames == 0) return callWithTupleHolding(w_function, hArgs, nargs);
        return callSlow(w_function, hArgs, nargs, w_kwnames);
    }

    private @Ref long callWithTuple(@Ref long w_function, @Slot long hArgs, int nargs) {
        long entry = heap.readWord(w_function, W_CFunctionObject.ENTRY);
        long definition = heap.readWord(w_function, W_CFunctionObject.DEFINITION);
        long self = heap.readWord(w_function, W_CFunctionObject.NATIVE);
        long tuple = arguments.newTuple(hArgs, nargs);
        long result = NativeLinker.call(entry, self, tuple);
        arguments.dropTuple(tuple);
        return finish(result, definition);
    }

    private @Ref long callWithTupleHolding(@Ref long w_function, @Slot long hArgs, int nargs) {
        long entry = heap.readWord(w_function, W_CFunctionObject.ENTRY);
        long definition = heap.readWord(w_function, W_CFunctionObject.DEFINITION);
        long self = directSelf(w_function);
        memory.increment(self);
        long tuple = newTuple(self, hArgs, nargs);
        long result = NativeLinker.call(entry, self, tuple);
        memory.decrement(self);
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

    private @Ref long callSlow(@Ref long w_function, @Slot long hArgs, int nargs, @Ref long w_kwnames) {
        long entry = heap.readWord(w_function, W_CFunctionObject.ENTRY);
        long definition = heap.readWord(w_function, W_CFunctionObject.DEFINITION);
        int flags = (int) heap.readWord(w_function, W_CFunctionObject.FLAGS);
        try (HandleScope scope = heap.scope()) {
            long hFunction = scope.root(w_function);
            long hNames = scope.root(w_kwnames);
            String refusal = conventions.refusal(flags, nargs, w_kwnames);
            if (refusal != null) throw space.error(space.w_TypeError, refusal, FunctionNames.of(space, w_function), nargs);
            long self = self(scope.get(hFunction));
            if (self != 0) memory.increment(self);
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
        if (memory.wantsAttention()) return finishSlow(result, definition);
        if (result != none) return result == 0 ? finishSlow(result, definition) : fromNative.settle(result);
        memory.steady(none);
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
        if (debug) memory.callingSlot(type, "__len__");
        memory.increment(p);
        long length = NativeLinker.call(function, p);
        release(p);
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
        if (debug) memory.callingSlot(CMemory.type(p), "__getitem__");
        if (index >= 0) return finish(callHolding(p, function, index), 0);
        memory.increment(p);
        long position = fromEndSlow(p, index);
        long result = callHolding(p, function, position);
        memory.decrement(p);
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
        long type = CMemory.type(p);
        long suite = Memory.readLong(type + CLayout.PyTypeObject.tp_as_mapping);
        long function = suite == 0 ? 0 : Memory.readLong(suite + CLayout.PyMappingMethods.mp_subscript);
        if (function == 0) {
            long item = sequenceItem(p);
            return item != 0 && Immediate.is(w_key) ? itemAt(p, item, Immediate.value(w_key)) : getSequenceItemSlow(w, p, w_key);
        }
        if (debug) memory.callingSlot(type, "__getitem__");
        if (Immediate.is(w_key) && Boxes.isReady(Immediate.value(w_key))) return finish(callHolding(p, function, boxes.immortal(Immediate.value(w_key))), 0);
        long key = newKey(p, w_key);
        long result = callHolding(p, function, key);
        memory.decrement(p);
        boxes.drop(key);
        return finish(result, 0);
    }

    private long callHolding(long p, long function, long argument) {
        memory.increment(p);
        long result = NativeLinker.call(function, p, argument);
        release(p);
        return result;
    }

    /** Drops the reference that kept a PyObject during a call. */
    private void release(long p) {
        if (debug) memory.decrement(p);
        else memory.drop(p);
    }

    /** The PyObject of a key, a new reference; making it may collect, so that {@code p} is held from then on. */
    private long newKey(long p, @Ref long w_key) {
        memory.increment(p);
        try {
            return toNative.newReference(w_key);
        } catch (Throwable failed) {
            memory.decrement(p);
            throw failed;
        }
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
        return documentation.of(w, signature);
    }

    @Override
    public @Ref long descriptorCall(ObjSpace space, @Ref long w_descriptor, @Slot long hArgs, int nargs, @Ref long w_kwnames) {
        return descriptors.call(w_descriptor, hArgs, nargs, w_kwnames);
    }
}
