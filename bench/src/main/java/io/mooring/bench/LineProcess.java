package io.mooring.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A process that answers one line with one line:
 *
 * <pre>
 *   it says    ready 3.11.2
 *   we ask     simple.noargs 1000000
 *   it says    12345678
 * </pre>
 *
 * Between two questions it waits and uses no processor. It ends when its standard input does, so it does not outlive us.
 */
public final class LineProcess implements AutoCloseable {
    /** Seconds in which a process that was told to end may do so by itself. */
    private static final int PATIENCE_SECONDS = 5;

    private final String description;
    private final Process process;
    private final Path errors;
    private final PrintWriter questions;
    private final BufferedReader answers;

    private LineProcess(String description, Process process, Path errors) {
        this.description = description;
        this.process = process;
        this.errors = errors;
        questions = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
        answers = process.inputReader(StandardCharsets.UTF_8);
    }

    /**
     * Starts the program and waits until it is ready. Throws {@link CommandFailed} with its last words when it does not become so.
     *
     * @param description names the process in messages
     * @param errors      a file that takes what it writes to standard error
     */
    public static LineProcess start(String description, List<String> command, Path errors) {
        try {
            LineProcess started = new LineProcess(description, new ProcessBuilder(command).redirectError(errors.toFile()).start(), errors);
            try {
                String answer = started.answer();
                if (!answer.startsWith("ready")) throw new CommandFailed(description + " says '" + answer + "' instead of ready");
                return started;
            } catch (RuntimeException failure) {
                started.close();
                throw failure;
            }
        } catch (IOException failure) {
            throw new CommandFailed(description + " does not start: " + failure.getMessage(), failure);
        }
    }

    /** Who it is. */
    public String description() {
        return description;
    }

    /** What it answers. Throws {@link CommandFailed} with its last words when it ended instead. */
    public String ask(String question) {
        questions.println(question);
        return answer();
    }

    /**
     * What it answers within {@code limit}; nothing if that takes longer, and the process has been ended then. Throws {@link CommandFailed} with
     * its last words when it ended by itself.
     */
    public Optional<String> ask(String question, Duration limit) {
        AtomicBoolean late = new AtomicBoolean();
        Executor atTheLimit = CompletableFuture.delayedExecutor(limit.toMillis(), TimeUnit.MILLISECONDS);
        CompletableFuture<Void> watch = CompletableFuture.runAsync(() -> {
            late.set(true);
            process.destroyForcibly();
        }, atTheLimit);
        try {
            String answer = ask(question);
            watch.cancel(false);
            return late.get() ? Optional.empty() : Optional.of(answer);
        } catch (CommandFailed ended) {
            watch.cancel(false);
            if (late.get()) return Optional.empty();
            throw ended;
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
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) process.destroyForcibly();
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
