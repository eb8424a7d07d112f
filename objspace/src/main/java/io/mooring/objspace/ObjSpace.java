package io.mooring.objspace;

import io.mooring.gc.Heap;
import io.mooring.gc.Immediate;
import io.mooring.gc.Ref;
import io.mooring.gc.Slot;
import io.mooring.gc.roots.HandleScope;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;

/**
 * Python's operations on the objects of one heap.
 *
 * <p>Objects are raw references named {@code w_x}. EVERY operation here may allocate and so move everything, unless it says that it does
 * not: a caller keeps what it still needs in a {@link HandleScope}. Operands need not be rooted by the caller. Results are never 0 unless
 * said so. A Python exception is thrown as {@link OperationError}.
 *
 * <p>The singletons and the builtin types ({@code w_None}, {@code w_int}, …) are immortal: these fields stay valid.
 */
public final class ObjSpace extends SpaceTypes {
    /** Nested calls, reprs and comparisons that Python allows by default, sys.getrecursionlimit(). */
    public static final int DEFAULT_RECURSION_LIMIT = 1000;
    /** Levels for which any stack suffices (at 3 KiB each); beyond it every level looks at what is left. */
    private static final int UNPROBED_DEPTH = 100;

    /** Parts of this facade. */
    public final Attributes attributes;
    public final Operators operators;
    public final Conversions conversions;
    public final Texts texts;
    public final Classes classes;
    public final Calls calls;
    public final Names names;
    final BuiltinFunctions builtinFunctions;
    /** The C side; {@link ForeignObjects#NONE} until {@link #connect}. */
    public ForeignObjects foreign = ForeignObjects.NONE;

    /** Told of errors that nobody can catch. */
    public final UnraisableErrors unraisable = new UnraisableErrors(this);

    /** The module builtins and the dict sys.modules live as long as the space. */
    public final Builtins builtins;

    private HandleScope slots;
    private final Map<String, Long> interned = new HashMap<>();
    private int recursionDepth;
    private int recursionLimit = DEFAULT_RECURSION_LIMIT;

    /** Builds the builtin types in a heap in which nothing has been defined yet. */
    public ObjSpace(Heap heap) {
        super(heap);
        useSlots();
        attributes = new Attributes(this);
        operators = new Operators(this);
        conversions = new Conversions(this);
        texts = new Texts(this);
        classes = new Classes(this);
        calls = new Calls(this);
        builtinFunctions = new BuiltinFunctions(this);
        names = new Names(this);
        bootstrap.fillTypes();
        builtins = new Builtins(this);
    }

    /** Connects the C side; once. */
    public void connect(ForeignObjects side) {
        if (foreign != ForeignObjects.NONE) throw new IllegalStateException("the object space is connected already");
        foreign = side;
    }

    /** Arguments stand on the heap's stack of handles; called when another one came into use, that of the thread which now runs. */
    public void useSlots() {
        try (HandleScope any = heap.scope()) {
            slots = any; // reads and writes slots; which frame it stands for does not matter
        }
    }

    // ---- slots --------------------------------------------------------------------------------------------------------------------------

    /** The argument in a slot. Does not collect. */
    public @Ref long arg(@Slot long hArgs, int index) {
        return slots.get(hArgs + (long) index * Long.BYTES);
    }

    /** The handle of an argument. */
    public @Slot long argHandle(@Slot long hArgs, int index) {
        return hArgs + (long) index * Long.BYTES;
    }

    /** The argument, or None where it is absent (0) or beyond {@code nargs}. Does not collect. */
    public @Ref long argOrNone(@Slot long hArgs, int index, int nargs) {
        if (index >= nargs) return w_None;
        long w = arg(hArgs, index);
        return w == 0 ? w_None : w;
    }

    /** Self of a method: the first argument, unwrapped to its {@link #payload}. Does not collect. */
    public @Ref long self(@Slot long hArgs) {
        return payload(slots.get(hArgs));
    }

    // ---- making objects -----------------------------------------------------------------------------------------------------------------

    /** An int. Allocates only beyond 63 bits. */
    public @Ref long newInt(long value) {
        return Immediate.fits(value) ? Immediate.of(value) : longs.make(value);
    }

