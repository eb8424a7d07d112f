package io.mooring.capi;

import io.mooring.gc.Heap;
import io.mooring.gc.Ref;
import io.mooring.gc.Slot;
import io.mooring.gc.memory.Memory;
import io.mooring.gc.roots.HandleScope;
import io.mooring.objspace.ObjSpace;
import io.mooring.objspace.W_CDescriptorObject;

/** What descriptors of C types do: bind methods, read and write members and computed attributes, call methods and slots with self in the first handle. */
final class Descriptors {
    private final CApi capi;
    private final ObjSpace space;
    private final Heap heap;
    private final CFunction functions;
    private final Conventions conventions;
    private final SlotCalls slots;
    private static final long METHOD = DescriptorKind.METHOD.ordinal();
    private static final long GETSET = DescriptorKind.GETSET.ordinal();
    private static final long MEMBER = DescriptorKind.MEMBER.ordinal();

    private final Arguments arguments;
    private final long getMember;
    private final long setMember;

    Descriptors(CApi capi, CFunction functions, Arguments arguments, Conventions conventions) {
        this.capi = capi;
        this.space = capi.space;
        this.heap = capi.heap;
        this.functions = functions;
        this.conventions = conventions;
        this.arguments = arguments;
        this.slots = new SlotCalls(capi, functions, arguments, conventions);
        this.getMember = capi.library.symbol("PyMember_GetOne");
        this.setMember = capi.library.symbol("PyMember_SetOne");
    }

    private DescriptorKind kind(@Ref long w_descriptor) {
        return DescriptorKind.numbered((int) heap.readWord(w_descriptor, W_CDescriptorObject.KIND));
    }

    private long definition(@Ref long w_descriptor) {
        return heap.readWord(w_descriptor, W_CDescriptorObject.DEFINITION);
    }

    private @Ref long owner(@Ref long w_descriptor) {
        return heap.readRef(w_descriptor, W_CDescriptorObject.OWNER);
    }

    boolean isData(@Ref long w_descriptor) {
        long kind = heap.readWord(w_descriptor, W_CDescriptorObject.KIND);
        return kind == GETSET || kind == MEMBER;
    }

    // ---- binding --------------------------------------------------------------------------------------------------------------------

    @Ref
    long get(@Ref long w_descriptor, @Ref long w_instance, @Ref long w_owner) {
        DescriptorKind kind = kind(w_descriptor);
        if (kind == DescriptorKind.CLASS_METHOD) return bound(w_descriptor, w_owner);
        if (w_instance == 0 || kind == DescriptorKind.CONSTRUCTOR) return w_descriptor;
        checkInstance(w_descriptor, w_instance);
        return switch (kind) {
            case METHOD -> bound(w_descriptor, w_instance);
            case GETSET -> getComputed(w_descriptor, w_instance);
            case MEMBER -> getMember(w_descriptor, w_instance);
            case SLOT -> space.methods.make(w_descriptor, w_instance);
            case CLASS_METHOD, CONSTRUCTOR -> throw new AssertionError(kind);
        };
    }

    /** A C function whose self is the instance or class; the name is the descriptor's. */
    private @Ref long bound(@Ref long w_descriptor, @Ref long w_self) {
        long definition = definition(w_descriptor);
        long w_name = heap.readRef(w_descriptor, W_CDescriptorObject.NAME);
        return capi.functionObjects.make(w_name, definition, w_self, 0, owner(w_descriptor));
    }

    private void checkInstance(@Ref long w_descriptor, @Ref long w_instance) {
        long w_owner = owner(w_descriptor);
        if (space.isSubtype(space.type(w_instance), w_owner)) return;
        throw space.error(space.w_TypeError, "descriptor '%s' for '%s' objects doesn't apply to a '%s' object",
                space.cdescriptors.name(w_descriptor), space.types.name(w_owner), space.typeName(w_instance));
    }

    private @Ref long getComputed(@Ref long w_descriptor, @Ref long w_instance) {
        long definition = definition(w_descriptor);
        long getter = Memory.readLong(definition + CLayout.PyGetSetDef.get);
        if (getter == 0) throw notAllowed(w_descriptor, "readable");
        long self = capi.toNative.newReference(w_instance);
        long result = NativeLinker.call(getter, self, Memory.readLong(definition + CLayout.PyGetSetDef.closure));
        capi.memory.decrement(self);
        return functions.finish(result, 0);
    }

