package io.mooring.objspace.text;

/**
 * Says which units of a text could not be encoded or decoded, and why: the fields of Python's UnicodeEncodeError and UnicodeDecodeError.
 */
public final class CodecError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean encoding;
    private final String codec;
    private final int start;
    private final int end;
    private final String reason;

    CodecError(boolean encoding, String codec, int start, int end, String reason) {
        super(codec + ": " + reason + " at " + start + ".." + end, null, false, false);
        this.encoding = encoding;
        this.codec = codec;
        this.start = start;
        this.end = end;
        this.reason = reason;
    }

    /** Whether it happened while encoding; otherwise while decoding. */
    public boolean isEncoding() {
        return encoding;
    }

    public String codec() {
        return codec;
    }

    /** First bad code point (encoding) or byte (decoding). */
    public int start() {
        return start;
    }

    /** One past the last bad one. */
    public int end() {
        return end;
    }

    public String reason() {
        return reason;
    }
}
