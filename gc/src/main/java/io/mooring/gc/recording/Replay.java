package io.mooring.gc.recording;

import io.mooring.gc.CollectionKind;
import io.mooring.gc.CollectionReport;
import io.mooring.gc.Heap;
import io.mooring.gc.HeapListener;
import io.mooring.gc.HeapOptions;
import io.mooring.gc.Immediate;
import io.mooring.gc.Ref;
import io.mooring.gc.memory.AddressStack;
import io.mooring.gc.object.TypeLayout;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * Runs a lifetime trace on a heap of any plan.
 *
 * <p>An object is kept alive from its allocation to the next record of roots, and from then on exactly if the recorded roots reach it. So is what is taken out
 * of a slot: the program may have had it in a variable. Where objects are is known from an {@link AddressBook}, which keeps none of them alive
 * by itself, so that the plan works as under the program itself, with collections of its own.
 */
public final class Replay implements TraceVisitor {
    private final Path file;
    private final Heap heap;
    private final boolean checksAlways;
    private final AddressBook book = new AddressBook();
    private final GraphModel model = new GraphModel();
    private final AddressStack held = new AddressStack();
    private final Map<Integer, Integer> typeIds = new HashMap<>();
    private final Map<Integer, TypeLayout> layouts = new HashMap<>();
    private final Totals totals = new Totals();
    private long objects;
    private long allocatedBytes;
    private long stores;

    private Replay(Path file, Heap heap, boolean checksAlways) {
        this.file = file;
        this.heap = heap;
        this.checksAlways = checksAlways;
        heap.connect(book);
        heap.listen(totals);
        heap.addRoots(visitor -> {
            for (long i = 0; i < held.size(); i++) visitor.visitSlot(held.address(i));
        });
    }

    /**
     * Replays a trace on a heap of its own and compares the graph that is left with what the trace says.
     *
     * @param checksAlways compare at every record of roots, not only at the end
     * @throws TraceFailed when the trace is damaged, or the graph differs
     */
    public static ReplayReport run(Path file, HeapOptions options, boolean checksAlways) {
        try (Heap heap = Heap.open(options)) {
            Replay replay = new Replay(file, heap, checksAlways);
            try {
                TraceReader.read(file, replay);
                return replay.finish();
            } finally {
                replay.held.close();
            }
        }
    }

    private ReplayReport finish() {
        held.clear();
        GraphModel.Graph graph = compare();
        if (heap.plan().traits().collects()) {
            heap.collect(CollectionKind.MAJOR);
            graph = compare();
        }
        long cpu = Math.max(0, heap.cpuNanos() - book.trackingNanos());
        return new ReplayReport(heap.options().plan(), objects, allocatedBytes, stores, heap.collections(), heap.minorCollections(),
                totals.copiedBytes, totals.promotedBytes, totals.markedBytes, cpu, graph);
    }

    private GraphModel.Graph compare() {
        try {
            return model.compare(heap, book::address, type -> typeIds.get((int) type));
        } catch (AssertionError difference) {
            throw new TraceFailed(file, "replayed on " + heap.options().plan() + ", " + difference.getMessage(), difference);
        }
    }

    /** Adds up what the collections did. */
    private static final class Totals implements HeapListener {
        private long copiedBytes;
        private long promotedBytes;
        private long markedBytes;

        @Override
        public void collectionEnds(CollectionReport report) {
            copiedBytes += report.copiedBytes();
            promotedBytes += report.promotedBytes();
            markedBytes += report.markedBytes();
        }
    }

    /** Where an object is that the trace uses. */
    private @Ref long address(long object, String use) {
        long address = book.address(object);
        if (address == Immediate.NULL) throw new TraceFailed(file, "object " + object + " is " + use + ", but is not in the heap of plan " + heap.options().plan() + " (any more)");
        return address;
    }

    @Override
    public void type(int id, TypeLayout layout) {
        typeIds.put(id, heap.types().define(layout));
        layouts.put(id, layout);
        model.type(id, layout);
    }

    private TypeLayout layout(int type) {
        TypeLayout layout = layouts.get(type);
        if (layout == null) throw new TraceFailed(file, "an object has type " + type + ", which is not described before it");
        return layout;
    }

    @Override
    public void allocated(long object, int type, long length) {
        TypeLayout layout = layout(type);
        if (length > GraphModel.MOST_ELEMENTS) throw new TraceFailed(file, "object " + object + " has " + length + " elements; a replay can follow at most " + GraphModel.MOST_ELEMENTS);
        long address = layout.isVariable() ? heap.allocate(typeIds.get(type), length) : heap.allocate(typeIds.get(type));
        book.add(object, address);
        held.push(address);
        objects++;
        allocatedBytes += layout.bytes(length);
        model.allocated(object, type, length);
    }

    @Override
    public void allocatedImmortal(long object, int type, long length) {
        layout(type);
        book.add(object, heap.allocateImmortal(typeIds.get(type), length));
        objects++;
        model.allocatedImmortal(object, type, length);
    }

    @Override
    public void stored(long object, long offset, long value) {
        long holder = address(object, "stored into");
        long before = heap.readWeak(holder, offset);
        if (Immediate.isObject(before)) held.push(before);
        heap.writeRef(holder, offset, TraceValue.isObject(value) ? address(TraceValue.object(value), "stored") : value);
        stores++;
        model.stored(object, offset, value);
    }

    @Override
    public void rooted(long object) {
        address(object, "rooted");
        book.root(object);
        model.rooted(object);
    }

    @Override
    public void unrooted(long object) {
        address(object, "a root no more");
        book.unroot(object);
        model.unrooted(object);
    }

    @Override
    public void rootsComplete(long record, long count) {
        held.clear();
        if (checksAlways) compare();
    }

    @Override
    public void died(long object) {
        model.died(object);
    }
}
