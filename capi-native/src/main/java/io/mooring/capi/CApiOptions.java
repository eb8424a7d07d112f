package io.mooring.capi;

import java.nio.file.Path;

/**
 * How the border is to be built. Start from {@link #defaults()} and change what matters with the {@code with…} methods.
 *
 * @param library    libmooring.so to open; null = the one on the class path, or the file that the system property {@code mooring.native} names
 * @param arenaBytes virtual memory to reserve for PyObjects; costs nothing until touched
 * @param links      how links are kept: the table, or the dictionary as its rival
 * @param debug      poison freed blocks, check counts around calls, report misuse with the object's type and the last call
 * @param streams    where C's output goes
 */
public record CApiOptions(Path library, long arenaBytes, LinkKind links, boolean debug, Streams streams) {
    /** 64 GiB: address space is free, and a full arena is an error that a program cannot plan for. */
    private static final long DEFAULT_ARENA_BYTES = 64L << 30;
    /** One page of each size class and some room. */
    private static final long MIN_ARENA_BYTES = 16L << 20;

    /** The implementations of links. */
    public enum LinkKind {
        TABLE,
        DICTIONARY
    }

    public CApiOptions {
        if (arenaBytes < MIN_ARENA_BYTES) {
            throw new IllegalArgumentException("option arena is " + arenaBytes + " bytes; it must be at least " + MIN_ARENA_BYTES);
        }
    }

    public static CApiOptions defaults() {
        return new CApiOptions(null, DEFAULT_ARENA_BYTES, LinkKind.TABLE, false, Streams.ofProcess());
    }

    public CApiOptions withLibrary(Path file) {
        return new CApiOptions(file, arenaBytes, links, debug, streams);
    }

    public CApiOptions withArena(long bytes) {
        return new CApiOptions(library, bytes, links, debug, streams);
    }

    public CApiOptions withLinks(LinkKind kind) {
        return new CApiOptions(library, arenaBytes, kind, debug, streams);
    }

    public CApiOptions withDebug(boolean on) {
        return new CApiOptions(library, arenaBytes, links, on, streams);
    }

    public CApiOptions withStreams(Streams chosen) {
        return new CApiOptions(library, arenaBytes, links, debug, chosen);
    }
}
