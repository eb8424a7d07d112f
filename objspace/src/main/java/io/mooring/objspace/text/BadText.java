package io.mooring.objspace.text;

/** Says that a text is no number, no literal or no format; its message is that of Python's ValueError. */
public final class BadText extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public BadText(String message) {
        super(message, null, false, false);
    }
}
