package io.mooring.rawrefcount;

import io.mooring.gc.ForeignLinks;
import io.mooring.gc.Immediate;
import io.mooring.gc.Ref;

/**
 * The links between the objects of one heap and PyObjects: made here, found here in both directions, ended by collections only.
 *
 * <pre>
 *                link word                 P link  linkManaged  the managed object owns the data, the PyObject mirrors it
 *   managed  &lt;-------------  PyObject      O link  linkNative   the PyObject owns the data, the managed object stands in for it
 *   object   -------------&gt;  (fixed)
 *   (moves)   toPyObject
 * </pre>
 *
 * While a link stands, {@code ob_refcnt} is C's own count plus a bias ({@link RefCountBias}). A P link keeps its managed object alive as
 * long as C holds a reference; an O link does not: a stand-in that nobody refers to dies, and the PyObject goes on as C's alone. When
 * the managed object dies and C holds nothing, a light PyObject is freed at once and any other waits in the {@link DeallocQueue}.
 *
 * <p>The two implementations differ in how a managed object finds its PyObject and in what a collection has to do:
 * {@link LinkTable} (an index in the object's header) and {@link LinkDictionary} (hash tables, as PyPy does it; for comparison).
 * {@code docs/links.md} has the algorithm. One thread at a time, as the heap.
 */
public abstract sealed class Links implements ForeignLinks, AutoCloseable permits LinkTable, LinkDictionary {
    /** The link word of a PyObject whose {@code tp_dealloc} runs: an immediate, hence never an object. C writes the same word. */
    public static final @Ref long DEALLOCATING = Immediate.of(0x7DEAD);

    final PyObjectMemory memory;
    final ForeignTable foreign = new ForeignTable();
    private final DeallocQueue queue = new DeallocQueue();
    private final Garbage garbage = new Garbage();
    private final CycleCollector cycles;
    private Runnable onDeaths = () -> {};
    private boolean collecting;
    /** A major collection that runs in steps is marking; null at any other time. */
    private LinkTracer marking;
    private final LinkVisitor shadeCounted = (object, entry, young) -> shadeCounted(object, entry);
    /** Whether the running collection looks at the old links too. */
    boolean major;
    long diedYoung;
    long diedOld;
    private long freedLight;
    private long detached;
    private long underflows;

    Links(PyObjectMemory memory) {
        this.memory = memory;
        this.cycles = new CycleCollector(this, memory, garbage);
    }

    // ---- making links -----------------------------------------------------------------------------------------------------------

    /**
     * Makes a P link. Adds a bias to the count, which stays otherwise what it is: the number of references that C holds.
     *
     * @param light the PyObject may be freed without {@code tp_dealloc}; it must be a block of the arena
     * @throws LinkRefused if either is linked, or cannot be
     */
    public final void linkManaged(@Ref long ref, long pyobj, boolean light) {
        link(ref, pyobj, 0, light ? RefCountBias.LIGHT : RefCountBias.FROM_MANAGED);
    }

    /** Makes an O link; otherwise as {@link #linkManaged}. */
    public final void linkNative(@Ref long ref, long pyobj, boolean light) {
        link(ref, pyobj, LinkEntry.NATIVE, light ? RefCountBias.LIGHT : RefCountBias.FROM_MANAGED);
    }

    /** Makes an O link that is not light. */
    public final void linkNative(@Ref long ref, long pyobj) {
        link(ref, pyobj, LinkEntry.NATIVE, RefCountBias.FROM_MANAGED);
    }

    /** Three stores and the count; the first two are {@link #enter}. [INV-10, INV-12] */
    private void link(@Ref long ref, long pyobj, long kind, long bias) {
        assert !collecting : "a link is made during a collection [INV-18]";
        if (!Immediate.isObject(ref) || !memory.hasPrefix(pyobj)) {
            linkForeignSlow(ref, pyobj, kind, bias);
            return;
        }
        long link = memory.link(pyobj);
        long count = memory.count(pyobj);
        long biased = count + bias;
        if ((link | count >>> RefCountBias.ORDINARY_BITS) != 0) biased = biasedSlow(ref, pyobj, link, count, bias);
        enter(ref, LinkEntry.of(pyobj, kind));
        memory.setLink(pyobj, ref);
        memory.setCount(pyobj, biased);
    }

