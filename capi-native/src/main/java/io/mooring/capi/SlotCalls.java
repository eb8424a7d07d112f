package io.mooring.capi;

import io.mooring.gc.Heap;
import io.mooring.gc.Ref;
import io.mooring.gc.Slot;
import io.mooring.gc.roots.HandleScope;
import io.mooring.objspace.CompareOp;
import io.mooring.objspace.ObjSpace;
import io.mooring.objspace.TypeIds;
import io.mooring.objspace.W_CDescriptorObject;

/**
 * Calls of slot functions under the names of special methods: what CPython's {@code wrap_…} functions (Objects/typeobject.c) do. Self stands in the first handle.
 */
final class SlotCalls {
    private final CApi capi;
    private final ObjSpace space;
    private final Heap heap;
    private final CMemory memory;
    private final Boxes boxes;
    private final ToNative toNative;
    private final CFunction functions;
    private final Arguments arguments;
    private final Conventions conventions;
    private final long constructPlain;
    private final long asUtf8;

    SlotCalls(CApi capi, CFunction functions, Arguments arguments, Conventions conventions) {
        this.capi = capi;
        this.space = capi.space;
        this.heap = capi.heap;
        this.memory = capi.memory;
        this.boxes = capi.boxes;
        this.toNative = capi.toNative;
        this.functions = functions;
        this.arguments = arguments;
        this.conventions = conventions;
        this.constructPlain = capi.library.symbol("mooring_construct_plain");
        this.asUtf8 = capi.library.symbol("PyUnicode_AsUTF8");
    }

    /** Calls the slot function with the arguments behind self. */
    @Ref
    long call(SlotWrapper slot, long function, @Slot long hArgs, int nargs, @Ref long w_kwnames) {
        SlotWrapper.Shape shape = slot.shape();
        if (memory.debug()) memory.callingSlot(capi.types.pyType(space.type(space.arg(hArgs, 0))), slot.method());
        if (shape == SlotWrapper.Shape.CALL) return callable(function, hArgs, nargs, w_kwnames);
        if (shape == SlotWrapper.Shape.INIT) return initialize(function, hArgs, nargs, w_kwnames);
        int given = nargs - 1;
        if (w_kwnames != 0 && space.tuples.count(w_kwnames) > 0) throw space.error(space.w_TypeError, "wrapper %s() takes no keyword arguments", slot.method());
        return switch (shape) {
            case UNARY, NEXT, INQUIRY, LENGTH, HASH, FINALIZE -> {
                expect(given, 0, 0);
                yield unary(shape, function, hArgs);
            }
            case BINARY, BINARY_LEFT, BINARY_RIGHT -> {
                expect(given, 1, 1);
                yield binary(function, hArgs, shape == SlotWrapper.Shape.BINARY_RIGHT);
            }
            case COMPARE_LT, COMPARE_LE, COMPARE_EQ, COMPARE_NE, COMPARE_GT, COMPARE_GE -> {
                expect(given, 1, 1);
                yield compare(function, hArgs, operator(shape));
            }
            case INDEXED, ITEM -> {
                expect(given, 1, 1);
                yield indexed(shape, function, hArgs);
            }
            case TERNARY_LEFT, TERNARY_RIGHT -> {
                expect(given, 1, 2);
                yield ternary(function, hArgs, given, shape == SlotWrapper.Shape.TERNARY_RIGHT);
            }
            case TERNARY_INPLACE -> {
                expect(given, 1, 1);
                yield ternary(function, hArgs, given, false);
            }
            case GET_NAMED -> {
                expect(given, 1, 1);
                yield getNamed(function, hArgs);
            }
            case SET_NAMED, DELETE_NAMED -> {
                expect(given, shape == SlotWrapper.Shape.SET_NAMED ? 2 : 1, 2);
                yield setNamed(function, hArgs, shape == SlotWrapper.Shape.SET_NAMED);
            }
            case DESCRIPTOR_GET -> {
                expect(given, 1, 2);
                yield descriptorGet(function, hArgs, given);
            }
            case CONTAINS -> {
                expect(given, 1, 1);
                yield space.newBool(status(function, hArgs, 1, 1) != 0);
            }
            case SET_AT, DELETE_AT -> {
                expect(given, shape == SlotWrapper.Shape.SET_AT ? 2 : 1, 2);
                yield setAt(function, hArgs, shape == SlotWrapper.Shape.SET_AT);
            }
            case SET_ITEM, SET_ATTRIBUTE, DESCRIPTOR_SET -> {
                expect(given, 2, 2);
                yield done(status(function, hArgs, 2, 2));
            }
            case DELETE_ITEM, DELETE_ATTRIBUTE, DESCRIPTOR_DELETE -> {
                expect(given, 1, 1);
                yield done(status(function, hArgs, 2, 1));
            }
            case CALL, INIT, NEW -> throw new AssertionError(shape);
        };
    }

