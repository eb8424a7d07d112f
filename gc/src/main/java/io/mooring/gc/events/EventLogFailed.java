package io.mooring.gc.events;

import java.io.IOException;
import java.nio.file.Path;

/** Says in one line which file cannot be written or read as an event log, what was found, and what was expected. */
public final class EventLogFailed extends IOException {
    private static final long serialVersionUID = 1L;

    EventLogFailed(Path file, String found, String expected) {
        this(file, found, expected, null);
    }

    EventLogFailed(Path file, String found, String expected, IOException cause) {
        super(file + ": " + found + "; expected " + expected, cause);
    }
}
