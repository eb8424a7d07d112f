package io.mooring.bench.gc.contest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mooring.bench.CommandFailed;
import io.mooring.bench.LineProcess;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A process that measures when it is asked to run, and answers with its figures as JSON. */
public final class Contestant implements AutoCloseable {
    /** Flags that our own JVM runs with and that a JVM with a heap in native memory needs too. */
    private static final List<String> INHERITED_FLAGS = List.of("--", "-XX:", "-Dmooring.");
    /** Every JVM here has Serial, whatever ours has. */
    private static final String CHOOSES_COLLECTOR = "-XX:[+-]Use\\w+GC";
    /** Java heap of a worker whose own objects are elsewhere. */
    private static final String SMALL_JAVA_HEAP = "-Xmx256m";

    /** What a worker is told; it would understand any other line as well. */
    private static final String RUN = "run";

    private final LineProcess process;
    private final ObjectMapper mapper = new ObjectMapper()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private Contestant(LineProcess process) {
        this.process = process;
    }

    /** Starts a program and waits until it is ready. Throws {@link CommandFailed} with its last words when it does not become so. */
    static Contestant start(String description, List<String> command, Path folder) {
        try {
            return new Contestant(LineProcess.start(description, command, Files.createTempFile(folder, "errors-", ".txt")));
        } catch (IOException failure) {
            throw new CommandFailed(description + " does not start: " + failure.getMessage(), failure);
        }
    }

    /** Starts a JVM with a {@link Worker}; {@code folder} takes what it writes to standard error, {@code flags} go to that JVM. */
    public static Contestant worker(Assignment assignment, Path folder, String... flags) {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(flag -> INHERITED_FLAGS.stream().anyMatch(flag::startsWith) && !flag.matches(CHOOSES_COLLECTOR))
                .forEach(command::add);
        command.add("-XX:+UseSerialGC");
        command.addAll(javaHeap(assignment));
        command.addAll(Arrays.asList(flags));
        Stream.of("-cp", System.getProperty("java.class.path"), Worker.class.getName(), assignment.json()).forEach(command::add);
        return start(assignment.description(), command, folder);
    }

    private static List<String> javaHeap(Assignment assignment) {
        if (assignment.task() != Assignment.Task.JAVA) return List.of(SMALL_JAVA_HEAP);
        return List.of("-Xms" + assignment.heapBytes(), "-Xmx" + assignment.heapBytes());
    }

    /** Who it is. */
    public String description() {
        return process.description();
    }

    /** Measures once. Throws {@link CommandFailed} with the process' last words when it ended instead. */
    public <T extends Record> T run(Class<T> kind) {
        return figures(process.ask(RUN), kind);
    }

    /** As {@link #run(Class)}, but nothing if it takes longer than {@code limit}: the process has been ended then. */
    public <T extends Record> Optional<T> run(Class<T> kind, Duration limit) {
        return process.ask(RUN, limit).map(answer -> figures(answer, kind));
    }

    private <T extends Record> T figures(String answer, Class<T> kind) {
        try {
            return mapper.readValue(answer, kind);
        } catch (JsonProcessingException failure) {
            throw new CommandFailed(description() + " says '" + answer + "' instead of its figures", failure);
        }
    }

    @Override
    public void close() {
        process.close();
    }
}