    private void expect(int given, int least, int most) {
        if (given >= least && given <= most) return;
        int limit = given < least ? least : most;
        throw space.error(space.w_TypeError, "expected %s%d argument%s, got %d",
                least == most ? "" : given < least ? "at least " : "at most ", limit, limit == 1 ? "" : "s", given);
    }

    private static int operator(SlotWrapper.Shape shape) {
        return switch (shape) {
            case COMPARE_LT -> CompareOp.LT;
            case COMPARE_LE -> CompareOp.LE;
            case COMPARE_EQ -> CompareOp.EQ;
            case COMPARE_NE -> CompareOp.NE;
            case COMPARE_GT -> CompareOp.GT;
            case COMPARE_GE -> CompareOp.GE;
            default -> throw new AssertionError(shape);
        };
    }

    // ---- one argument: self -------------------------------------------------------------------------------------------------------------

    private @Ref long unary(SlotWrapper.Shape shape, long function, @Slot long hArgs) {
        long self = toNative.newReference(space.arg(hArgs, 0));
        return switch (shape) {
            case INQUIRY -> {
                int truth = NativeLinker.callInt(function, self);
                boxes.drop(self);
                if (truth < 0) throw capi.errors.fetch();
                yield space.newBool(truth != 0);
            }
            case LENGTH, HASH -> {
                long number = NativeLinker.call(function, self);
                boxes.drop(self);
                if (number == -1 && capi.errors.occurred()) throw capi.errors.fetch();
                yield space.newInt(number);
            }
            case FINALIZE -> {
                NativeLinker.call(function, self);
                boxes.drop(self);
                yield space.w_None;
            }
            default -> {
                long result = NativeLinker.call(function, self);
                boxes.drop(self);
                if (result == 0 && shape == SlotWrapper.Shape.NEXT && !capi.errors.occurred()) throw space.raise(space.w_StopIteration, 0);
                yield functions.finish(result, 0);
            }
        };
    }

    // ---- two: self and another ------------------------------------------------------------------------------------------------------------

    private @Ref long binary(long function, @Slot long hArgs, boolean reflected) {
        long self = toNative.newReference(space.arg(hArgs, 0));
        long other = toNative.newReference(space.arg(hArgs, 1));
        long result = reflected ? NativeLinker.call(function, other, self) : NativeLinker.call(function, self, other);
        boxes.drop(other);
        boxes.drop(self);
        return functions.finish(result, 0);
    }

    private @Ref long compare(long function, @Slot long hArgs, int operator) {
        long self = toNative.newReference(space.arg(hArgs, 0));
        long other = toNative.newReference(space.arg(hArgs, 1));
        long result = NativeLinker.callWithInt(function, self, other, operator);
        boxes.drop(other);
        boxes.drop(self);
        return functions.finish(result, 0);
    }

    // ---- attributes by C string: tp_getattr and tp_setattr of old types --------------------------------------------------------------------

