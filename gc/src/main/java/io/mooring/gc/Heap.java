package io.mooring.gc;

import io.mooring.gc.barrier.Barrier;
import io.mooring.gc.memory.AddressStack;
import io.mooring.gc.memory.Memory;
import io.mooring.gc.memory.Pages;
import io.mooring.gc.memory.Range;
import io.mooring.gc.memory.Reservation;
import io.mooring.gc.memory.Words;
import io.mooring.gc.object.ObjectHeader;
import io.mooring.gc.object.ObjectModel;
import io.mooring.gc.object.TypeLayout;
import io.mooring.gc.object.TypeTable;
import io.mooring.gc.plan.Plan;
import io.mooring.gc.plan.PlanContext;
import io.mooring.gc.plan.PlanFactory;
import io.mooring.gc.plan.Plans;
import io.mooring.gc.roots.Global;
import io.mooring.gc.roots.GlobalRoots;
import io.mooring.gc.roots.HandleScope;
import io.mooring.gc.roots.HandleScopes;
import io.mooring.gc.roots.RootSource;
import io.mooring.gc.roots.Roots;
import io.mooring.gc.roots.ShadowStack;
import io.mooring.gc.space.BumpAllocator;
import io.mooring.gc.space.ImmortalSpace;
import io.mooring.gc.space.LargeObjectSpace;
import io.mooring.gc.verify.HeapVerifier;
import io.mooring.gc.verify.Occasion;
import java.util.ArrayList;
import java.util.List;

/**
 * A garbage-collected heap of its own: allocate, read, write, collect. Every other module uses only this.
 *
 * <p>Any number of heaps live side by side. One thread at a time uses a heap. A raw reference is valid until the next call that may
 * allocate or collect; {@link #scope()} and {@link #global} keep objects reachable and findable.
 */
public final class Heap implements AutoCloseable {
    /** Bytes of the shadow stack: a million handles. */
    private static final long STACK_BYTES = 8L << 20;
    /** Bytes of the global roots: half a million. */
    private static final long GLOBALS_BYTES = 4L << 20;
    /** Ranges carved from the reservation at most; each rounds up to a page. */
    private static final long MOST_CARVES = 64;
    /** Share of the maximum heap that immortal objects may take. */
    private static final long IMMORTAL_SHARE = 4;

    /** Native memory that the embedder may report before it causes a collection, however little of it survives. */
    private static final long NATIVE_FLOOR_BYTES = 32L << 20;

    private final HeapOptions options;
    private final long largeBytes;
    private final TypeTable types = new TypeTable();
    private final ObjectModel model = new ObjectModel(types);
    private final Reservation reservation;
    private final BumpAllocator allocator;
    private final ShadowStack stack;
    private HandleScopes scopes;
    private final List<Words> otherStacks = new ArrayList<>();
    private final GlobalRoots globals;
    private final Roots roots;
    private final ImmortalSpace immortal;
    private final LargeObjectSpace large;
    private final AddressStack grey = new AddressStack();
    private final AddressStack weakHolders = new AddressStack();
    private final Plan plan;
    private final Barrier barrier;
    private final HeapVerifier verifier;
    private ForeignLinks links = ForeignLinks.NONE;
    private HeapListener listener = HeapListener.NONE;
    private long collections;
    private long minorCollections;
    private long pauseNanos;
    private long allocationsUntilStress;
    private long largeSinceCollection;
    private long nativeBytes;
    private long nativeAllowance = NATIVE_FLOOR_BYTES;
    private boolean collecting;
    private boolean closed;

    private Heap(HeapOptions options, PlanFactory factory) {
        this.options = options;
        this.largeBytes = Math.min(options.largeBytes(), factory.largestMovable());
        long immortalBytes = options.maxHeapBytes() / IMMORTAL_SHARE;
        reservation = new Reservation(STACK_BYTES + GLOBALS_BYTES + immortalBytes + options.maxHeapBytes() + factory.reservedBytes(options)
                + MOST_CARVES * Pages.PAGE);
        stack = new ShadowStack(reservation.carve(STACK_BYTES));
        scopes = new HandleScopes(stack);
        globals = new GlobalRoots(reservation.carve(GLOBALS_BYTES));
        roots = new Roots(stack, globals);
        immortal = new ImmortalSpace(reservation.carve(immortalBytes), model);
        large = new LargeObjectSpace(reservation.carve(options.maxHeapBytes()));
        allocator = new BumpAllocator(options.stress().countsAllocations());
        allocationsUntilStress = options.stress().everyNth();
        plan = factory.create(new PlanContext(options, model, reservation, allocator, roots, immortal, large, grey, weakHolders));
        barrier = plan.barrier();
        verifier = new HeapVerifier(model, plan, roots, () -> links);
    }

