package io.mooring.capi;

import io.mooring.gc.memory.Memory;
import io.mooring.gc.memory.Range;
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
 *   address-16   link word     address of the managed object; the next free block while the block is free
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
    private final long objectFree;

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
        objectFree = library.symbol("PyObject_Free");
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

    static void setHeader(long pyObject, long count, long type) {
        Memory.writeLong(pyObject + CLayout.PyObject.ob_refcnt, count);
        Memory.writeLong(pyObject + CLayout.PyObject.ob_type, type);
    }

    /** Gives a static the count that it is born with: what owners of headers that count immortals added is taken back. */
    void resetImmortal(long pyObject) {
        setCount(pyObject, RefCountBias.IMMORTAL);
    }

    // ---- counting ---------------------------------------------------------------------------------------------------------------

    /** One more reference. */
    void increment(long pyObject) {
        setCount(pyObject, count(pyObject) + 1);
    }

    /** One reference less; deallocates at zero, which may run any code. */
    void decrement(long pyObject) {
        long count = count(pyObject);
        if (debug) misuse.checkOwned(pyObject, count, hasPrefix(pyObject));
        if (count != 1) setCount(pyObject, count - 1);
        else deallocateSlow(pyObject);
    }

    /**
     * One reference more for the time of a call; answers the count before, for {@link #unhold}. NULL is held without effect. Unlike an increment and a decrement, the
     * pair does not make each call wait for the stores of the one before.
     */
    long hold(long pyObject) {
        if (pyObject == 0) return 0;
        long before = count(pyObject);
        setCount(pyObject, before + 1);
        return before;
    }

    /** Ends {@link #hold}; deallocates at zero. */
    void unhold(long pyObject, long before) {
        if (pyObject == 0) return;
        if (debug) misuse.checkOwned(pyObject, count(pyObject), hasPrefix(pyObject));
        if (count(pyObject) == before + 1 && before != 0) setCount(pyObject, before);
        else decrement(pyObject);
    }

    void decrementOrNull(long pyObject) {
        if (pyObject != 0) decrement(pyObject);
    }

    /** Drops the last reference; runs tp_dealloc, which may run any code. */
    void deallocateSlow(long pyObject) {
        setCount(pyObject, 0);
        NativeLinker.call(dealloc, pyObject);
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

    /** A block of a size class with a zeroed prefix, other words undefined; 0 when the arena is full. Calls C when the list is empty, which may collect. */
    long allocate(int sizeClass) {
        long list = freeLists + (long) sizeClass * CLayout.mooring_free_list.SIZE;
        long block = Memory.readLong(list + CLayout.mooring_free_list.head);
        if (block == 0) return NativeLinker.callWithInt(allocateSlow, sizeClass);
        Memory.writeLong(list + CLayout.mooring_free_list.head, Memory.readLong(block + LINK));
        Memory.writeLong(list + CLayout.mooring_free_list.count, Memory.readLong(list + CLayout.mooring_free_list.count) - 1);
        Memory.writeLong(block + LINK, 0);
        Memory.writeLong(block + GC, 0);
        return block;
    }

    /** Whether {@link #allocate} of a class would be served without calling C, so without a collection. */
    boolean isReady(int sizeClass) {
        return Memory.readLong(freeLists + (long) sizeClass * CLayout.mooring_free_list.SIZE + CLayout.mooring_free_list.head) != 0;
    }

    /** A block of any size with a zeroed prefix; 0 when the arena is full. May collect. */
    long allocateBytes(long bytes) {
        int sizeClass = sizeClass(bytes);
        return sizeClass != 0 ? allocate(sizeClass) : NativeLinker.call(objectMalloc, bytes);
    }

    /** Returns a block of a known size class. */
    void free(int sizeClass, long block) {
        if (debug) {
            Memory.writeLong(block + LINK, 0); // C reports a block that is freed while linked; a dead light link leaves its word behind
            NativeLinker.callWithInt(freeSlow, sizeClass, block);
            return;
        }
        long list = freeLists + (long) sizeClass * CLayout.mooring_free_list.SIZE;
        Memory.writeLong(block + LINK, Memory.readLong(list + CLayout.mooring_free_list.head));
        Memory.writeLong(list + CLayout.mooring_free_list.head, block);
        Memory.writeLong(list + CLayout.mooring_free_list.count, Memory.readLong(list + CLayout.mooring_free_list.count) + 1);
    }

    /** Returns a block that was asked for with this number of bytes. */
    void freeBytes(long block, long bytes) {
        int sizeClass = sizeClass(bytes);
        if (sizeClass != 0) free(sizeClass, block);
        else NativeLinker.call(objectFree, block);
    }

    /** Returns a block of the arena, whatever its size. */
    @Override
    public void free(long block) {
        int sizeClass = Memory.readByte(pageClass + ((block - arenaBase) >>> CLayout.mooring.PAGE_SHIFT)) & 0xFF;
        if (sizeClass < CLayout.mooring.CLASSES) free(sizeClass, block);
        else NativeLinker.call(objectFree, block);
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

    /** Looks, in debug mode, whether a reference that is about to be dropped is still there. */
    void checkOwned(long pyObject) {
        if (debug) misuse.checkOwned(pyObject, count(pyObject), hasPrefix(pyObject));
    }
}
