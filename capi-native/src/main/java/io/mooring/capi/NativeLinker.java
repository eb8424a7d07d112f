package io.mooring.capi;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.List;

/**
 * The only user of {@link Linker}: calls of C functions by address, and C function pointers to Java methods.
 *
 * <p>A pointer crosses as a {@code long}. Each signature has one constant method handle that takes the address of the function first, so
 * that a call compiles to a direct transition, about 4 ns. The class has no state.
 */
final class NativeLinker {
    private static final Linker LINKER = Linker.nativeLinker();

    private static final MethodHandle L = handle(long.class);
    private static final MethodHandle L_L = handle(long.class, long.class);
    private static final MethodHandle L_LL = handle(long.class, long.class, long.class);
    private static final MethodHandle L_LLL = handle(long.class, long.class, long.class, long.class);
    private static final MethodHandle L_LLI = handle(long.class, long.class, long.class, int.class);
    private static final MethodHandle L_LLLL = handle(long.class, long.class, long.class, long.class, long.class);
    private static final MethodHandle L_LLLLL = handle(long.class, long.class, long.class, long.class, long.class, long.class);
    private static final MethodHandle L_LLLLLL = handle(long.class, long.class, long.class, long.class, long.class, long.class, long.class);
    private static final MethodHandle I = handle(int.class);
    private static final MethodHandle I_L = handle(int.class, long.class);
    private static final MethodHandle I_LL = handle(int.class, long.class, long.class);
    private static final MethodHandle I_LLL = handle(int.class, long.class, long.class, long.class);
    private static final MethodHandle L_LI = handle(long.class, long.class, int.class);
    private static final MethodHandle L_I = handle(long.class, int.class);
    private static final MethodHandle L_IL = handle(long.class, int.class, long.class);

    private NativeLinker() {}

    private static MethodHandle handle(Class<?> result, Class<?>... arguments) {
        return LINKER.downcallHandle(descriptor(MethodType.methodType(result, arguments)));
    }

    private static FunctionDescriptor descriptor(MethodType type) {
        MemoryLayout[] arguments = new MemoryLayout[type.parameterCount()];
        for (int i = 0; i < arguments.length; i++) arguments[i] = layout(type.parameterType(i));
        return type.returnType() == void.class
                ? FunctionDescriptor.ofVoid(arguments)
                : FunctionDescriptor.of(layout(type.returnType()), arguments);
    }

    private static MemoryLayout layout(Class<?> type) {
        if (type == long.class) return ValueLayout.JAVA_LONG;
        if (type == int.class) return ValueLayout.JAVA_INT;
        if (type == double.class) return ValueLayout.JAVA_DOUBLE;
        throw new IllegalArgumentException("a value crosses as long, int or double, not as " + type.getName());
    }

    /** A C function pointer to a Java method, valid until the arena closes. The method must not throw: that would end the process. */
    static long upcall(MethodHandle target, Arena arena) {
        return LINKER.upcallStub(target, descriptor(target.type()), arena).address();
    }

    /** The address of a function of the C library that the JVM itself is linked with. */
    static long systemFunction(String name) {
        return LINKER.defaultLookup().find(name)
                .orElseThrow(() -> new IllegalStateException("the C library has no function " + name)).address();
    }

    // ---- calls: the first argument is the address of the function; the names tell the result ------------------------------------

    static long call(long function) {
        try {
            return (long) L.invokeExact(MemorySegment.ofAddress(function));
        } catch (Throwable t) {
            throw broken(t);
        }
    }

    static long call(long function, long a) {
        try {
            return (long) L_L.invokeExact(MemorySegment.ofAddress(function), a);
        } catch (Throwable t) {
            throw broken(t);
        }
    }

    static long call(long function, long a, long b) {
        try {
            return (long) L_LL.invokeExact(MemorySegment.ofAddress(function), a, b);
        } catch (Throwable t) {
            throw broken(t);
        }
    }

    static long call(long function, long a, long b, long c) {
        try {
            return (long) L_LLL.invokeExact(MemorySegment.ofAddress(function), a, b, c);
        } catch (Throwable t) {
            throw broken(t);
        }
    }

    static long call(long function, long a, long b, long c, long d) {
        try {
            return (long) L_LLLL.invokeExact(MemorySegment.ofAddress(function), a, b, c, d);
        } catch (Throwable t) {
            throw broken(t);
        }
    }

    static long call(long function, long a, long b, long c, long d, long e) {
        try {
            return (long) L_LLLLL.invokeExact(MemorySegment.ofAddress(function), a, b, c, d, e);
        } catch (Throwable t) {
            throw broken(t);
        }
    }

    static long call(long function, long a, long b, long c, long d, long e, long f) {
        try {
            return (long) L_LLLLLL.invokeExact(MemorySegment.ofAddress(function), a, b, c, d, e, f);
        } catch (Throwable t) {
            throw broken(t);
        }
    }

    /** For {@code richcmpfunc} and others whose last argument is a C int. */
    static long callWithInt(long function, long a, long b, int operator) {
        try {
            return (long) L_LLI.invokeExact(MemorySegment.ofAddress(function), a, b, operator);
        } catch (Throwable t) {
            throw broken(t);
        }
    }

    static long callWithInt(long function, long a, int b) {
        try {
            return (long) L_LI.invokeExact(MemorySegment.ofAddress(function), a, b);
        } catch (Throwable t) {
            throw broken(t);
        }
    }

    static long callWithInt(long function, int a) {
        try {
            return (long) L_I.invokeExact(MemorySegment.ofAddress(function), a);
        } catch (Throwable t) {
            throw broken(t);
        }
    }

    static long callWithInt(long function, int a, long b) {
        try {
            return (long) L_IL.invokeExact(MemorySegment.ofAddress(function), a, b);
        } catch (Throwable t) {
            throw broken(t);
        }
    }

    static int callInt(long function) {
        try {
            return (int) I.invokeExact(MemorySegment.ofAddress(function));
        } catch (Throwable t) {
            throw broken(t);
        }
    }

    static int callInt(long function, long a) {
        try {
            return (int) I_L.invokeExact(MemorySegment.ofAddress(function), a);
        } catch (Throwable t) {
            throw broken(t);
        }
    }

    static int callInt(long function, long a, long b) {
        try {
            return (int) I_LL.invokeExact(MemorySegment.ofAddress(function), a, b);
        } catch (Throwable t) {
            throw broken(t);
        }
    }

    static int callInt(long function, long a, long b, long c) {
        try {
            return (int) I_LLL.invokeExact(MemorySegment.ofAddress(function), a, b, c);
        } catch (Throwable t) {
            throw broken(t);
        }
    }

    /** A method handle of ours failed before C was reached: a mistake in this class, or an error of the JVM such as a full stack. */
    private static RuntimeException broken(Throwable t) {
        if (t instanceof Error e) throw e;
        return new IllegalStateException("a call of a C function failed: " + t, t);
    }

    /** The names of a signature's parameters and result, as errors of the binder show them. */
    static String shape(MethodType type) {
        List<String> parts = new ArrayList<>();
        for (Class<?> parameter : type.parameterArray()) parts.add(parameter.getSimpleName());
        return type.returnType().getSimpleName() + "(" + String.join(", ", parts) + ")";
    }
}
