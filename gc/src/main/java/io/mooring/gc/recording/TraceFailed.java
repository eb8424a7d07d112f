package io.mooring.gc.recording;

import java.nio.file.Path;

/** A trace that cannot be written, read or replayed: one line with the file and what is wrong. */
public final class TraceFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public TraceFailed(Path file, String what) {
        super("trace " + file + ": " + what);
    }

    public TraceFailed(Path file, String what, Throwable cause) {
        super("trace " + file + ": " + what, cause);
    }
}
