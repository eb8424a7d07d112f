package io.mooring.bench.compile;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A program that ran to its end.
 *
 * @param exitCode 0 when it succeeded
 * @param output   what it wrote, errors included
 */
public record Execution(int exitCode, String output) {
    /** Seconds; compilers and interpreters that need longer are stuck. */
    private static final int PATIENCE = 60;

    /** Runs the program without input. Throws {@link IOException} when it cannot be started or is stuck. */
    public static Execution of(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        try (InputStream output = process.getInputStream()) {
            String text = new String(output.readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(PATIENCE, TimeUnit.SECONDS)) throw new IOException(command.getFirst() + " did not end within " + PATIENCE + " s");
            return new Execution(process.exitValue(), text);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while " + command.getFirst() + " ran", interrupted);
        } finally {
            process.destroyForcibly();
        }
    }

    public boolean succeeded() {
        return exitCode == 0;
    }

    /** The first line that names an error, else the last line. */
    public String complaint() {
        List<String> lines = output.lines().filter(line -> !line.isBlank()).toList();
        return lines.stream().filter(line -> line.contains("error")).findFirst().orElse(lines.isEmpty() ? "exit code " + exitCode : lines.getLast());
    }
}