    /** The PyObject has no prefix: its link word is in the side table. */
    private void linkForeignSlow(@Ref long ref, long pyobj, long kind, long bias) {
        if (!Immediate.isObject(ref)) throw LinkRefused.noObject(ref, pyobj);
        if (pyobj == 0 || (pyobj & LinkEntry.KIND_MASK) != 0) throw LinkRefused.noPyObject(ref, pyobj);
        if (bias == RefCountBias.LIGHT) throw LinkRefused.lightForeign(pyobj, ref);
        long biased = biasedSlow(ref, pyobj, foreign.link(pyobj), memory.count(pyobj), bias);
        enter(ref, LinkEntry.of(pyobj, kind | LinkEntry.FOREIGN));
        foreign.setLink(pyobj, ref);
        memory.setCount(pyobj, biased);
    }

    /** The count after linking, when it is not certain that the PyObject can be linked; an immortal one needs no bias. */
    private static long biasedSlow(@Ref long ref, long pyobj, @Ref long link, long count, long bias) {
        if (link != Immediate.NULL) throw LinkRefused.pyObjectLinked(pyobj, link, ref);
        if (RefCountBias.isOrdinary(count)) return count + bias;
        if (RefCountBias.isImmortal(count)) return count;
        throw LinkRefused.brokenCount(pyobj, count, ref);
    }

    /** Appends the link to the young ones and makes the managed object find its PyObject; refuses an object that has a link. */
    abstract void enter(@Ref long ref, long entry);

    // ---- finding the other end --------------------------------------------------------------------------------------------------

    /** The PyObject of a managed object (not null, not an immediate), or 0 when it has none. */
    public abstract long toPyObject(@Ref long ref);

    /** The managed object of a PyObject; {@link Immediate#NULL} when it has none, {@link #DEALLOCATING} while its deallocator runs. [INV-25] */
    public final @Ref long toObj(long pyobj) {
        long link = memory.hasPrefix(pyobj) ? memory.link(pyobj) : foreign.link(pyobj);
        if (marking != null && Immediate.isObject(link)) marking.trace(link);
        return link;
    }

    /** The managed object of a link that stands. */
    final @Ref long object(long entry) {
        long pyobj = LinkEntry.pyObject(entry);
        return LinkEntry.isForeign(entry) ? foreign.link(pyobj) : memory.link(pyobj);
    }

    final void setObject(long entry, @Ref long object) {
        long pyobj = LinkEntry.pyObject(entry);
        if (LinkEntry.isForeign(entry)) foreign.setLink(pyobj, object);
        else memory.setLink(pyobj, object);
    }

    /** Shows every link that stands to a visitor. */
    public abstract void forEachLink(LinkVisitor visitor);

    // ---- deaths -----------------------------------------------------------------------------------------------------------------

    /** Notes that {@code tp_dealloc} of an unlinked PyObject begins (C writes the same word by itself where there is a prefix). */
    public final void markDeallocating(long pyobj) {
        long link = toObj(pyobj);
        if (Immediate.isObject(link)) throw LinkRefused.notDying(pyobj, link);
        if (memory.hasPrefix(pyobj)) memory.setLink(pyobj, DEALLOCATING);
        else foreign.setLink(pyobj, DEALLOCATING);
    }

    /** Undoes {@link #markDeallocating}: the PyObject was resurrected, or it has no prefix and its memory is about to be given back. */
    public final void clearDeallocating(long pyobj) {
        if (toObj(pyobj) != DEALLOCATING) return;
        if (memory.hasPrefix(pyobj)) memory.setLink(pyobj, Immediate.NULL);
        else foreign.setLink(pyobj, Immediate.NULL);
    }

    /** The dead PyObject that has waited longest, or 0; the caller owns one count of it and drops it, outside a collection. */
    public final long nextDead() {
        return queue.take();
    }

    /** The dead PyObjects that wait, for those who drain in batches. */
    public final DeallocQueue deallocQueue() {
        return queue;
    }

    /** Sets what to do after a collection that leaves PyObjects waiting: raise a flag, to drain at the next safepoint. */
    public final void onDeaths(Runnable signal) {
        onDeaths = signal;
    }

    @Override
    public final void deathsPending() {
        if (!queue.isEmpty() || !garbage.isEmpty()) onDeaths.run();
    }

    // ---- cycles -----------------------------------------------------------------------------------------------------------------