    private @Ref long getNamed(long function, @Slot long hArgs) {
        long self = toNative.newReference(space.arg(hArgs, 0));
        long name = toNative.newReference(space.arg(hArgs, 1));
        long text = NativeLinker.call(asUtf8, name);
        long result = text == 0 ? 0 : NativeLinker.call(function, self, text);
        boxes.drop(name);
        boxes.drop(self);
        return functions.finish(result, 0);
    }

    private @Ref long setNamed(long function, @Slot long hArgs, boolean store) {
        long self = toNative.newReference(space.arg(hArgs, 0));
        long name = toNative.newReference(space.arg(hArgs, 1));
        long value = store ? toNative.newReference(space.arg(hArgs, 2)) : 0;
        long text = NativeLinker.call(asUtf8, name);
        int status = text == 0 ? -1 : NativeLinker.callInt(function, self, text, value);
        if (value != 0) boxes.drop(value);
        boxes.drop(name);
        boxes.drop(self);
        return done(status);
    }

    // ---- positions ------------------------------------------------------------------------------------------------------------------------

    /** A position; a negative one counts from the end where the type has a length, as CPython's getindex does. */
    private long position(@Slot long hArgs, long self) {
        long index = space.asIndex(space.arg(hArgs, 1));
        if (index >= 0) return index;
        long length = SlotWrapper.SQ_LENGTH.function(CMemory.type(self));
        if (length == 0) return index;
        long count = NativeLinker.call(length, self);
        if (count < 0) throw capi.errors.fetch();
        return index + count;
    }

    private @Ref long indexed(SlotWrapper.Shape shape, long function, @Slot long hArgs) {
        long self = toNative.newReference(space.arg(hArgs, 0));
        try {
            long index = shape == SlotWrapper.Shape.ITEM ? position(hArgs, self) : space.asIndex(space.arg(hArgs, 1));
            return functions.finish(NativeLinker.call(function, self, index), 0);
        } finally {
            boxes.drop(self);
        }
    }

    private @Ref long setAt(long function, @Slot long hArgs, boolean store) {
        long self = toNative.newReference(space.arg(hArgs, 0));
        try {
            long index = position(hArgs, self);
            long value = store ? toNative.newReference(space.arg(hArgs, 2)) : 0;
            int status = NativeLinker.callInt(function, self, index, value);
            if (value != 0) boxes.drop(value);
            return done(status);
        } finally {
            boxes.drop(self);
        }
    }

    // ---- three --------------------------------------------------------------------------------------------------------------------------

    private @Ref long ternary(long function, @Slot long hArgs, int given, boolean reflected) {
        long self = toNative.newReference(space.arg(hArgs, 0));
        long other = toNative.newReference(space.arg(hArgs, 1));
        long third = toNative.newReference(given > 1 ? space.arg(hArgs, 2) : space.w_None);
        long result = reflected ? NativeLinker.call(function, other, self, third) : NativeLinker.call(function, self, other, third);
        boxes.drop(third);
        boxes.drop(other);
        boxes.drop(self);
        return functions.finish(result, 0);
    }

    private @Ref long descriptorGet(long function, @Slot long hArgs, int given) {
        long w_type = given > 1 ? space.arg(hArgs, 2) : space.w_None;
        if (space.arg(hArgs, 1) == space.w_None && w_type == space.w_None) throw space.error(space.w_TypeError, "__get__(None, None) is invalid");
        long type = w_type == space.w_None ? 0 : toNative.newReference(w_type);
        long instance = space.arg(hArgs, 1) == space.w_None ? 0 : toNative.newReference(space.arg(hArgs, 1));
        long self = toNative.newReference(space.arg(hArgs, 0));
        long result = NativeLinker.call(function, self, instance, type);
        boxes.drop(self);
        if (instance != 0) boxes.drop(instance);
        if (type != 0) boxes.drop(type);
        return functions.finish(result, 0);
    }

