package io.mooring.bench;

/** Says in one sentence why a command that was asked for correctly did not succeed; the command ends with exit code 1. */
public final class CommandFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public CommandFailed(String message) {
        super(message);
    }

    public CommandFailed(String message, Throwable cause) {
        super(message, cause);
    }
}
