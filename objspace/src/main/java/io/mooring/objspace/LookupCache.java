package io.mooring.objspace;

import io.mooring.gc.Heap;
import io.mooring.gc.Ref;
import java.util.Arrays;

/**
 * What recent lookups of names in types answered, absence included.
 *
 * <p>An entry is found by the type's version, which no other state of any type has, and by the address of the name. Addresses hold until
 * the next collection, which therefore empties the cache.
 */
final class LookupCache {
    /** What {@link #find} answers when it does not know: no reference has the bit pattern. */
    static final @Ref long UNKNOWN = 2;
    /** Entries: some thousand pairs of type and name are in use at a time. */
    private static final int ENTRIES = 2048;

    private final Heap heap;
    private final long[] versions = new long[ENTRIES];
    private final @Ref long[] names = new long[ENTRIES];
    private final @Ref long[] answers = new long[ENTRIES];
    private long validDuring = -1;

    LookupCache(Heap heap) {
        this.heap = heap;
    }

    private static int place(long version, @Ref long w_name) {
        return (int) (w_name >>> 3 ^ version * 67) & (ENTRIES - 1);
    }

    /** The answer, 0 for "not there", or {@link #UNKNOWN}. Does not collect. */
    @Ref
    long find(long version, @Ref long w_name) {
        int at = place(version, w_name);
        return versions[at] == version && names[at] == w_name && heap.collections() == validDuring ? answers[at] : UNKNOWN;
    }

    void add(long version, @Ref long w_name, @Ref long w_answer) {
        if (heap.collections() != validDuring) clear();
        int at = place(version, w_name);
        versions[at] = version;
        names[at] = w_name;
        answers[at] = w_answer;
    }

    /** Forgets everything: a type was changed without a new version, which only the makers of builtin types do. */
    void clear() {
        Arrays.fill(versions, 0);
        validDuring = heap.collections();
    }
}
