package io.mooring.objspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mooring.gc.Heap;
import io.mooring.gc.HeapOptions;
import io.mooring.gc.Stress;
import io.mooring.gc.roots.Global;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The base of the tests of the object space: every test runs in each {@link Setting}, in one object space per class and setting.
 *
 * <p>Tests handle objects as {@link Value}s, which are roots: what a test holds cannot move away. The stressed settings collect, move
 * everything and poison at every allocation, so that an operation that loses a reference fails at once.
 */
@ExtendWith(SpaceTest.PythonErrors.class)
@ParameterizedClass(name = "{0}")
@EnumSource(SpaceTest.Setting.class)
abstract class SpaceTest {
    private static final long MIB = 1L << 20;

    /** The heaps that every test runs in. */
    enum Setting {
        SEMISPACE("SemiSpace", 0, false),
        GENERATIONAL("GenCopy", 0, false),
        AGING("GenCopy", 2, false),
        SEMISPACE_STRESSED("SemiSpace", 0, true),
        GENERATIONAL_STRESSED("GenCopy", 0, true),
        AGING_STRESSED("GenCopy", 2, true);

        final String plan;
        final int aging;
        final boolean stressed;

        Setting(String plan, int aging, boolean stressed) {
            this.plan = plan;
            this.aging = aging;
            this.stressed = stressed;
        }

        HeapOptions options() {
            HeapOptions options = HeapOptions.small(stressed ? 16 * MIB : 64 * MIB).withPlan(plan).withAging(aging);
            return stressed ? options.withStress(Stress.every(1)) : options;
        }
    }

    /** Reads the message of a Python exception that a test did not expect while the heap that holds it is still open. */
    static final class PythonErrors implements TestExecutionExceptionHandler {
        @Override
        public void handleTestExecutionException(ExtensionContext context, Throwable thrown) throws Throwable {
            if (thrown instanceof OperationError error) throw new AssertionError("unexpected Python exception " + error.getMessage());
            throw thrown;
        }
    }

    static Heap heap;
    static ObjSpace space;

    @Parameter
    Setting setting;

    /** The start is not stressed, for it is the same in every class; see BuiltinsTest for one that is. */
    @BeforeParameterizedClassInvocation
    static void openSpace(Setting chosen) {
        heap = Heap.open(chosen.options());
        heap.countAllocations(false);
        space = new ObjSpace(heap);
        heap.countAllocations(true);
    }

    @AfterParameterizedClassInvocation
    static void closeSpace() {
        heap.close();
    }

    @AfterEach
    void theHeapIsInOrder() {
        heap.verify();
        assertThat(space.recursionDepth()).as("levels of nesting left open").isZero();
    }

    /** An object held by a root. */
    static final class Value {
        private final Global root;

        private Value(long w) {
            root = heap.global(w);
        }

        /** The raw reference, for immediate use. */
        long w() {
            return root.get();
        }

        /** Lets the object go. */
        void drop() {
            root.set(space.w_None);
        }

        String repr() {
            return space.reprText(w());
        }

        String str() {
            return space.strText(w());
        }

        long hash() {
            return space.hash(w());
        }

        /** Calls a method with positional arguments. */
        Value call(String method, Value... args) {
            return attr(method).apply(args);
        }

        Value attr(String name) {
            Value text = text(name);
            return new Value(space.getattr(w(), text.w()));
        }

        void setAttr(String name, Value value) {
            Value text = text(name);
            space.setattr(w(), text.w(), value.w());
        }

        void delAttr(String name) {
            Value text = text(name);
            space.delattr(w(), text.w());
        }

        boolean hasAttr(String name) {
            Value text = text(name);
            return space.findattr(w(), text.w()) != 0;
        }

        Value item(Value key) {
            return new Value(space.getitem(w(), key.w()));
        }

        boolean isTrue() {
            return space.isTrue(w());
        }

        boolean is(Value other) {
            return w() == other.w();
        }

