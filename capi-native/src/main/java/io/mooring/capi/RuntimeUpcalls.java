package io.mooring.capi;

import io.mooring.gc.CollectionKind;

/** The collector and the process for C: {@code gcmodule.c}, the arena's growth, output, and the end of everything. */
final class RuntimeUpcalls extends UpcallGroup {
    /** What is finalized in one collection is cleared in the next, and dies in the third; its last links end in the fourth. */
    private static final int MOST_ROUNDS = 4;

    private final Streams streams;

    RuntimeUpcalls(CApi capi, Streams streams) {
        super(capi);
        this.streams = streams;
    }

    /** Collects everything and runs the deallocators of what died; the number of links that ended. */
    @ErrorResult(0)
    public long gcCollect() {
        long before = ended();
        boolean took;
        int rounds = 0;
        do {
            heap.collect(CollectionKind.MAJOR);
            took = !capi.links.garbage().isEmpty();
            capi.drain.drainAll();
        } while (took && ++rounds < MOST_ROUNDS);
        capi.borrowedItems.sweep();
        return ended() - before;
    }

    private long ended() {
        return capi.links.statistics().diedYoung() + capi.links.statistics().diedOld();
    }

    /** C has taken so much native memory that it is worth a collection: the heap alone would see no reason for one. */
    public int gcPressure() {
        heap.collect(CollectionKind.MAJOR);
        return 0;
    }

    /** The arena is full: frees what can be freed. */
    public int linksGrow() {
        gcCollect();
        return 0;
    }

    /** 1 is standard output, 2 standard error. */
    public void writeStream(int stream, long utf8, long length) {
        String text = CStrings.read(utf8, length);
        if (stream == 1) streams.output(text);
        else streams.error(text);
    }

    /** Writes why the process ends; C ends it. */
    public void fatalError(long function, long message) {
        String place = function == 0 ? "" : CStrings.read(function) + ": ";
        streams.error("Fatal Python error: " + place + (message == 0 ? "<message not set>" : CStrings.read(message)) + "\n");
    }
}
