package io.mooring.gc.events;

import io.mooring.gc.memory.Pages;

/**
 * The layout of an event log: a header and records of one size, all in the byte order of x86-64 (little-endian).
 *
 * <pre>
 *   header                                        record
 *   +0    magic "MOORGCEV"                        +0    event: 1 collection starts, 2 phase over, 3 collection over   (1 byte)
 *   +8    version                     (4 bytes)   +1    kind: 0 minor, 1 major                                        (1 byte)
 *   +12   bytes of a record           (4 bytes)   +2    reason, or name of the phase: ASCII, cut there, zeroes behind (14 bytes)
 *   +16   begin, ms since 1970                    +16   end of what the record tells, ns since the log began
 *   +24   process that writes                     +24   how long that took, ns; 0 when a collection starts
 *   +32   bytes of a chunk                        +32   processor time, ns      \
 *   +40   state: 0 open, 1 closed                 +40   number of the collection |
 *   +64   committed: bytes of the file            +48   bytes in use before      |
 *         that may be read, header                +56   bytes in use after       |
 *         included                                +64   capacity, bytes          |
 *                                                 +72   copied bytes              > 0 unless the collection is over
 *   +128  first record                            +80   copied objects           |
 *   +256  second record                           +88   promoted bytes           |
 *    ...                                          +96   marked bytes             |
 *                                                 +104  remembered               |
 *                                                 +112  links swept              |
 *                                                 +120  native bytes            /
 * </pre>
 *
 * One process writes. It writes a record, then stores the new {@link #COMMITTED} with release semantics; a reader loads that word with
 * acquire semantics and may then read every record below it. Records never change. The magic is written last, so that a file with it has
 * a whole header. The writer maps the file chunk by chunk; the file is a whole number of chunks long, zeroes behind the last record.
 */
final class EventLogFormat {
    /** "MOORGCEV", its first letter in the lowest byte. */
    static final long MAGIC = 0x5645_4347_524F_4F4DL;
    /** Grows with every change of this drawing; a reader reads one version. */
    static final int VERSION = 1;

    static final int MAGIC_OFFSET = 0;
    static final int VERSION_OFFSET = MAGIC_OFFSET + Long.BYTES;
    static final int RECORD_BYTES_OFFSET = VERSION_OFFSET + Integer.BYTES;
    static final int BEGIN_OFFSET = RECORD_BYTES_OFFSET + Integer.BYTES;
    static final int PROCESS_OFFSET = BEGIN_OFFSET + Long.BYTES;
    static final int CHUNK_BYTES_OFFSET = PROCESS_OFFSET + Long.BYTES;
    static final int STATE = CHUNK_BYTES_OFFSET + Long.BYTES;
    /** In a cache line of its own: readers poll it while the writer fills the others. */
    static final int COMMITTED = 64;
    static final int HEADER_BYTES = 128;

    static final long OPEN = 0;
    static final long CLOSED = 1;

    static final int EVENT = 0;
    static final int KIND = EVENT + 1;
    static final int NAME = KIND + 1;
    static final int NAME_BYTES = 14;
    static final int TIME = NAME + NAME_BYTES;
    static final int NANOS = TIME + Long.BYTES;
    static final int CPU_NANOS = NANOS + Long.BYTES;
    static final int NUMBER = CPU_NANOS + Long.BYTES;
    static final int USED_BEFORE = NUMBER + Long.BYTES;
    static final int USED_AFTER = USED_BEFORE + Long.BYTES;
    static final int CAPACITY = USED_AFTER + Long.BYTES;
    static final int COPIED_BYTES = CAPACITY + Long.BYTES;
    static final int COPIED_OBJECTS = COPIED_BYTES + Long.BYTES;
    static final int PROMOTED_BYTES = COPIED_OBJECTS + Long.BYTES;
    static final int MARKED_BYTES = PROMOTED_BYTES + Long.BYTES;
    static final int REMEMBERED = MARKED_BYTES + Long.BYTES;
    static final int LINKS_SWEPT = REMEMBERED + Long.BYTES;
    static final int NATIVE_BYTES = LINKS_SWEPT + Long.BYTES;
    static final int RECORD_BYTES = NATIVE_BYTES + Long.BYTES;

    static final byte COLLECTION_STARTS = 1;
    static final byte PHASE_OVER = 2;
    static final byte COLLECTION_OVER = 3;

    static final byte MINOR = 0;
    static final byte MAJOR = 1;

    /** Bytes mapped at a time: 8191 records, some 600 collections. */
    static final long CHUNK_BYTES = 1L << 20;

    static {
        assert HEADER_BYTES % RECORD_BYTES == 0 && CHUNK_BYTES % RECORD_BYTES == 0 : "no record lies across two chunks";
        assert CHUNK_BYTES % Pages.PAGE == 0 : "chunks are mapped by whole pages";
    }

    private EventLogFormat() {}
}
