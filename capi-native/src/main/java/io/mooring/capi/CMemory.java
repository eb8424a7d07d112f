package io.mooring.capi;

import io.mooring.gc.Immediate;
import io.mooring.gc.memory.Memory;
import io.mooring.gc.memory.Range;
import io.mooring.rawrefcount.Links;
import io.mooring.rawrefcount.PyObjectLayout;
import io.mooring.rawrefcount.PyObjectMemory;
import io.mooring.rawrefcount.RefCountBias;

/**
 * PyObjects as words: counts, types, prefixes, and the free lists that Java and C share.
 *
 * <p>Nothing here knows a managed object. A block comes off its free list and goes back to it with a handful of loads and stores; only an
 * empty list, a large block, or debug mode calls C. All of it belongs to the thread that holds the GIL.
 *
 * <pre>
 *   address-16   link word     address of the managed object; while the block is free the next free one, marked
 *   address- 8   gc word       flags of C's collector
 *   address      ob_refcnt, ob_type, ...
 * </pre>
 */
final class CMemory extends PyObjectMemory {
    private static final int PREFIX = CLayout.mooring.PREFIX_SIZE;
    private static final int LINK = PyObjectLayout.LINK_OFFSET;
    private static final int GC = PyObjectLayout.GC_OFFSET;

    final long runtime;
    private final long freeLists;
    private final long arenaBase;
    private final long pageClass;
    private final boolean debug;
    private final Misuse misuse;
    private final long allocateSlow;
    private final long freeSlow;
    private final long dealloc;
    private final long objectMalloc;
    private final long zeroedRun;
    private final long objectFree;
    private final long writeUnraisable;

    /** For a library whose {@code mooring_init} has run. */
    CMemory(NativeLibrary library, Misuse misuse) {
        super(arena(library));
        this.misuse = misuse;
        runtime = library.symbol("mooring_runtime");
        freeLists = runtime + CLayout.mooring_runtime.free_lists;
        arenaBase = Memory.readLong(runtime + CLayout.mooring_runtime.arena_base);
        pageClass = Memory.readLong(runtime + CLayout.mooring_runtime.page_class);
        debug = Memory.readLong(runtime + CLayout.mooring_runtime.debug) != 0;
        allocateSlow = library.symbol("mooring_allocate_slow");
        freeSlow = library.symbol("mooring_free_slow");
        dealloc = library.symbol("_Py_Dealloc");
        objectMalloc = library.symbol("PyObject_Malloc");
        zeroedRun = library.symbol("mooring_allocate_zeroed_run");
        objectFree = library.symbol("PyObject_Free");
        writeUnraisable = library.symbol("PyErr_WriteUnraisable");
    }

    private static Range arena(NativeLibrary library) {
        long runtime = library.symbol("mooring_runtime");
        return new Range(Memory.readLong(runtime + CLayout.mooring_runtime.arena_base), Memory.readLong(runtime + CLayout.mooring_runtime.arena_end));
    }

    // ---- words ------------------------------------------------------------------------------------------------------------------

    static long type(long pyObject) {
        return Memory.readLong(pyObject + CLayout.PyObject.ob_type);
    }

    static long size(long pyObject) {
        return Memory.readLong(pyObject + CLayout.PyVarObject.ob_size);
    }

    static void setType(long pyObject, long type) {
        Memory.writeLong(pyObject + CLayout.PyObject.ob_type, type);
    }

    static void setHeader(long pyObject, long count, long type) {
        Memory.writeLong(pyObject + CLayout.PyObject.ob_refcnt, count);
        setType(pyObject, type);
    }

    /** Gives a static the count that it is born with: what owners of headers that count immortals added is taken back. */
    void resetImmortal(long pyObject) {
        setCount(pyObject, RefCountBias.IMMORTAL);
    }

    /** As {@link #resetImmortal}, once the count is lower than it was, or higher by a million: of what comes out of each call, a test costs less than a store. */
    void steady(long immortal) {
        if (RefCountBias.hasDrifted(count(immortal))) resetImmortal(immortal);
    }

    // ---- counting ---------------------------------------------------------------------------------------------------------------

    /** One more reference. */
    void increment(long pyObject) {
        setCount(pyObject, count(pyObject) + 1);
    }

    /** One reference less; deallocates at zero, which may run any code. */
    void decrement(long pyObject) {
        if (isOwned(pyObject)) drop(pyObject);
    }

