package io.mooring.rawrefcount;

import io.mooring.gc.ForeignLinks.LinkSurvivors;
import io.mooring.gc.ForeignLinks.LinkTracer;
import io.mooring.gc.Immediate;
import io.mooring.gc.Ref;
import io.mooring.gc.memory.AddressStack;
import java.util.function.LongConsumer;

/**
 * The links' part of a marking in steps: which objects C keeps alive, asked link by link while the program runs in between.
 *
 * <pre>
 *   GUESSING    the program's own objects are marked: what may be garbage that runs through C (CycleCandidates)
 *   LOOKING     for each link that was old, once:
 *                   white, and C counts it:   a candidate: wait;  else trace(object)
 *                   white, and C does not:    it is doomed, if there is room for one more; else trace(object)
 *   RESOLVING   candidates that turned out to be alive, with all that they lead to, are none
 *   ends:       in one piece: whom of the doomed C counts by now is traced; the candidates are proved garbage, or traced
 * </pre>
 *
 * The program changes counts all the time, and nobody tells: a mirror that nobody counted when it was looked at may be counted later, through
 * a pointer that C borrowed long ago from an object that it has given back since. So the last look at all that is going to die happens
 * at one moment, and the number of them is bounded; more links than that die in the next cycle. [INV-47]
 */
final class LinkMarking implements AutoCloseable {
    /** Links that may die in one cycle because C does not count them: at the end of marking each costs a look at its count, some 5 nanoseconds. */
    static final long MOST_DOOMED = 1L << 17;
    /** Links looked at between two looks at the clock: some 10 microseconds. */
    private static final long LINKS_PER_LOOK = 256;

    private enum Stage {
        GUESSING,
        LOOKING,
        RESOLVING
    }

    private final Links links;
    private final PyObjectMemory memory;
    private final CycleCollector cycles;
    private final CycleCandidates candidates;
    private final long mostDoomed;
    /** Entries of P links whose object was white, and whose PyObject C did not count. */
    private final AddressStack doomed = new AddressStack();
    private LinkTracer tracer;
    private LinkSurvivors marks;
    private Stage stage = Stage.RESOLVING;
    /** The next old link to look at, and the number of those to look at. */
    private long next;
    private long end;

    LinkMarking(Links links, PyObjectMemory memory, CycleCollector cycles) {
        this(links, memory, cycles, MOST_DOOMED);
    }

    LinkMarking(Links links, PyObjectMemory memory, CycleCollector cycles, long mostDoomed) {
        this.links = links;
        this.memory = memory;
        this.cycles = cycles;
        this.candidates = new CycleCandidates(links, cycles);
        this.mostDoomed = mostDoomed;
    }

    /** The snapshot is being taken. Links that become old later have objects that are new, or that the program had: the marking finds them without us. */
    void start(LinkTracer marker, LinkSurvivors marked) {
        tracer = marker;
        marks = marked;
        doomed.clear();
        next = 0;
        end = links.oldLinks();
        stage = Stage.GUESSING;
        candidates.start();
    }

    /** The program found an object through its link, and may store it anywhere. */
    @Ref
    long found(@Ref long object) {
        return tracer.trace(object);
    }

    /** Nothing is grey. True if that is all, for now. */
    boolean advance(long most, long deadline) {
        for (long left = most; left > 0; left -= LINKS_PER_LOOK) {
            switch (stage) {
                case GUESSING -> {
                    if (candidates.guess()) stage = Stage.LOOKING;
                }
                case LOOKING -> {
                    for (long stop = Math.min(end, next + Math.min(left, LINKS_PER_LOOK)); next < stop; next++) look(links.oldEntry(next));
                    if (next == end) stage = Stage.RESOLVING;
                }
                case RESOLVING -> {
                    return !candidates.resolve(tracer, marks);
                }
            }
            if (System.nanoTime() - deadline >= 0) return false;
        }
        return false;
    }

    private void look(long entry) {
        if (LinkEntry.isNative(entry)) return;
        long object = links.object(entry);
        if (isMarked(object)) return;
        if (links.keepsObjectAlive(entry)) {
            if (LinkEntry.isForeign(entry) || !candidates.await(LinkEntry.pyObject(entry))) tracer.trace(object);
        } else if (doomed.size() < mostDoomed) {
            doomed.push(entry);
        } else {
            tracer.trace(object);
        }
    }

    private boolean isMarked(@Ref long object) {
        return marks.survivor(object) != Immediate.NULL;
    }

    /** See {@link Links#markingEnds}. [INV-45] [INV-47] */
    boolean ends() {
        if (traceCounted() || !candidates.areProved(tracer, marks)) return false;
        candidates.forget();
        return true;
    }

    /** Whether C counts any of the doomed by now. */
    private boolean traceCounted() {
        long left = 0;
        boolean traced = false;
        for (long i = 0, count = doomed.size(); i < count; i++) {
            long entry = doomed.get(i);
            if (!links.keepsObjectAlive(entry)) {
                doomed.set(left++, entry);
            } else if (!isMarked(links.object(entry))) {
                tracer.trace(links.object(entry));
                traced = true;
            }
        }
        doomed.truncate(left);
        return traced;
    }

    /** See {@link Links#forEachPending}. */
    void forEachPending(LongConsumer visitor) {
        for (long i = next; i < end; i++) showCounted(links.oldEntry(i), visitor);
        for (long i = 0; i < doomed.size(); i++) showCounted(doomed.get(i), visitor);
        candidates.forEachPending(visitor);
    }

    private void showCounted(long entry, LongConsumer visitor) {
        if (links.keepsObjectAlive(entry)) visitor.accept(links.object(entry));
    }

    @Override
    public void close() {
        doomed.close();
        candidates.close();
    }
}