    public @Ref long newInt(BigInteger value) {
        return longs.make(value);
    }

    public @Ref long newBool(boolean value) {
        return value ? w_True : w_False;
    }

    public @Ref long newFloat(double value) {
        return floats.make(value);
    }

    public @Ref long newStr(String text) {
        return unicodes.make(text);
    }

    public @Ref long newBytes(byte[] data) {
        return bytes.make(data);
    }

    /** A tuple of {@code n} consecutive slots. */
    public @Ref long newTuple(@Slot long hItems, int n) {
        return tuples.make(hItems, n);
    }

    public @Ref long newTuple(@Ref long w_a) {
        try (HandleScope scope = heap.scope()) {
            return tuples.make(scope.root(w_a), 1);
        }
    }

    public @Ref long newTuple(@Ref long w_a, @Ref long w_b) {
        try (HandleScope scope = heap.scope()) {
            long hItems = scope.root(w_a);
            scope.root(w_b);
            return tuples.make(hItems, 2);
        }
    }

    public @Ref long newList() {
        return lists.make();
    }

    public @Ref long newDict() {
        return dicts.make();
    }

    /** The immortal str for a name that stands in the source code; never for names from outside, for they would stay for ever. */
    public @Ref long intern(String name) {
        Long known = interned.get(name);
        if (known != null) return known;
        long w_name = unicodes.makeImmortal(name);
        interned.put(name, w_name);
        return w_name;
    }

    // ---- taking objects apart -----------------------------------------------------------------------------------------------------------

    /** The text of a str, or of an instance of a subclass; TypeError for anything else. Does not collect. */
    public String string(@Ref long w_str) {
        long w = payload(w_str);
        if (kind(w) != TypeIds.UNICODE) throw error(w_TypeError, "expected str, got %s", typeName(w_str));
        return unicodes.toJava(w);
    }

    public boolean isStr(@Ref long w) {
        return kind(payload(w)) == TypeIds.UNICODE;
    }

    /** Whether it is an int (bool included) or an instance of a subclass. Does not collect. */
    public boolean isInt(@Ref long w) {
        int kind = kind(payload(w));
        return kind == TypeIds.SMALL_INT || kind == TypeIds.LONG || kind == TypeIds.BOOL;
    }

    /** The value of an int as a Java long; OverflowError if it does not fit, TypeError if it has no {@code __index__}. */
    public long asLong(@Ref long w) {
        if (Immediate.is(w)) return Immediate.value(w);
        return conversions.asLongSlow(w);
    }

    /** The value as an index: like {@link #asLong}, but out of range is IndexError with CPython's message. */
    public long asIndex(@Ref long w) {
        if (Immediate.is(w)) return Immediate.value(w);
        return conversions.asIndexSlow(w);
    }

    /** The value of any object with {@code __index__}, clipped to the range of a Java long instead of overflowing (slices). */
    public long asClippedIndex(@Ref long w) {
        if (Immediate.is(w)) return Immediate.value(w);
        return conversions.asClippedIndexSlow(w);
    }

    public BigInteger asBigInteger(@Ref long w) {
        if (Immediate.is(w)) return BigInteger.valueOf(Immediate.value(w));
        return conversions.asBigIntegerSlow(w);
    }

    /** The value of a float, or of anything with {@code __float__} or {@code __index__}. */
    public double asDouble(@Ref long w) {
        return conversions.asDouble(w);
    }

    // ---- errors -------------------------------------------------------------------------------------------------------------------------

    /**
     * An exception of a builtin type (immortal: one of the fields here, or of {@link W_ExceptionObject#builtin}) with a message;
     * {@code throw} it. Arguments are formatted by {@link String#format}; without arguments the text stands as it is. Does not collect.
     */
    public OperationError error(@Ref long w_builtinType, String format, Object... args) {
        return new OperationError(this, w_builtinType, OperationError.formatted(format, args));
    }

    /** An exception whose one argument is an object (KeyError). */
    public OperationError errorWithArg(@Ref long w_type, @Ref long w_arg) {
        return new OperationError(this, exceptions.make(w_type, w_arg));
    }

    /** An exception that exists as an object. Does not collect. */
    public OperationError errorOf(@Ref long w_exception) {
        return new OperationError(this, w_exception);
    }

