package io.mooring.bench;

import io.mooring.objspace.OperationError;

/**
 * A Python exception that no code caught, as the last line of a traceback; the command ends with exit code 1.
 *
 * <p>It holds text only, so that it can be shown after the heap in which the exception lived is closed.
 */
public final class Raised extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public Raised(OperationError error) {
        super(error.getMessage(), error);
    }
}
