package io.mooring.gc;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.gc.memory.Memory;
import io.mooring.gc.roots.HandleScope;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With {@link Stress#protect}, a stale reference crashes at the access; each crash happens in a JVM of its own. */
class ProtectedMemoryTest {
    /** What the child does: reads an object through the reference it had before a collection, or through the handle. */
    static final class Child {
        public static void main(String[] arguments) {
            HeapOptions options = HeapOptions.small(HeapKind.MAX_HEAP).withPlan(arguments[0]).withStress(new Stress(0, false, false, true));
            try (Heap heap = Heap.open(options); HandleScope scope = heap.scope()) {
                TestTypes types = new TestTypes(heap);
                long pair = heap.allocate(types.pair);
                long handle = scope.root(pair);
                heap.collect(CollectionKind.MAJOR);
                System.out.println("collected");
                long object = arguments[1].equals("stale") ? pair : scope.get(handle);
                System.out.println("read " + Memory.readLong(object + TestTypes.PAYLOAD));
            }
        }
    }

    private record Outcome(int exitCode, String output) {}

    private static Outcome run(String plan, String what) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+SuppressFatalErrorMessage",
                "-XX:-CreateCoredumpOnCrash",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Child.class.getName(),
                plan,
                what));
        Process child = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Outcome(child.waitFor(), output);
    }

    @ParameterizedTest
    @ValueSource(strings = {"SemiSpace", "GenCopy"})
    void aStaleReferenceCrashesTheProcessAtTheAccess(String plan) throws IOException, InterruptedException {
        Outcome outcome = run(plan, "stale");
        assertThat(outcome.output()).contains("collected").doesNotContain("read");
        assertThat(outcome.exitCode()).isNotZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"SemiSpace", "GenCopy"})
    void aHandleReadsOnAfterTheCollection(String plan) throws IOException, InterruptedException {
        Outcome outcome = run(plan, "handle");
        assertThat(outcome.output()).contains("collected").contains("read 0");
        assertThat(outcome.exitCode()).isZero();
    }
}