    /** {@code raise w_type}, or {@code raise w_value}: what {@code PyErr_SetObject} and the raise statement do. */
    public OperationError raise(@Ref long w_type, @Ref long w_value) {
        return exceptions.raise(w_type, w_value);
    }

    /** The StopIteration without a value. */
    OperationError stopIteration() {
        return new OperationError(this, w_StopIteration, null);
    }

    /**
     * Counts one level of nesting; RecursionError beyond the limit, or where the Java stack will not do. {@code where} as in CPython:
     * {@code " while calling a Python object"}. Does not collect.
     */
    public void enter(String where) {
        if (++recursionDepth > UNPROBED_DEPTH) enterDeepSlow(where);
    }

    /** A level takes up to some kilobytes of Java stack, and what C code uses; so the stack may end before the limit does. */
    private void enterDeepSlow(String where) {
        if (recursionDepth <= recursionLimit && StackProbe.hasReserve()) return;
        recursionDepth--;
        throw error(w_RecursionError, "maximum recursion depth exceeded%s", where);
    }

    /** Ends the level that {@link #enter} began; in a finally block that begins after enter succeeded. */
    public void leave() {
        recursionDepth--;
    }

    /** Levels of nesting entered and not left. */
    public int recursionDepth() {
        return recursionDepth;
    }

    /** Continues at another level, that of another thread which now runs; answers the level of the one that did. */
    public int exchangeRecursionDepth(int depth) {
        int before = recursionDepth;
        recursionDepth = depth;
        return before;
    }

    public int recursionLimit() {
        return recursionLimit;
    }

    /** At least {@link #UNPROBED_DEPTH}. */
    public void setRecursionLimit(int limit) {
        recursionLimit = Math.max(limit, UNPROBED_DEPTH);
    }

    // ---- calls --------------------------------------------------------------------------------------------------------------------------

    /**
     * Calls with {@code nargs} positional arguments in consecutive slots; {@code w_kwnames} = 0 or a tuple of str, whose values follow
     * them.
     */
    public @Ref long call(@Ref long w_callable, @Slot long hArgs, int nargs, @Ref long w_kwnames) {
        return calls.call(w_callable, hArgs, nargs, w_kwnames);
    }

    public @Ref long call0(@Ref long w_callable) {
        return calls.call0(w_callable);
    }

    public @Ref long call1(@Ref long w_callable, @Ref long w_arg) {
        return calls.call1(w_callable, w_arg);
    }

    public @Ref long call2(@Ref long w_callable, @Ref long w_first, @Ref long w_second) {
        return calls.call2(w_callable, w_first, w_second);
    }

    public @Ref long call3(@Ref long w_callable, @Ref long w_first, @Ref long w_second, @Ref long w_third) {
        return calls.call3(w_callable, w_first, w_second, w_third);
    }

    /** {@code callable(*args, **kwargs)}: a tuple, and a dict or 0. */
    public @Ref long callTuple(@Ref long w_callable, @Ref long w_args, @Ref long w_kwargs) {
        return calls.callTuple(w_callable, w_args, w_kwargs);
    }

    /** {@code w.name(...)} with arguments in consecutive slots, without a bound method in between where possible. */
    public @Ref long callMethod(@Ref long w, @Ref long w_name, @Slot long hArgs, int nargs, @Ref long w_kwnames) {
        return calls.callMethod(w, w_name, hArgs, nargs, w_kwnames);
    }

    public boolean callable(@Ref long w) {
        return behaviour(w).isCallable(w);
    }

    // ---- attributes ---------------------------------------------------------------------------------------------------------------------

    public @Ref long getattr(@Ref long w, @Ref long w_name) {
        return attributes.get(w, w_name);
    }

    /** The attribute, or 0 instead of AttributeError. */
    public @Ref long findattr(@Ref long w, @Ref long w_name) {
        return attributes.find(w, w_name);
    }

    public void setattr(@Ref long w, @Ref long w_name, @Ref long w_value) {
        attributes.set(w, w_name, w_value);
    }

    public void delattr(@Ref long w, @Ref long w_name) {
        attributes.delete(w, w_name);
    }

