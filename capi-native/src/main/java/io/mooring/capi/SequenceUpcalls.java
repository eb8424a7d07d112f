package io.mooring.capi;

import io.mooring.gc.Ref;
import io.mooring.gc.roots.HandleScope;
import io.mooring.objspace.BinaryOp;
import io.mooring.objspace.OperationError;
import io.mooring.objspace.TypeIds;

/** Sequences and mappings for C: the sequence and mapping protocols of CPython's {@code abstract.c}. */
final class SequenceUpcalls extends UpcallGroup {
    SequenceUpcalls(CApi capi) {
        super(capi);
    }

    private boolean isSequence(@Ref long w) {
        int kind = space.kind(space.payload(w));
        return kind != TypeIds.DICT && kind != TypeIds.MAPPING_PROXY && isIndexed(w);
    }

    private boolean isIndexed(@Ref long w) {
        return space.lookup(space.type(w), space.intern("__getitem__")) != 0;
    }

    public long sequenceConcat(long a, long b, int inplace) {
        try (HandleScope scope = heap.scope()) {
            long hA = handle(scope, a);
            long hB = handle(scope, b);
            long w_payload = space.payload(scope.get(hA));
            long w_result = inplace == 0 ? 0 : space.behaviour(w_payload).inplaceConcat(w_payload, scope.get(hB));
            // an in-place concatenation answers its left operand; for an instance of a subclass that is the instance, not its payload
            if (w_result != 0) return give(w_result == space.payload(scope.get(hA)) ? scope.get(hA) : w_result);
            w_payload = space.payload(scope.get(hA));
            w_result = space.behaviour(w_payload).concat(w_payload, scope.get(hB));
            if (w_result != 0) return give(w_result);
            if (!isSequence(scope.get(hA)) || !isSequence(scope.get(hB))) {
                throw space.error(space.w_TypeError, "'%s' object can't be concatenated", space.typeName(scope.get(hA)));
            }
            return give(inplace == 0
                    ? space.binary(BinaryOp.ADD, scope.get(hA), scope.get(hB))
                    : space.inplace(BinaryOp.ADD, scope.get(hA), scope.get(hB)));
        }
    }

    public long sequenceRepeat(long o, long count, int inplace) {
        try (HandleScope scope = heap.scope()) {
            long hObject = handle(scope, o);
            long w_payload = space.payload(scope.get(hObject));
            long w_result = inplace == 0 ? 0 : space.behaviour(w_payload).inplaceRepeat(w_payload, count);
            if (w_result != 0) return give(w_result == space.payload(scope.get(hObject)) ? scope.get(hObject) : w_result);
            w_payload = space.payload(scope.get(hObject));
            w_result = space.behaviour(w_payload).repeat(w_payload, count);
            if (w_result != 0) return give(w_result);
            if (!isSequence(scope.get(hObject))) {
                throw space.error(space.w_TypeError, "'%s' object can't be repeated", space.typeName(scope.get(hObject)));
            }
            long w_count = space.newInt(count);
            return give(inplace == 0
                    ? space.binary(BinaryOp.MUL, scope.get(hObject), w_count)
                    : space.inplace(BinaryOp.MUL, scope.get(hObject), w_count));
        }
    }

    public long sequenceGetItem(long o, long i) {
        long w = managed(o);
        if (!isSequence(w)) throw notIndexable(w);
        return give(space.getitemAt(w, i));
    }

    private OperationError notIndexable(@Ref long w) {
        return isIndexed(w)
                ? space.error(space.w_TypeError, "%s is not a sequence", space.typeName(w))
                : space.error(space.w_TypeError, "'%s' object does not support indexing", space.typeName(w));
    }

    /** NULL deletes. */
    public int sequenceSetItem(long o, long i, long value) {
        try (HandleScope scope = heap.scope()) {
            long hObject = handle(scope, o);
            long hValue = handle(scope, value);
            long w_index = space.newInt(i);
            if (scope.get(hValue) == 0) {
                requireStore(scope.get(hObject), "__delitem__", "'%s' object doesn't support item deletion");
                space.delitem(scope.get(hObject), w_index);
            } else {
                requireStore(scope.get(hObject), "__setitem__", "'%s' object does not support item assignment");
                space.setitem(scope.get(hObject), w_index, scope.get(hValue));
            }
            return 0;
        }
    }

