package io.mooring.gc.recording;

import io.mooring.gc.Heap;
import io.mooring.gc.Immediate;
import io.mooring.gc.Ref;
import io.mooring.gc.object.TypeLayout;
import io.mooring.gc.object.TypeLayout.Elements;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.LongUnaryOperator;

/** The objects of a trace as plain Java: what the graph must be, whatever plan the trace is replayed on. */
public final class GraphModel implements TraceVisitor {
    /** 2^64 divided by the golden ratio: spreads what differs in few bits. */
    private static final long GOLDEN = 0x9E37_79B9_7F4A_7C15L;

    /** Elements of the largest object whose words fit into a Java array. */
    static final long MOST_ELEMENTS = Integer.MAX_VALUE - 2L * TypeLayout.MAX_FIXED_WORDS;

    /**
     * What is reachable at some moment.
     *
     * @param digest the same for the same graph, in whatever order it is walked
     */
    public record Graph(long objects, long references, long digest) {}

    private static final class Node {
        private final int type;
        private final long length;
        private final boolean immortal;
        private boolean rooted;
        private long[] words = new long[0];

        private Node(int type, long length, boolean immortal) {
            this.type = type;
            this.length = length;
            this.immortal = immortal;
        }

        private long word(int index) {
            return index < words.length ? words[index] : Immediate.NULL;
        }

        private void write(int index, long value) {
            if (index >= words.length) words = Arrays.copyOf(words, (int) Math.clamp(words.length + words.length / 2L, index + 1, MOST_ELEMENTS + TypeLayout.MAX_FIXED_WORDS));
            words[index] = value;
        }
    }

    private final Map<Integer, TypeLayout> layouts = new HashMap<>();
    private final Map<Long, Node> nodes = new HashMap<>();

    @Override
    public void type(int id, TypeLayout layout) {
        layouts.put(id, layout);
    }

    @Override
    public void allocated(long object, int type, long length) {
        nodes.put(object, new Node(type, length, false));
    }

    @Override
    public void allocatedImmortal(long object, int type, long length) {
        nodes.put(object, new Node(type, length, true));
    }

    @Override
    public void stored(long object, long offset, long value) {
        nodes.get(object).write((int) (offset / Long.BYTES), value);
    }

    @Override
    public void rooted(long object) {
        nodes.get(object).rooted = true;
    }

    @Override
    public void unrooted(long object) {
        nodes.get(object).rooted = false;
    }

    @Override
    public void rootsComplete(long record, long count) {}

    @Override
    public void died(long object) {
        nodes.remove(object);
    }

    /** Words of an object that may hold references, the header included. */
    private static long words(TypeLayout layout, long length) {
        return layout.fixedBytes() / Long.BYTES + (layout.elements() == Elements.REFERENCES ? length : 0);
    }

    private static boolean isReference(TypeLayout layout, int word) {
        long offset = (long) word * Long.BYTES;
        return offset >= layout.fixedBytes() || ((layout.referenceMap() | layout.weakMap()) & 1L << word) != 0 || offset == layout.keyOffset() || offset == layout.valueOffset();
    }

    /** Whether a word of an object keeps what it refers to alive, for itself. */
    private static boolean isStrong(TypeLayout layout, int word) {
        long offset = (long) word * Long.BYTES;
        if (offset >= layout.fixedBytes()) return layout.elements() == Elements.REFERENCES;
        return (layout.referenceMap() & 1L << word) != 0 && offset != layout.keyOffset() && offset != layout.valueOffset();
    }

    /**
     * Walks what is reachable from the roots and compares it with a heap. Throws {@link AssertionError} at the first difference.
     *
     * @param addressOf where an object is in the heap, 0 if it is dead
     * @param typeOf    the type id in the heap of a type of the trace
     */
    public Graph compare(Heap heap, LongUnaryOperator addressOf, LongUnaryOperator typeOf) {
        Set<Long> seen = new HashSet<>();
        ArrayDeque<Long> grey = new ArrayDeque<>();
        nodes.forEach((object, node) -> {
            if ((node.rooted || node.immortal) && seen.add(object)) grey.add(object);
        });
        long references = 0;
        long digest = 0;
        while (!grey.isEmpty()) {
            long object = grey.poll();
            Node node = nodes.get(object);
            TypeLayout layout = layouts.get(node.type);
            long address = addressOf.applyAsLong(object);
            checkShape(heap, object, node, address, (int) typeOf.applyAsLong(node.type));
            digest += mix(object, node.type, node.length);
            for (int word = 1; word < words(layout, node.length); word++) {
                long value = node.word(word);
                if (!isReference(layout, word)) continue;
                checkSlot(heap, object, address, word, value, isStrong(layout, word), addressOf);
                if (!isStrong(layout, word) || value == Immediate.NULL) continue;
                references++;
                digest += mix(object, word, value);
                if (TraceValue.isObject(value) && seen.add(TraceValue.object(value))) grey.add(TraceValue.object(value));
            }
        }
        return new Graph(seen.size(), references, digest);
    }

    private static long mix(long object, long what, long value) {
        long mixed = ((object * GOLDEN + what) * GOLDEN + value) * GOLDEN;
        return mixed ^ mixed >>> Integer.SIZE;
    }

    private static void checkShape(Heap heap, long object, Node node, @Ref long address, int type) {
        if (address == Immediate.NULL) throw new AssertionError("object " + object + " is reachable, but not in the heap any more");
        if (heap.type(address) != type) throw new AssertionError("object " + object + " has type " + heap.type(address) + " instead of " + type);
        if (heap.types().layout(type).isVariable() && heap.length(address) != node.length) {
            throw new AssertionError("object " + object + " has " + heap.length(address) + " elements instead of " + node.length);
        }
    }

    /** A weak slot, or one of an ephemeron, may have been cleared. */
    private static void checkSlot(Heap heap, long object, @Ref long address, int word, long value, boolean strong, LongUnaryOperator addressOf) {
        long held = heap.readRef(address, (long) word * Long.BYTES);
        long expected = TraceValue.isObject(value) ? addressOf.applyAsLong(TraceValue.object(value)) : value;
        if (held == expected || !strong && held == Immediate.NULL) return;
        throw new AssertionError("word " + word + " of object " + object + " holds 0x" + Long.toHexString(held) + " instead of 0x" + Long.toHexString(expected));
    }
}
