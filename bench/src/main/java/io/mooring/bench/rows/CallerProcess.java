package io.mooring.bench.rows;

import io.mooring.bench.LineProcess;
import java.nio.file.Path;
import java.util.List;

/** A caller in a process of its own: asked for a row and a number of calls, it answers with nanoseconds. */
final class CallerProcess implements Caller {
    private final Kind kind;
    private final LineProcess process;

    private CallerProcess(Kind kind, LineProcess process) {
        this.kind = kind;
        this.process = process;
    }

    /** Starts the program and waits until it is ready; {@code errors} takes what it writes to standard error. */
    static CallerProcess start(Kind kind, String description, List<String> command, Path errors) {
        return new CallerProcess(kind, LineProcess.start(description, command, errors));
    }

    @Override
    public Kind kind() {
        return kind;
    }

    @Override
    public String description() {
        return process.description();
    }

    @Override
    public long nanos(Row row, long calls) {
        return Long.parseLong(process.ask(row.label() + " " + calls));
    }

    @Override
    public void close() {
        process.close();
    }
}