    /** Builds a heap; impossible options are refused with one sentence. */
    public static Heap open(HeapOptions options) {
        return new Heap(options, Plans.named(options.plan()));
    }

    public HeapOptions options() {
        return options;
    }

    public TypeTable types() {
        return types;
    }

    public ObjectModel model() {
        return model;
    }

    public Plan plan() {
        return plan;
    }

    // ---- allocation -------------------------------------------------------------------------------------------------------------

    /** A new object of a type without variable part, all fields zero. May collect. Throws {@link HeapExhausted} with the heap intact. [INV-01] */
    public @Ref long allocate(int type) {
        long bytes = types.fixedBytes(type);
        long object = allocator.bump(bytes);
        if (object == 0) object = allocateSlow(bytes);
        Memory.writeLong(object, ObjectHeader.fresh(type));
        return object;
    }

    /** A new object with {@code length} elements, all zero. May collect. Throws {@link HeapExhausted} with the heap intact. */
    public @Ref long allocate(int type, long length) {
        TypeLayout layout = types.layout(type);
        if (length < 0 || length > layout.maxLength(options.maxHeapBytes())) throw tooLong(layout, length);
        long bytes = layout.bytes(length);
        boolean isLarge = bytes > largeBytes;
        long object = isLarge ? 0 : allocator.bump(bytes);
        if (object == 0) object = allocateSlow(bytes);
        long header = ObjectHeader.fresh(type);
        Memory.writeLong(object, isLarge ? header | ObjectHeader.LARGE_YOUNG : header);
        Memory.writeLong(object + layout.lengthOffset(), length);
        return object;
    }

    private RuntimeException tooLong(TypeLayout layout, long length) {
        if (length < 0) return new IllegalArgumentException("length of a " + layout.name() + " is " + length + "; it must not be negative");
        return new HeapExhausted("a " + layout.name() + " of " + length + " elements", Long.MAX_VALUE, plan.usedBytes(), options.maxHeapBytes());
    }

    /** A new object that neither moves nor dies; {@code length} is 0 for a type without variable part. */
    public @Ref long allocateImmortal(int type, long length) {
        TypeLayout layout = types.layout(type);
        long object = immortal.allocate(layout.bytes(length));
        Memory.writeLong(object, ObjectHeader.fresh(type) | plan.oldBits());
        if (layout.isVariable()) Memory.writeLong(object + layout.lengthOffset(), length);
        return object;
    }

    public @Ref long allocateImmortal(int type) {
        return allocateImmortal(type, 0);
    }

    /** The chunk is used up, or allocations are counted: makes room, collecting as much as it takes. */
    private long allocateSlow(long bytes) {
        if (closed) throw new IllegalStateException("the heap is closed");
        if (collecting) throw new IllegalStateException("allocation of " + bytes + " bytes during a collection");
        if (options.stress().countsAllocations() && --allocationsUntilStress == 0) {
            allocationsUntilStress = options.stress().everyNth();
            collect(options.stress().moveEverything() ? CollectionKind.MAJOR : plan.nextKind(), "stress");
        }
        if (nativeBytes > nativeAllowance) collect(CollectionKind.MAJOR, "native memory");
        if (bytes > largeBytes) return allocateLargeSlow(bytes);
        long object = allocator.take(bytes);
        if (object != 0) return object;
        if (options.verify().contains(Occasion.BETWEEN_COLLECTIONS)) verify();
        if (plan.refill(bytes)) return allocator.take(bytes);
        collect(plan.nextKind(), "allocation");
        if (plan.refill(bytes)) return allocator.take(bytes);
        collect(CollectionKind.MAJOR, "allocation");
        if (!plan.refill(bytes)) {
            plan.growTo(plan.footprintWith(bytes + BumpAllocator.CHUNK_BYTES));
            collect(CollectionKind.MAJOR, "growth");
            if (!plan.refill(bytes)) throw exhausted("heap exhausted", bytes);
        }
        return allocator.take(bytes);
    }

