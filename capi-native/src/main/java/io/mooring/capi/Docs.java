package io.mooring.capi;

/** Documentation strings of C definitions, which may begin with a signature for tools: {@code name(args)\n--\n\n}. */
final class Docs {
    private static final String SIGNATURE_END = ")\n--\n\n";

    private Docs() {}

    /** The signature of {@code name} that the text begins with, in its parentheses, or null. */
    static String signature(String doc, String name) {
        int end = doc.startsWith(name + "(") ? doc.indexOf(SIGNATURE_END) : -1;
        return end < 0 ? null : doc.substring(name.length(), end + 1);
    }

    /** The text behind the signature of {@code name}, if it begins with one. */
    static String withoutSignature(String doc, String name) {
        if (!doc.startsWith(name + "(")) return doc;
        int end = doc.indexOf(SIGNATURE_END);
        return end < 0 ? doc : doc.substring(end + SIGNATURE_END.length());
    }
}
