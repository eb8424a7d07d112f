package io.mooring.capi;

import io.mooring.gc.memory.Memory;
import java.nio.file.Path;

/**
 * One shared library in the process, from {@code dlopen} to {@code dlclose}.
 *
 * <p>Our own library is opened so that its symbols are visible to every library opened later; an extension's symbols stay its own.
 */
final class NativeLibrary implements AutoCloseable {
    private static final int RTLD_NOW = 2;
    private static final int RTLD_GLOBAL = 0x100;
    /** Only look whether it is loaded. */
    private static final int RTLD_NOLOAD = 4;

    private static final long DLOPEN = NativeLinker.systemFunction("dlopen");
    private static final long DLSYM = NativeLinker.systemFunction("dlsym");
    private static final long DLCLOSE = NativeLinker.systemFunction("dlclose");
    private static final long DLERROR = NativeLinker.systemFunction("dlerror");

    private final Path path;
    private long handle;

    private NativeLibrary(Path path, long handle) {
        this.path = path;
        this.handle = handle;
    }

    /** Opens a library whose symbols later libraries may use. Throws {@link LoadFailed} with the linker's own words. */
    static NativeLibrary openGlobal(Path path) throws LoadFailed {
        return open(path, RTLD_NOW | RTLD_GLOBAL);
    }

    /** Opens a library that keeps its symbols to itself. Throws {@link LoadFailed} with the linker's own words. */
    static NativeLibrary open(Path path) throws LoadFailed {
        return open(path, RTLD_NOW);
    }

    private static NativeLibrary open(Path path, int mode) throws LoadFailed {
        long name = CStrings.allocate(path.toString());
        try {
            long handle = NativeLinker.callWithInt(DLOPEN, name, mode);
            if (handle == 0) throw new LoadFailed(lastError());
            return new NativeLibrary(path, handle);
        } finally {
            CStrings.free(name);
        }
    }

    private static String lastError() {
        long text = NativeLinker.call(DLERROR);
        return text == 0 ? "no reason given" : CStrings.read(text);
    }

    /** Whether a library whose own name (its SONAME) this is has been opened in the process, by whomever. */
    static boolean isOpen(String soname) {
        long name = CStrings.allocate(soname);
        try {
            long handle = NativeLinker.callWithInt(DLOPEN, name, RTLD_NOW | RTLD_NOLOAD);
            if (handle == 0) return false;
            NativeLinker.callInt(DLCLOSE, handle);
            return true;
        } finally {
            CStrings.free(name);
        }
    }

    /** The address of a symbol, or 0. */
    long find(String name) {
        if (handle == 0) throw new IllegalStateException(path + " is closed");
        long text = CStrings.allocate(name);
        try {
            return NativeLinker.call(DLSYM, handle, text);
        } finally {
            CStrings.free(text);
        }
    }

    /** The address of a symbol that must be there. */
    long symbol(String name) {
        long address = find(name);
        if (address == 0) throw new IllegalStateException(path + " has no symbol " + name + "; it is not the library that this class expects");
        return address;
    }

    /** The object at a pointer variable of the library. */
    long pointer(String name) {
        return Memory.readLong(symbol(name));
    }

    Path path() {
        return path;
    }

    /** Gives the library back to the system; its statics are gone when nobody else holds it. Closing twice does nothing. */
    @Override
    public void close() {
        if (handle == 0) return;
        NativeLinker.callInt(DLCLOSE, handle);
        handle = 0;
    }
}
