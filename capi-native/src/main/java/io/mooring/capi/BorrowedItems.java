package io.mooring.capi;

import io.mooring.capi.BoxMap.Kind;
import io.mooring.gc.Heap;
import io.mooring.gc.Immediate;
import io.mooring.gc.Ref;
import io.mooring.gc.Slot;
import io.mooring.gc.roots.HandleScope;
import io.mooring.objspace.ObjSpace;
import io.mooring.objspace.TypeIds;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

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
 * converted: one box for each value that C asked for is all it costs. The boxes of ints and floats stand in C ({@code borrowed_items.c}), which needs no upcall to
 * find or make one of a list.
 *
 * <p>Boxes leave when those of all containers have doubled since somebody looked: if their container died, or if it has many and no longer holds the
 * value. C cannot tell the second from what CPython does, which drops the item when the container does.
 */
final class BorrowedItems {
    /** Boxes of one container below which nobody looks for stale ones. */
    private static final int FEWEST_TO_PRUNE = 64;
    /** Boxes of all containers below which there is nothing to look for. */
    private static final int FEWEST_TO_SWEEP = 128;

    private final CApi capi;
    private final ObjSpace space;
    private final Heap heap;
    /** Of ints up to the immediates, and floats. */
    private final BoxMap numbers;
    /** The rare rest: by BigInteger or {@link ComplexBits}. */
    private final Map<Other, Long> others = new HashMap<>();
    private int sweepAt;

    private record Other(long container, Object value) {}

    /** The raw bits of a complex number. */
    private record ComplexBits(long real, long imaginary) {}

    BorrowedItems(CApi capi) {
        this.capi = capi;
        this.space = capi.space;
        this.heap = capi.heap;
        this.numbers = new BoxMap(capi.library);
        sweepAt(FEWEST_TO_SWEEP);
    }

    private void sweepAt(int boxes) {
        sweepAt = boxes;
        numbers.limit(boxes);
    }

    /** The PyObject of an item that {@code container} holds; borrowed, good as long as it does. NULL for 0. */
    long borrow(long container, @Ref long w_item) {
        if (w_item == 0) return 0;
        if (!capi.toNative.isValue(w_item)) return capi.toNative.borrowed(w_item);
        return switch (space.kind(w_item)) {
            case TypeIds.SMALL_INT -> boxed(Kind.INT, container, w_item, w_item);
            case TypeIds.FLOAT -> boxed(Kind.FLOAT, container, Double.doubleToRawLongBits(space.asDouble(w_item)), w_item);
            default -> otherSlow(container, w_item);
        };
    }

    /** The box that C has borrowed of a value in a container, or 0. Does not collect. */
    long known(long container, @Ref long w_item) {
        return switch (space.kind(w_item)) {
            case TypeIds.SMALL_INT -> numbers.get(container, Kind.INT, w_item);
            case TypeIds.FLOAT -> numbers.get(container, Kind.FLOAT, Double.doubleToRawLongBits(space.asDouble(w_item)));
            default -> others.getOrDefault(new Other(container, otherKey(w_item)), 0L);
        };
    }

    private long boxed(Kind kind, long container, long value, @Ref long w_item) {
        long box = numbers.get(container, kind, value);
        return box != 0 ? box : boxSlow(kind, container, value, w_item);
    }

    private long boxSlow(Kind kind, long container, long value, @Ref long w_item) {
        long box = numbers.keep(container, kind, value, newBox(w_item));
        if (box == 0) throw space.error(space.w_MemoryError, "no room for more borrowed items");
        return box;
    }

    private long otherSlow(long container, @Ref long w_item) {
        Other other = new Other(container, otherKey(w_item));
        Long known = others.get(other);
        if (known != null) return known;
        long box = newBox(w_item);
        others.put(other, box);
        return box;
    }

    private long newBox(@Ref long w_item) {
        try (HandleScope scope = heap.scope()) {
            long hItem = scope.root(w_item);
            if (boxes() >= sweepAt) sweep();
            return capi.toNative.newReference(scope.get(hItem));
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

    // ---- boxes that nobody needs --------------------------------------------------------------------------------------------------------

    /** Drops the boxes of dead containers, and of values that a container with many boxes no longer holds. May run deallocators. */
    void sweep() {
        Map<Long, Integer> counts = new HashMap<>();
        numbers.forEachContainer(container -> counts.merge(container, 1, Integer::sum));
        for (Other other : others.keySet()) counts.merge(other.container(), 1, Integer::sum);
        Map<Long, Predicate<Object>> needed = new HashMap<>();
        counts.forEach((container, count) -> needed.put(container, needed(container, count)));
        numbers.retain((container, kind, value) -> needed.get(container).test(value(kind, value)));
        sweepOthers(needed);
        sweepAt(Math.max(FEWEST_TO_SWEEP, 2 * boxes()));
    }

    /** As {@link #hold} adds it. */
    private static Object value(Kind kind, long value) {
        return switch (kind) {
            case INT -> Long.valueOf(value);
            case FLOAT -> Double.valueOf(Double.longBitsToDouble(value));
        };
    }

    private void sweepOthers(Map<Long, Predicate<Object>> needed) {
        List<Long> dropped = new ArrayList<>();
        others.entrySet().removeIf(entry -> {
            boolean stays = needed.get(entry.getKey().container()).test(entry.getKey().value());
            if (!stays) dropped.add(entry.getValue());
            return !stays;
        });
        dropped.forEach(this::drop);
    }

    /** Which values a container needs boxes of: none if it died, those that it holds if it has many. Containers that cannot be looked through keep all. */
    private Predicate<Object> needed(long container, int count) {
        if (!isLinked(container)) return value -> false;
        if (count < FEWEST_TO_PRUNE) return value -> true;
        try (HandleScope scope = heap.scope()) {
            Set<Object> held = new HashSet<>();
            return collectValues(scope.root(capi.fromNative.borrowed(container)), scope, held) ? held::contains : value -> true;
        }
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

    /**
     * Whether the PyObject still is the container's: its link leads to an object that leads back. The block of a dead one may have been given to another
     * container; then that one inherits the boxes, which are right for any container.
     */
    private boolean isLinked(long container) {
        long w = capi.links.toObj(container);
        return Immediate.isObject(w) && heap.isObject(w) && capi.links.toPyObject(w) == container;
    }

    private void drop(long box) {
        capi.memory.decrement(box);
    }

    /** Boxes that containers own at the moment. */
    int boxes() {
        return numbers.size() + others.size();
    }
}
