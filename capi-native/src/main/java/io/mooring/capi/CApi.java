package io.mooring.capi;

import io.mooring.gc.Heap;
import io.mooring.gc.Ref;
import io.mooring.gc.memory.Memory;
import io.mooring.objspace.ForeignItems;
import io.mooring.objspace.ForeignObjects;
import io.mooring.objspace.ObjSpace;
import io.mooring.rawrefcount.LinkDictionary;
import io.mooring.rawrefcount.LinkStatistics;
import io.mooring.rawrefcount.LinkTable;
import io.mooring.rawrefcount.Links;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * CPython's C API over one object space: libmooring.so opened, its upcalls bound, its types linked; loads extension modules.
 *
 * <pre>
 *   managed objects, which move            |   PyObjects, which do not
 *                                ToNative ---&gt;
 *   CFunction: a call ---------------------|--------------------------&gt; extension's function
 *                              &lt;--- FromNative                              |  C API, most of it in C
 *   ...Upcalls: the object space  &lt;--------|----------------------------- libmooring.so
 *                                   Links: who belongs to whom
 * </pre>
 *
 * <p>One at a time in a process, because the library's statics exist once. {@link #close} unloads everything, so that the next one starts afresh. The thread
 * that opens it holds the GIL from then on, except while C code of its own gives it away; any other thread enters through {@link #run}.
 */
public final class CApi implements AutoCloseable {
    /** The builtin type that is written in C alone. */
    private static final String MEMORYVIEW = "memoryview";

    final ObjSpace space;
    final Heap heap;
    final NativeLibrary library;
    final Streams streams;
    final CTypes ctypes;
    final CMemory memory;
    final Links links;
    final DeallocDrain drain;
    final GcModule gc;
    final Errors errors;
    final Boxes boxes;
    final TextMirrors texts;
    final ToNative toNative;
    final FromNative fromNative;
    final TypeBridge types;
    final GilThreads threads;
    final FunctionObjects functionObjects;
    final CFunction functions;
    final BorrowedItems borrowedItems;
    final ListItems listItems;
    final ThreadUpcalls threadTurns;
    private final Misuse misuse;
    private final CApiOptions options;
    private final Arena stubs = Arena.ofShared();
    private final LinkConnection connection;
    private final ExtensionLoader loader;
    /** Where the object space reported unraisable errors before, and will again. */
    private final Consumer<String> ownSink;
    private boolean closed;

    private CApi(ObjSpace space, CApiOptions options, NativeLibrary library) {
        this.space = space;
        this.heap = space.heap;
        this.options = options;
        this.streams = options.streams();
        this.library = library;
        CLayout.check(library);
        ManagedLayouts.check(library, heap);
        errors = new Errors(this);
        threadTurns = new ThreadUpcalls(this);
        misuse = new Misuse(library);
        new UpcallBinder(errors, stubs, options.debug() ? misuse : null).bind(library, UpcallGroup.all(this));
        initialize(library, options);
        threadTurns.begin();
        ctypes = new CTypes(library);
        memory = new CMemory(library, misuse);
        links = newLinks();
        links.collectCycles(new CGraph(library, memory, misuse));
        drain = new DeallocDrain(this, links);
        connection = new LinkConnection(links, drain::collected);
        boxes = new Boxes(space, memory, ctypes, library);
        texts = new TextMirrors(this);
        toNative = new ToNative(this);
        fromNative = new FromNative(this);
        borrowedItems = new BorrowedItems(this);
        listItems = new ListItems(this);
        space.lists.keepItems(listItems);
        types = new TypeBridge(this);
        threads = new GilThreads(library);
        functionObjects = new FunctionObjects(this);
        functions = new CFunction(this);
        loader = new ExtensionLoader(this);
        heap.connect(connection);
        space.connect(functions);
        ownSink = space.unraisable.sink;
        space.unraisable.sink = streams::error;
        types.linkBuiltins();
        if (NativeLinker.callInt(library.symbol("mooring_ready_types")) < 0) throw errors.fetch();
        gc = new GcModule(this);
        loader.provide("mooring_contextvars_module", "_contextvars", "contextvars");
        space.builtins.define(MEMORYVIEW, types.managedType(library.symbol("PyMemoryView_Type")));
    }

    /** Connects an object space to C. Refused while another one is connected in this process. */
    public static CApi open(ObjSpace space, CApiOptions options) {
        Path file = options.library() != null ? options.library() : NativeResource.locate();
        if (NativeLibrary.isOpen("libmooring.so")) {
            throw new IllegalStateException("libmooring.so is open in this process already; close the other CApi first");
        }
        NativeLibrary library;
        try {
            library = NativeLibrary.openGlobal(file);
        } catch (LoadFailed e) {
            throw new IllegalStateException("libmooring.so cannot be opened: " + e.getMessage(), e);
        }
        try {
            return new CApi(space, options, library);
        } catch (Throwable failed) {
            library.close();
            throw failed;
        }
    }

    private static void initialize(NativeLibrary library, CApiOptions options) {
        long words = CStrings.malloc(CLayout.mooring_options.SIZE);
        try {
            Memory.writeLong(words + CLayout.mooring_options.size, CLayout.mooring_options.SIZE);
            Memory.writeLong(words + CLayout.mooring_options.arena_bytes, options.arenaBytes());
            Memory.writeLong(words + CLayout.mooring_options.debug,
                    options.debug() ? CLayout.mooring.DEBUG_BLOCKS | CLayout.mooring.DEBUG_COUNTS : 0);
            long failure = NativeLinker.call(library.symbol("mooring_init"), words);
            if (failure != 0) throw new IllegalStateException("libmooring.so cannot start: " + CStrings.read(failure));
        } finally {
            CStrings.free(words);
        }
    }

    private Links newLinks() {
        long runtime = library.symbol("mooring_runtime");
        Memory.writeLong(runtime + CLayout.mooring_runtime.managed_null, 0);
        Memory.writeLong(runtime + CLayout.mooring_runtime.managed_none, space.w_None);
        return switch (options.links()) {
            case DICTIONARY -> new LinkDictionary(memory, heap);
            case TABLE -> {
                LinkTable table = new LinkTable(memory);
                table.onMove(base -> Memory.writeLong(runtime + CLayout.mooring_runtime.link_table, base));
                yield table;
            }
        };
    }

    /**
     * Loads an extension module and answers the module; it stands in sys.modules under its file name up to the first dot. A module loaded before is
     * answered again. Raises ImportError with one sentence, or whatever its init function raises.
     */
    public @Ref long load(Path file) {
        return loader.load(file, ExtensionLoader.moduleName(file));
    }

    /** As {@link #load(Path)} under a name of the caller's, which may be dotted: the init function is that of the last part. */
    public @Ref long load(Path file, String name) {
        return loader.load(file, name);
    }

    /** Runs an action on a thread other than the opening one, which holds the GIL meanwhile. Waits until it is free. */
    public void run(Runnable action) {
        threads.run(action);
    }

    /** Gives the GIL away while an action runs that touches no managed object, such as waiting for another thread. */
    public void releaseGil(Runnable action) {
        threads.release(action);
    }

    /** Runs the callbacks of weak references to the dead and deallocates every PyObject that waits for it. A safepoint: no raw reference may be held. */
    public void drain() {
        drain.drainAll();
    }

    /** Python's list {@code gc.garbage}: objects with finalizers from before PEP 442 that stand in garbage cycles. They are kept as long as they stand there. */
    public @Ref long garbage() {
        return gc.garbage();
    }

    public LinkStatistics linkStatistics() {
        return links.statistics();
    }

    /** What the arena of PyObjects holds. */
    public ArenaStatistics arenaStatistics() {
        return ArenaStatistics.read(library);
    }

    /** Misuses of the C API found so far in debug mode. */
    public long misuseReports() {
        return Memory.readLong(memory.runtime + CLayout.mooring_runtime.misuse_reports);
    }

    public CApiOptions options() {
        return options;
    }

    public ObjSpace space() {
        return space;
    }

    /** Unloads all extensions and the library; the object space goes on without C. On the thread that holds the GIL. Closing twice does nothing. */
    @Override
    public void close() {
        if (closed) return;
        closed = true;
        toNative.items().bringListsHome();
        drain.drainAll();
        space.builtins.undefine(MEMORYVIEW);
        gc.close();
        space.foreign = ForeignObjects.NONE;
        space.lists.keepItems(ForeignItems.NONE);
        space.unraisable.sink = ownSink;
        NativeLinker.call(library.symbol("mooring_shutdown"));
        connection.disconnect();
        links.close();
        misuse.close();
        drain.close();
        toNative.close();
        fromNative.close();
        loader.close();
        library.close();
        stubs.close();
    }
}
