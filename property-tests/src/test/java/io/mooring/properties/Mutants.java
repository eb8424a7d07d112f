package io.mooring.properties;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/**
 * The tests of the collector, tested: builds it once with each of the bugs of {@code mutants.txt} and lets the scripts attack it. A bug
 * that no script finds is a hole in the scripts. Takes some ten seconds a bug; run it with the class path of this module's tests:
 *
 * <pre>java -ea ... io.mooring.properties.Mutants [part of a name]</pre>
 */
final class Mutants {
    private static final long ATTACK_SECONDS = 60;
    /** What {@link MutantAttack} exits with when it found nothing. */
    static final int SURVIVED = 0;
    /** What it exits with when the heap did not do what the model did. */
    static final int FOUND = 10;
    /** What the JVM exits with when an exception ended it: then the attack itself is broken. */
    private static final int BROKEN = 1;

    /** One bug: {@code from} stands in {@code file} and is exchanged for {@code to}. */
    record Mutant(String name, String file, String from, String to) {
        /** The source of the module with the bug in it. */
        String applyTo(String source) {
            if (!source.contains(from)) throw new IllegalStateException("mutant " + name + ": " + file + " has no \"" + from + "\"");
            return source.replace(from, to);
        }
    }

    private Mutants() {}

    static Path home() {
        return Path.of(System.getProperty("mooring.home", ".."));
    }

    static Path sources() {
        return home().resolve(Path.of("gc", "src", "main", "java"));
    }

    static Path file(Mutant mutant) {
        return Path.of("io", "mooring", "gc").resolve(mutant.file());
    }

    static List<Mutant> catalogue() throws IOException {
        List<Mutant> mutants = new ArrayList<>();
        String name = "";
        String file = "";
        String from = "";
        for (String line : Files.readAllLines(home().resolve(Path.of("property-tests", "src", "test", "resources", "mutants.txt")))) {
            if (line.startsWith("name ")) name = line.substring(5);
            else if (line.startsWith("file ")) file = line.substring(5);
            else if (line.startsWith("- ")) from = line.substring(2);
            else if (line.startsWith("+ ")) mutants.add(new Mutant(name, file, from, line.substring(2)));
        }
        return mutants;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        String wanted = arguments.length == 0 ? "" : arguments[0];
        int found = 0;
        int tried = 0;
        for (Mutant mutant : catalogue()) {
            if (!mutant.name().contains(wanted)) continue;
            tried++;
            int exit = attack(mutant);
            if (exit != SURVIVED) found++;
            System.out.println(mutant.name() + (exit == SURVIVED ? ": SURVIVED" : ": found, exit " + exit));
        }
        System.out.println(found + " of " + tried + " bugs found");
        if (found < tried) System.exit(1);
    }

    private static int attack(Mutant mutant) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("mutant-" + mutant.name());
        try {
            return run(build(mutant, folder));
        } finally {
            try (Stream<Path> all = Files.walk(folder)) {
                all.sorted((a, b) -> b.compareTo(a)).map(Path::toFile).forEach(File::delete);
            }
        }
    }

    /** Compiles the one changed file against the rest of the module. */
    private static Path build(Mutant mutant, Path folder) throws IOException {
        Path changed = folder.resolve("src").resolve(file(mutant));
        Files.createDirectories(changed.getParent());
        Files.writeString(changed, mutant.applyTo(Files.readString(sources().resolve(file(mutant)))));
        Path classes = Files.createDirectories(folder.resolve("classes"));
        int failed = ToolProvider.getSystemJavaCompiler().run(null, null, null, "-proc:none", "-nowarn", "-d", classes.toString(), "-cp", System.getProperty("java.class.path"), changed.toString());
        if (failed != 0) throw new IllegalStateException("mutant " + mutant.name() + " does not compile");
        return classes;
    }

    private static int run(Path classes) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-ea", "-XX:+SuppressFatalErrorMessage", "-cp", classes + File.pathSeparator + System.getProperty("java.class.path"), MutantAttack.class.getName(), Long.toString(ATTACK_SECONDS)));
        Process child = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        if (!child.waitFor(3 * ATTACK_SECONDS, TimeUnit.SECONDS)) {
            child.destroyForcibly().waitFor();
            return -1; // it hangs: that is found as well
        }
        if (child.exitValue() == BROKEN) throw new IllegalStateException("the attack ended with an exception; run it by hand: " + String.join(" ", command));
        return child.exitValue();
    }
}