    /** Looks a name up in a type and its bases, without binding; 0 = not there. Does not collect. */
    public @Ref long lookup(@Ref long w_type, @Ref long w_name) {
        return types.lookup(w_type, w_name);
    }

    // ---- containers ---------------------------------------------------------------------------------------------------------------------

    /** Objects of C types are looked for before the table, here and in {@link #getitem}: a comparison takes the place of a load and of a choice among all kinds, for calls of a few nanoseconds. */
    public long len(@Ref long w) {
        int kind = kind(w);
        return kind == TypeIds.FOREIGN ? foreigners.length(w) : kinds[kind].length(w);
    }

    public @Ref long getitem(@Ref long w, @Ref long w_key) {
        int kind = kind(w);
        return kind == TypeIds.FOREIGN ? foreigners.getItem(w, w_key) : kinds[kind].getItem(w, w_key);
    }

    /** {@code w[index]} with a Java index; a negative one counts from the end. */
    public @Ref long getitemAt(@Ref long w, long index) {
        return behaviour(w).getItemAt(w, index);
    }

    public void setitem(@Ref long w, @Ref long w_key, @Ref long w_value) {
        behaviour(w).setItem(w, w_key, w_value);
    }

    public void delitem(@Ref long w, @Ref long w_key) {
        behaviour(w).delItem(w, w_key);
    }

    public boolean contains(@Ref long w, @Ref long w_item) {
        return behaviour(w).contains(w, w_item);
    }

    /** What {@code in} does for an object that can only be iterated. */
    public boolean containsByIterating(@Ref long w, @Ref long w_item) {
        return operators.containsByIterating(w, w_item);
    }

    public @Ref long iter(@Ref long w) {
        return behaviour(w).iter(w);
    }

    /** The next item, or 0 when the iterator is exhausted. */
    public @Ref long next(@Ref long w_iterator) {
        return behaviour(w_iterator).next(w_iterator);
    }

    /** {@code list(w)} as a new list; {@code tuple(w)} as a tuple. */
    public @Ref long toList(@Ref long w_iterable) {
        return operators.toList(w_iterable);
    }

    public @Ref long toTuple(@Ref long w_iterable) {
        return operators.toTuple(w_iterable);
    }

    // ---- basics -------------------------------------------------------------------------------------------------------------------------

    /** {@code repr(w)}: a str (or an instance of a subclass of str). */
    public @Ref long repr(@Ref long w) {
        return texts.repr(w);
    }

    public @Ref long str(@Ref long w) {
        return texts.str(w);
    }

    public @Ref long ascii(@Ref long w) {
        return texts.ascii(w);
    }

    public @Ref long format(@Ref long w, @Ref long w_spec) {
        return texts.format(w, w_spec);
    }

    /** {@code bytes(w)}. */
    public @Ref long bytes(@Ref long w) {
        return texts.bytes(w);
    }

    /** {@code repr(w)} as Java text; for tests and messages. */
    public String reprText(@Ref long w) {
        return string(repr(w));
    }

    public String strText(@Ref long w) {
        return string(str(w));
    }

    public long hash(@Ref long w) {
        int kind = kind(w);
        return kind == TypeIds.UNICODE ? unicodes.hash(w) : kind == TypeIds.TUPLE ? operators.hashOfNested(w) : kinds[kind].hash(w);
    }

    public boolean isTrue(@Ref long w) {
        if (w == w_True) return true;
        if (w == w_False || w == w_None) return false;
        return behaviour(w).isTrue(w);
    }

    /** {@code id(w)}: stays the same wherever the object moves; never negative. Does not collect. */
    public long id(@Ref long w) {
        return Immediate.is(w) ? Immediate.value(w) << 4 & Immediate.MAX_VALUE | 1 : heap.identityHash(w);
    }

    /** The hash of an object that is equal only to itself. Does not collect. */
    public long identityHash(@Ref long w) {
        return heap.identityHash(w);
    }

    @Ref
    long defaultRepr(@Ref long w) {
        return texts.defaultRepr(w);
    }

    @Ref
    long defaultFormat(@Ref long w, @Ref long w_spec) {
        return texts.defaultFormat(w, w_spec);
    }

