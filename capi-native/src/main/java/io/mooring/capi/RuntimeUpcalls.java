package io.mooring.capi;

/** The collector and the process for C: {@code gcmodule.c}, the arena's growth, output, and the end of everything. */
final class RuntimeUpcalls extends UpcallGroup {
    private final Streams streams;

    RuntimeUpcalls(CApi capi, Streams streams) {
        super(capi);
        this.streams = streams;
    }

    /** See {@link GcModule#collect}. */
    @ErrorResult(0)
    public long gcCollect() {
        return capi.gc.collect();
    }

    /** C has taken so much native memory that it is worth a collection: the heap alone would see no reason for one. */
    public int gcPressure() {
        capi.gc.collect();
        return 0;
    }

    /** The arena is full: frees what can be freed. */
    public int linksGrow() {
        capi.gc.collect();
        return 0;
    }

    /** 1 is standard output, 2 standard error. */
    @AnyThread
    public void writeStream(int stream, long utf8, long length) {
        String text = CStrings.read(utf8, length);
        if (stream == 1) streams.output(text);
        else streams.error(text);
    }

    /** Writes why the process ends; C ends it. */
    @AnyThread
    public void fatalError(long function, long message) {
        String place = function == 0 ? "" : CStrings.read(function) + ": ";
        streams.error("Fatal Python error: " + place + (message == 0 ? "<message not set>" : CStrings.read(message)) + "\n");
    }
}
