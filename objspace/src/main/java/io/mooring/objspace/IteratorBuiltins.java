package io.mooring.objspace;

import io.mooring.gc.Ref;
import io.mooring.gc.Slot;
import io.mooring.gc.object.TypeLayout;
import io.mooring.gc.roots.HandleScope;

/** The builtin types that make an iterator from iterators: enumerate, zip, map and filter. */
final class IteratorBuiltins {
    private static final TypeLayout.Builder FIELDS = TypeLayout.named("derived iterator");
    /** enumerate and filter: the iterator underneath; zip and map: a tuple of iterators. */
    private static final int SOURCE = FIELDS.reference("source");
    /** enumerate: the next number; map and filter: the function; zip: 0. */
    private static final int EXTRA = FIELDS.reference("extra");
    /** zip: 1 where iterators of different length are an error. */
    private static final int STRICT = FIELDS.word("strict");
    private static final TypeLayout SHAPE = FIELDS.build();

    private IteratorBuiltins() {}

    /**
     * What the four share.
     *
     * <pre>
     *   +0       header
     *   +SOURCE  an iterator, or a tuple of them
     *   +EXTRA   a number or a function
     *   +STRICT  0 or 1
     * </pre>
     */
    abstract static class Derived extends ObjectKind {
        Derived(ObjSpace space, int id, String name) {
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

        final @Ref long make(@Slot long hSource, @Slot long hExtra, boolean strict) {
            long w = heap.allocate(id());
            heap.writeRef(w, SOURCE, space.arg(hSource, 0));
            if (hExtra != 0) heap.writeRef(w, EXTRA, space.arg(hExtra, 0));
            heap.writeWord(w, STRICT, strict ? 1 : 0);
            return w;
        }

        /** A tuple of the iterators of consecutive arguments. */
        final @Ref long iterators(@Slot long hArgs, int count) {
            try (HandleScope scope = heap.scope()) {
                long hTuple = scope.root(space.tuples.allocate(count));
                for (int i = 0; i < count; i++) {
                    long w_iterator = space.iter(space.arg(hArgs, i));
                    space.tuples.set(scope.get(hTuple), i, w_iterator);
                }
                return scope.get(hTuple);
            }
        }
    }

    /** {@code enumerate(iterable, start=0)}. */
    static final class Enumerate extends Derived {
        Enumerate(ObjSpace space) {
            super(space, TypeIds.ENUMERATE, "enumerate");
        }

        @Override
        public void define(TypeBuilder type) {
            type.subclassable().doc("Return an enumerate object.").special("__iter__", "__next__");
            type.constructor("enumerate(cls, iterable, start=)", (s, h, n, k) -> {
                try (HandleScope scope = heap.scope()) {
                    long hStart = scope.root(s.arg(h, 2) == 0 ? s.newInt(0) : s.index(s.arg(h, 2)));
                    return make(scope.root(s.iter(s.arg(h, 1))), hStart, false);
                }
            });
        }

        @Override
        public @Ref long next(@Ref long w_self) {
            try (HandleScope scope = heap.scope()) {
                long hSelf = scope.root(w_self);
                long w_item = space.next(heap.readRef(w_self, SOURCE));
                if (w_item == 0) return 0;
                long hPair = scope.root(heap.readRef(scope.get(hSelf), EXTRA));
                scope.root(w_item);
                long w_following = space.add(scope.get(hPair), space.newInt(1));
                heap.writeRef(scope.get(hSelf), EXTRA, w_following);
                return space.newTuple(hPair, 2);
            }
        }
    }

    /** {@code zip(*iterables, strict=False)}. */
    static final class Zip extends Derived {
        Zip(ObjSpace space) {
            super(space, TypeIds.ZIP, "zip");
        }

        @Override
        public void define(TypeBuilder type) {
            type.subclassable().special("__iter__", "__next__");
            type.doc("The zip object yields n-length tuples, where n is the number of iterables passed as positional arguments.");
            type.classAwareConstructor(null, (s, h, n, k) -> construct(h, n, k));
        }

        private @Ref long construct(@Slot long hArgs, int nargs, @Ref long w_kwnames) {
            boolean strict = false;
            if (w_kwnames != 0 && space.tuples.count(w_kwnames) > 0) {
                String name = space.string(space.tuples.get(w_kwnames, 0));
                if (!name.equals("strict")) throw space.error(space.w_TypeError, "'%s' is an invalid keyword argument for zip()", name);
                strict = space.isTrue(space.arg(hArgs, nargs));
            }
            try (HandleScope scope = heap.scope()) {
                return make(scope.root(iterators(space.argHandle(hArgs, 1), nargs - 1)), 0, strict);
            }
        }