    /** Calls a function of self and {@code slots} more arguments, of which {@code given} are there and the rest NULL, that answers a C int. */
    private int status(long function, @Slot long hArgs, int slots, int given) {
        long self = toNative.newReference(space.arg(hArgs, 0));
        long first = toNative.newReference(space.arg(hArgs, 1));
        long second = given > 1 ? toNative.newReference(space.arg(hArgs, 2)) : 0;
        int status = slots == 1 ? NativeLinker.callInt(function, self, first) : NativeLinker.callInt(function, self, first, second);
        if (second != 0) boxes.drop(second);
        boxes.drop(first);
        boxes.drop(self);
        if (status < 0) throw capi.errors.fetch();
        return status;
    }

    private @Ref long done(int status) {
        if (status < 0) throw capi.errors.fetch();
        return space.w_None;
    }

    // ---- any number -----------------------------------------------------------------------------------------------------------------------

    private @Ref long callable(long function, @Slot long hArgs, int nargs, @Ref long w_kwnames) {
        try (HandleScope scope = heap.scope()) {
            long hNames = scope.root(w_kwnames);
            long self = toNative.newReference(space.arg(hArgs, 0));
            int flags = MethodFlags.VARARGS | MethodFlags.KEYWORDS;
            return functions.finish(conventions.invoke(flags, function, self, 0, space.argHandle(hArgs, 1), nargs - 1, scope.get(hNames)), 0);
        }
    }

    private @Ref long initialize(long function, @Slot long hArgs, int nargs, @Ref long w_kwnames) {
        try (HandleScope scope = heap.scope()) {
            long hNames = scope.root(w_kwnames);
            long self = toNative.newReference(space.arg(hArgs, 0));
            long keywords = arguments.newKeywords(space.argHandle(hArgs, 1), nargs - 1, scope.get(hNames));
            long tuple = arguments.newTuple(space.argHandle(hArgs, 1), nargs - 1);
            int status = NativeLinker.callInt(function, self, tuple, keywords);
            arguments.dropTuple(tuple);
            arguments.dropKeywords(keywords);
            boxes.drop(self);
            return done(status);
        }
    }

    /** {@code __new__}: the class stands in the first handle; tp_new of the type that defines it makes the instance (CPython's tp_new_wrapper). */
    @Ref
    long construct(@Ref long w_descriptor, long function, @Slot long hArgs, int nargs, @Ref long w_kwnames) {
        long w_owner = heap.readRef(w_descriptor, W_CDescriptorObject.OWNER);
        long w_class = space.arg(hArgs, 0);
        if (space.kind(w_class) != TypeIds.TYPE) {
            throw space.error(space.w_TypeError, "%s.__new__(X): X is not a type object (%s)", space.types.name(w_owner), space.typeName(w_class));
        }
        if (!space.isSubtype(w_class, w_owner)) {
            String owner = space.types.name(w_owner);
            String given = space.types.name(w_class);
            throw space.error(space.w_TypeError, "%s.__new__(%s): %s is not a subtype of %s", owner, given, given, owner);
        }
        try (HandleScope scope = heap.scope()) {
            long hNames = scope.root(w_kwnames);
            long type = capi.types.newReference(w_class);
            int flags = MethodFlags.VARARGS | MethodFlags.KEYWORDS;
            return functions.finish(conventions.invoke(flags, function, type, 0, space.argHandle(hArgs, 1), nargs - 1, scope.get(hNames)), 0);
        }
    }

    /** An instance of a class whose {@code tp_new} is object's; 0 if it is another, or there is none. */
    @Ref
    long constructPlain(@Ref long w_class) {
        long type = capi.types.newReference(w_class);
        long made = NativeLinker.call(constructPlain, type);
        boxes.drop(type);
        return made == 0 && !capi.errors.occurred() ? 0 : functions.finish(made, 0);
    }
}