    private @Ref long getMember(@Ref long w_descriptor, @Ref long w_instance) {
        long definition = definition(w_descriptor);
        long self = capi.toNative.newReference(w_instance);
        long result = NativeLinker.call(getMember, self, definition);
        capi.memory.decrement(self);
        return functions.finish(result, 0);
    }

    private RuntimeException notAllowed(@Ref long w_descriptor, String what) {
        return space.error(space.w_AttributeError, "attribute '%s' of '%s' objects is not %s",
                space.cdescriptors.name(w_descriptor), space.types.name(owner(w_descriptor)), what);
    }

    /** Stores, or deletes if {@code w_value} is 0. */
    void set(@Ref long w_descriptor, @Ref long w_instance, @Ref long w_value) {
        checkInstance(w_descriptor, w_instance);
        DescriptorKind kind = kind(w_descriptor);
        long definition = definition(w_descriptor);
        long setter = kind == DescriptorKind.GETSET ? Memory.readLong(definition + CLayout.PyGetSetDef.set) : 0;
        if (kind == DescriptorKind.GETSET && setter == 0) throw notAllowed(w_descriptor, "writable");
        try (HandleScope scope = heap.scope()) {
            long hValue = scope.root(w_value);
            long self = capi.toNative.newReference(w_instance);
            long value = capi.toNative.newReference(scope.get(hValue));
            int status = kind == DescriptorKind.GETSET
                    ? NativeLinker.callInt(setter, self, value, Memory.readLong(definition + CLayout.PyGetSetDef.closure))
                    : NativeLinker.callInt(setMember, self, definition, value);
            capi.memory.decrementOrNull(value);
            capi.memory.decrement(self);
            if (status < 0) throw capi.errors.fetch();
        }
    }

    // ---- calling --------------------------------------------------------------------------------------------------------------------

    /** Calls with self in the first handle. */
    @Ref
    long call(@Ref long w_descriptor, @Slot long hArgs, int nargs, @Ref long w_kwnames) {
        if (w_kwnames == 0 && nargs != 0 && heap.readWord(w_descriptor, W_CDescriptorObject.KIND) == METHOD) {
            long definition = definition(w_descriptor);
            int convention = Conventions.flags(definition) & MethodFlags.CONVENTION;
            boolean plain = convention == MethodFlags.NOARGS && nargs == 1 || convention == MethodFlags.ONE && nargs == 2 || convention == MethodFlags.VARARGS;
            if (plain) return callPlain(w_descriptor, definition, convention, hArgs, nargs);
        }
        return callSlow(w_descriptor, hArgs, nargs, w_kwnames);
    }

    /** A method without arguments, with one, or with a tuple of them. */
    private @Ref long callPlain(@Ref long w_descriptor, long definition, int convention, @Slot long hArgs, int nargs) {
        long w_self = space.arg(hArgs, 0);
        checkInstance(w_descriptor, w_self);
        long entry = Conventions.entry(definition);
        capi.memory.calling(definition);
        long self = capi.toNative.borrowed(w_self);
        capi.memory.increment(self);
        long result;
        if (convention == MethodFlags.NOARGS) {
            result = NativeLinker.call(entry, self, 0);
        } else if (convention == MethodFlags.ONE) {
            long arg = capi.toNative.newReference(space.arg(hArgs, 1));
            result = NativeLinker.call(entry, self, arg);
            capi.boxes.drop(arg);
        } else {
            long tuple = functions.newTuple(self, space.argHandle(hArgs, 1), nargs - 1);
            result = NativeLinker.call(entry, self, tuple);
            arguments.dropTuple(tuple);
        }
        capi.memory.decrement(self);
        return functions.finish(result, definition);
    }

