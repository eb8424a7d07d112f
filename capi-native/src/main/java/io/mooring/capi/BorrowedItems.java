package io.mooring.capi;

import io.mooring.gc.Heap;
import io.mooring.gc.Immediate;
import io.mooring.gc.Ref;
import io.mooring.gc.Slot;
import io.mooring.gc.roots.HandleScope;
import io.mooring.objspace.ObjSpace;
import io.mooring.objspace.TypeIds;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;

/**
 * Owners for the borrowed references that C takes out of managed containers.
 *
 * <p>{@code PyList_GetItem} and kin answer a {@code PyObject*} that C does not own: it is good as long as the container holds the item. An item
 * with identity needs nothing, for its PyObject lives as long as the item. An int or a float has no identity and no link; C gets a box, and this
 * class owns the box on behalf of the container:
 *
 * <pre>
 *   container (its PyObject*) -> value -> box      the same value in the same container always gives the same box
 * </pre>
 *
 * Boxes are kept by value, not by position, so that an item which moves within its container keeps its box. The list or dict itself is not
 * converted: one box for each value that C asked for is all it costs.
 *
 * <p>A box leaves when its container died, found by {@link #sweep}, or when the container no longer holds the value, found when the boxes of one
 * container have doubled since somebody looked. C cannot tell the second from what CPython does, which drops the item when the container does.
 */
final class BorrowedItems {
    /** Boxes of one container below which nobody looks for stale ones. */
    private static final int FEWEST_TO_PRUNE = 64;
    /** Boxes of all containers below which a collection is no reason to look for dead containers. */
    private static final int FEWEST_TO_SWEEP = 256;

    private final CApi capi;
    private final ObjSpace space;
    private final Heap heap;
    private final Map<Long, Boxes> containers = new HashMap<>();
    private long lastContainer;
    private Boxes lastBoxes;
    private int boxCount;
    private int sweepAt = FEWEST_TO_SWEEP;

    /** The boxes of one container, by kind of value. */
    private static final class Boxes {
        /** From immediate to box. */
        final LongMap ints = new LongMap();
        /** From raw bits of a double to box, so that the two zeros and every NaN stay apart. */
        final LongMap floats = new LongMap();
        /** The rare rest: BigInteger or {@link ComplexBits} to box. */
        final Map<Object, Long> others = new HashMap<>();
        int pruneAt = FEWEST_TO_PRUNE;

        int size() {
            return ints.size() + floats.size() + others.size();
        }
    }

    /** The raw bits of a complex number. */
    private record ComplexBits(long real, long imaginary) {}

    BorrowedItems(CApi capi) {
        this.capi = capi;
        this.space = capi.space;
        this.heap = capi.heap;
    }

    /** The PyObject of an item that {@code container} holds; borrowed, good as long as it does. NULL for 0. */
    long borrow(long container, @Ref long w_item) {
        if (w_item == 0) return 0;
        if (!capi.toNative.isValue(w_item)) return capi.toNative.borrowed(w_item);
        Boxes boxes = container == lastContainer ? lastBoxes : boxesOfSlow(container);
        return switch (space.kind(w_item)) {
            case TypeIds.SMALL_INT -> boxed(container, boxes, boxes.ints, w_item, w_item);
            case TypeIds.FLOAT -> boxed(container, boxes, boxes.floats, Double.doubleToRawLongBits(space.asDouble(w_item)), w_item);
            default -> otherSlow(container, boxes, w_item);
        };
    }

    /** The box that C has borrowed of a value in a container, or 0. Does not collect. */
    long known(long container, @Ref long w_item) {
        Boxes boxes = containers.get(container);
        if (boxes == null) return 0;
        return switch (space.kind(w_item)) {
            case TypeIds.SMALL_INT -> boxes.ints.get(w_item);
            case TypeIds.FLOAT -> boxes.floats.get(Double.doubleToRawLongBits(space.asDouble(w_item)));
            default -> boxes.others.getOrDefault(otherKey(w_item), 0L);
        };
    }

    private long boxed(long container, Boxes boxes, LongMap map, long key, @Ref long w_item) {
        long box = map.get(key);
        return box != 0 ? box : boxSlow(container, boxes, map, key, w_item);
    }

    private long boxSlow(long container, Boxes boxes, LongMap map, long key, @Ref long w_item) {
        try (HandleScope scope = heap.scope()) {
            long hItem = scope.root(w_item);
            makeRoom(container, boxes);
            long box = capi.toNative.newReference(scope.get(hItem));
            map.put(key, box);
            boxCount++;
            return box;
        }
    }

    private long otherSlow(long container, Boxes boxes, @Ref long w_item) {
        Object key = otherKey(w_item);
        Long known = boxes.others.get(key);
        if (known != null) return known;
        try (HandleScope scope = heap.scope()) {
            long hItem = scope.root(w_item);
            makeRoom(container, boxes);
            long box = capi.toNative.newReference(scope.get(hItem));
            boxes.others.put(key, box);
            boxCount++;
            return box;
        }
    }

