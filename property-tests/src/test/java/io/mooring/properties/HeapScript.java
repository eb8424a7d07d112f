package io.mooring.properties;

import io.mooring.properties.HeapAction.LinkKind;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** A list of actions that can be printed, kept in a file, and read back: one action a line, {@code #} begins a comment. */
record HeapScript(List<HeapAction> actions) {

    /** The script as text; {@link #parse} of it is equal to this. */
    @Override
    public String toString() {
        return actions.stream().map(HeapScript::line).collect(Collectors.joining("\n", "", "\n"));
    }

    private static String line(HeapAction action) {
        StringBuilder line = new StringBuilder(action.getClass().getSimpleName());
        for (RecordComponent component : action.getClass().getRecordComponents()) {
            try {
                line.append(' ').append(component.getAccessor().invoke(action));
            } catch (ReflectiveOperationException impossible) {
                throw new AssertionError(impossible);
            }
        }
        return line.toString();
    }

    static HeapScript parse(String text) {
        List<HeapAction> actions = new ArrayList<>();
        for (String line : text.lines().toList()) {
            String content = line.replaceFirst("#.*", "").strip();
            if (!content.isEmpty()) actions.add(action(content.split("\\s+")));
        }
        return new HeapScript(actions);
    }

    private static HeapAction action(String[] words) {
        Class<?> kind = Arrays.stream(HeapAction.class.getPermittedSubclasses())
                .filter(permitted -> permitted.getSimpleName().equals(words[0]))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no action is called " + words[0]));
        RecordComponent[] components = kind.getRecordComponents();
        if (words.length != components.length + 1) throw new IllegalArgumentException(words[0] + " takes " + components.length + " numbers, not " + (words.length - 1));
        Class<?>[] types = Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        Object[] values = new Object[types.length];
        for (int i = 0; i < types.length; i++) values[i] = value(types[i], words[i + 1]);
        try {
            Constructor<?> constructor = kind.getDeclaredConstructor(types);
            return (HeapAction) constructor.newInstance(values);
        } catch (ReflectiveOperationException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static Object value(Class<?> type, String word) {
        if (type == int.class) return Integer.parseInt(word);
        if (type == long.class) return Long.parseLong(word);
        return LinkKind.valueOf(word);
    }
}
