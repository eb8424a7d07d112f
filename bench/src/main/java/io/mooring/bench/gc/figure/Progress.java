package io.mooring.bench.gc.figure;

import java.io.PrintWriter;

/** Tells somebody who waits what is being measured. */
public final class Progress {
    private final PrintWriter out;
    private final long start = System.nanoTime();

    /** {@code out} is standard error: standard output is for the result. */
    public Progress(PrintWriter out) {
        this.out = out;
    }

    /** Says what begins now. */
    public void say(String what) {
        out.println("[%4.0f s] %s".formatted(seconds(), what));
        out.flush();
    }

    /** Seconds since the beginning. */
    public double seconds() {
        return (System.nanoTime() - start) / 1e9;
    }
}
