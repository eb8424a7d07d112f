package io.mooring.capi;

import io.mooring.gc.Heap;
import io.mooring.gc.Ref;
import io.mooring.gc.Slot;
import io.mooring.gc.roots.HandleScope;
import io.mooring.objspace.ObjSpace;

/**
 * What all groups of upcalls share: the object space, and the crossing of single objects in both directions.
 *
 * <p>A group is a class whose public methods C calls; {@link UpcallBinder} finds them by name. The rules for each of them:
 * <ul>
 *   <li>{@code PyObject*} arguments are borrowed and cross as {@code long}; a result is a new reference, unless {@code upcalls.h} calls it borrowed.
 *   <li>An error is thrown; the binder turns it into C's error indicator and the result that announces it.
 *   <li>Every conversion may collect. Raw references are therefore rooted before the next one: {@link #handle}.
 * </ul>
 */
abstract class UpcallGroup {
    protected final CApi capi;
    protected final ObjSpace space;
    protected final Heap heap;

    protected UpcallGroup(CApi capi) {
        this.capi = capi;
        this.space = capi.space;
        this.heap = capi.heap;
    }

    /** One object of each group. */
    static Object[] all(CApi capi) {
        Streams streams = capi.streams;
        return new Object[] {
            new ObjectUpcalls(capi), new NumberUpcalls(capi), new SequenceUpcalls(capi), new UnicodeUpcalls(capi), new BytesUpcalls(capi),
            new TupleUpcalls(capi), new ListUpcalls(capi), new DictUpcalls(capi), new SetUpcalls(capi), new TypeUpcalls(capi), new FunctionUpcalls(capi),
            new ModuleUpcalls(capi), new ErrorUpcalls(capi, streams), new RuntimeUpcalls(capi, streams), capi.threadTurns,
        };
    }

    /** The managed object of a borrowed PyObject. */
    protected final @Ref long managed(long pyObject) {
        return capi.fromNative.borrowed(pyObject);
    }

    /** As {@link #managed}; 0 for NULL. */
    protected final @Ref long managedOrNull(long pyObject) {
        return capi.fromNative.borrowedOrNull(pyObject);
    }

    /** As {@link #managedOrNull}, rooted at once. */
    protected final @Slot long handle(HandleScope scope, long pyObject) {
        return capi.fromNative.handle(scope, pyObject);
    }

    /** A new reference for C; NULL for 0. */
    protected final long give(@Ref long w) {
        return w == 0 ? 0 : capi.toNative.newReference(w);
    }

    /** An operation of two operands. */
    @FunctionalInterface
    protected interface Operation {
        @Ref
        long apply(@Ref long w_a, @Ref long w_b);
    }

    /** The result of an operation on two PyObjects, as a new reference. */
    protected final long apply(long a, long b, Operation operation) {
        try (HandleScope scope = heap.scope()) {
            long hA = handle(scope, a);
            long w_b = managed(b);
            return give(operation.apply(scope.get(hA), w_b));
        }
    }

    /** {@code o.name(*args)}: {@code args} are managed objects, converted to handles here. */
    protected final @Ref long callMethod(@Ref long w, String name, @Ref long... args) {
        try (HandleScope scope = heap.scope()) {
            long hSelf = scope.root(w);
            long hArgs = hSelf;
            for (int i = 0; i < args.length; i++) {
                long h = scope.root(args[i]);
                if (i == 0) hArgs = h;
            }
            long w_name = space.intern(name);
            return space.callMethod(scope.get(hSelf), w_name, hArgs, args.length, 0);
        }
    }
}
