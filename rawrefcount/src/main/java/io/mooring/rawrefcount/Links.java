package io.mooring.rawrefcount;

import io.mooring.gc.ForeignLinks;
import io.mooring.gc.Immediate;
import io.mooring.gc.Ref;
import java.time.Duration;
import java.util.function.LongConsumer;
import java.util.function.LongPredicate;

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
    /** The link word of a PyObject whose managed object is dead, and whose link is left to be ended: an immediate too. */
    static final @Ref long DOOMED = Immediate.of(0x7D00D);

    /** Longer than anything takes, and no overflow when added to the nano clock: a century. */
    private static final long FOREVER_NANOS = Duration.ofDays(36_525).toNanos();

    /** What a major collection has still to do with links. */
    private enum Steps {
        /** There is none, or it is past the links. */
        NONE,
        MARKING,
        SWEEPING
    }

    final PyObjectMemory memory;
    final ForeignTable foreign = new ForeignTable();
    private final DeallocQueue queue = new DeallocQueue();
    private final Garbage garbage = new Garbage();
    private final CycleCollector cycles;
    private Runnable onDeaths = () -> {};
    private boolean collecting;
    private Steps steps = Steps.NONE;
    private final LinkMarking marking;
    private final LinkSweep sweep = new LinkSweep(this);
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
        this.marking = new LinkMarking(this, memory, cycles);
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

    /**
     * Makes a light P link with a block of the arena that has just been allocated, whose link word is 0 and whose count nobody has written: it becomes
     * {@code references} and the bias. Otherwise as {@link #linkManaged}.
     */
    public final void linkNew(@Ref long ref, long pyobj, long references) {
        assert !collecting : "a link is made during a collection [INV-18]";
        assert memory.link(pyobj) == Immediate.NULL : memory.describe(pyobj) + " is not new: its link word is 0x" + Long.toHexString(memory.link(pyobj));
        if (!Immediate.isObject(ref)) throw LinkRefused.noObject(ref, pyobj);
        enter(ref, LinkEntry.of(pyobj, 0));
        memory.setLink(pyobj, ref);
        memory.setCount(pyobj, references + RefCountBias.LIGHT);
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
        if ((link | count >>> RefCountBias.ORDINARY_BITS) != 0) biased = biasedSlow(ref, pyobj, bias);
        enter(ref, LinkEntry.of(pyobj, kind));
        memory.setLink(pyobj, ref);
        memory.setCount(pyobj, biased);
    }

    /** The PyObject has no prefix: its link word is in the side table. */
    private void linkForeignSlow(@Ref long ref, long pyobj, long kind, long bias) {
        if (!Immediate.isObject(ref)) throw LinkRefused.noObject(ref, pyobj);
        if (pyobj == 0 || (pyobj & LinkEntry.KIND_MASK) != 0) throw LinkRefused.noPyObject(ref, pyobj);
        if (bias == RefCountBias.LIGHT) throw LinkRefused.lightForeign(pyobj, ref);
        long biased = biasedSlow(ref, pyobj, bias);
        enter(ref, LinkEntry.of(pyobj, kind | LinkEntry.FOREIGN));
        foreign.setLink(pyobj, ref);
        memory.setCount(pyobj, biased);
    }

    /** The count after linking, when it is not certain that the PyObject can be linked; an immortal one needs no bias. */
    private long biasedSlow(@Ref long ref, long pyobj, long bias) {
        long link = toObj(pyobj);
        long count = memory.count(pyobj);
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

    /**
     * The managed object of a PyObject; {@link Immediate#NULL} when it has none, {@link #DEALLOCATING} while its deallocator runs. Whoever
     * finds it may keep it: a marking in steps is told. [INV-25]
     */
    public final @Ref long toObj(long pyobj) {
        long link = linkWord(pyobj);
        return steps == Steps.NONE ? link : foundInStepsSlow(pyobj, link);
    }

    /** The link word, for those who only look: the object must not be given to the program. */
    final @Ref long linkWord(long pyobj) {
        return memory.hasPrefix(pyobj) ? memory.link(pyobj) : foreign.link(pyobj);
    }

    /** While marking, the object lives. Afterwards it is too late: a stand-in that was found dead is no stand-in any more. [INV-48] */
    private @Ref long foundInStepsSlow(long pyobj, @Ref long object) {
        if (!Immediate.isObject(object) && object != DOOMED) return object;
        return switch (steps) {
            case NONE -> object;
            case MARKING -> marking.found(object);
            case SWEEPING -> {
                if (!isDoomed(object)) yield object;
                sweep.end(takeOut(object, pyobj));
                memory.flushFrees();
                yield Immediate.NULL;
            }
        };
    }

    /** Whether a sweep in steps will end the link of this object, which is dead. */
    final boolean isDoomed(@Ref long object) {
        return steps == Steps.SWEEPING && sweep.isDead(object);
    }

    /** Empties the entry of an old link that the running sweep has still to visit, and returns what it was. */
    abstract long takeOut(@Ref long object, long pyobj);

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

    /** Shows a visitor every link that stands and that no sweep in steps has still to end. */
    public final void forEachLink(LinkVisitor visitor) {
        forEachEntry((object, entry, young) -> {
            if (!isDoomed(object)) visitor.visit(object, entry, young);
        });
    }

    /** Shows a visitor every link, that of the dead too. */
    abstract void forEachEntry(LinkVisitor visitor);

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

    /**
     * The dead PyObject that has waited longest, or 0; the caller owns one count of it and drops it, outside a collection. Ends all links that wait for
     * their end, however long that takes, when there is nobody else.
     */
    public final long nextDead() {
        if (queue.isEmpty()) endAll();
        return queue.take();
    }

    /**
     * Ends links whose objects the last major collection found dead and left for later, until {@code deadline} on the nano clock, some at least; true when
     * none is left. To be called outside a collection. A major collection in steps ends its links by itself.
     */
    public final boolean endSome(long deadline) {
        return !sweep.isLeft() || sweepSome(Long.MAX_VALUE, deadline);
    }

    /** Ends all links that the last major collection left for later, however long that takes. */
    public final void endAll() {
        endSome(System.nanoTime() + FOREVER_NANOS);
    }

    /** Whether a safepoint has something to do: links to end, or PyObjects that wait for their deallocator, their finalizer or {@code tp_clear}. */
    public final boolean hasDeaths() {
        return sweep.isLeft() || !queue.isEmpty() || !garbage.isEmpty();
    }

    /** Lets a PyObject of C's alone wait with the dead: the caller gives its last reference away, and must not run a deallocator now. [INV-14] */
    public final void dropLater(long pyobj) {
        assert memory.count(pyobj) == RefCountBias.QUEUED : memory.describe(pyobj) + " has more than the reference that is given away";
        queue.add(pyobj);
        onDeaths.run();
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
        if (hasDeaths()) onDeaths.run();
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
    public final boolean traceUncollectable(LinkTracer tracer) {
        return cycles.traceUncollectable(tracer);
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
        return !LinkEntry.isNative(entry) && isHeld(entry);
    }

    /** Whether C holds a reference of the PyObject, or its count tells that nobody knows. */
    final boolean isHeld(long entry) {
        return !RefCountBias.isUnreferenced(memory.count(LinkEntry.pyObject(entry)));
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
        if (references > 0) memory.leftToC(pyobj, RefCountBias.isLight(count));
    }

    // ---- collections ------------------------------------------------------------------------------------------------------------

    @Override
    public final void markingStarts(LinkTracer tracer, LinkSurvivors marks) {
        endAll(); // a collection in one piece may have left links
        steps = Steps.MARKING;
        marking.start(tracer, marks);
    }

    @Override
    public final boolean markSome(long most, long deadline) {
        return marking.advance(most, deadline);
    }

    @Override
    public final boolean markingEnds() {
        if (!marking.ends()) return false;
        steps = Steps.NONE;
        return true;
    }

    @Override
    public final void forEachPending(LongConsumer visitor) {
        if (steps == Steps.MARKING) marking.forEachPending(visitor);
    }

    @Override
    public final void sweepStarts(LinkSurvivors marks) {
        steps = Steps.SWEEPING;
        queue.hold();
        sweep.start(marks);
        startSweep();
    }

    @Override
    public final boolean sweepSome(long most, long deadline) {
        boolean done = steps != Steps.SWEEPING || sweep.some(most, deadline);
        memory.flushFrees();
        if (!done) return false;
        queue.release();
        steps = Steps.NONE;
        return true;
    }

    /**
     * A major collection in one piece is about to end its old links: those that it keeps close up, now or in steps outside it, and those whose objects it
     * {@code left} behind end then.
     */
    final void leaveToSweep(LongPredicate left) {
        steps = Steps.SWEEPING;
        sweep.startLeft(left);
        startSweep();
    }

    /** Gets ready to visit the old links one by one. */
    abstract void startSweep();

    /** Visits the next {@code most} old links; when all are done, those that are left close up, and it is true. */
    abstract boolean sweepNext(long most);

    final LinkSweep sweep() {
        return sweep;
    }

    /** The entry at a place of the old part, the first being 0; outside a sweep. */
    abstract long oldEntry(long place);

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
                youngLinks(), oldLinks(), diedYoung, diedOld, freedLight, queue.added(), detached, underflows, queue.pending(), usedBytes());
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
        marking.close();
        cycles.close();
    }
}
