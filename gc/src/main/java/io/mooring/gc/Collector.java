package io.mooring.gc;

import io.mooring.gc.object.ObjectModel;
import io.mooring.gc.plan.Plan;
import io.mooring.gc.roots.Roots;
import io.mooring.gc.space.BumpAllocator;
import io.mooring.gc.space.LargeObjectSpace;
import io.mooring.gc.trigger.Cycle;
import io.mooring.gc.verify.HeapVerifier;
import io.mooring.gc.verify.Occasion;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.function.Consumer;

/** The slow side of a heap: makes room when an allocation finds none, runs collections, and counts what they did. */
final class Collector {
    /** Native memory that may be reported in a cycle before it causes a collection, however little room the heap has. */
    private static final long NATIVE_FLOOR_BYTES = 32L << 20;

    /** Most native memory that can be reported: more than a machine has, and far from where sums overflow. */
    private static final long MOST_NATIVE_BYTES = 1L << 60;

    private final HeapState state;
    private final Consumer<String> breakdown;
    private final HeapOptions options;
    private final long largeBytes;
    private final Plan plan;
    private final BumpAllocator allocator;
    private final LargeObjectSpace large;
    private final HeapVerifier verifier;
    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final Cycle cycle;
    private ForeignLinks links = ForeignLinks.NONE;
    private final GuardedListener listener = new GuardedListener();
    private long linksEnded;
    private long allocationsUntilStress;
    /** Whether the stress of the options counts at present. */
    private boolean countsAllocations;
    private long largeSinceCollection;
    private long nativeBytes;
    /** The least that was reported since the last major collection. */
    private long leastNativeBytes;
    /** What was reported since the last major collection, and whether something was returned. */
    private long cycleReportedBytes;
    private boolean returnsNative;

    private long collections;
    private long minorCollections;
    private long pauseNanos;
    private long cpuNanos;
    private long freedBytes;

    private long cycleStart = System.nanoTime();
    private long cyclePauseNanos;
    private long cycleCpuNanos;
    private long cycleAllocatedBytes;

    /** @param breakdown hears why the heap can be used no more, should that happen */
    Collector(HeapState state, Consumer<String> breakdown, HeapOptions options, long largeBytes, Plan plan, BumpAllocator allocator, LargeObjectSpace large, ObjectModel model, Roots roots) {
        this.state = state;
        this.breakdown = breakdown;
        this.options = options;
        this.largeBytes = largeBytes;
        this.plan = plan;
        this.allocator = allocator;
        this.large = large;
        this.verifier = new HeapVerifier(model, plan, roots, () -> links);
        this.cycle = new Cycle(plan.traits().reserveFactor());
        this.allocationsUntilStress = options.stress().everyNth();
        this.countsAllocations = options.stress().countsAllocations();
        plan.listen(listener);
    }

    // ---- making room --------------------------------------------------------------------------------------------------------------

    /** The chunk is used up, or allocations are counted: makes room, collecting as much as it takes. */
    long allocateSlow(long bytes) {
        assert state.enter();
        try {
            long object = makeRoomSlow(bytes);
            plan.allocated(object, bytes);
            return object;
        } finally {
            assert state.leave();
        }
    }

    private long makeRoomSlow(long bytes) {
        beforeAllocation(bytes);
        return bytes > largeBytes ? allocateLargeSlow(bytes) : allocateSmallSlow(bytes);
    }

    /** Zeroed room in the large object space for an object of any size. */
    long allocateLarge(long bytes) {
        assert state.enter();
        try {
            beforeAllocation(bytes);
            long object = allocateLargeSlow(bytes);
            plan.allocated(object, bytes);
            return object;
        } finally {
            assert state.leave();
        }
    }

    private void beforeAllocation(long bytes) {
        if (!state.isOpen()) throw state.refusal("allocation of " + bytes + " bytes");
        countUnderStress();
        if (nativeMemoryIsDue()) collect(CollectionKind.MAJOR, "native memory");
    }

