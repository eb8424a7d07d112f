package io.mooring.bench;

/** Says in one sentence what is wrong with the words of a command line that parsed; the command ends with exit code 2. */
public final class UsageError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UsageError(String message) {
        super(message);
    }
}