    private Object otherKey(@Ref long w) {
        return switch (space.kind(w)) {
            case TypeIds.LONG -> space.asBigInteger(w);
            case TypeIds.COMPLEX -> new ComplexBits(
                    Double.doubleToRawLongBits(space.complexes.real(w)), Double.doubleToRawLongBits(space.complexes.imaginary(w)));
            default -> throw new IllegalStateException("a borrowed '" + space.typeName(w) + "' has no identity and no box");
        };
    }

    private Boxes boxesOfSlow(long container) {
        Boxes boxes = containers.computeIfAbsent(container, address -> new Boxes());
        lastContainer = container;
        lastBoxes = boxes;
        return boxes;
    }

    private void makeRoom(long container, Boxes boxes) {
        if (boxes.size() >= boxes.pruneAt) prune(container, boxes);
        if (boxCount >= sweepAt) sweep();
    }

    // ---- stale boxes ------------------------------------------------------------------------------------------------------------------

    /** Drops the boxes of values that the container no longer holds. Containers that cannot be looked through keep theirs. */
    private void prune(long container, Boxes boxes) {
        try (HandleScope scope = heap.scope()) {
            long hContainer = scope.root(capi.fromNative.borrowed(container));
            Set<Object> held = new HashSet<>();
            if (collectValues(hContainer, scope, held)) {
                int before = boxes.size();
                boxes.ints.retain(held::contains, this::drop);
                boxes.floats.retain(bits -> held.contains(Double.longBitsToDouble(bits)), this::drop);
                for (Iterator<Map.Entry<Object, Long>> i = boxes.others.entrySet().iterator(); i.hasNext(); ) {
                    Map.Entry<Object, Long> entry = i.next();
                    if (held.contains(entry.getKey())) continue;
                    i.remove();
                    drop(entry.getValue());
                }
                boxCount -= before - boxes.size();
            }
        }
        boxes.pruneAt = Math.max(FEWEST_TO_PRUNE, 2 * boxes.size());
    }

    /** Whether the container could be looked through; adds an immediate as Long, a float as Double, others as {@link #otherKey}. */
    private boolean collectValues(@Slot long hContainer, HandleScope scope, Set<Object> held) {
        long w = space.payload(scope.get(hContainer));
        switch (space.kind(w)) {
            case TypeIds.LIST -> {
                for (long i = 0; i < space.lists.count(space.payload(scope.get(hContainer))); i++) {
                    hold(space.lists.get(space.payload(scope.get(hContainer)), i), held);
                }
            }
            case TypeIds.DICT -> {
                long w_dict = space.payload(scope.get(hContainer));
                for (long entry = -1; (entry = space.dicts.nextEntry(w_dict, entry + 1)) >= 0; ) {
                    hold(space.dicts.keyAt(w_dict, entry), held);
                    hold(space.dicts.valueAt(w_dict, entry), held);
                }
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private void hold(@Ref long w, Set<Object> held) {
        if (Immediate.is(w)) held.add(w);
        else if (space.kind(w) == TypeIds.FLOAT) held.add(space.asDouble(w));
        else if (capi.toNative.isValue(w)) held.add(otherKey(w));
    }

    // ---- dead containers ----------------------------------------------------------------------------------------------------------------

    /** Drops the boxes of dead containers. May run deallocators. */
    void sweep() {
        Map<Long, Boxes> dead = new HashMap<>();
        for (Map.Entry<Long, Boxes> entry : containers.entrySet()) {
            if (!isLinked(entry.getKey())) dead.put(entry.getKey(), entry.getValue());
        }
        for (Map.Entry<Long, Boxes> entry : dead.entrySet()) {
            containers.remove(entry.getKey());
            boxCount -= entry.getValue().size();
        }
        lastContainer = 0;
        lastBoxes = null;
        for (Boxes boxes : dead.values()) dropAll(boxes);
        sweepAt = Math.max(FEWEST_TO_SWEEP, 2 * boxCount);
    }

    /**
     * Whether the PyObject still is the container's: its link leads to an object that leads back. The block of a dead one may have been given to another
     * container; then that one inherits the boxes, which are right for any container.
     */
    private boolean isLinked(long container) {
        long w = capi.links.toObj(container);
        return Immediate.isObject(w) && heap.isObject(w) && capi.links.toPyObject(w) == container;
    }

    private void dropAll(Boxes boxes) {
        boxes.ints.retain(key -> false, this::drop);
        boxes.floats.retain(key -> false, this::drop);
        for (long box : boxes.others.values()) drop(box);
        boxes.others.clear();
    }

    private void drop(long box) {
        capi.memory.decrement(box);
    }

    /** Boxes that containers own at the moment. */
    int boxes() {
        return boxCount;
    }
}
