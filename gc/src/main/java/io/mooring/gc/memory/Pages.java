package io.mooring.gc.memory;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * What the operating system does to pages: forbid access, allow it again, take the memory back, join them to huge ones. The only class of this module
 * that calls C (the two functions {@code mprotect} and {@code madvise}); both are for whole pages.
 */
public final class Pages {
    /** Bytes of a page on x86-64 Linux. */
    public static final long PAGE = 4096;

    private static final int PROT_NONE = 0;
    private static final int PROT_READ_WRITE = 1 | 2;
    private static final int MADV_DONTNEED = 4;
    private static final int MADV_HUGEPAGE = 14;

    private static final MethodHandle MPROTECT = find("mprotect");
    private static final MethodHandle MADVISE = find("madvise");

    private Pages() {}

    private static MethodHandle find(String name) {
        Linker linker = Linker.nativeLinker();
        MemorySegment symbol = linker.defaultLookup().findOrThrow(name);
        return linker.downcallHandle(
                symbol, FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT));
    }

    public static long roundUp(long bytes) {
        return (bytes + PAGE - 1) & -PAGE;
    }

    public static long roundDown(long bytes) {
        return bytes & -PAGE;
    }

    /** Makes every access to the whole pages from {@code from} to {@code to} crash. */
    public static void forbid(long from, long to) {
        call(MPROTECT, "mprotect", from, to, PROT_NONE);
    }

    /** Undoes {@link #forbid}. */
    public static void allow(long from, long to) {
        call(MPROTECT, "mprotect", from, to, PROT_READ_WRITE);
    }

    /** Gives the whole pages from {@code from} to {@code to} back to the system; they read as zero afterwards. */
    public static void release(long from, long to) {
        call(MADVISE, "madvise", from, to, MADV_DONTNEED);
    }

    /**
     * Asks for huge pages (2 MiB on x86-64) wherever one fits: memory that is touched from end to end, again and again, is more than what the processor can translate in
     * pages of 4 KiB. Advice only: a system without huge pages, or with too little memory in one piece, goes on with small ones.
     */
    public static void preferHuge(long from, long to) {
        answer(MADVISE, roundUp(from), roundDown(to), MADV_HUGEPAGE);
    }

    private static void call(MethodHandle function, String name, long from, long to, int argument) {
        long start = roundUp(from);
        long end = roundDown(to);
        if (answer(function, start, end, argument) == 0) return;
        throw new IllegalStateException(name + " refused 0x" + Long.toHexString(start) + "..0x" + Long.toHexString(end) + " with argument " + argument);
    }

    /** What the system says to whole pages: 0 when it did as asked, or when there are no pages to do it to. */
    private static int answer(MethodHandle function, long start, long end, int argument) {
        if (start >= end) return 0;
        try {
            return (int) function.invokeExact(start, end - start, argument);
        } catch (Throwable impossible) {
            throw new AssertionError(impossible);
        }
    }
}