    /** As {@link #decrement}, unchecked in debug mode too. */
    void drop(long pyObject) {
        long count = count(pyObject);
        if (count != 1) setCount(pyObject, count - 1);
        else deallocateSlow(pyObject);
    }

    void decrementOrNull(long pyObject) {
        if (pyObject != 0) decrement(pyObject);
    }

    /** Drops the last reference; runs tp_dealloc, which may run any code. An exception that it raises, and should not, goes no further. */
    void deallocateSlow(long pyObject) {
        boolean pending = isErrorSet();
        setCount(pyObject, 0);
        NativeLinker.call(dealloc, pyObject);
        if (!pending && isErrorSet()) NativeLinker.call(writeUnraisable, 0);
    }

    /** Whether the running thread has an error pending, deaths wait to be drained, or another thread waits for its turn. */
    boolean wantsAttention() {
        return (pendingType() | Memory.readLong(runtime + CLayout.mooring_runtime.gil_waiters)) != 0;
    }

    private long pendingType() {
        return Memory.readLong(Memory.readLong(runtime + CLayout.mooring_runtime.error) + CLayout.mooring_error.type);
    }

    /** Whether the running thread has an error pending. */
    boolean isErrorSet() {
        return pendingType() != 0;
    }

    // ---- blocks -----------------------------------------------------------------------------------------------------------------

    /** The size class of blocks of {@code bytes} bytes, prefix not counted; 0 when they are too large for one. */
    static int sizeClass(long bytes) {
        long whole = bytes + PREFIX;
        if (whole <= CLayout.mooring.SMALL_LIMIT) return (int) ((whole + CLayout.mooring.BLOCK_UNIT - 1) / CLayout.mooring.BLOCK_UNIT);
        if (whole > (long) CLayout.mooring.SMALL_LIMIT << CLayout.mooring.POWER_CLASSES) return 0;
        int smallBits = Integer.numberOfTrailingZeros(CLayout.mooring.SMALL_LIMIT);
        return CLayout.mooring.SMALL_CLASSES + (Long.SIZE - Long.numberOfLeadingZeros(whole - 1) - smallBits);
    }

    /** Where the first free block of a size class stands. */
    private long freeList(int sizeClass) {
        return freeLists + (long) sizeClass * Long.BYTES;
    }

    /** A block of a size class with a zeroed prefix, other words undefined; 0 when the arena is full. Calls C when the list is empty, which may collect. */
    long allocate(int sizeClass) {
        long list = freeList(sizeClass);
        long block = Memory.readLong(list);
        if (block == 0) return NativeLinker.callWithInt(allocateSlow, sizeClass);
        Memory.writeLong(list, Memory.readLong(block + LINK) - CLayout.mooring.FREE_MARK);
        Memory.writeLong(block + LINK, 0);
        Memory.writeLong(block + GC, 0);
        return block;
    }

    /** Whether {@link #allocate} of a class would be served without calling C, so without a collection. */
    boolean isReady(int sizeClass) {
        return Memory.readLong(freeList(sizeClass)) != 0;
    }

    /** A block of any size with a zeroed prefix; 0 when the arena is full. May collect. */
    long allocateBytes(long bytes) {
        int sizeClass = sizeClass(bytes);
        return sizeClass != 0 ? allocate(sizeClass) : NativeLinker.call(objectMalloc, bytes);
    }

    /** A block of any size all of whose bytes are 0; as {@link #allocateBytes}. The pages of a large one are not touched. */
    long allocateZeroed(long bytes) {
        int sizeClass = sizeClass(bytes);
        if (sizeClass == 0) return NativeLinker.call(zeroedRun, bytes);
        long block = allocate(sizeClass);
        if (block != 0) Memory.fillWords(block, bytes + Long.BYTES - 1 & -Long.BYTES, 0);
        return block;
    }

    /** Returns the block of a PyObject, of a known size class. Whoever freed it before is reported, and nothing done. */
    void free(int sizeClass, long block) {
        long link = Memory.readLong(block + LINK);
        if (debug || isFreeMark(link)) {
            freeSlow(sizeClass, block, link);
            return;
        }
        long list = freeList(sizeClass);
        Memory.writeLong(block + LINK, Memory.readLong(list) + CLayout.mooring.FREE_MARK);
        Memory.writeLong(list, block);
    }