    private long allocateLargeSlow(long bytes) {
        long footprint = LargeObjectSpace.footprint(bytes);
        if (largeSinceCollection + footprint > Math.max(options.nurseryBytes(), footprint)) collect(plan.nextKind(), "large objects");
        if (!plan.hasRoomForLarge(footprint)) collect(CollectionKind.MAJOR, "large object");
        if (!plan.hasRoomForLarge(footprint)) plan.growTo(plan.footprint() + footprint);
        long object = plan.hasRoomForLarge(footprint) ? large.allocate(bytes) : 0;
        if (object == 0 && plan.hasRoomForLarge(footprint)) { // room enough, but in pieces between dead objects
            collect(CollectionKind.MAJOR, "large object");
            object = large.allocate(bytes);
        }
        if (object == 0) throw exhausted("heap exhausted by a large object", bytes);
        largeSinceCollection += footprint;
        return object;
    }

    private HeapExhausted exhausted(String what, long bytes) {
        return new HeapExhausted(what, bytes, plan.usedBytes(), options.maxHeapBytes());
    }

    // ---- access -----------------------------------------------------------------------------------------------------------------

    public @Ref long readRef(@Ref long object, int offset) {
        assert isObject(object) : stale(object);
        return Memory.readLong(object + offset);
    }

    /** Stores a reference into an object. The slot may lie anywhere in it: {@code offset} counts bytes from its start. */
    public void writeRef(@Ref long object, long offset, @Ref long value) {
        assert isObject(object) : stale(object);
        assert !Immediate.isObject(value) || isObject(value) : stale(value);
        if ((Memory.readLong(object) & ObjectHeader.NOTIFY) != 0) barrier.beforeStoreSlow(object, object + offset, value);
        Memory.writeLong(object + offset, value);
    }

    /** The element {@code index} of an array of references whose elements begin at {@code base}. */
    public @Ref long readElement(@Ref long object, int base, long index) {
        assert isObject(object) : stale(object);
        assert index >= 0 && index < length(object) : "index " + index + " of " + length(object) + " elements";
        return Memory.readLong(object + base + index * Long.BYTES);
    }

    public void writeElement(@Ref long object, int base, long index, @Ref long value) {
        assert index >= 0 && index < length(object) : "index " + index + " of " + length(object) + " elements";
        writeRef(object, base + index * Long.BYTES, value);
    }

    /** Copies {@code count} references between objects, or within one; the areas may overlap. One barrier for all of them. */
    public void copyRefs(@Ref long source, long sourceOffset, @Ref long target, long targetOffset, long count) {
        assert isObject(source) : stale(source);
        assert isObject(target) : stale(target);
        if (count == 0) return;
        if ((Memory.readLong(target) & ObjectHeader.NOTIFY) != 0) barrier.beforeCopySlow(target, target + targetOffset, count);
        Memory.copy(source + sourceOffset, target + targetOffset, count * Long.BYTES);
    }

    /** A raw word of an object. */
    public long readWord(@Ref long object, long offset) {
        assert isObject(object) : stale(object);
        return Memory.readLong(object + offset);
    }

    public void writeWord(@Ref long object, long offset, long value) {
        assert isObject(object) : stale(object);
        Memory.writeLong(object + offset, value);
    }

    public double readDouble(@Ref long object, long offset) {
        return Double.longBitsToDouble(readWord(object, offset));
    }

    public void writeDouble(@Ref long object, long offset, double value) {
        writeWord(object, offset, Double.doubleToRawLongBits(value));
    }

    public int readInt(@Ref long object, long offset) {
        assert isObject(object) : stale(object);
        return Memory.readInt(object + offset);
    }

    public void writeInt(@Ref long object, long offset, int value) {
        assert isObject(object) : stale(object);
        Memory.writeInt(object + offset, value);
    }

    public short readShort(@Ref long object, long offset) {
        assert isObject(object) : stale(object);
        return Memory.readShort(object + offset);
    }

    public void writeShort(@Ref long object, long offset, short value) {
        assert isObject(object) : stale(object);
        Memory.writeShort(object + offset, value);
    }