    public boolean isinstance(@Ref long w, @Ref long w_classes) {
        return classes.isinstance(w, w_classes);
    }

    public boolean issubclass(@Ref long w_class, @Ref long w_classes) {
        return classes.issubclass(w_class, w_classes);
    }

    /** {@code dir(w)}: a sorted list. */
    public @Ref long dir(@Ref long w) {
        return attributes.dir(w);
    }

    // ---- comparison ---------------------------------------------------------------------------------------------------------------------

    /** {@code w_a op w_b} with an operator of {@link CompareOp}. */
    public @Ref long richcompare(@Ref long w_a, @Ref long w_b, int op) {
        return operators.richcompare(w_a, w_b, op);
    }

    /** The truth of a comparison, where identical objects count as equal, as in containers (PyObject_RichCompareBool). */
    public boolean compare(@Ref long w_a, @Ref long w_b, int op) {
        return operators.compare(w_a, w_b, op);
    }

    /** {@code w_a is w_b or w_a == w_b}. */
    public boolean eq(@Ref long w_a, @Ref long w_b) {
        return operators.compare(w_a, w_b, CompareOp.EQ);
    }

    /** {@code w_a < w_b}. */
    public boolean lt(@Ref long w_a, @Ref long w_b) {
        return operators.compare(w_a, w_b, CompareOp.LT);
    }

    // ---- arithmetic ---------------------------------------------------------------------------------------------------------------------

    public @Ref long add(@Ref long w_a, @Ref long w_b) {
        if ((w_a & w_b & Immediate.TAG) != 0) return newInt(Immediate.value(w_a) + Immediate.value(w_b));
        if (kind(w_a) == TypeIds.FLOAT && kind(w_b) == TypeIds.FLOAT) return newFloat(floats.value(w_a) + floats.value(w_b));
        return operators.add(w_a, w_b);
    }

    public @Ref long sub(@Ref long w_a, @Ref long w_b) {
        if ((w_a & w_b & Immediate.TAG) != 0) return newInt(Immediate.value(w_a) - Immediate.value(w_b));
        if (kind(w_a) == TypeIds.FLOAT && kind(w_b) == TypeIds.FLOAT) return newFloat(floats.value(w_a) - floats.value(w_b));
        return operators.binary(BinaryOp.SUB, w_a, w_b);
    }

    public @Ref long mul(@Ref long w_a, @Ref long w_b) {
        if ((w_a & w_b & Immediate.TAG) != 0) return ints.arithmetic.multiply(Immediate.value(w_a), Immediate.value(w_b));
        if (kind(w_a) == TypeIds.FLOAT && kind(w_b) == TypeIds.FLOAT) return newFloat(floats.value(w_a) * floats.value(w_b));
        return operators.mul(w_a, w_b);
    }

    /** {@code w_a op w_b} for any operator. */
    public @Ref long binary(BinaryOp op, @Ref long w_a, @Ref long w_b) {
        return switch (op) {
            case ADD -> add(w_a, w_b);
            case SUB -> sub(w_a, w_b);
            case MUL -> mul(w_a, w_b);
            default -> operators.binary(op, w_a, w_b);
        };
    }

    /** {@code w_a op= w_b}. */
    public @Ref long inplace(BinaryOp op, @Ref long w_a, @Ref long w_b) {
        return operators.inplace(op, w_a, w_b);
    }

    /** {@code pow(w_base, w_exponent, w_modulus)}; a modulus of None is none. */
    public @Ref long pow(@Ref long w_base, @Ref long w_exponent, @Ref long w_modulus) {
        return operators.pow(w_base, w_exponent, w_modulus);
    }

    public @Ref long unary(UnaryOp op, @Ref long w) {
        return operators.unary(op, w);
    }

    /** {@code operator.index(w)}: an int. */
    public @Ref long index(@Ref long w) {
        if (Immediate.is(w)) return w;
        return conversions.index(w);
    }

    /** {@code int(w)} of one argument. */
    public @Ref long toInt(@Ref long w) {
        return conversions.toInt(w);
    }

    /** {@code float(w)}. */
    public @Ref long toFloat(@Ref long w) {
        return conversions.toFloat(w);
    }
}
