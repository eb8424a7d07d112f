package io.mooring.capi;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Where C's output goes.
 *
 * @param out what C writes to sys.stdout
 * @param err what it writes to sys.stderr, warnings, errors that nobody can catch, and reports of misuse
 */
public record Streams(PrintStream out, PrintStream err) {
    /** The streams of the process. */
    public static Streams ofProcess() {
        return new Streams(System.out, System.err);
    }

    void output(String text) {
        write(out, text);
    }

    void error(String text) {
        write(err, text);
    }

    private static void write(PrintStream stream, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        stream.write(bytes, 0, bytes.length);
        stream.flush();
    }
}
