package io.mooring.capi;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/**
 * A JVM in which libmooring.so and the test modules are those that were built with AddressSanitizer: started for one main class, and watched until it ends.
 *
 * <p>The JVM itself is not instrumented, so the sanitizer's library comes by {@code LD_PRELOAD}, and signals stay the JVM's. Where the compiler has no
 * AddressSanitizer a test is skipped and says so; with {@code CI=true} in the environment it fails instead.
 */
final class SanitizedJvm {
    /** Where native-build.sh puts what it builds; another place for those who build by hand. */
    private static final String PROPERTY = "mooring.sanitized";
    private static final Path DIRECTORY = Path.of(System.getProperty(PROPERTY, "target/native-sanitized")).toAbsolutePath();
    /** Of libcrypt, whose functions the sanitizer intercepts, the real ones must be there before the JVM loads a module that calls them. */
    private static final String ALSO_PRELOADED = ":libcrypt.so.1";
    private static final String ASAN_OPTIONS =
            "detect_leaks=0:handle_segv=0:handle_sigbus=0:handle_sigfpe=0:handle_sigill=0:allow_user_segv_handler=1:use_sigaltstack=0";
    private static final long PATIENCE_SECONDS = 400;

    /** How a JVM ended. */
    record Ended(int exitCode, String output) {
        /** The sanitizer's report, or null. */
        String report() {
            int start = output.indexOf("ERROR: AddressSanitizer");
            return start < 0 ? null : output.substring(start);
        }
    }

    private SanitizedJvm() {}

    /** Runs a main class of the test class path to its end. */
    static Ended run(Class<?> main, List<String> properties, List<String> arguments) {
        String preload = preload();
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@" + Path.of(System.getProperty("mooring.home"), ".mvn", "jvm.args"), "-ea", "-Xmx1g",
                "-XX:ErrorFile=" + DIRECTORY.resolve("jvm-crash.log"),
                "-Dmooring.home=" + System.getProperty("mooring.home"),
                "-Dmooring.native=" + DIRECTORY.resolve("libmooring.so"),
                "-Dmooring.modules=" + DIRECTORY.resolve("modules")));
        command.addAll(properties);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("LD_PRELOAD", preload + ALSO_PRELOADED);
        builder.environment().put("ASAN_OPTIONS", ASAN_OPTIONS);
        builder.environment().put("UBSAN_OPTIONS", "print_stacktrace=1");
        try {
            return watch(builder);
        } catch (IOException e) {
            throw new IllegalStateException("a JVM with AddressSanitizer cannot be started", e);
        }
    }

    private static Ended watch(ProcessBuilder builder) throws IOException {
        Path output = Files.createTempFile(DIRECTORY, "jvm", ".log");
        try {
            Process process = builder.redirectOutput(output.toFile()).start();
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
                throw new AssertionError("not over after " + PATIENCE_SECONDS + " s: " + Files.readString(output));
            }
            return new Ended(process.exitValue(), Files.readString(output));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        } finally {
            Files.delete(output);
        }
    }

    /** The sanitizer's library. */
    private static String preload() {
        try {
            Path preload = DIRECTORY.resolve("preload");
            if (Files.exists(preload)) return Files.readString(preload).strip();
            Path reason = DIRECTORY.resolve("unavailable");
            return unavailable(Files.exists(reason) ? Files.readString(reason).strip() : "there is no " + preload + "; ./mvnw builds it");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String unavailable(String reason) {
        if ("true".equals(System.getenv("CI"))) throw new AssertionError("with CI=true this must not be skipped: " + reason);
        return Assumptions.abort("AddressSanitizer is not available: " + reason);
    }
}