    /** C is told that it is an object, and nothing of a link that has ended: a light one leaves its word behind. */
    private void freeSlow(int sizeClass, long block, long link) {
        if (!isFreeMark(link)) Memory.writeLong(block + LINK, Links.DEALLOCATING);
        NativeLinker.callWithInt(freeSlow, sizeClass, block);
    }

    private void freeLarge(long block) {
        if (Immediate.isObject(Memory.readLong(block + LINK))) Memory.writeLong(block + LINK, Immediate.NULL);
        NativeLinker.call(objectFree, block);
    }

    /** Returns a block that was asked for with this number of bytes. */
    void freeBytes(long block, long bytes) {
        int sizeClass = sizeClass(bytes);
        if (sizeClass != 0) free(sizeClass, block);
        else freeLarge(block);
    }

    /** Returns a block of the arena that never was a PyObject. */
    void freeArray(long block) {
        NativeLinker.call(objectFree, block);
    }

    private static boolean isFreeMark(long link) {
        return (link & CLayout.mooring.LINK_TAG) == CLayout.mooring.FREE_MARK;
    }

    /** Whether the block of a PyObject has been freed and is not in use again. */
    boolean isFreed(long pyObject) {
        return hasPrefix(pyObject) && isFreeMark(Memory.readLong(pyObject + LINK));
    }

    private int pageClass(long block) {
        return Memory.readByte(pageClass + ((block - arenaBase) >>> CLayout.mooring.PAGE_SHIFT)) & 0xFF;
    }

    /** Whether a PyObject is memory of its own: outside the arena, or the whole of a block, not a part of one. */
    boolean isWhole(long pyObject) {
        if (!hasPrefix(pyObject)) return true;
        int sizeClass = pageClass(pyObject);
        int offset = (int) (pyObject - arenaBase) & (1 << CLayout.mooring.PAGE_SHIFT) - 1;
        if (sizeClass >= CLayout.mooring.CLASSES || sizeClass == 0) return sizeClass == CLayout.mooring.PAGE_RUN_HEAD && offset == PREFIX;
        int small = CLayout.mooring.SMALL_CLASSES;
        int size = sizeClass <= small ? sizeClass * CLayout.mooring.BLOCK_UNIT : CLayout.mooring.SMALL_LIMIT << (sizeClass - small);
        return (offset - PREFIX) % size == 0;
    }

    /** Returns a block of the arena, whatever its size. */
    @Override
    public void free(long block) {
        int sizeClass = pageClass(block);
        if (sizeClass < CLayout.mooring.CLASSES) free(sizeClass, block);
        else freeLarge(block);
    }

    /** The mirror of an instance counts no type while it is linked, for the managed class lives as long. From now on it must: its deallocator drops that count. */
    @Override
    public void leftToC(long pyObject, boolean wasLight) {
        long type = type(pyObject);
        if (!wasLight) return;
        if (isFreed(type)) setCount(pyObject, RefCountBias.IMMORTAL); // C gave its class back too often: a leak, for nobody is left to deallocate it
        else if (TypeFlags.has(type, TypeFlags.HEAP_TYPE)) increment(type);
    }

    @Override
    public String describe(long pyObject) {
        String type = CStrings.read(Memory.readLong(type(pyObject) + CLayout.PyTypeObject.tp_name));
        return type + " object at 0x" + Long.toHexString(pyObject) + ", count " + RefCountBias.describe(count(pyObject));
    }

    /** Whether misuse is being looked for. */
    boolean debug() {
        return debug;
    }

    /** Notes, in debug mode, which function is about to be called. */
    void calling(long definition) {
        if (debug) misuse.calling(definition);
    }

    /** Notes, in debug mode, which slot of a type is about to be called. */
    void callingSlot(long type, String method) {
        if (debug) misuse.callingSlot(type, method);
    }

    /** Reports, in debug mode, what C did with a PyObject, and where it was noticed. */
    void report(long pyObject, String place, String what) {
        if (debug) misuse.report(pyObject, place, what);
    }

    /** Looks, in debug mode, whether a reference that is about to be dropped is still there; only in debug mode it may be found not to be. */
    boolean isOwned(long pyObject) {
        return !debug || misuse.checkOwned(pyObject, count(pyObject), isFreed(pyObject));
    }
}
