package io.mooring.bench;

import io.mooring.capi.CApi;
import io.mooring.capi.CApiOptions;
import io.mooring.capi.CApiOptions.LinkKind;
import io.mooring.gc.Heap;
import io.mooring.gc.HeapExhausted;
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
    /** In these steps, bytes, the smallest heap is looked for: finer than what users write. */
    private static final long STEP = 128 << 10;

    /** Opens all three, or none. */
    public static Session open(HeapOptions options, LinkKind links) {
        return open(options, CApiOptions.defaults().withLinks(links));
    }

    /** Opens all three, or none; a {@link UsageError} with the smallest heap that would do, if the object space does not fit into this one. */
    public static Session open(HeapOptions options, CApiOptions capiOptions) {
        try {
            return tryOpen(options, capiOptions);
        } catch (HeapExhausted tooSmall) {
            throw new UsageError("option --max-heap is " + ByteSize.text(options.maxHeapBytes()) + ", less than Python's own objects take; it must be at least "
                    + ByteSize.text(smallest(options, capiOptions)));
        }
    }

    /** The smallest multiple of {@link #STEP} into which the object space fits: how much that is depends on the plan, so it is tried. */
    private static long smallest(HeapOptions tooSmall, CApiOptions capiOptions) {
        HeapOptions larger = tooSmall.withMaxHeap((tooSmall.maxHeapBytes() / STEP + 1) * STEP);
        try (Session session = tryOpen(larger, capiOptions)) {
            return session.heap().options().maxHeapBytes();
        } catch (HeapExhausted stillTooSmall) {
            return smallest(larger, capiOptions);
        }
    }

    private static Session tryOpen(HeapOptions options, CApiOptions capiOptions) {
        Heap heap = Heap.open(options);
        try {
            ObjSpace space = new ObjSpace(heap);
            return new Session(heap, space, openCApi(space, capiOptions));
        } catch (RuntimeException | Error failure) {
            heap.close();
            throw failure;
        }
    }

    private static CApi openCApi(ObjSpace space, CApiOptions capiOptions) {
        try {
            return CApi.open(space, capiOptions);
        } catch (OperationError error) {
            throw new Raised(error);
        }
    }

    /** Does the work; a Python exception becomes {@link Raised} while there is still a heap to read it from. A full heap is Python's MemoryError. */
    public <T> T run(Supplier<T> work) {
        try {
            return work.get();
        } catch (OperationError error) {
            throw new Raised(error);
        } catch (HeapExhausted exhausted) {
            throw new Raised(space.calls.outOfMemory(exhausted));
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
