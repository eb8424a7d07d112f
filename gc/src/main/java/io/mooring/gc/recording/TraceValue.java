package io.mooring.gc.recording;

import io.mooring.gc.Immediate;

/** What a slot holds, as a trace says it: 0 for null, an immediate as it is, an object's number times two. */
public final class TraceValue {
    private TraceValue() {}

    /** The value that names an object. */
    public static long of(long object) {
        return object << 1;
    }

    /** Whether the value names an object. */
    public static boolean isObject(long value) {
        return Immediate.isObject(value);
    }

    /** The number of the object that the value names. */
    public static long object(long value) {
        return value >>> 1;
    }
}
