package io.mooring.objspace;

import io.mooring.gc.Heap;
import io.mooring.gc.Ref;
import io.mooring.gc.object.TypeLayout;
import io.mooring.gc.roots.HandleScope;

/**
 * The iterators over sequences by position, and the builtins that make iterators from iterators: all kinds from LIST_ITERATOR to FILTER.
 */
public final class SequenceIterators {
    private final ObjSpace space;
    private final RangeIterators ranges;
    private final ObjectKind[] kinds;

    SequenceIterators(ObjSpace space) {
        this.space = space;
        this.ranges = new RangeIterators(space);
        this.kinds = new ObjectKind[] {
            new ByPosition(space, TypeIds.LIST_ITERATOR, "list_iterator"),
            new ByPosition(space, TypeIds.TUPLE_ITERATOR, "tuple_iterator"),
            new ByPosition(space, TypeIds.UNICODE_ITERATOR, "str_iterator"),
            new ByPosition(space, TypeIds.BYTES_ITERATOR, "bytes_iterator"),
            new ByPosition(space, TypeIds.BYTEARRAY_ITERATOR, "bytearray_iterator"),
            ranges.small,
            ranges.large,
            new Backwards(space, TypeIds.LIST_REVERSE_ITERATOR, "list_reverseiterator"),
            new Backwards(space, TypeIds.REVERSED, "reversed"),
            new IteratorBuiltins.Enumerate(space),
            new IteratorBuiltins.Zip(space),
            new IteratorBuiltins.Map(space),
            new IteratorBuiltins.Filter(space),
        };
    }

    ObjectKind[] kinds() {
        return kinds;
    }

    RangeIterators ranges() {
        return ranges;
    }

    /** An iterator of one of the kinds LIST_ITERATOR .. BYTEARRAY_ITERATOR. */
    @Ref
    long over(int kind, @Ref long w_sequence) {
        return make(kind, w_sequence, 0);
    }

    @Ref
    long reversedList(@Ref long w_list) {
        return make(TypeIds.LIST_REVERSE_ITERATOR, w_list, space.lists.count(w_list) - 1);
    }

    private @Ref long make(int kind, @Ref long w_sequence, long position) {
        Heap heap = space.heap;
        try (HandleScope scope = heap.scope()) {
            long hSequence = scope.root(w_sequence);
            long w = heap.allocate(kind);
            heap.writeRef(w, PositionKind.SEQUENCE, scope.get(hSequence));
            heap.writeWord(w, PositionKind.POSITION, position);
            return w;
        }
    }

    /**
     * A sequence and a position in it.
     *
     * <pre>
     *   +0         header
     *   +SEQUENCE  0 once the iterator is exhausted
     *   +POSITION  of the next item
     * </pre>
     */
    abstract static class PositionKind extends ObjectKind {
        private static final TypeLayout.Builder FIELDS = TypeLayout.named("position iterator");
        static final int SEQUENCE = FIELDS.reference("sequence");
        static final int POSITION = FIELDS.word("position");
        private static final TypeLayout SHAPE = FIELDS.build();

        PositionKind(ObjSpace space, int id, String name) {
            super(space, id, SHAPE, name);
        }

        @Override
        public final @Ref long iter(@Ref long w_self) {
            return w_self;
        }

        @Override
        public final boolean isIterator(@Ref long w_self) {
            return true;
        }

        @Override
        public void define(TypeBuilder type) {
            type.special("__iter__", "__next__");
            type.method("__length_hint__", 0, (s, h, n, k) -> s.newInt(Math.max(0, remaining(s.self(h)))));
        }

        abstract long remaining(@Ref long w_self);
    }

    /** Forwards over a builtin sequence. */
    private static final class ByPosition extends PositionKind {
        ByPosition(ObjSpace space, int id, String name) {
            super(space, id, name);
        }

        @Override
        public @Ref long next(@Ref long w_self) {
            long w_sequence = heap.readRef(w_self, SEQUENCE);
            if (w_sequence == 0) return 0;
            long position = heap.readWord(w_self, POSITION);
            if (position >= count(w_sequence)) {
                heap.writeRef(w_self, SEQUENCE, 0);
                return 0;
            }
            heap.writeWord(w_self, POSITION, position + 1);
            return switch (id()) {
                case TypeIds.LIST_ITERATOR -> space.lists.get(w_sequence, position);
                case TypeIds.TUPLE_ITERATOR -> space.tuples.get(w_sequence, position);
                case TypeIds.UNICODE_ITERATOR -> space.unicodes.character(space.unicodes.codePoint(w_sequence, position));
                default -> space.behaviour(w_sequence).getItemAt(w_sequence, position);
            };
        }

        private long count(@Ref long w_sequence) {
            return space.behaviour(w_sequence).length(w_sequence);
        }

        @Override
        long remaining(@Ref long w_self) {
            long w_sequence = heap.readRef(w_self, SEQUENCE);
            return w_sequence == 0 ? 0 : count(w_sequence) - heap.readWord(w_self, POSITION);
        }
    }

    /** Backwards: over a list, and over whatever has a length and items. */
    private static final class Backwards extends PositionKind {
        Backwards(ObjSpace space, int id, String name) {
            super(space, id, name);
        }

        @Override
        public void define(TypeBuilder type) {
            super.define(type);
            if (id() != TypeIds.REVERSED) return;
            type.subclassable().doc("Return a reverse iterator over the values of the given sequence.");
            type.constructor("reversed(cls, sequence, /)", (s, h, n, k) -> reversed(s.arg(h, 1)));
        }

        private @Ref long reversed(@Ref long w_sequence) {
            try (HandleScope scope = heap.scope()) {
                long hSequence = scope.root(w_sequence);
                long w_method = space.lookup(space.type(w_sequence), space.names.w_reversed);
                if (w_method != 0 && w_method != space.w_None) return space.call1(w_method, w_sequence);
                if (w_method == space.w_None || space.lookup(space.type(w_sequence), space.names.w_getitem) == 0) {
                    throw space.error(space.w_TypeError, "'%s' object is not reversible", space.typeName(w_sequence));
                }
                long length = space.len(w_sequence);
                return space.sequenceIterators.make(TypeIds.REVERSED, scope.get(hSequence), length - 1);
            }
        }

        @Override
        public @Ref long next(@Ref long w_self) {
            long w_sequence = heap.readRef(w_self, SEQUENCE);
            if (w_sequence == 0) return 0;
            long position = heap.readWord(w_self, POSITION);
            if (id() == TypeIds.REVERSED) return position < 0 ? 0 : generic(w_self, w_sequence, position);
            if (position < 0 || position >= space.lists.count(w_sequence)) {
                heap.writeRef(w_self, SEQUENCE, 0);
                return 0;
            }
            heap.writeWord(w_self, POSITION, position - 1);
            return space.lists.get(w_sequence, position);
        }

        private @Ref long generic(@Ref long w_self, @Ref long w_sequence, long position) {
            heap.writeWord(w_self, POSITION, position - 1);
            try (HandleScope scope = heap.scope()) {
                long hSelf = scope.root(w_self);
                try {
                    return space.getitemAt(w_sequence, position);
                } catch (OperationError e) {
                    if (!e.matches(space.w_IndexError) && !e.matches(space.w_StopIteration)) throw e;
                    heap.writeRef(scope.get(hSelf), SEQUENCE, 0);
                    return 0;
                }
            }
        }

        @Override
        long remaining(@Ref long w_self) {
            return heap.readRef(w_self, SEQUENCE) == 0 ? 0 : heap.readWord(w_self, POSITION) + 1;
        }
    }
}
