package io.mooring.bench.rows;

import io.mooring.bench.CommandFailed;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A caller in a process of its own, which answers one line with one line:
 *
 * <pre>
 *   it says    ready 3.11.2
 *   we ask     simple.noargs 1000000
 *   it says    12345678                nanoseconds
 * </pre>
 *
 * Between two questions it waits and uses no processor. It ends when its standard input does, so it does not outlive us.
 */
final class CallerProcess implements Caller {
    private final Kind kind;
    private final String description;
    private final Process process;
    private final Path errors;
    private final PrintWriter questions;
    private final BufferedReader answers;

    private CallerProcess(Kind kind, String description, Process process, Path errors) {
        this.kind = kind;
        this.description = description;
        this.process = process;
        this.errors = errors;
        questions = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
        answers = process.inputReader(StandardCharsets.UTF_8);
    }

    /** Starts the program and waits until it is ready; {@code errors} takes what it writes to standard error. */
    static CallerProcess start(Kind kind, String description, List<String> command, Path errors) {
        try {
            Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
            CallerProcess caller = new CallerProcess(kind, description, process, errors);
            try {
                String answer = caller.answer();
                if (!answer.startsWith("ready ")) throw new CommandFailed(description + " says '" + answer + "' instead of ready");
                return caller;
            } catch (RuntimeException failure) {
                caller.close();
                throw failure;
            }
        } catch (IOException failure) {
            throw new CommandFailed(description + " does not start: " + failure.getMessage(), failure);
        }
    }

    @Override
    public Kind kind() {
        return kind;
    }

    @Override
    public String description() {
        return description;
    }

    @Override
    public long nanos(Row row, long calls) {
        questions.println(row.label() + " " + calls);
        return Long.parseLong(answer());
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
            if (!process.waitFor(2, TimeUnit.SECONDS)) process.destroyForcibly();
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
