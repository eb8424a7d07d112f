package io.mooring.capi;

import io.mooring.gc.CollectionKind;
import io.mooring.gc.Heap;
import io.mooring.gc.Ref;
import io.mooring.gc.roots.Global;
import io.mooring.gc.roots.HandleScope;
import io.mooring.objspace.ObjSpace;

/**
 * The module {@code gc}, of which there is what C code and embedders need: {@code collect()}, and {@code garbage}, the list of objects with finalizers from before
 * PEP 442 that stand in garbage cycles.
 */
final class GcModule implements AutoCloseable {
    private static final String NAME = "gc";
    /** What is finalized in one collection is cleared in the next, and dies in the third; its last links end in the fourth. */
    private static final int MOST_ROUNDS = 4;

    private final CApi capi;
    private final ObjSpace space;
    private final Heap heap;
    private final Global garbage;

    GcModule(CApi capi) {
        this.capi = capi;
        this.space = capi.space;
        this.heap = capi.heap;
        this.garbage = heap.global(space.newList());
        try (HandleScope scope = heap.scope()) {
            long hName = scope.root(space.intern(NAME));
            long hModule = scope.root(space.modules.make(scope.get(hName)));
            set(scope, hModule, "garbage", garbage.get());
            set(scope, hModule, "collect", space.functions.make("collect", 0, 1, (s, hArgs, nargs, w_kwnames) -> s.newInt(collect())));
            space.dicts.set(space.builtins.modules(), scope.get(hName), scope.get(hModule));
        }
    }

    private void set(HandleScope scope, long hModule, String name, @Ref long w_value) {
        long hValue = scope.root(w_value);
        long w_name = space.intern(name);
        space.setattr(scope.get(hModule), w_name, scope.get(hValue));
    }

    /** The list {@code gc.garbage}. */
    @Ref
    long garbage() {
        return garbage.get();
    }

    /** Lists a PyObject that nobody may take apart; its reference goes over to the list. */
    void list(long pyObject) {
        long w_object = capi.fromNative.settle(pyObject);
        space.lists.append(garbage.get(), w_object);
    }

    /**
     * Collects everything and runs the deallocators of what died; the number of links that ended. What was made a moment ago grows old first: a link that is young holds
     * its object as a reference from outside would.
     */
    long collect() {
        long before = ended();
        boolean took;
        int rounds = 0;
        for (int age = 0; age <= heap.options().aging(); age++) heap.collect(CollectionKind.MINOR);
        do {
            heap.collect(CollectionKind.MAJOR);
            took = !capi.links.garbage().isEmpty();
            capi.drain.drainAll();
        } while (took && ++rounds < MOST_ROUNDS);
        capi.borrowedItems.sweep();
        return ended() - before;
    }

    private long ended() {
        return capi.links.statistics().diedYoung() + capi.links.statistics().diedOld();
    }

    @Override
    public void close() {
        space.delitem(space.builtins.modules(), space.intern(NAME));
        garbage.close();
    }
}