    private @Ref long callSlow(@Ref long w_descriptor, @Slot long hArgs, int nargs, @Ref long w_kwnames) {
        DescriptorKind kind = kind(w_descriptor);
        if (nargs == 0) throw unboundSlow(w_descriptor, kind);
        return switch (kind) {
            case METHOD -> callMethod(w_descriptor, hArgs, nargs, w_kwnames);
            case SLOT -> callSlot(w_descriptor, hArgs, nargs, w_kwnames);
            case CONSTRUCTOR -> slots.construct(w_descriptor, definition(w_descriptor), hArgs, nargs, w_kwnames);
            case CLASS_METHOD -> callClassMethod(w_descriptor, hArgs, nargs, w_kwnames);
            case GETSET, MEMBER -> throw space.error(space.w_TypeError, "'%s' object is not callable", space.typeName(w_descriptor));
        };
    }

    /** {@code object.__new__} for a class that C lays out. */
    @Ref
    long constructPlain(@Ref long w_class) {
        return slots.constructPlain(w_class);
    }

    private RuntimeException unboundSlow(@Ref long w_descriptor, DescriptorKind kind) {
        String owner = space.types.name(owner(w_descriptor));
        if (kind == DescriptorKind.METHOD) {
            return space.error(space.w_TypeError, "unbound method %s needs an argument", FunctionNames.ofMethod(space, w_descriptor));
        }
        if (kind == DescriptorKind.CONSTRUCTOR) return space.error(space.w_TypeError, "%s.__new__(): not enough arguments", owner);
        return space.error(space.w_TypeError, "descriptor '%s' of '%s' object needs an argument", space.cdescriptors.name(w_descriptor), owner);
    }

    private @Ref long callMethod(@Ref long w_descriptor, @Slot long hArgs, int nargs, @Ref long w_kwnames) {
        long w_self = space.arg(hArgs, 0);
        checkInstance(w_descriptor, w_self);
        long definition = definition(w_descriptor);
        int flags = Conventions.flags(definition);
        String refusal = conventions.refusal(flags, nargs - 1, w_kwnames);
        if (refusal != null) throw space.error(space.w_TypeError, refusal, FunctionNames.ofMethod(space, w_descriptor), nargs - 1);
        if ((flags & MethodFlags.METHOD) != 0) return callWithClassSlow(w_descriptor, hArgs, nargs, w_kwnames);
        try (HandleScope scope = heap.scope()) {
            long hNames = scope.root(w_kwnames);
            capi.memory.calling(definition);
            long self = capi.toNative.newReference(w_self);
            long result = conventions.invoke(flags, Conventions.entry(definition), self, 0, space.argHandle(hArgs, 1), nargs - 1, scope.get(hNames));
            return functions.finish(result, definition);
        }
    }

    private @Ref long callWithClassSlow(@Ref long w_descriptor, @Slot long hArgs, int nargs, @Ref long w_kwnames) {
        try (HandleScope scope = heap.scope()) {
            long hNames = scope.root(w_kwnames);
            long definition = definition(w_descriptor);
            long definingClass = capi.types.pyType(owner(w_descriptor));
            capi.memory.calling(definition);
            long self = capi.toNative.newReference(space.arg(hArgs, 0));
            long result = conventions.invoke(Conventions.flags(definition), Conventions.entry(definition), self, definingClass,
                    space.argHandle(hArgs, 1), nargs - 1, scope.get(hNames));
            return functions.finish(result, definition);
        }
    }

    private @Ref long callClassMethod(@Ref long w_descriptor, @Slot long hArgs, int nargs, @Ref long w_kwnames) {
        try (HandleScope scope = heap.scope()) {
            long hNames = scope.root(w_kwnames);
            long w_bound = bound(w_descriptor, space.arg(hArgs, 0));
            return functions.call(space, w_bound, space.argHandle(hArgs, 1), nargs - 1, scope.get(hNames));
        }
    }

    private @Ref long callSlot(@Ref long w_descriptor, @Slot long hArgs, int nargs, @Ref long w_kwnames) {
        long w_self = space.arg(hArgs, 0);
        if (!space.isSubtype(space.type(w_self), owner(w_descriptor))) {
            throw space.error(space.w_TypeError, "descriptor '%s' requires a '%s' object but received a '%s'",
                    space.cdescriptors.name(w_descriptor), space.types.name(owner(w_descriptor)), space.typeName(w_self));
        }
        SlotWrapper slot = SlotWrapper.numbered((int) heap.readWord(w_descriptor, W_CDescriptorObject.NATIVE));
        return slots.call(slot, definition(w_descriptor), hArgs, nargs, w_kwnames);
    }
}