        @Override
        public @Ref long next(@Ref long w_self) {
            try (HandleScope scope = heap.scope()) {
                long hSelf = scope.root(w_self);
                int count = (int) space.tuples.count(heap.readRef(w_self, SOURCE));
                if (count == 0) return 0;
                long hItems = scope.root(space.tuples.allocate(count));
                for (int i = 0; i < count; i++) {
                    long w_item = space.next(space.tuples.get(heap.readRef(scope.get(hSelf), SOURCE), i));
                    if (w_item == 0) {
                        if (heap.readWord(scope.get(hSelf), STRICT) != 0) checkStrict(scope.get(hSelf), i, count);
                        return 0;
                    }
                    space.tuples.set(scope.get(hItems), i, w_item);
                }
                return scope.get(hItems);
            }
        }

        /** Iterator {@code ended} had no more items: an error unless it is the first and all others have none either. */
        private void checkStrict(@Ref long w_self, int ended, int count) {
            if (ended > 0) {
                String others = ended == 1 ? " " : "s 1-";
                throw space.error(space.w_ValueError, "zip() argument %d is shorter than argument%s%d", ended + 1, others, ended);
            }
            try (HandleScope scope = heap.scope()) {
                long hSelf = scope.root(w_self);
                for (int i = 1; i < count; i++) {
                    if (space.next(space.tuples.get(heap.readRef(scope.get(hSelf), SOURCE), i)) == 0) continue;
                    String others = i == 1 ? " " : "s 1-";
                    throw space.error(space.w_ValueError, "zip() argument %d is longer than argument%s%d", i + 1, others, i);
                }
            }
        }
    }

    /** {@code map(function, *iterables)}. */
    static final class Map extends Derived {
        Map(ObjSpace space) {
            super(space, TypeIds.MAP, "map");
        }

        @Override
        public void define(TypeBuilder type) {
            type.subclassable().doc("map(func, *iterables) --> map object").special("__iter__", "__next__");
            type.classAwareConstructor(null, (s, h, n, k) -> {
                if (n < 3) throw s.error(s.w_TypeError, "map() must have at least two arguments.");
                try (HandleScope scope = heap.scope()) {
                    return make(scope.root(iterators(s.argHandle(h, 2), n - 2)), s.argHandle(h, 1), false);
                }
            });
        }

        @Override
        public @Ref long next(@Ref long w_self) {
            try (HandleScope scope = heap.scope()) {
                long hSelf = scope.root(w_self);
                int count = (int) space.tuples.count(heap.readRef(w_self, SOURCE));
                long hItems = 0;
                for (int i = 0; i < count; i++) {
                    long w_item = space.next(space.tuples.get(heap.readRef(scope.get(hSelf), SOURCE), i));
                    if (w_item == 0) return 0;
                    long hItem = scope.root(w_item);
                    if (i == 0) hItems = hItem;
                }
                return space.call(heap.readRef(scope.get(hSelf), EXTRA), hItems, count, 0);
            }
        }
    }

    /** {@code filter(function or None, iterable)}. */
    static final class Filter extends Derived {
        Filter(ObjSpace space) {
            super(space, TypeIds.FILTER, "filter");
        }

        @Override
        public void define(TypeBuilder type) {
            type.subclassable().doc("filter(function or None, iterable) --> filter object").special("__iter__", "__next__");
            type.constructor("filter(cls, function, iterable, /)", (s, h, n, k) -> {
                try (HandleScope scope = heap.scope()) {
                    return make(scope.root(s.iter(s.arg(h, 2))), s.argHandle(h, 1), false);
                }
            });
        }

        @Override
        public @Ref long next(@Ref long w_self) {
            try (HandleScope scope = heap.scope()) {
                long hSelf = scope.root(w_self);
                long hItem = scope.root(0);
                while (true) {
                    long w_item = space.next(heap.readRef(scope.get(hSelf), SOURCE));
                    if (w_item == 0) return 0;
                    scope.set(hItem, w_item);
                    long w_function = heap.readRef(scope.get(hSelf), EXTRA);
                    boolean plain = w_function == space.w_None || w_function == space.w_bool;
                    if (space.isTrue(plain ? w_item : space.call1(w_function, w_item))) return scope.get(hItem);
                }
            }
        }
    }
}
