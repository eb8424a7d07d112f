package io.mooring.capi;

/** A library could not be opened; the message is one sentence, made of the dynamic linker's words. */
final class LoadFailed extends Exception {
    private static final long serialVersionUID = 1L;

    LoadFailed(String reason) {
        super(reason, null, false, false);
    }
}