    private void requireStore(@Ref long w, String special, String message) {
        if (space.kind(space.payload(w)) == TypeIds.DICT) throw space.error(space.w_TypeError, "%s is not a sequence", space.typeName(w));
        if (space.lookup(space.type(w), space.intern(special)) == 0) throw space.error(space.w_TypeError, message, space.typeName(w));
    }

    public long sequenceGetSlice(long o, long low, long high) {
        try (HandleScope scope = heap.scope()) {
            long hObject = handle(scope, o);
            if (!isIndexed(scope.get(hObject))) {
                throw space.error(space.w_TypeError, "'%s' object is unsliceable", space.typeName(scope.get(hObject)));
            }
            long w_slice = slice(low, high);
            return give(space.getitem(scope.get(hObject), w_slice));
        }
    }

    /** NULL deletes. */
    public int sequenceSetSlice(long o, long low, long high, long value) {
        try (HandleScope scope = heap.scope()) {
            long hObject = handle(scope, o);
            long hValue = handle(scope, value);
            boolean deletes = scope.get(hValue) == 0;
            if (space.lookup(space.type(scope.get(hObject)), space.intern(deletes ? "__delitem__" : "__setitem__")) == 0) {
                throw space.error(space.w_TypeError, "'%s' object doesn't support slice %s",
                        space.typeName(scope.get(hObject)), deletes ? "deletion" : "assignment");
            }
            long w_slice = slice(low, high);
            if (deletes) space.delitem(scope.get(hObject), w_slice);
            else space.setitem(scope.get(hObject), w_slice, scope.get(hValue));
            return 0;
        }
    }

    private @Ref long slice(long low, long high) {
        try (HandleScope scope = heap.scope()) {
            long hLow = scope.root(space.newInt(low));
            long hHigh = scope.root(space.newInt(high));
            return space.slices.make(scope.get(hLow), scope.get(hHigh), space.w_None);
        }
    }

    public long sequenceList(long o) {
        return give(space.toList(managed(o)));
    }

    public long sequenceTuple(long o) {
        return give(space.toTuple(managed(o)));
    }

    @ErrorResult(-1)
    public long sequenceCount(long o, long value) {
        try (HandleScope scope = heap.scope()) {
            long hIterator = scope.root(searchable(o));
            long hValue = handle(scope, value);
            long found = 0;
            for (long w_item; (w_item = space.next(scope.get(hIterator))) != 0; ) {
                if (space.eq(w_item, scope.get(hValue))) found++;
            }
            return found;
        }
    }

    @ErrorResult(-1)
    public long sequenceIndex(long o, long value) {
        try (HandleScope scope = heap.scope()) {
            long hIterator = scope.root(searchable(o));
            long hValue = handle(scope, value);
            long position = 0;
            for (long w_item; (w_item = space.next(scope.get(hIterator))) != 0; position++) {
                if (space.eq(w_item, scope.get(hValue))) return position;
            }
            throw space.error(space.w_ValueError, "sequence.index(x): x not in sequence");
        }
    }

    private @Ref long searchable(long o) {
        try (HandleScope scope = heap.scope()) {
            long hObject = handle(scope, o);
            try {
                return space.iter(scope.get(hObject));
            } catch (OperationError e) {
                if (!e.matches(space.w_TypeError)) throw e;
                throw space.error(space.w_TypeError, "argument of type '%s' is not iterable", space.typeName(scope.get(hObject)));
            }
        }
    }

    /** A list of the keys (0), values (1) or items (2). */
    public long mappingView(long o, int what) {
        try (HandleScope scope = heap.scope()) {
            String method = DictUpcalls.viewMethod(what);
            long hObject = handle(scope, o);
            long hView = scope.root(callMethod(scope.get(hObject), method));
            try {
                return give(space.toList(scope.get(hView)));
            } catch (OperationError e) {
                if (!e.matches(space.w_TypeError) || space.lookup(space.type(scope.get(hView)), space.intern("__iter__")) != 0) throw e;
                throw space.error(space.w_TypeError, "%s.%s() returned a non-iterable (type %s)",
                        space.typeName(scope.get(hObject)), method, space.typeName(scope.get(hView)));
            }
        }
    }
}
