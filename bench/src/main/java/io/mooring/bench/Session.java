package io.mooring.bench;

import io.mooring.capi.CApi;
import io.mooring.capi.CApiOptions;
import io.mooring.capi.CApiOptions.LinkKind;
import io.mooring.gc.Heap;
import io.mooring.gc.HeapOptions;
import io.mooring.objspace.ObjSpace;
import io.mooring.objspace.OperationError;
import java.util.function.Supplier;

/**
 * A heap with an object space and the C API on it: what every command opens that lets C code run.
 *
 * @param heap  owned: closed with the session
 * @param space the objects on it
 * @param capi  owned: closed before the heap
 */
public record Session(Heap heap, ObjSpace space, CApi capi) implements AutoCloseable {

    /** Opens all three, or none. */
    public static Session open(HeapOptions options, LinkKind links) {
        return open(options, CApiOptions.defaults().withLinks(links));
    }

    /** Opens all three, or none. */
    public static Session open(HeapOptions options, CApiOptions capiOptions) {
        Heap heap = Heap.open(options);
        try {
            ObjSpace space = new ObjSpace(heap);
            return new Session(heap, space, raising(() -> CApi.open(space, capiOptions)));
        } catch (RuntimeException | Error failure) {
            heap.close();
            throw failure;
        }
    }

    /** Does the work; a Python exception becomes {@link Raised} while there is still a heap to read it from. */
    public <T> T run(Supplier<T> work) {
        return raising(work);
    }

    private static <T> T raising(Supplier<T> work) {
        try {
            return work.get();
        } catch (OperationError error) {
            throw new Raised(error);
        }
    }

    @Override
    public void close() {
        try {
            capi.close();
        } finally {
            heap.close();
        }
    }
}
