package io.mooring.properties;

import io.mooring.gc.object.TypeLayout;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.math.BigInteger;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A judge of static fields: says whether the value that one holds can change, and why.
 *
 * <p>The value itself is looked at, not the declared type, because {@code List.of(1)} and {@code new ArrayList<>()} are both a
 * {@code List}. What cannot change: primitives, strings, enums and records of such, unmodifiable collections of such, code (method
 * handles, lambdas), descriptions (memory layouts, patterns), and objects of our own all of whose fields are final and hold such.
 * An array passes as a constant table; nothing in Java tells a table from a buffer, so reviewers must.
 */
final class FrozenValues {

    /** Classes of the JDK and of libraries whose objects do not change, or that are only a door to the machine. */
    private static final Set<Class<?>> FROZEN = Set.of(
            String.class, Boolean.class, Character.class, Byte.class, Short.class, Integer.class, Long.class, Float.class, Double.class,
            Class.class, BigInteger.class, Duration.class,
            TypeLayout.Builder.class); // refuses every change once the initializer of its class has built the layout

    /** Kinds of the JDK of which every implementation is frozen. */
    private static final Set<Class<?>> FROZEN_KINDS = Set.of(Path.class, Charset.class, Pattern.class);

    /** Packages of which every class is frozen: code, C types, and the two doors to raw memory. */
    private static final Set<String> FROZEN_PACKAGES = Set.of(
            "java.lang.invoke", "java.lang.foreign", "jdk.internal.foreign", "jdk.internal.foreign.layout", "jdk.internal.foreign.abi",
            "jdk.internal.foreign.abi.x64.sysv", "sun.misc");

    private static final String UNSAFE_MEMORY = "net.openhft.chronicle.core.UnsafeMemory";

    private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());

    private FrozenValues() {}

    /**
     * Looks at the value of a static field, which initializes its class.
     *
     * @return why the value may change, or nothing when it cannot
     */
    static Optional<String> reasonAgainst(Field field) {
        if (field.isSynthetic() || field.getType().isPrimitive()) {
            return Optional.empty();
        }
        return new FrozenValues().reasonAgainst(null, field);
    }

    private Optional<String> reasonAgainst(Object holder, Field field) {
        try {
            field.setAccessible(true);
            return reasonAgainst(field.get(holder));
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            return Optional.of("cannot be looked at: " + e);
        }
    }

    private Optional<String> reasonAgainst(Object value) {
        if (value == null || isFrozen(value.getClass(), value) || !seen.add(value)) {
            return Optional.empty();
        }
        return switch (value) {
            case Collection<?> elements -> reasonAgainstCollection(elements.getClass(), elements);
            case Map<?, ?> map -> reasonAgainstCollection(map.getClass(), map.values());
            default -> reasonAgainstObject(value);
        };
    }

    private static boolean isFrozen(Class<?> type, Object value) {
        return FROZEN.contains(type) || type.isArray() || type.isHidden() || type.isSynthetic()
                || FROZEN_PACKAGES.contains(type.getPackageName()) || type.getName().equals(UNSAFE_MEMORY)
                || FROZEN_KINDS.stream().anyMatch(kind -> kind.isInstance(value));
    }

    private Optional<String> reasonAgainstCollection(Class<?> type, Collection<?> elements) {
        boolean unmodifiable = type.getName().startsWith("java.util.ImmutableCollections")
                || type.getName().startsWith("java.util.Collections$Unmodifiable")
                || type.getName().startsWith("java.util.Collections$Empty");
        if (!unmodifiable) {
            return Optional.of("a " + type.getName() + " can be modified; use List.of, Set.of, Map.of or a copyOf");
        }
        return elements.stream().map(this::reasonAgainst).flatMap(Optional::stream).findFirst();
    }

    private Optional<String> reasonAgainstObject(Object value) {
        if (!value.getClass().getName().startsWith("io.mooring.")) {
            return Optional.of("a " + value.getClass().getName() + " may hold state");
        }
        return fieldsOf(value.getClass())
                .map(field -> reasonAgainstInstanceField(value, field))
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** The fields of a class and of its superclasses, without those that the JDK declares. */
    private static Stream<Field> fieldsOf(Class<?> type) {
        return Stream.<Class<?>>iterate(type, each -> each.getName().startsWith("io.mooring."), Class::getSuperclass)
                .flatMap(each -> Stream.of(each.getDeclaredFields()));
    }

    private Optional<String> reasonAgainstInstanceField(Object holder, Field field) {
        if (Modifier.isStatic(field.getModifiers())) {
            return Optional.empty();
        }
        String name = field.getDeclaringClass().getSimpleName() + "." + field.getName();
        if (!Modifier.isFinal(field.getModifiers())) {
            return Optional.of("its field " + name + " is not final");
        }
        if (field.getType().isPrimitive()) {
            return Optional.empty();
        }
        return reasonAgainst(holder, field).map(reason -> "its field " + name + ": " + reason);
    }
}
