package io.mooring.objspace;

import io.mooring.gc.Ref;
import io.mooring.gc.object.TypeLayout;
import io.mooring.gc.roots.HandleScope;

/**
 * The iterators over a protocol instead of a type: {@code iterator} calls __getitem__ with 0, 1, 2, … until IndexError,
 * {@code callable_iterator} calls a function until it answers a sentinel.
 *
 * <pre>
 *   +8   source    the sequence, or the callable; 0 = exhausted
 *   +16  sentinel  of a callable_iterator; else 0
 *   +24  position  raw
 * </pre>
 */
public final class ProtocolIterators extends ObjectKind {
    private static final TypeLayout LAYOUT;
    private static final int SOURCE;
    private static final int SENTINEL;
    private static final int POSITION;

    static {
        TypeLayout.Builder builder = TypeLayout.named("iterator");
        SOURCE = builder.reference("source");
        SENTINEL = builder.reference("sentinel");
        POSITION = builder.word("position");
        LAYOUT = builder.build();
    }

    private ProtocolIterators(ObjSpace space, int id, String typeName) {
        super(space, id, LAYOUT, typeName);
    }

    static ObjectKind[] kinds(ObjSpace space) {
        return new ObjectKind[] {
            new ProtocolIterators(space, TypeIds.SEQUENCE_ITERATOR, "iterator"),
            new ProtocolIterators(space, TypeIds.CALLABLE_ITERATOR, "callable_iterator"),
        };
    }

    public static @Ref long overSequence(ObjSpace space, @Ref long w_sequence) {
        return make(space, TypeIds.SEQUENCE_ITERATOR, w_sequence, 0);
    }

    public static @Ref long overCallable(ObjSpace space, @Ref long w_callable, @Ref long w_sentinel) {
        return make(space, TypeIds.CALLABLE_ITERATOR, w_callable, w_sentinel);
    }

    private static @Ref long make(ObjSpace space, int id, @Ref long w_source, @Ref long w_sentinel) {
        try (HandleScope scope = space.heap.scope()) {
            long hSource = scope.root(w_source);
            long hSentinel = scope.root(w_sentinel);
            long w = space.heap.allocate(id);
            space.heap.writeRef(w, SOURCE, scope.get(hSource));
            space.heap.writeRef(w, SENTINEL, scope.get(hSentinel));
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
        if (heap.readRef(w_self, SOURCE) == 0) return 0;
        try (HandleScope scope = heap.scope()) {
            long hSelf = scope.root(w_self);
            long w_item = id() == TypeIds.SEQUENCE_ITERATOR ? nextOfSequence(scope, hSelf) : nextOfCallable(scope, hSelf);
            if (w_item == 0) heap.writeRef(scope.get(hSelf), SOURCE, 0);
            return w_item;
        }
    }

    private @Ref long nextOfSequence(HandleScope scope, long hSelf) {
        long w_self = scope.get(hSelf);
        long position = heap.readWord(w_self, POSITION);
        try {
            long w_item = space.getitemAt(heap.readRef(w_self, SOURCE), position);
            heap.writeWord(scope.get(hSelf), POSITION, position + 1);
            return w_item;
        } catch (OperationError end) {
            if (end.matches(space.w_IndexError) || end.matches(space.w_StopIteration)) return 0;
            throw end;
        }
    }

    private @Ref long nextOfCallable(HandleScope scope, long hSelf) {
        try {
            long hItem = scope.root(space.call0(heap.readRef(scope.get(hSelf), SOURCE)));
            boolean end = space.eq(heap.readRef(scope.get(hSelf), SENTINEL), scope.get(hItem));
            return end ? 0 : scope.get(hItem);
        } catch (OperationError end) {
            if (end.matches(space.w_StopIteration)) return 0;
            throw end;
        }
    }

    @Override
    public void define(TypeBuilder type) {
        type.special("__iter__", "__next__");
    }
}
