package io.mooring.objspace;

import io.mooring.gc.Ref;
import io.mooring.gc.object.TypeLayout;
import io.mooring.gc.roots.HandleScope;

/** The two iterators of range: one that counts in words, one for numbers beyond them. */
final class RangeIterators {
    final Small small;
    final Large large;

    RangeIterators(ObjSpace space) {
        small = new Small(space);
        large = new Large(space);
    }

    /**
     * A range all of whose numbers, and the one after the last, are words.
     *
     * <pre>
     *   +0          header
     *   +NEXT       the next number
     *   +STEP
     *   +REMAINING  how many are left
     * </pre>
     */
    static final class Small extends ObjectKind {
        private static final TypeLayout.Builder FIELDS = TypeLayout.named("range_iterator");
        private static final int NEXT = FIELDS.word("next");
        private static final int STEP = FIELDS.word("step");
        private static final int REMAINING = FIELDS.word("remaining");

        Small(ObjSpace space) {
            super(space, TypeIds.RANGE_ITERATOR, FIELDS.build(), "range_iterator");
        }

        @Ref
        long make(long start, long step, long count) {
            long w = heap.allocate(TypeIds.RANGE_ITERATOR);
            heap.writeWord(w, NEXT, start);
            heap.writeWord(w, STEP, step);
            heap.writeWord(w, REMAINING, count);
            return w;
        }

        @Override
        public @Ref long iter(@Ref long w_self) {
            return w_self;
        }

        @Override
        public boolean isIterator(@Ref long w_self) {
            return true;
        }

        @Override
        public @Ref long next(@Ref long w_self) {
            long remaining = heap.readWord(w_self, REMAINING);
            if (remaining <= 0) return 0;
            long next = heap.readWord(w_self, NEXT);
            heap.writeWord(w_self, NEXT, next + heap.readWord(w_self, STEP));
            heap.writeWord(w_self, REMAINING, remaining - 1);
            return space.newInt(next);
        }

        @Override
        public void define(TypeBuilder type) {
            type.special("__iter__", "__next__");
            type.method("__length_hint__", 0, (s, h, n, k) -> s.newInt(heap.readWord(s.self(h), REMAINING)));
        }
    }

    /**
     * A range of any ints.
     *
     * <pre>
     *   +0      header
     *   +NEXT   the next number, an int
     *   +STEP   an int
     *   +LEFT   how many are left, an int
     * </pre>
     */
    static final class Large extends ObjectKind {
        private static final TypeLayout.Builder FIELDS = TypeLayout.named("longrange_iterator");
        private static final int NEXT = FIELDS.reference("next");
        private static final int STEP = FIELDS.reference("step");
        private static final int LEFT = FIELDS.reference("left");

        Large(ObjSpace space) {
            super(space, TypeIds.LONG_RANGE_ITERATOR, FIELDS.build(), "longrange_iterator");
        }

        @Ref
        long make(@Ref long w_start, @Ref long w_step, @Ref long w_count) {
            try (HandleScope scope = heap.scope()) {
                long hStart = scope.root(w_start);
                long hStep = scope.root(w_step);
                long hCount = scope.root(w_count);
                long w = heap.allocate(TypeIds.LONG_RANGE_ITERATOR);
                heap.initRef(w, NEXT, scope.get(hStart));
                heap.initRef(w, STEP, scope.get(hStep));
                heap.initRef(w, LEFT, scope.get(hCount));
                return w;
            }
        }

        @Override
        public @Ref long iter(@Ref long w_self) {
            return w_self;
        }

        @Override
        public boolean isIterator(@Ref long w_self) {
            return true;
        }

        @Override
        public @Ref long next(@Ref long w_self) {
            if (!space.isTrue(heap.readRef(w_self, LEFT))) return 0;
            try (HandleScope scope = heap.scope()) {
                long hSelf = scope.root(w_self);
                long hNext = scope.root(heap.readRef(w_self, NEXT));
                long w_following = space.add(scope.get(hNext), heap.readRef(w_self, STEP));
                heap.writeRef(scope.get(hSelf), NEXT, w_following);
                long w_left = space.sub(heap.readRef(scope.get(hSelf), LEFT), space.newInt(1));
                heap.writeRef(scope.get(hSelf), LEFT, w_left);
                return scope.get(hNext);
            }
        }

        @Override
        public void define(TypeBuilder type) {
            type.special("__iter__", "__next__");
            type.method("__length_hint__", 0, (s, h, n, k) -> heap.readRef(s.self(h), LEFT));
        }
    }
}
