package io.mooring.gc.trace;

import io.mooring.gc.IdentityHash;
import io.mooring.gc.Immediate;
import io.mooring.gc.Ref;
import io.mooring.gc.Slot;
import io.mooring.gc.memory.AddressStack;
import io.mooring.gc.memory.Memory;
import io.mooring.gc.object.ObjectHeader;
import io.mooring.gc.object.ObjectModel;
import io.mooring.gc.object.SlotWord;
import io.mooring.gc.object.TypeTable;
import io.mooring.gc.space.CopySpace;
import io.mooring.gc.space.Destination;
import io.mooring.gc.space.LargeObjectSpace;

/** A closure that copies what it reaches out of the spaces it empties, and marks the large objects it reaches. */
public abstract class CopyTracer extends Tracer {
    /** What takes more than a copy; one test for all, since most objects have none of it. An object whose hash is stored is {@code HASHED} too. */
    private static final long SPECIAL = ObjectHeader.HASHED | ObjectHeader.WATCHED | ObjectHeader.LINK_MASK;

    private final LargeObjectSpace large;
    private long copiedBytes;
    private long copiedObjects;

    protected CopyTracer(ObjectModel model, AddressStack grey, Notes notes, LargeObjectSpace large) {
        super(model, grey, notes);
        this.large = large;
    }

    /**
     * Copies a white object to {@code to} with the header {@code copyHeader}, leaves its new address behind, and announces it. An object whose hash was
     * asked for gets one word longer by it, once (after the scheme of Jikes RVM). [INV-05]
     */
    protected final @Ref long copy(@Ref long object, long header, Destination to, long copyHeader) {
        if ((header & SPECIAL) != 0) return copySlow(object, header, to, copyHeader);
        long bytes = model.bytesWithoutHash(object, header);
        long copy = to.allocate(bytes);
        Memory.copyWords(object, copy, bytes);
        return copied(object, copy, bytes, copyHeader);
    }

    /**
     * As {@link #copy}, to a space whose grey objects are known by their place. They go on the grey stack as long as that has room: what is
     * scanned next is then still in the cache, where it was copied to a moment ago, and relatives come to lie side by side. A wide
     * object that fills the stack leaves the others to Cheney's scan, so that no graph needs more memory than its copies. A leaf is black at once.
     */
    protected final @Ref long copyGrey(@Ref long object, long header, CopySpace to, long copyHeader) {
        boolean isLeaf = isLeaf(object, header);
        long copy = copy(object, header, to, copyHeader);
        if (to.firstGrey() == copy && (isLeaf || grey.offer(copy))) to.handOver();
        return copy;
    }

    /**
     * Whether a scan would find no object. Asked before the copy, which reads the same words: of a tree half of the nodes are leaves, or more, and each saves a push, a pop
     * and a scan whose loads wait for one another. What has references in several places counts as no leaf.
     */
    private boolean isLeaf(@Ref long object, long header) {
        if (!TypeTable.isMappedIn(types.sizeAndShapeOf(header))) return false;
        long map = types.referenceMapOf(header);
        int first = Long.numberOfTrailingZeros(map);
        int count = Long.numberOfTrailingZeros(~(map >>> first));
        if (map >>> first >>> count != 0) return false;
        long slots = object + (long) first * Long.BYTES;
        long words = Immediate.NULL; // all bits of all words: without the tag of an immediate, what is left are addresses
        for (int i = 0; i < count; i++) words |= SlotWord.read(slots + (long) i * Long.BYTES);
        return Immediate.is(words) ? holdNoObject(slots, count) : words == Immediate.NULL;
    }

    /** The same where immediates stand in some of the slots, so that each word must be asked. */
    private static boolean holdNoObject(@Slot long slots, int count) {
        long found = Immediate.NULL;
        for (int i = 0; i < count; i++) found |= Immediate.objectOrNull(SlotWord.read(slots + (long) i * Long.BYTES));
        return found == Immediate.NULL;
    }

    private @Ref long copied(@Ref long object, @Ref long copy, long bytes, long copyHeader) {
        Memory.writeLong(copy, copyHeader);
        Memory.writeLong(object, copy);
        copiedBytes += bytes;
        copiedObjects++;
        return copy;
    }

    /** As {@link #copy}, for an object that has a link, whose hash was asked for, or that an ephemeron waits for. */
    private @Ref long copySlow(@Ref long object, long header, Destination to, long copyHeader) {
        long bytes = model.bytes(object, header);
        boolean storesHash = (header & (ObjectHeader.HASHED | ObjectHeader.HASH_STORED)) == ObjectHeader.HASHED;
        if (ObjectHeader.has(header, ObjectHeader.WATCHED)) notes.keys().push(object);
        long copy = to.allocate(storesHash ? bytes + Long.BYTES : bytes);
        Memory.copyWords(object, copy, bytes);
        announce(object, header, copy);
        if (storesHash) Memory.writeLong(copy + bytes, IdentityHash.of(object, hashSeed(object)));
        return copied(object, copy, bytes, (storesHash ? copyHeader | ObjectHeader.HASH_STORED : copyHeader) & ~ObjectHeader.WATCHED);
    }

    /** See {@link io.mooring.gc.plan.Plan#hashSeed}. */
    protected abstract long hashSeed(@Ref long object);

    /** Marks a large object and makes it grey, unless it was marked before. */
    protected final void markLarge(@Ref long object) {
        if (!large.mark(object)) return;
        announce(object, Memory.readLong(object), object);
        grey.push(object);
    }

    protected final boolean isLarge(@Ref long object) {
        return large.contains(object);
    }

    /** Scans the grey objects of the grey stack and of a space until none is left in either. */
    protected final void closure(CopySpace to) {
        do {
            drainGrey();
            while (to.hasGrey()) to.blacken(scan(to.firstGrey()));
        } while (!grey.isEmpty());
    }

    public final long copiedBytes() {
        return copiedBytes;
    }

    public final long copiedObjects() {
        return copiedObjects;
    }

    /** Sets the counters to zero: a collection begins. */
    public final void start() {
        copiedBytes = 0;
        copiedObjects = 0;
    }
}
