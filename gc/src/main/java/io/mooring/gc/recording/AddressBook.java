package io.mooring.gc.recording;

import io.mooring.gc.ForeignLinks;
import io.mooring.gc.Immediate;
import io.mooring.gc.Ref;
import java.util.Arrays;

/**
 * Where the objects of a replayed trace are: follows them through every collection like the links of another module, and keeps alive
 * those that the trace has rooted. An array element for each object, in pages that go when all of their objects are dead.
 *
 * <pre>
 *   63   62   61   60      48 47                        0
 *   | Y | S  | R  |   0      |        address            |      R rooted, S promoted by the running collection, Y among the young ones
 * </pre>
 */
final class AddressBook implements ForeignLinks {
    private static final long ROOTED = 1L << 61;
    private static final long PROMOTED = 1L << 62;
    private static final long YOUNG = 1L << 63;
    private static final long FLAGS = ROOTED | PROMOTED | YOUNG;
    private static final int PAGE_SHIFT = 12;
    private static final int PAGE_ENTRIES = 1 << PAGE_SHIFT;

    private long[][] pages = new long[PAGE_ENTRIES][];
    private int[] living = new int[PAGE_ENTRIES];
    private int pageCount;
    private long[] young = new long[PAGE_ENTRIES];
    private int youngCount;
    private long[] promoted = new long[PAGE_ENTRIES];
    private int promotedCount;
    private long trackingNanos;

    /** A new object. */
    void add(long object, @Ref long address) {
        int page = (int) (object >>> PAGE_SHIFT);
        if (page >= pages.length) {
            pages = Arrays.copyOf(pages, Math.max(page + 1, 2 * pages.length));
            living = Arrays.copyOf(living, pages.length);
        }
        if (pages[page] == null) pages[page] = new long[PAGE_ENTRIES];
        pageCount = Math.max(pageCount, page + 1);
        living[page]++;
        set(object, address | YOUNG);
        if (youngCount == young.length) young = Arrays.copyOf(young, 2 * youngCount);
        young[youngCount++] = object;
    }

    private long entry(long object) {
        long page = object >>> PAGE_SHIFT;
        return page >= pageCount || pages[(int) page] == null ? 0 : pages[(int) page][(int) object & PAGE_ENTRIES - 1];
    }

    private void set(long object, long entry) {
        pages[(int) (object >>> PAGE_SHIFT)][(int) object & PAGE_ENTRIES - 1] = entry;
    }

    /** Where an object is now; 0 when it is dead or was never there. */
    @Ref
    long address(long object) {
        return entry(object) & ~FLAGS;
    }

    void root(long object) {
        set(object, entry(object) | ROOTED);
    }

    void unroot(long object) {
        set(object, entry(object) & ~ROOTED);
    }

    /** Time that following the objects took so far: it is no cost of the plan. */
    long trackingNanos() {
        return trackingNanos;
    }

    @Override
    public void traceYoung(LinkTracer tracer) {
        for (int i = 0; i < youngCount; i++) {
            long entry = entry(young[i]);
            if ((entry & ROOTED) != 0) tracer.trace(entry & ~FLAGS);
        }
    }

    @Override
    public void traceOld(LinkTracer tracer) {
        for (int page = 0; page < pageCount; page++) {
            if (pages[page] == null) continue;
            for (long entry : pages[page]) {
                if ((entry & (ROOTED | YOUNG)) == ROOTED) tracer.trace(entry & ~FLAGS);
            }
        }
    }

    @Override
    public void sweepYoung(LinkSurvivors survivors) {
        long start = System.nanoTime();
        for (int i = 0; i < promotedCount; i++) {
            if (entry(promoted[i]) != 0) set(promoted[i], entry(promoted[i]) & ~PROMOTED);
        }
        promotedCount = 0;
        int kept = 0;
        for (int i = 0; i < youngCount; i++) {
            long object = young[i];
            long entry = entry(object);
            long survivor = survivors.survivor(entry & ~FLAGS);
            boolean staysYoung = survivor != Immediate.NULL && survivors.isYoung(survivor);
            if (survivor == Immediate.NULL) remove(object);
            else set(object, survivor | entry & ROOTED | (staysYoung ? YOUNG : PROMOTED));
            if (staysYoung) young[kept++] = object;
            else if (survivor != Immediate.NULL) promote(object);
        }
        youngCount = kept;
        trackingNanos += System.nanoTime() - start;
    }

    private void promote(long object) {
        if (promotedCount == promoted.length) promoted = Arrays.copyOf(promoted, 2 * promotedCount);
        promoted[promotedCount++] = object;
    }

    private void remove(long object) {
        set(object, 0);
        int page = (int) (object >>> PAGE_SHIFT);
        if (--living[page] == 0) pages[page] = null;
    }

    @Override
    public void sweepOld(LinkSurvivors survivors) {
        long start = System.nanoTime();
        for (int page = 0; page < pageCount; page++) {
            if (pages[page] != null) sweepPage(page, survivors);
        }
        trackingNanos += System.nanoTime() - start;
    }

    private void sweepPage(int page, LinkSurvivors survivors) {
        long[] entries = pages[page];
        for (int i = 0; i < PAGE_ENTRIES; i++) {
            long entry = entries[i];
            if (entry == 0 || (entry & (YOUNG | PROMOTED)) != 0) continue;
            long survivor = survivors.survivor(entry & ~FLAGS);
            entries[i] = survivor == Immediate.NULL ? 0 : survivor | entry & ROOTED;
            if (survivor == Immediate.NULL && --living[page] == 0) pages[page] = null;
        }
    }

    @Override
    public void deathsPending() {}

    @Override
    public void verify(LinkChecker checker) {
        for (int page = 0; page < pageCount; page++) {
            if (pages[page] == null) continue;
            for (long entry : pages[page]) {
                if ((entry & ROOTED) != 0) checker.root(entry & ~FLAGS);
            }
        }
    }
}
