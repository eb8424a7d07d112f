package io.mooring.lisp;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.gc.Heap;
import io.mooring.gc.HeapOptions;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Counts, by reflection, what an embedder can be called back for, and compares it with the table in {@code docs/porting.md}. */
class CallbacksTest {
    /** What an embedder talks to. */
    private static final List<Class<?>> DOORS = List.of(Heap.class, HeapOptions.class);
    private static final int MOST_CALLBACKS = 15;
    private static final Pattern ROW = Pattern.compile("\\| `(\\w+)` \\| (\\d+) \\|.*");

    /** The number of methods that an embedder writes for each interface that it can pass to a heap. */
    private static Map<String, Integer> callbacks() {
        Map<String, Integer> counts = new TreeMap<>();
        Deque<Class<?>> open = new ArrayDeque<>();
        for (Class<?> door : DOORS) {
            for (Method method : door.getMethods()) Arrays.stream(method.getParameterTypes()).filter(CallbacksTest::isOurs).forEach(open::add);
        }
        while (!open.isEmpty()) {
            Class<?> supplied = open.pop();
            List<Method> methods = Arrays.stream(supplied.getMethods()).filter(method -> Modifier.isAbstract(method.getModifiers())).toList();
            if (counts.putIfAbsent(supplied.getSimpleName(), methods.size()) != null) continue;
            methods.stream().map(Method::getReturnType).filter(CallbacksTest::isOurs).forEach(open::add);
        }
        return counts;
    }

    private static boolean isOurs(Class<?> type) {
        return type.isInterface() && type.getName().startsWith("io.mooring.gc.");
    }

    @Test
    void thePortingGuideCountsThem() {
        Map<String, Integer> stated = new TreeMap<>();
        for (String line : Tutorial.lines(Tutorial.root().resolve("docs/porting.md"))) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) stated.put(row.group(1), Integer.valueOf(row.group(2)));
        }
        assertThat(stated).isEqualTo(callbacks());
    }

    @Test
    void allOfThemTogetherAreFew() {
        assertThat(callbacks()).containsKey("RootSource");
        assertThat(callbacks().values().stream().mapToInt(Integer::intValue).sum()).isLessThanOrEqualTo(MOST_CALLBACKS);
    }
}