    private long allocateSmallSlow(long bytes) {
        long object = allocator.take(bytes);
        if (object != 0) return object;
        verifyBetweenCollections();
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

    /** Under stress, every so many allocations and safepoints bring a collection. */
    private void countUnderStress() {
        if (!countsAllocations || --allocationsUntilStress > 0) return;
        allocationsUntilStress = options.stress().everyNth();
        collect(options.stress().moveEverything() ? CollectionKind.MAJOR : plan.nextKind(), "stress");
    }

    /** Counts allocations under stress, or lets them pass; the count goes on where it stopped. */
    void countAllocations(boolean counted) {
        countsAllocations = counted && options.stress().countsAllocations();
    }

    private long allocateLargeSlow(long bytes) {
        long footprint = LargeObjectSpace.footprint(bytes);
        boolean fillsNursery = plan.traits().generational() && largeSinceCollection + footprint > Math.max(options.nurseryBytes(), footprint);
        if (fillsNursery) collect(plan.nextKind(), "large objects");
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

    // ---- collecting ---------------------------------------------------------------------------------------------------------------

    void collect(CollectionKind asked, String reason) {
        if (!state.isOpen()) throw state.refusal("a collection was asked for");
        if (options.verify().contains(Occasion.BEFORE_COLLECTION)) verify();
        state.begin();
        try {
            collectAndTell(plan.nextKind() == CollectionKind.MAJOR ? CollectionKind.MAJOR : asked, reason);
        } finally {
            state.settle();
        }
        if (options.verify().contains(Occasion.AFTER_COLLECTION)) verify();
        links.deathsPending();
        listener.rethrow();
    }

    private void collectAndTell(CollectionKind due, String reason) {
        long before = plan.usedBytes();
        listener.collectionStarts(due, reason);
        long cpuStart = threads.getCurrentThreadCpuTime();
        long start = System.nanoTime();
        CollectionKind kind = runPhases(due);
        long nanos = System.nanoTime() - start;
        long cpu = threads.getCurrentThreadCpuTime() - cpuStart;
        count(kind, before, nanos, cpu);
        if (kind == CollectionKind.MAJOR) endCycle(cpu);
        if (!listener.isHeard()) return;
        listener.collectionEnds(new CollectionReport(
                collections, kind, reason, before, plan.usedBytes(), plan.limit(), plan.copiedBytes(), plan.copiedObjects(), plan.promotedBytes(), plan.markedBytes(),
                plan.remembered(), endedLinks(), nativeBytes, nanos, cpu));
    }

    /** The collection proper. What throws in it leaves references that are right no more: then the heap is broken for good. */
    private CollectionKind runPhases(CollectionKind due) {
        state.collect();
        try {
            CollectionKind kind = plan.collect(due);
            state.tell();
            return kind;
        } catch (RuntimeException | Error failure) {
            state.breakDown(due, failure);
            allocator.retire();
            breakdown.accept(state.refusal());
            throw failure;
        }
    }

    /** Links that have ended since this was last asked; 0 if whoever counted them has gone. */
    private long endedLinks() {
        long before = linksEnded;
        linksEnded = links.ended();
        return Math.max(0, linksEnded - before);
    }

    private void count(CollectionKind kind, long usedBefore, long nanos, long cpu) {
        collections++;
        if (kind == CollectionKind.MINOR) minorCollections++;
        pauseNanos += nanos;
        cpuNanos += cpu;
        cyclePauseNanos += nanos;
        cycleCpuNanos += cpu;
        freedBytes += usedBefore - plan.usedBytes();
        largeSinceCollection = 0;
    }

    /** A major collection ended: the trigger learns of the cycle, and a new one begins. */
    private void endCycle(long majorNanos) {
        long now = System.nanoTime();
        long allocated = freedBytes + plan.usedBytes();
        cycle.setBytes(plan.usedBytes(), liveNativeBytes(), allocated - cycleAllocatedBytes + cycleReportedBytes);
        cycle.setNanos(majorNanos, cycleCpuNanos, now - cycleStart - cyclePauseNanos);
        try {
            plan.resize(cycle);
        } catch (RuntimeException | Error failure) {
            listener.keep(failure);
        }
        leastNativeBytes = nativeBytes;
        cycleReportedBytes = 0;
        returnsNative = false;
        cycleAllocatedBytes = allocated;
        cycleStart = now;
        cyclePauseNanos = 0;
        cycleCpuNanos = 0;
    }

    /**
     * Native memory that is in use for all that is known. Where finalizers return it, they will do so soon for those who have just died; what was left when they had
     * done so last is the best guess then, a cycle late.
     */
    private long liveNativeBytes() {
        return returnsNative ? leastNativeBytes : nativeBytes;
    }

    /** The program holds no raw reference. */
    void safepoint() {
        assert state.enter();
        try {
            countUnderStress();
            verifyBetweenCollections();
        } finally {
            assert state.leave();
        }
    }

    private void verifyBetweenCollections() {
        if (options.verify().contains(Occasion.BETWEEN_COLLECTIONS)) verify();
    }

    void verify() {
        state.verify(verifier::verify);
    }

    // ---- the embedder -------------------------------------------------------------------------------------------------------------

    ForeignLinks links() {
        return links;
    }

    void connect(ForeignLinks foreign) {
        if (links != ForeignLinks.NONE) throw new IllegalStateException("the heap is connected to links already");
        links = foreign;
        plan.connect(foreign);
    }

    void listen(HeapListener to) {
        listener.passTo(to);
    }

    void reportNative(long bytes) {
        if (bytes < -nativeBytes) throw new IllegalArgumentException("native memory returned: " + Long.toUnsignedString(-bytes) + " bytes, but only " + nativeBytes + " were reported");
        if (bytes > MOST_NATIVE_BYTES - nativeBytes) throw new IllegalArgumentException("native memory reported: " + bytes + " bytes beside " + nativeBytes + "; it must be at most " + MOST_NATIVE_BYTES + " in all");
        nativeBytes += bytes;
        if (bytes > 0) cycleReportedBytes += bytes;
        else returnsNative |= bytes < 0;
        leastNativeBytes = Math.min(leastNativeBytes, nativeBytes);
        if (nativeMemoryIsDue()) allocator.retire();
    }

    /** Whether native memory has taken up the room that the trigger left for allocation in the heap. */
    private boolean nativeMemoryIsDue() {
        long reported = nativeBytes - leastNativeBytes;
        return reported > NATIVE_FLOOR_BYTES && reported > (plan.limit() - plan.footprint()) / plan.traits().reserveFactor();
    }

    long nativeBytes() {
        return nativeBytes;
    }

    long collections() {
        return collections;
    }

    long minorCollections() {
        return minorCollections;
    }

    long pauseNanos() {
        return pauseNanos;
    }

    long cpuNanos() {
        return cpuNanos;
    }
}
