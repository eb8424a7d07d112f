package io.mooring.capi;

import io.mooring.gc.memory.Memory;
import io.mooring.rawrefcount.RefCountBias;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What C did wrong, as far as Java sees it: written as C's own reports are ({@code misuse.c}), with the object's type and the function that was called last.
 *
 * <p>Debug mode notes each call, and looks at the reference that a call gave to C when the call is over: the call owned it, so the count must include it. A count
 * below that says that C gave back a reference which was not its own.
 */
final class Misuse implements AutoCloseable {
    /** Bytes for the name of a slot, the NUL included. */
    private static final int NAME_BYTES = 128;
    private static final String END = "the end of the call";
    private final long lastCall;
    private final long report;
    private final long checkUpcall;
    private final long slotName = CStrings.malloc(NAME_BYTES);

    Misuse(NativeLibrary library) {
        lastCall = library.symbol("mooring_runtime") + CLayout.mooring_runtime.last_call;
        report = library.symbol("mooring_report_misuse");
        checkUpcall = library.symbol("mooring_check_upcall");
    }

    /** Notes which function is about to be called: its PyMethodDef. */
    void calling(long definition) {
        Memory.writeLong(lastCall, definition == 0 ? 0 : Memory.readLong(definition + CLayout.PyMethodDef.ml_name));
    }

    /** Notes which slot of a type is about to be called. */
    void callingSlot(long type, String method) {
        byte[] name = (CStrings.read(Memory.readLong(type + CLayout.PyTypeObject.tp_name)) + "." + method).getBytes(StandardCharsets.UTF_8);
        byte[] fitting = Arrays.copyOf(name, Math.min(name.length, NAME_BYTES - 1));
        Memory.copyFrom(fitting, 0, slotName, fitting.length);
        Memory.writeByte(slotName + fitting.length, (byte) 0);
        Memory.writeLong(lastCall, slotName);
    }

    /** Whether the running thread holds the GIL, as it must when C asks Java for something; the field of C's table that it asks through is named if not. */
    boolean mayCall(long field) {
        return NativeLinker.callInt(checkUpcall, field) == 0;
    }

    /** Reports a PyObject that somebody has freed, or whose count does not include the reference that the caller owns. Whether there is one to be dropped. */
    boolean checkOwned(long pyObject, long count, boolean isFreed) {
        if (RefCountBias.isImmortal(count)) return true;
        if (isFreed) {
            report(pyObject, END, "freed while the caller owned a reference");
            return false;
        }
        long references = RefCountBias.isBiased(count) ? RefCountBias.references(count) : count;
        if (references < 1) report(pyObject, END, "C gave back a reference to an argument that it did not own");
        return true;
    }

    /** Writes the line about a misuse of {@code pyObject}: where it was noticed, and what is wrong. */
    void report(long pyObject, String place, String what) {
        long words = CStrings.allocate(what);
        long where = CStrings.allocate(place);
        NativeLinker.call(report, words, pyObject, where);
        CStrings.free(where);
        CStrings.free(words);
    }

    @Override
    public void close() {
        CStrings.free(slotName);
    }
}
