package io.mooring.capi;

import io.mooring.gc.memory.Memory;
import io.mooring.rawrefcount.PyObjectLayout;
import io.mooring.rawrefcount.RefCountBias;

/**
 * Debug mode's eyes on the Java side: looks at the reference that a call gave to C when the call is over, and reports what C did to it.
 *
 * <p>The call owned the reference, so the count must include it. A count below that says that C gave back a reference which was not its own. Each report is one line
 * with the object's type, its count and the last function called.
 */
final class Misuse {
    private final long reports;
    private final Streams streams;
    private long lastCall;

    Misuse(NativeLibrary library, Streams streams) {
        reports = library.symbol("mooring_runtime") + CLayout.mooring_runtime.misuse_reports;
        this.streams = streams;
    }

    /** Notes which function is about to be called: its PyMethodDef, or 0 for a slot. */
    void calling(long definition) {
        lastCall = definition;
    }

    /** Reports a PyObject that somebody has freed, or whose count does not include the reference that the caller owns. */
    void checkOwned(long pyObject, long count, boolean hasPrefix) {
        if (RefCountBias.isImmortal(count)) return;
        boolean freed = hasPrefix && Memory.readLong(pyObject + PyObjectLayout.GC_OFFSET) == CLayout.mooring.GC_FREED;
        long references = RefCountBias.isBiased(count) ? RefCountBias.references(count) : count;
        if (freed) report(pyObject, count, "an argument was freed while the caller owned a reference");
        else if (references < 1) report(pyObject, count, "C gave back a reference to an argument that it did not own");
    }

    /** Writes the line about a misuse of {@code pyObject}. */
    void report(long pyObject, long count, String what) {
        Memory.writeLong(reports, Memory.readLong(reports) + 1);
        String type = CStrings.read(Memory.readLong(CMemory.type(pyObject) + CLayout.PyTypeObject.tp_name));
        String call = lastCall == 0 ? "a slot" : CStrings.read(Memory.readLong(lastCall + CLayout.PyMethodDef.ml_name)) + "()";
        streams.error("mooring: after " + call + ": " + what + " (object 0x" + Long.toHexString(pyObject) + ", type " + type + ", count "
                + RefCountBias.describe(count) + ")\n");
    }
}