    public byte readByte(@Ref long object, long offset) {
        assert isObject(object) : stale(object);
        return Memory.readByte(object + offset);
    }

    public void writeByte(@Ref long object, long offset, byte value) {
        assert isObject(object) : stale(object);
        Memory.writeByte(object + offset, value);
    }

    /** Copies bytes of an object's raw part into a Java array. */
    public void readBytes(@Ref long object, long offset, byte[] target, int targetOffset, int count) {
        assert isObject(object) : stale(object);
        Memory.copyTo(object + offset, target, targetOffset, count);
    }

    /** Copies bytes of a Java array into an object's raw part. */
    public void writeBytes(byte[] source, int sourceOffset, @Ref long object, long offset, int count) {
        assert isObject(object) : stale(object);
        Memory.copyFrom(source, sourceOffset, object + offset, count);
    }

    /** Copies raw bytes between objects, or within one; the areas may overlap. */
    public void copyRaw(@Ref long source, long sourceOffset, @Ref long target, long targetOffset, long bytes) {
        assert isObject(source) : stale(source);
        assert isObject(target) : stale(target);
        Memory.copy(source + sourceOffset, target + targetOffset, bytes);
    }

    /** Whether two raw areas hold the same bytes. */
    public boolean equalRaw(@Ref long a, long aOffset, @Ref long b, long bOffset, long bytes) {
        return bytes == 0 || Memory.equal(a + aOffset, b + bOffset, bytes);
    }

    /** The type id of an object. */
    public int type(@Ref long object) {
        assert isObject(object) : stale(object);
        return ObjectHeader.type(Memory.readLong(object));
    }

    /** Number of elements of an object with a variable part. */
    public long length(@Ref long object) {
        return Memory.readLong(object + types.fixedBytes(type(object)) - Long.BYTES);
    }

    /** The link index in the header; 0 = no link. */
    public int linkIndex(@Ref long object) {
        return ObjectHeader.linkIndex(Memory.readLong(object));
    }

    /** A hash that the object keeps wherever it moves; 62 bits, never negative. Different objects may share one. */
    public long identityHash(@Ref long object) {
        long header = Memory.readLong(object);
        assert !ObjectHeader.isForwarded(header) : stale(object);
        if (ObjectHeader.has(header, ObjectHeader.HASH_STORED)) return Memory.readLong(model.hashAddress(object, header));
        if (!ObjectHeader.has(header, ObjectHeader.HASHED)) Memory.writeLong(object, header | ObjectHeader.HASHED);
        return IdentityHash.of(object, plan.hashSeed(object));
    }

    /** Whether the word names an object whose header is in place: false for null, immediates, and most stale references. */
    public boolean isObject(@Ref long ref) {
        return Immediate.isObject(ref) && reservation.range().contains(ref) && types.isDefined(ObjectHeader.type(Memory.readLong(ref)))
                && !ObjectHeader.isForwarded(Memory.readLong(ref));
    }

    private String stale(@Ref long ref) {
        if (!Immediate.isObject(ref)) return (ref == Immediate.NULL ? "null" : "immediate " + Immediate.value(ref)) + " used as an object";
        String where = reservation.range().contains(ref) ? "header is 0x" + Long.toHexString(Memory.readLong(ref)) : "outside the heap";
        return "stale reference 0x" + Long.toHexString(ref) + ": " + where;
    }

    /** Whether a minor collection may move or free the object. */
    public boolean isYoung(@Ref long object) {
        return plan.isYoung(object);
    }

    // ---- roots ------------------------------------------------------------------------------------------------------------------

    /** Opens a scope for handles; close it with try-with-resources. */
    public HandleScope scope() {
        return scopes.open();
    }

    /**
     * Scopes with a shadow stack of their own, for one more of several threads that take turns with the heap. What is rooted in them counts from now on, whoever's turn
     * it is.
     */
    public HandleScopes newScopes() {
        Words words = Words.untouched(STACK_BYTES / Long.BYTES);
        otherStacks.add(words);
        ShadowStack other = new ShadowStack(new Range(words.start(), words.end()));
        roots.add(other::visitRoots);
        return new HandleScopes(other);
    }

