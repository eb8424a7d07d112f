package io.mooring.bench.links.compare;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.mooring.bench.CommandFailed;
import io.mooring.bench.Mooring;
import io.mooring.bench.links.LinkScale;
import io.mooring.gc.HeapOptions;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A process that answers one question on one plan: {@code mooring links --question}. What the compiler of our own JVM learned from other
 * questions, or from other plans, is none of its business.
 */
final class QuestionProcess {
    private final Question question;
    private final HeapOptions options;
    private final LinkScale scale;

    QuestionProcess(Question question, HeapOptions options, LinkScale scale) {
        this.question = question;
        this.options = options;
        this.scale = scale;
    }

    /** Starts the process and waits for its answer. Throws {@link CommandFailed} with its last words when it has none. */
    Answer answer() {
        try {
            Path errors = Files.createTempFile("mooring-", ".txt");
            try {
                Process process = new ProcessBuilder(command()).redirectError(errors.toFile()).start();
                process.getOutputStream().close();
                String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                if (process.waitFor() != 0) throw new CommandFailed("question " + question.label() + " on " + options.plan() + ": " + lastWords(errors));
                return new ObjectMapper().readValue(output, Answer.class);
            } finally {
                Files.delete(errors);
            }
        } catch (IOException failure) {
            throw new CommandFailed("question " + question.label() + " on " + options.plan() + " has no answer: " + failure.getMessage(), failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new CommandFailed("interrupted while question " + question.label() + " was answered", interrupted);
        }
    }

    private static String lastWords(Path errors) throws IOException {
        List<String> lines = Files.readAllLines(errors).stream().filter(line -> !line.isBlank()).toList();
        return lines.isEmpty() ? "it said nothing" : lines.getLast();
    }

    private List<String> command() {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        Stream.of("-cp", System.getProperty("java.class.path"), Mooring.class.getName(), "links", "--question", question.label()).forEach(command::add);
        Stream.of("--plan", options.plan(), "--max-heap", options.maxHeapBytes(), "--nursery", options.nurseryBytes(), "--aging", options.aging(),
                "--young", scale.young(), "--live", scale.live(), "--rounds", scale.rounds()).map(String::valueOf).forEach(command::add);
        return command;
    }
}