    /** Makes major collections find the cycles that run through the foreign side; {@code graph} tells its references. */
    public final void collectCycles(ForeignGraph graph) {
        cycles.use(graph);
    }

    /** The garbage that must be finalized or cleared, for those who do so at safepoints. */
    public final Garbage garbage() {
        return garbage;
    }

    @Override
    public final void traceCycles(LinkTracer tracer, LinkSurvivors survivors) {
        cycles.begin(tracer, survivors);
    }

    @Override
    public final void reached(@Ref long object, LinkTracer tracer) {
        cycles.reached(object, tracer);
    }

    @Override
    public final boolean traceGarbage(LinkTracer tracer) {
        return cycles.traceGarbage(tracer);
    }

    /** C holds references of an old link's PyObject: its managed object lives, unless all of them turn out to be garbage themselves. */
    final void traceHeld(long entry, LinkTracer tracer) {
        if (LinkEntry.isForeign(entry)) tracer.trace(object(entry));
        else cycles.hold(LinkEntry.pyObject(entry), object(entry), tracer);
    }

    /** Whether the trace must keep the managed object: it owns the data, and C holds a reference. */
    final boolean keepsObjectAlive(long entry) {
        return !LinkEntry.isNative(entry) && !RefCountBias.isUnreferenced(memory.count(LinkEntry.pyObject(entry)));
    }

    /** The managed object died: the PyObject is freed, queued, or left to C. [INV-12, INV-14] */
    final void endLink(long entry) {
        long pyobj = LinkEntry.pyObject(entry);
        long count = memory.count(pyobj);
        if (count == RefCountBias.LIGHT) {
            freedLight++;
            memory.free(pyobj);
            return;
        }
        setObject(entry, Immediate.NULL);
        if (count == RefCountBias.FROM_MANAGED) {
            memory.setCount(pyobj, RefCountBias.QUEUED);
            queue.add(pyobj);
            return;
        }
        endCountedSlow(pyobj, count);
    }

    /** C still holds references, or the PyObject is immortal, or its count is broken: then it is left alone for ever. */
    private void endCountedSlow(long pyobj, long count) {
        detached++;
        if (!RefCountBias.isBiased(count)) return;
        long references = RefCountBias.references(count);
        if (references < 0) underflows++;
        memory.setCount(pyobj, references < 0 ? RefCountBias.IMMORTAL : references);
    }

    // ---- collections ------------------------------------------------------------------------------------------------------------

    /**
     * C can only have got hold of a P link's PyObject by a count that stands now, or through its managed object, which the program
     * reached; so what C counts now is all that counts for the snapshot. An O link's stand-in nobody counts: if it is found through
     * its link again, {@link #toObj} tells. [INV-25]
     */
    @Override
    public final void markingStarts(LinkTracer tracer) {
        marking = tracer;
        forEachLink(shadeCounted);
    }

    private void shadeCounted(@Ref long object, long entry) {
        if (keepsObjectAlive(entry)) marking.trace(object);
    }

    @Override
    public final void markingEnds() {
        marking = null;
    }

    final void collectionBegins() {
        collecting = true;
    }

    final void collectionEnds() {
        memory.flushFrees();
        major = false;
        collecting = false;
    }

    // ---- figures and checks -----------------------------------------------------------------------------------------------------

    public abstract long youngLinks();

    public abstract long oldLinks();

    /** Native bytes that the links occupy beside the words of their two ends. */
    abstract long usedBytes();

    @Override
    public final long ended() {
        return diedYoung + diedOld;
    }

    public final LinkStatistics statistics() {
        return new LinkStatistics(
                youngLinks(), oldLinks(), diedYoung, diedOld, freedLight, queue.added(), detached, underflows, queue.size(), usedBytes());
    }

    @Override
    public final void verify(LinkChecker checker) {
        new LinkVerifier(this, checker).verify();
    }

    /** Reports what is wrong with the parts that only one implementation has. */
    abstract void verifyShape(LinkVerifier verifier);

    /** Reports what is wrong at the managed end of one link. [INV-10] */
    abstract void verifyManagedEnd(LinkVerifier verifier, @Ref long object, long entry, boolean young);

    final boolean isCollecting() {
        return collecting;
    }

    /** Gives the native memory back. Links that stand are forgotten; counts and link words stay as they are. */
    @Override
    public void close() {
        foreign.close();
        queue.close();
        garbage.close();
        cycles.close();
    }
}
