package io.mooring.objspace;

import io.mooring.gc.Heap;
import io.mooring.gc.Ref;
import io.mooring.gc.Slot;
import io.mooring.gc.roots.Global;
import io.mooring.gc.roots.HandleScope;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * The callbacks of weak references: which references have one, and whose turn it is because the object died.
 *
 * <pre>
 *   awaited   a list of cells; a cell is a weakref to the weakref, for one that dies before its object calls nothing
 *      | a collection found the object dead
 *   due       a list of weakrefs, the next one last
 *      | a safepoint
 *   called    once; an error in a callback is reported and stops nothing
 * </pre>
 *
 * A reference leaves one list only when it is in the next, so that a heap that is exhausted in between loses none. Who died together is called together: object
 * by object, in the order in which they were first referred to; the callbacks of one object last made, first called (CPython's handle_weakrefs goes by the age of
 * the objects, which a heap that moves does not know).
 */
public final class WeakCallbacks {
    private final ObjSpace space;
    private final Heap heap;
    private final W_WeakrefObject weakrefs;
    /** Made when the first callback is registered. */
    private Global awaited;
    private Global due;
    /** Collections of the heap when somebody last looked for the dead. */
    private long lookedAt;

    WeakCallbacks(ObjSpace space, W_WeakrefObject weakrefs) {
        this.space = space;
        this.heap = space.heap;
        this.weakrefs = weakrefs;
    }

    /** A weakref with a callback, whose object lives. May collect. */
    void await(@Ref long w_ref) {
        try (HandleScope scope = heap.scope()) {
            long hRef = scope.root(w_ref);
            if (awaited == null) open();
            long w_cell = weakrefs.make(scope.get(hRef), 0);
            space.lists.append(awaited.get(), w_cell);
        }
    }

    private void open() {
        due = heap.global(space.newList());
        awaited = heap.global(space.newList());
        lookedAt = heap.collections();
    }

    /** Whether any weakref ever had a callback. Touches no heap. */
    public boolean areAwaited() {
        return awaited != null;
    }

    /** Whether a callback may be due: some are registered and a collection has run since they were looked at. Two loads; does not collect. */
    public boolean mayBeDue() {
        return awaited != null && (lookedAt != heap.collections() || space.lists.count(due.get()) > 0);
    }

    /**
     * Runs the callbacks of the weakrefs whose objects died since the last time. Raises nothing that a callback raises: that is reported. May run any code, and so
     * collect; a callback may come here again.
     */
    public void run() {
        if (!mayBeDue()) return;
        look();
        try (HandleScope scope = heap.scope()) {
            long hRef = scope.root(0);
            for (long count; (count = space.lists.count(due.get())) > 0; ) {
                scope.set(hRef, space.lists.get(due.get(), count - 1));
                space.lists.remove(due.get(), count - 1, 1);
                call(scope, hRef);
            }
        }
    }

    private void call(HandleScope scope, @Slot long hRef) {
        try (HandleScope inner = heap.scope()) {
            long hCallback = inner.root(weakrefs.takeCallback(scope.get(hRef)));
            try {
                space.call1(inner.get(hCallback), scope.get(hRef));
            } catch (OperationError error) {
                space.unraisable.report(error, inner.get(hCallback));
            }
        }
    }

    /**
     * Moves the weakrefs of dead objects from the awaited to the due ones. Who is not due is only looked at: to read a weak reference would keep its object alive
     * through a marking in steps, and this runs after each step.
     */
    private void look() {
        lookedAt = heap.collections();
        long count = space.lists.count(awaited.get());
        long before = space.lists.count(due.get());
        boolean anyLeft = false;
        for (long i = 0; i < count; i++) {
            long w_cell = space.lists.get(awaited.get(), i);
            if (weakrefs.refersToDue(w_cell)) {
                space.lists.append(due.get(), weakrefs.referent(w_cell));
                weakrefs.forget(space.lists.get(awaited.get(), i));
            }
            anyLeft |= weakrefs.isDead(space.lists.get(awaited.get(), i));
        }
        if (anyLeft) removeEmptyCells(count);
        order(Math.toIntExact(before));
    }

    /** Puts those that have become due, from {@code first} on in the order of their making, into the order of their calls, the next one last. Does not collect. */
    private void order(int first) {
        int count = Math.toIntExact(space.lists.count(due.get())) - first;
        if (count < 2) return;
        long[] refs = new long[count];
        long[] ranks = new long[count];
        Map<Long, Integer> firstOfGroup = new HashMap<>();
        for (int i = 0; i < count; i++) {
            refs[i] = space.lists.get(due.get(), first + i);
            Integer earlier = firstOfGroup.putIfAbsent(weakrefs.group(refs[i]), i);
            int start = earlier == null ? i : earlier;
            ranks[i] = (long) (count - start) << Integer.SIZE | i;
        }
        Arrays.sort(ranks);
        for (int i = 0; i < count; i++) space.lists.set(due.get(), first + i, refs[(int) ranks[i]]);
    }

    private void removeEmptyCells(long count) {
        long kept = 0;
        for (long i = 0; i < count; i++) {
            long w_cell = space.lists.get(awaited.get(), i);
            if (!weakrefs.isDead(w_cell)) space.lists.set(awaited.get(), kept++, w_cell);
        }
        space.lists.remove(awaited.get(), kept, count - kept);
    }
}
