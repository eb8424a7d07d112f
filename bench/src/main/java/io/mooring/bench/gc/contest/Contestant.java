package io.mooring.bench.gc.contest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mooring.bench.CommandFailed;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A process that measures when it is asked to, and waits in between without using a processor. It ends when its standard input does, so it
 * does not outlive us.
 */
public final class Contestant implements AutoCloseable {
    /** Flags that our own JVM runs with and that a JVM with a heap in native memory needs too. */
    private static final List<String> INHERITED_FLAGS = List.of("--", "-XX:", "-Dmooring.");
    /** Every JVM here has Serial, whatever ours has. */
    private static final String CHOOSES_COLLECTOR = "-XX:[+-]Use\\w+GC";
    /** Java heap of a worker whose own objects are elsewhere. */
    private static final String SMALL_JAVA_HEAP = "-Xmx256m";

    private final String description;
    private final Process process;
    private final Path errors;
    private final PrintWriter questions;
    private final BufferedReader answers;
    private final ObjectMapper mapper = new ObjectMapper()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private Contestant(String description, Process process, Path errors) {
        this.description = description;
        this.process = process;
        this.errors = errors;
        questions = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
        answers = process.inputReader(StandardCharsets.UTF_8);
    }

    /** Starts a program and waits until it is ready. Throws {@link CommandFailed} with its last words when it does not become so. */
    static Contestant start(String description, List<String> command, Path folder) {
        try {
            Path errors = Files.createTempFile(folder, "errors-", ".txt");
            Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
            Contestant contestant = new Contestant(description, process, errors);
            try {
                String answer = contestant.answer();
                if (!answer.startsWith("ready")) throw new CommandFailed(description + " says '" + answer + "' instead of ready");
                return contestant;
            } catch (RuntimeException failure) {
                contestant.close();
                throw failure;
            }
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
        return description;
    }

    /** Measures once. Throws {@link CommandFailed} with the process' last words when it ended instead. */
    public <T extends Record> T run(Class<T> kind) {
        questions.println("run");
        String answer = answer();
        try {
            return mapper.readValue(answer, kind);
        } catch (JsonProcessingException failure) {
            throw new CommandFailed(description + " says '" + answer + "' instead of its figures", failure);
        }
    }

    private String answer() {
        try {
            String line = answers.readLine();
            if (line == null) throw new CommandFailed(description + " ended: " + lastError());
            return line;
        } catch (IOException failure) {
            throw new CommandFailed(description + " cannot be heard: " + failure.getMessage(), failure);
        }
    }

    private String lastError() throws IOException {
        List<String> lines = Files.readAllLines(errors).stream().filter(line -> !line.isBlank()).toList();
        return lines.isEmpty() ? "it said nothing" : lines.getLast();
    }

    @Override
    public void close() {
        questions.close();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) process.destroyForcibly();
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
