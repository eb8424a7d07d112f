package io.mooring.capi;

import io.mooring.gc.memory.Memory;
import java.lang.foreign.Arena;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;

/**
 * Fills {@code struct mooring_upcalls} with function pointers to Java methods, by name.
 *
 * <p>C exports the names of its fields; a public method {@code objectGetAttr} of any of the given objects serves the field
 * {@code object_get_attr}. A field without method, or a method without field, fails the load and says which. Each method is wrapped once so
 * that whatever it throws becomes the error indicator, and C gets the result that announces it.
 */
final class UpcallBinder {
    private static final MethodHandle FAIL_LONG = failure("failLong", long.class, long.class);
    private static final MethodHandle FAIL_INT = failure("failInt", int.class, int.class);
    private static final MethodHandle FAIL_DOUBLE = failure("failDouble", double.class, double.class);
    private static final MethodHandle FAIL_VOID = failure("failVoid", void.class);
    private static final MethodHandle MAY_CALL = mayCall();

    private final Errors errors;
    private final Arena arena;
    private final Misuse watch;

    /** Binds for the fast mode. */
    UpcallBinder(Errors errors, Arena arena) {
        this(errors, arena, null);
    }

    /** With {@code watch}, which may be null, each upcall by a thread without the GIL is reported and refused, so that it cannot harm the heap. */
    UpcallBinder(Errors errors, Arena arena, Misuse watch) {
        this.errors = errors;
        this.arena = arena;
        this.watch = watch;
    }

    private static MethodHandle mayCall() {
        try {
            return MethodHandles.lookup().findVirtual(Misuse.class, "mayCall", MethodType.methodType(boolean.class, long.class));
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    private static MethodHandle failure(String name, Class<?> result, Class<?>... constant) {
        MethodType type = MethodType.methodType(result, constant).appendParameterTypes(Throwable.class);
        try {
            return MethodHandles.lookup().findVirtual(Errors.class, name, type);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    /** Fills every field of the library's table from the public methods of {@code groups}. */
    void bind(NativeLibrary library, Object... groups) {
        Map<String, Method> methods = new LinkedHashMap<>();
        Map<String, Object> owners = new LinkedHashMap<>();
        for (Object group : groups) collect(group, methods, owners);
        long table = library.symbol("mooring_upcalls");
        TreeSet<String> missing = new TreeSet<>();
        for (long row = library.symbol("mooring_upcall_names"); Memory.readLong(row) != 0; row += 2 * Long.BYTES) {
            long fieldName = Memory.readLong(row);
            String field = CStrings.read(fieldName);
            Method method = methods.remove(field);
            if (method == null) missing.add(field);
            else Memory.writeLong(table + Memory.readLong(row + Long.BYTES), stub(method, owners.get(field), fieldName));
        }
        if (!missing.isEmpty()) throw new IllegalStateException("C asks for upcalls that Java lacks: " + missing);
        if (!methods.isEmpty()) throw new IllegalStateException("Java has upcalls that C does not ask for: " + new TreeSet<>(methods.keySet()));
    }

    private static void collect(Object group, Map<String, Method> methods, Map<String, Object> owners) {
        for (Method method : group.getClass().getDeclaredMethods()) {
            if (!java.lang.reflect.Modifier.isPublic(method.getModifiers()) || method.isSynthetic()) continue;
            String field = fieldName(method.getName());
            Method other = methods.put(field, method);
            if (other != null) throw new IllegalStateException("two methods serve the upcall " + field + ": " + other + " and " + method);
            owners.put(field, group);
        }
    }

    /** {@code objectGetAttr} serves {@code object_get_attr}; a digit follows its word: {@code dictMergeFromSeq2}. */
    static String fieldName(String method) {
        StringBuilder name = new StringBuilder();
        for (char c : method.toCharArray()) {
            if (Character.isUpperCase(c)) name.append('_').append(Character.toLowerCase(c));
            else name.append(c);
        }
        return name.toString();
    }

    private long stub(Method method, Object owner, long fieldName) {
        try {
            MethodHandle target = MethodHandles.lookup().unreflect(method).bindTo(owner);
            MethodHandle guarded = guarded(target, method.getAnnotation(ErrorResult.class));
            boolean isWatched = watch != null && !method.isAnnotationPresent(AnyThread.class);
            return NativeLinker.upcall(isWatched ? watched(guarded, method.getAnnotation(ErrorResult.class), fieldName) : guarded, arena);
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }

    private MethodHandle guarded(MethodHandle target, ErrorResult result) {
        Class<?> type = target.type().returnType();
        long value = result == null ? -1 : result.value();
        MethodHandle failed;
        if (type == long.class) failed = MethodHandles.insertArguments(FAIL_LONG.bindTo(errors), 0, result == null ? 0L : value);
        else if (type == int.class) failed = MethodHandles.insertArguments(FAIL_INT.bindTo(errors), 0, (int) value);
        else if (type == double.class) failed = MethodHandles.insertArguments(FAIL_DOUBLE.bindTo(errors), 0, (double) value);
        else failed = FAIL_VOID.bindTo(errors);
        return MethodHandles.catchException(target, Throwable.class, failed);
    }

    /** The upcall for threads with the GIL. Others get the result that announces an error, but none is set: the indicator is the holder's. */
    private MethodHandle watched(MethodHandle target, ErrorResult result, long fieldName) {
        MethodType type = target.type();
        long value = result == null ? -1 : result.value();
        MethodHandle refused;
        if (type.returnType() == long.class) refused = MethodHandles.constant(long.class, result == null ? 0L : value);
        else if (type.returnType() == int.class) refused = MethodHandles.constant(int.class, (int) value);
        else if (type.returnType() == double.class) refused = MethodHandles.constant(double.class, (double) value);
        else refused = MethodHandles.zero(void.class);
        return MethodHandles.guardWithTest(MethodHandles.insertArguments(MAY_CALL.bindTo(watch), 0, fieldName), target, MethodHandles.dropArguments(refused, 0, type.parameterList()));
    }
}