    /** Passes the turn: {@link #scope()} opens in {@code next} from now on. Answers the scopes of the thread that had it. */
    public HandleScopes useScopes(HandleScopes next) {
        HandleScopes before = scopes;
        scopes = next;
        return before;
    }

    /** A root without a scope, until it is closed. */
    public Global global(@Ref long ref) {
        return globals.root(ref);
    }

    /** Adds an area of slots that every collection visits. */
    public void addRoots(RootSource source) {
        roots.add(source);
    }

    /** The shadow stack, for embedders whose frames are not Java blocks. */
    public ShadowStack shadowStack() {
        return stack;
    }

    // ---- collection -------------------------------------------------------------------------------------------------------------

    /** Collects now. A minor collection of a plan without generations, or one without room to promote, becomes a major one. */
    public void collect(CollectionKind kind) {
        collect(kind, "request");
    }

    private void collect(CollectionKind asked, String reason) {
        if (collecting) throw new IllegalStateException("a collection was asked for during a collection");
        if (closed) throw new IllegalStateException("the heap is closed");
        CollectionKind kind = plan.nextKind() == CollectionKind.MAJOR ? CollectionKind.MAJOR : asked;
        if (options.verify().contains(Occasion.BEFORE_COLLECTION)) verify();
        long before = plan.usedBytes();
        listener.collectionStarts(kind, reason);
        long start = System.nanoTime();
        collecting = true;
        try {
            plan.collect(kind);
        } finally {
            collecting = false;
        }
        long nanos = System.nanoTime() - start;
        collections++;
        if (kind == CollectionKind.MINOR) minorCollections++;
        pauseNanos += nanos;
        largeSinceCollection = 0;
        if (kind == CollectionKind.MAJOR) nativeAllowance = Math.max(NATIVE_FLOOR_BYTES, 2 * nativeBytes);
        if (listener != HeapListener.NONE) {
            listener.collectionEnds(new CollectionReport(
                    collections, kind, reason, before, plan.usedBytes(), plan.limit(), plan.copiedBytes(), plan.copiedObjects(), nanos));
        }
        if (options.verify().contains(Occasion.AFTER_COLLECTION)) verify();
        links.deathsPending();
    }

    /** A point at which the program holds no raw reference: verifies if asked to. */
    public void safepoint() {
        if (options.verify().contains(Occasion.BETWEEN_COLLECTIONS)) verify();
    }

    /**
     * Reports memory outside the heap that objects keep: {@code bytes} more, or less when negative. A collection that frees objects
     * gives memory back through the embedder's own call; when twice of what was left last time is in use, a major collection runs at
     * the next chunk.
     */
    public void reportNative(long bytes) {
        nativeBytes += bytes;
        if (nativeBytes < 0) throw new IllegalArgumentException("native memory returned: " + -bytes + " bytes, but only " + (nativeBytes - bytes) + " were reported");
        if (nativeBytes > nativeAllowance) allocator.retire();
    }

    /** Native bytes reported and not returned. */
    public long nativeBytes() {
        return nativeBytes;
    }

    /** Checks the whole heap against its invariants; throws {@link io.mooring.gc.verify.HeapDamaged} with all that is wrong. */
    public void verify() {
        verifier.verify();
    }

    /** Connects the links of another module; at most once, before the first allocation that is linked. */
    public void connect(ForeignLinks foreign) {
        if (links != ForeignLinks.NONE) throw new IllegalStateException("the heap is connected to links already");
        links = foreign;
        plan.connect(foreign);
    }

    public void listen(HeapListener to) {
        listener = to;
        plan.listen(to);
    }

    /** Number of collections so far, minor ones included. */
    public long collections() {
        return collections;
    }

    public long minorCollections() {
        return minorCollections;
    }

    /** Total pause so far, in nanoseconds. */
    public long pauseNanos() {
        return pauseNanos;
    }

    /** Bytes of objects, dead ones not yet collected included. */
    public long usedBytes() {
        return plan.usedBytes();
    }

    /** Gives all memory back. Every reference into this heap is invalid from now on; closing twice does nothing. */
    @Override
    public void close() {
        if (closed) return;
        closed = true;
        globals.close();
        allocator.retire();
        plan.close();
        large.close();
        grey.close();
        weakHolders.close();
        otherStacks.forEach(Words::close);
        reservation.close();
    }
}
