package io.mooring.gc;

import io.mooring.gc.barrier.Barrier;
import io.mooring.gc.inspect.HeapHistogram;
import io.mooring.gc.inspect.HeapView;
import io.mooring.gc.inspect.HeapVisitor;
import io.mooring.gc.inspect.HeapWalk;
import io.mooring.gc.inspect.HprofDump;
import io.mooring.gc.memory.AddressStack;
import io.mooring.gc.memory.Memory;
import io.mooring.gc.memory.Pages;
import io.mooring.gc.memory.Reservation;
import io.mooring.gc.mortality.Ephemerons;
import io.mooring.gc.mortality.Finalizers;
import io.mooring.gc.object.ObjectHeader;
import io.mooring.gc.object.ObjectModel;
import io.mooring.gc.object.SlotWord;
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
import io.mooring.gc.roots.Pins;
import io.mooring.gc.roots.RootSource;
import io.mooring.gc.roots.Roots;
import io.mooring.gc.roots.ScopeTurns;
import io.mooring.gc.roots.ShadowStack;
import io.mooring.gc.space.BumpAllocator;
import io.mooring.gc.space.ImmortalSpace;
import io.mooring.gc.space.LargeObjectSpace;
import io.mooring.gc.trace.Notes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;

/**
 * A garbage-collected heap of its own: allocate, read, write, collect. Every other module uses only this.
 *
 * <p>Any number of heaps live side by side. One thread at a time uses a heap. A raw reference is valid until the next call that may
 * allocate or collect; {@link #scope()} and {@link #global} keep objects reachable and findable. When a {@link RootSource} or {@link ForeignLinks} throws in the
 * middle of a collection, that one cannot be finished: from then on every call but {@link #close} is refused, with what was thrown as cause.
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

    private final HeapOptions options;
    private final long largeBytes;
    private final TypeTable types = new TypeTable();
    private final ObjectModel model = new ObjectModel(types);
    private final Reservation reservation;
    private final HeapState state = new HeapState();
    private final AccessCheck check;
    private final BumpAllocator allocator;
    private final ShadowStack stack;
    private HandleScopes scopes;
    private final ScopeTurns turns;
    private final GlobalRoots globals;
    private final Roots roots;
    private final ImmortalSpace immortal;
    private final LargeObjectSpace large;
    private final AddressStack grey = new AddressStack();
    private final Notes notes = new Notes();
    private final Ephemerons ephemerons = new Ephemerons(model, notes);
    private final Finalizers finalizers;
    private final Plan plan;
    private final Barrier barrier;
    private final long largeBits;
    private final boolean wantsEveryStore;
    private final boolean guardsWeakLoads;
    private final Collector collector;
    private final Pins pins;

    private Heap(HeapOptions options, PlanFactory factory, Reservation reservation) {
        this.options = options;
        this.largeBytes = Math.min(options.largeBytes(), factory.largestMovable());
        long immortalBytes = options.maxHeapBytes() / IMMORTAL_SHARE;
        this.reservation = reservation;
        stack = new ShadowStack(reservation.carve(STACK_BYTES));
        check = new AccessCheck(model, reservation.range(), state);
        finalizers = new Finalizers(model, ephemerons, check::object, state::requireNoCollection);
        globals = new GlobalRoots(reservation.carve(GLOBALS_BYTES), state::requireNoCollection, check::value);
        roots = new Roots(stack, globals);
        immortal = new ImmortalSpace(reservation.carve(immortalBytes), model);
        large = new LargeObjectSpace(reservation.carve(options.maxHeapBytes()), options.stress());
        allocator = new BumpAllocator(options.stress().countsAllocations());
        plan = factory.create(new PlanContext(options, model, reservation, allocator, roots, immortal, large, grey, notes, ephemerons, finalizers));
        check.use(plan.spaces());
        barrier = plan.barrier();
        wantsEveryStore = barrier.wantsEveryStore();
        largeBits = plan.largeBits();
        guardsWeakLoads = plan.traits().incremental();
        collector = new Collector(state, this::closeScopes, options, largeBytes, plan, allocator, large, model, roots);
        pins = new Pins(this::requirePinning, plan::isInNursery, () -> collector.collect(CollectionKind.MINOR, "pin"));
        roots.add(finalizers);
        roots.add(pins);
        turns = new ScopeTurns(roots, pins, check::value);
        scopes = turns.on(stack);
    }

    /** Builds a heap; impossible options are refused with one sentence. */
    public static Heap open(HeapOptions options) {
        PlanFactory factory = Plans.named(Objects.requireNonNull(options, "options must not be null").plan());
        Plans.check(factory, options);
        HeapOptions refined = factory.refine(options);
        Reservation reservation = new Reservation(
                STACK_BYTES + GLOBALS_BYTES + refined.maxHeapBytes() / IMMORTAL_SHARE + refined.maxHeapBytes() + factory.reservedBytes(refined) + MOST_CARVES * Pages.PAGE,
                "option max-heap is " + refined.maxHeapBytes());
        try {
            return new Heap(refined, factory, reservation);
        } catch (RuntimeException | Error failed) {
            reservation.close();
            throw failed;
        }
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
        assert check.type(type, false);
        long bytes = types.fixedBytes(type);
        long object = allocator.bump(bytes);
        if (object == 0) object = collector.allocateSlow(bytes);
        Memory.writeLong(object, ObjectHeader.fresh(type));
        return object;
    }

    /**
     * A new object of a type without variable part, all fields zero, where that takes no collection; else {@link Immediate#NULL}, and {@link #allocate} must decide. It
     * never collects: references that the program has at hand need no handle for it. [INV-01]
     */
    public @Ref long allocateIfRoom(int type) {
        assert check.type(type, false);
        long object = allocator.bump(types.fixedBytes(type));
        if (object != 0) Memory.writeLong(object, ObjectHeader.fresh(type));
        return object;
    }

    /** A new object with {@code length} elements, all zero. May collect. Throws {@link HeapExhausted} with the heap intact. */
    public @Ref long allocate(int type, long length) {
        assert check.type(type, true);
        int variable = types.variable(type);
        long bytes = TypeTable.bytesIn(variable, length);
        boolean isSmall = Long.compareUnsigned(length, largeBytes) <= 0 && bytes <= largeBytes; // no element is smaller than a byte, so bytes cannot overflow
        if (!isSmall || variable == 0) return allocateLargeSlow(type, length);
        long object = allocator.bump(bytes);
        if (object == 0) object = collector.allocateSlow(bytes);
        Memory.writeLong(object, ObjectHeader.fresh(type));
        Memory.writeLong(object + TypeTable.fixedIn(variable) - Long.BYTES, length);
        return object;
    }

    private @Ref long allocateLargeSlow(int type, long length) {
        state.requireUsable();
        TypeLayout layout = layoutFor(type, length);
        if (!layout.isVariable()) throw lengthless(layout);
        long object = collector.allocateSlow(layout.bytes(length));
        Memory.writeLong(object, ObjectHeader.fresh(type) | largeBits);
        Memory.writeLong(object + layout.lengthOffset(), length);
        return object;
    }

    /** The constants of the inline allocation and of the inline test of the barrier, for a runtime that generates code. */
    public Inlining inlining() {
        state.requireUsable();
        return new Inlining(
                allocator.cursorAddress(), allocator.limitAddress(), 0, ObjectHeader.TYPE_SHIFT, ObjectHeader.HEADER, plan.oldBits() & ObjectHeader.NOTIFY, largeBytes);
    }

    /** The layout of a type of which there can be an object of that length; 0 for one without variable part. */
    private TypeLayout layoutFor(int type, long length) {
        TypeLayout layout = types.layout(type);
        if (length != 0 && !layout.isVariable()) throw lengthless(layout);
        if (length < 0 || length > layout.maxLength(options.maxHeapBytes())) throw tooLong(layout, length);
        return layout;
    }

    private static RuntimeException lengthless(TypeLayout layout) {
        return new IllegalArgumentException(layout.indefinite() + " has no length: its type has no variable part");
    }

    private RuntimeException tooLong(TypeLayout layout, long length) {
        if (length < 0) return new IllegalArgumentException("length of " + layout.indefinite() + " is " + length + "; it must not be negative");
        return new HeapExhausted(layout.indefinite() + " of " + length + " elements", length > layout.maxLength(Long.MAX_VALUE / 2) ? Long.MAX_VALUE : layout.bytes(length), plan.usedBytes(), options.maxHeapBytes());
    }

    /** A new object that neither moves nor dies; {@code length} is 0 for a type without variable part. */
    public @Ref long allocateImmortal(int type, long length) {
        if (!state.isOpen() || !state.isMine()) throw state.refusal("allocation of an immortal object");
        TypeLayout layout = layoutFor(type, length);
        long object = immortal.allocate(layout.bytes(length));
        Memory.writeLong(object, ObjectHeader.fresh(type) | plan.oldBits());
        if (layout.isVariable()) Memory.writeLong(object + layout.lengthOffset(), length);
        return object;
    }

    public @Ref long allocateImmortal(int type) {
        return allocateImmortal(type, 0);
    }

    /**
     * A new object that never moves, whatever the plan, and dies as others do; {@code length} is 0 for a type without variable part. It takes whole pages. May collect.
     * Throws {@link HeapExhausted} with the heap intact.
     */
    public @Ref long allocatePinned(int type, long length) {
        state.requireUsable();
        TypeLayout layout = layoutFor(type, length);
        long object = collector.allocateLarge(layout.bytes(length));
        Memory.writeLong(object, ObjectHeader.fresh(type) | largeBits);
        if (layout.isVariable()) Memory.writeLong(object + layout.lengthOffset(), length);
        return object;
    }

    public @Ref long allocatePinned(int type) {
        return allocatePinned(type, 0);
    }

    private void requirePinning() {
        state.requireNoCollection();
        if (!options.pinning()) throw new IllegalStateException("option pinning is false; it must be true for a heap whose objects are to be pinned");
    }

    // ---- access -----------------------------------------------------------------------------------------------------------------

    public @Ref long readRef(@Ref long object, long offset) {
        assert check.reference(object, offset);
        return SlotWord.read(object + offset);
    }

    /**
     * What a weak slot holds, or the key or the value of an ephemeron. A collection under way may not have reached it; from now on it does, so that the program may keep
     * it. Reading such a slot by {@link #readRef} is right only for comparing what it holds.
     */
    public @Ref long readWeak(@Ref long object, long offset) {
        long ref = readRef(object, offset);
        if (guardsWeakLoads && Immediate.isObject(ref)) barrier.afterWeakLoadSlow(ref);
        return ref;
    }

    /** Stores a reference into an object. The slot may lie anywhere in it: {@code offset} counts bytes from its start. */
    public void writeRef(@Ref long object, long offset, @Ref long value) {
        assert check.reference(object, offset) && check.value(value);
        if ((Immediate.isObject(value) || wantsEveryStore) && ObjectHeader.notifiesAt(object)) writeRefSlow(object, object + offset, value);
        else SlotWord.write(object + offset, value);
    }

    /** Stores too, so that the fast path need not keep object and value for the time after a call that it hardly ever makes: each would be written to Java's stack, always. */
    private void writeRefSlow(@Ref long object, @Slot long slot, @Ref long value) {
        barrier.beforeStoreSlow(object, slot, value);
        SlotWord.write(slot, value);
    }

    /**
     * Stores a reference into the object that was allocated last: nothing has been allocated since, and no safepoint passed. It is not large: its type has no variable
     * part, or it has at most {@link HeapOptions#NEVER_LARGE_BYTES} bytes. No barrier has to hear of that: it is young, and what the store overwrites is null.
     */
    public void initRef(@Ref long object, long offset, @Ref long value) {
        assert check.reference(object, offset) && check.value(value) && check.isNew(object);
        SlotWord.write(object + offset, value);
    }

    /** The element {@code index} of an array of references whose elements begin at {@code base}. */
    public @Ref long readElement(@Ref long object, int base, long index) {
        assert check.element(object, base, index);
        return SlotWord.read(object + base + index * Long.BYTES);
    }

    public void writeElement(@Ref long object, int base, long index, @Ref long value) {
        assert check.element(object, base, index);
        writeRef(object, base + index * Long.BYTES, value);
    }

    /** Copies {@code count} references between objects, or within one; the areas may overlap. One barrier for all of them. */
    public void copyRefs(@Ref long source, long sourceOffset, @Ref long target, long targetOffset, long count) {
        assert check.copy(source, sourceOffset, target, targetOffset, count);
        if (count == 0) return;
        if (ObjectHeader.notifiesAt(target)) barrier.beforeCopySlow(target, target + targetOffset, count);
        Memory.copy(source + sourceOffset, target + targetOffset, count * Long.BYTES);
    }

    /** A raw word of an object. The last one of an array may reach into its padding, which is zero. */
    public long readWord(@Ref long object, long offset) {
        assert check.word(object, offset);
        return Memory.readLong(object + offset);
    }

    public void writeWord(@Ref long object, long offset, long value) {
        assert check.rawWord(object, offset, value);
        Memory.writeLong(object + offset, value);
    }

    public double readDouble(@Ref long object, long offset) {
        return Double.longBitsToDouble(readWord(object, offset));
    }

    public void writeDouble(@Ref long object, long offset, double value) {
        writeWord(object, offset, Double.doubleToRawLongBits(value));
    }

    public int readInt(@Ref long object, long offset) {
        assert check.number(object, offset, Integer.BYTES);
        return Memory.readInt(object + offset);
    }

    public void writeInt(@Ref long object, long offset, int value) {
        assert check.numberWritten(object, offset, Integer.BYTES);
        Memory.writeInt(object + offset, value);
    }

    public short readShort(@Ref long object, long offset) {
        assert check.number(object, offset, Short.BYTES);
        return Memory.readShort(object + offset);
    }

    public void writeShort(@Ref long object, long offset, short value) {
        assert check.numberWritten(object, offset, Short.BYTES);
        Memory.writeShort(object + offset, value);
    }

    public byte readByte(@Ref long object, long offset) {
        assert check.raw(object, offset, Byte.BYTES);
        return Memory.readByte(object + offset);
    }

    public void writeByte(@Ref long object, long offset, byte value) {
        assert check.rawWritten(object, offset, Byte.BYTES);
        Memory.writeByte(object + offset, value);
    }

    /** Copies bytes of an object's raw part into a Java array. */
    public void readBytes(@Ref long object, long offset, byte[] target, int targetOffset, int count) {
        assert check.raw(object, offset, count);
        Memory.copyTo(object + offset, target, targetOffset, count);
    }

    /** Copies bytes of a Java array into an object's raw part. */
    public void writeBytes(byte[] source, int sourceOffset, @Ref long object, long offset, int count) {
        assert check.rawWritten(object, offset, count);
        Memory.copyFrom(source, sourceOffset, object + offset, count);
    }

    /** Copies raw bytes between objects, or within one; the areas may overlap. */
    public void copyRaw(@Ref long source, long sourceOffset, @Ref long target, long targetOffset, long bytes) {
        assert check.raw(source, sourceOffset, bytes) && check.rawWritten(target, targetOffset, bytes);
        Memory.copy(source + sourceOffset, target + targetOffset, bytes);
    }

    /** Whether two raw areas hold the same bytes. */
    public boolean equalRaw(@Ref long a, long aOffset, @Ref long b, long bOffset, long bytes) {
        assert check.raw(a, aOffset, bytes) && check.raw(b, bOffset, bytes);
        return bytes == 0 || Memory.equal(a + aOffset, b + bOffset, bytes);
    }

    /** The type id of an object. */
    public int type(@Ref long object) {
        assert check.object(object);
        return ObjectHeader.typeAt(object);
    }

    /** Number of elements of an object with a variable part. */
    public long length(@Ref long object) {
        assert check.variable(object);
        return Memory.readLong(object + types.fixedBytes(type(object)) - Long.BYTES);
    }

    /** The link index in the header; 0 = no link. */
    public int linkIndex(@Ref long object) {
        assert check.object(object);
        return ObjectHeader.linkIndexAt(object);
    }

    /** A hash that the object keeps wherever it moves; 62 bits, never negative. Different objects may share one. */
    public long identityHash(@Ref long object) {
        assert check.object(object);
        long header = Memory.readLong(object);
        if (ObjectHeader.has(header, ObjectHeader.HASH_STORED)) return Memory.readLong(model.hashAddress(object, header));
        if (!ObjectHeader.has(header, ObjectHeader.HASHED)) Memory.writeLong(object, header | ObjectHeader.HASHED);
        return IdentityHash.of(object, plan.hashSeed(object));
    }

    /** Whether the word names an object whose header is in place: false for null, immediates, and most stale references. */
    public boolean isObject(@Ref long ref) {
        return check.names(ref);
    }

    /** Whether a minor collection may move or free the object. */
    public boolean isYoung(@Ref long object) {
        assert check.object(object);
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
        state.requireUsable();
        return turns.onNewStack(STACK_BYTES);
    }

    /** Passes the turn: {@link #scope()} opens in {@code next} from now on. Answers the scopes of the thread that had it. */
    public HandleScopes useScopes(HandleScopes next) {
        HandleScopes before = scopes;
        assert next == null || check.value(Immediate.NULL) && turns.has(next) : "scopes of another heap, or of none, cannot be used here";
        scopes = Objects.requireNonNull(next, "scopes must not be null");
        return before;
    }

    /** A root without a scope, until it is closed. */
    public Global global(@Ref long ref) {
        return globals.root(ref);
    }

    /** Adds an area of slots that every collection visits. */
    public void addRoots(RootSource source) {
        state.requireUsable();
        roots.add(Objects.requireNonNull(source, "a root source must not be null"));
    }

    /** The shadow stack of the first thread, for embedders whose frames are not Java blocks. */
    public ShadowStack shadowStack() {
        return stack;
    }

    // ---- life and place ---------------------------------------------------------------------------------------------------------

    /** The objects whose death the program wants to hear of. */
    public Finalizers finalizers() {
        return finalizers;
    }

    /**
     * Keeps what a handle, a slot of a root, holds where it is, and alive, until it is {@linkplain #unpin unpinned} as often as it was
     * pinned; returns its address, which is good for as long. May collect: a nursery is no place to stay. Needs the option {@code pinning}.
     */
    public @Ref long pin(@Slot long handle) {
        assert !state.hasObjects() || check.handle(handle);
        return pins.pin(handle);
    }

    /** Takes one pin of an object back. */
    public void unpin(@Ref long object) {
        pins.unpin(object);
    }

    // ---- collection -------------------------------------------------------------------------------------------------------------

    /** Collects now. A minor collection of a plan without generations, or one without room to promote, becomes a major one. */
    public void collect(CollectionKind kind) {
        state.requireUsable();
        collector.collect(Objects.requireNonNull(kind, "the kind of a collection must not be null"), "request");
    }

    /** A point at which the program holds no raw reference: counts like an allocation under stress, and verifies if asked to. */
    public void safepoint() {
        state.requireUsable();
        collector.safepoint();
    }

    /** Whether allocations and safepoints count for {@link Stress#everyNth}, if the options ask for that; they do at first. Saves the time of stress while a runtime starts. */
    public void countAllocations(boolean counted) {
        state.requireUsable();
        collector.countAllocations(counted);
    }

    /**
     * Reports memory outside the heap that objects keep: {@code bytes} more, or less when negative. It counts as if it were in the heap: the trigger sees it as live, and what
     * is reported after a major collection takes room for allocation, so that the next one comes earlier, at the next chunk; what is returned gives that room back. It never
     * makes an allocation fail. Returning more than was reported is refused with an {@link IllegalArgumentException}.
     */
    public void reportNative(long bytes) {
        state.requireUsable();
        collector.reportNative(bytes);
    }

    /** Native bytes reported and not returned. */
    public long nativeBytes() {
        return collector.nativeBytes();
    }

    /** Checks the whole heap against its invariants; throws {@link io.mooring.gc.verify.HeapDamaged} with all that is wrong. */
    public void verify() {
        state.requireUsable();
        collector.verify();
    }

    /** Connects the links of another module; at most once, before the first allocation that is linked. */
    public void connect(ForeignLinks links) {
        state.requireUsable();
        collector.connect(Objects.requireNonNull(links, "links must not be null; ForeignLinks.NONE has none"));
    }

    /** Passes collections and their phases to {@code to} from now on, and to no other; see {@link HeapListener#both}. */
    public void listen(HeapListener to) {
        state.requireUsable();
        collector.listen(Objects.requireNonNull(to, "a listener must not be null; HeapListener.NONE hears nothing"));
    }

    // ---- looking inside ---------------------------------------------------------------------------------------------------------

    /** Shows every reachable object once, in an order that depends on the graph alone. Between collections only; moves nothing. */
    public void walk(HeapVisitor visitor) {
        new HeapWalk(view()).run(Objects.requireNonNull(visitor, "a visitor must not be null"));
    }

    /** How many objects of each type are reachable, and their bytes. */
    public HeapHistogram histogram() {
        return HeapHistogram.of(view());
    }

    /** Writes the reachable objects to a file in HPROF format; what the file has is in {@code docs/inspect.md}. */
    public HprofDump dump(Path file) throws IOException {
        return HprofDump.write(view(), Objects.requireNonNull(file, "a file must not be null"));
    }

    private HeapView view() {
        state.requireUsable();
        return new HeapView(model, reservation.range(), roots, immortal, collector::links, state::isIdle, collector::collections);
    }

    /** Number of collections so far, minor ones included. */
    public long collections() {
        return collector.collections();
    }

    public long minorCollections() {
        return collector.minorCollections();
    }

    /** Total pause so far, in nanoseconds. */
    public long pauseNanos() {
        return collector.pauseNanos();
    }

    /** Processor time of the collector so far, in nanoseconds. */
    public long cpuNanos() {
        return collector.cpuNanos();
    }

    /** Bytes of objects, dead ones not yet collected included. */
    public long usedBytes() {
        return plan.usedBytes();
    }

    /** Gives all memory back. Every reference into this heap is invalid from now on; closing twice does nothing. */
    @Override
    public void close() {
        if (!state.close()) return;
        allocator.retire();
        try (reservation; pins; finalizers; ephemerons; notes; grey; large; globals) {
            plan.close();
        } finally {
            closeScopes(state.refusal());
            turns.close();
        }
    }

    private void closeScopes(String why) {
        turns.closeWithHeap(why);
    }
}
