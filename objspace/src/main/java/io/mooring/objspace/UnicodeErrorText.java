package io.mooring.objspace;

import io.mooring.gc.Ref;

/** The texts of UnicodeDecodeError, UnicodeEncodeError and UnicodeTranslateError. */
final class UnicodeErrorText {
    private UnicodeErrorText() {}

    static String of(ObjSpace space, @Ref long w) {
        W_ExceptionObject exceptions = space.exceptions;
        long w_object = exceptions.field(w, "object");
        if (w_object == 0) return ""; // __init__ was not called
        boolean decode = space.isOfType(w, space.w_UnicodeDecodeError);
        boolean encode = space.isOfType(w, space.w_UnicodeEncodeError);
        long start = space.asLong(exceptions.field(w, "start"));
        long end = space.asLong(exceptions.field(w, "end"));
        String reason = space.string(exceptions.field(w, "reason"));
        String codec = decode || encode ? "'" + space.string(exceptions.field(w, "encoding")) + "' codec " : "";
        String verb = decode ? "can't decode " : encode ? "can't encode " : "can't translate ";
        String what = decode ? bytes(space, w_object, start, end) : characters(space, w_object, start, end);
        String where = end == start + 1 ? " in position " + start : " in position " + start + "-" + (end - 1);
        return codec + verb + what + where + ": " + reason;
    }

    private static String bytes(ObjSpace space, @Ref long w_bytes, long start, long end) {
        byte[] data = space.bytes.toJava(space.payload(w_bytes));
        return end == start + 1 && start < data.length ? String.format("byte 0x%02x", data[(int) start]) : "bytes";
    }

    private static String characters(ObjSpace space, @Ref long w_text, long start, long end) {
        String text = space.string(w_text);
        if (end != start + 1 || start >= text.codePointCount(0, text.length())) return "characters";
        int c = text.codePointAt(text.offsetByCodePoints(0, (int) start));
        String escape = c <= 0xFF ? String.format("\\x%02x", c) : c <= 0xFFFF ? String.format("\\u%04x", c) : String.format("\\U%08x", c);
        return "character '" + escape + "'";
    }
}
