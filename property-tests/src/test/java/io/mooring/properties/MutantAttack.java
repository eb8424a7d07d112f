package io.mooring.properties;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.RandomGenerator;
import net.jqwik.api.sessions.JqwikSession;

/** Runs the kept scripts, and then random ones, on every heap for so many seconds; exits with {@link Mutants#FOUND} at the first difference from the model. */
final class MutantAttack {
    private static final int GENERATOR_SIZE = 1000;

    private MutantAttack() {}

    public static void main(String[] arguments) throws IOException {
        long end = System.nanoTime() + Long.parseLong(arguments[0]) * 1_000_000_000L;
        List<HeapConfiguration> configurations = HeapConfiguration.all();
        try {
            Path folder = Mutants.home().resolve(Path.of("property-tests", "src", "test", "resources", "regression"));
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.sorted().toList()) {
                    HeapScript script = HeapScript.parse(Files.readString(file));
                    configurations.forEach(configuration -> ScriptRun.run(script, configuration));
                }
            }
            JqwikSession.run(() -> attack(configurations, end));
        } catch (RuntimeException | AssertionError difference) {
            System.out.println(difference.getMessage());
            System.exit(Mutants.FOUND);
        }
        System.exit(Mutants.SURVIVED);
    }

    private static void attack(List<HeapConfiguration> configurations, long end) {
        RandomGenerator<HeapScript> scripts = new HeapScripts().scripts().generator(GENERATOR_SIZE);
        for (long seed = 1; System.nanoTime() < end; seed++) {
            HeapScript script = scripts.next(new Random(seed)).value();
            configurations.forEach(configuration -> ScriptRun.run(script, configuration));
        }
    }
}