        /** A call of the object itself. */
        Value apply(Value... args) {
            Value tuple = tuple(args);
            return new Value(space.callTuple(w(), tuple.w(), 0));
        }

        /** A call with keyword arguments from a dict. */
        Value applyWith(Value keywords, Value... args) {
            Value tuple = tuple(args);
            return new Value(space.callTuple(w(), tuple.w(), keywords.w()));
        }

        @Override
        public String toString() {
            return repr();
        }
    }

    static Value value(long w) {
        return new Value(w);
    }

    static Value number(long n) {
        return new Value(space.newInt(n));
    }

    static Value decimal(double d) {
        return new Value(space.newFloat(d));
    }

    static Value text(String s) {
        return new Value(space.newStr(s));
    }

    static Value none() {
        return new Value(space.w_None);
    }

    static Value list(Value... items) {
        Value list = new Value(space.newList());
        for (Value item : items) space.lists.append(list.w(), item.w());
        return list;
    }

    static Value tuple(Value... items) {
        Value list = list(items);
        return new Value(space.toTuple(list.w()));
    }

    static Value set(Value... items) {
        Value list = list(items);
        return new Value(space.sets.from(list.w()));
    }

    /** A dict from alternating keys and values. */
    static Value dict(Value... pairs) {
        Value dict = new Value(space.newDict());
        for (int i = 0; i < pairs.length; i += 2) space.dicts.set(dict.w(), pairs[i].w(), pairs[i + 1].w());
        return dict;
    }

    /** A builtin function or type by name. */
    static Value builtin(String name) {
        Value module = new Value(space.builtins.module());
        return module.attr(name);
    }

    /** A function that binds like a def's. */
    static Value function(String name, int args, BuiltinCode code) {
        return new Value(space.functions.makeFreeMethod(name, args, args, code));
    }

    /** {@code class name(*bases)} with attributes given as alternating names and values. */
    static Value newClass(String name, Value bases, Object... attributes) {
        Value dict = dict();
        for (int i = 0; i < attributes.length; i += 2) {
            Value value = attributes[i + 1] instanceof BuiltinCode code ? methodOf((String) attributes[i], code)
                    : (Value) attributes[i + 1];
            Value key = text((String) attributes[i]);
            space.dicts.set(dict.w(), key.w(), value.w());
        }
        return builtin("type").apply(text(name), bases, dict);
    }

    private static Value methodOf(String name, BuiltinCode code) {
        return new Value(space.functions.makeFreeMethod(name, 0, -1, code));
    }

    static Value add(Value a, Value b) {
        return new Value(space.add(a.w(), b.w()));
    }

    static Value binary(BinaryOp op, Value a, Value b) {
        return new Value(space.binary(op, a.w(), b.w()));
    }

    /** {@code a op= b}. */
    static Value inplace(BinaryOp op, Value a, Value b) {
        return new Value(space.inplace(op, a.w(), b.w()));
    }

    static Value unary(UnaryOp op, Value a) {
        return new Value(space.unary(op, a.w()));
    }

    /** {@code a op b} with an operator of {@link CompareOp}. */
    static Value compare(Value a, Value b, int op) {
        return new Value(space.richcompare(a.w(), b.w(), op));
    }

    static boolean contains(Value container, Value item) {
        return space.contains(container.w(), item.w());
    }

    static void put(Value container, Value key, Value item) {
        space.setitem(container.w(), key.w(), item.w());
    }

    static void delete(Value container, Value key) {
        space.delitem(container.w(), key.w());
    }

    static boolean isinstance(Value object, Value classes) {
        return space.isinstance(object.w(), classes.w());
    }

    static boolean equal(Value a, Value b) {
        return space.eq(a.w(), b.w());
    }

    /** The message of the Python exception that the action raises, as the last line of a traceback shows it. */
    static String error(Runnable action) {
        OperationError error = catchThrowableOfType(OperationError.class, action::run);
        return error == null ? "no exception" : error.getMessage();
    }
}
