package io.mooring.capi;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Where C's output goes: what it writes to sys.stdout and sys.stderr, warnings, and errors that nobody can catch. */
record Streams(PrintStream out, PrintStream err) {
    /** The streams of the process. */
    static Streams ofProcess() {
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
