package io.mooring.bench.leaks;

import io.mooring.bench.Session;
import io.mooring.gc.Heap;
import io.mooring.gc.Ref;
import io.mooring.gc.Slot;
import io.mooring.gc.roots.Global;
import io.mooring.gc.roots.HandleScope;
import io.mooring.objspace.ObjSpace;

/**
 * The seven cycles through C that PyPy never frees. Foo is a type written in C with one reference, {@code ref}; A is a class written in
 * Python.
 */
final class Cycles implements AutoCloseable {
    /** One way to close a cycle. */
    enum Cycle {
        FOO_ITSELF("foo.ref = foo"),
        FOO_FOO("foo.ref = other; other.ref = foo"),
        SUBCLASS("sub.field = sub, of a Python subclass of Foo"),
        INSTANCE_FOO("a.f = foo; foo.ref = a"),
        CLOSURE("foo.ref = a bound method of a list that holds foo"),
        LIST("a.l = [a], after one PyList_GetItem"),
        TUPLE("a.t = (a, None), after one PyTuple_GetItem");

        final String text;

        Cycle(String text) {
            this.text = text;
        }
    }

    private final ObjSpace space;
    private final Heap heap;
    private final Global module;
    private final Global foo;
    private final Global sub;
    private final Global a;

    /** @param w_module the loaded extension {@code cycles.c} */
    Cycles(Session session, @Ref long w_module) {
        space = session.space();
        heap = session.heap();
        module = heap.global(w_module);
        foo = heap.global(attribute(w_module, "Foo"));
        sub = heap.global(newClass("Sub", foo.get()));
        a = heap.global(newClass("A", 0));
    }

    private @Ref long attribute(@Ref long w, String name) {
        return space.getattr(w, space.intern(name));
    }

    private @Ref long newClass(String name, @Ref long w_base) {
        try (HandleScope scope = heap.scope()) {
            long hBase = scope.root(w_base);
            long hName = scope.root(space.intern(name));
            long hBases = scope.root(w_base == 0 ? space.newTuple(0, 0) : space.newTuple(scope.get(hBase)));
            long w_dict = space.newDict();
            return space.call3(space.w_type, scope.get(hName), scope.get(hBases), w_dict);
        }
    }

    /** Makes one and forgets it. */
    void make(Cycle cycle) {
        try (HandleScope scope = heap.scope()) {
            switch (cycle) {
                case FOO_ITSELF -> {
                    long hFoo = scope.root(space.call0(foo.get()));
                    set(hFoo, "ref", hFoo);
                }
                case FOO_FOO -> {
                    long hFoo = scope.root(space.call0(foo.get()));
                    long hOther = scope.root(space.call0(foo.get()));
                    set(hFoo, "ref", hOther);
                    set(hOther, "ref", hFoo);
                }
                case SUBCLASS -> {
                    long hSub = scope.root(space.call0(sub.get()));
                    set(hSub, "field", hSub);
                }
                case INSTANCE_FOO -> {
                    long hA = scope.root(space.call0(a.get()));
                    long hFoo = scope.root(space.call0(foo.get()));
                    set(hA, "f", hFoo);
                    set(hFoo, "ref", hA);
                }
                case CLOSURE -> {
                    long hFoo = scope.root(space.call0(foo.get()));
                    long hList = scope.root(listOf(hFoo));
                    long hMethod = scope.root(attribute(scope.get(hList), "append"));
                    set(hFoo, "ref", hMethod);
                }
                case LIST -> {
                    long hA = scope.root(space.call0(a.get()));
                    long hList = scope.root(listOf(hA));
                    set(hA, "l", hList);
                    call("look_at_list", hList);
                }
                case TUPLE -> {
                    long hA = scope.root(space.call0(a.get()));
                    long hTuple = scope.root(space.newTuple(scope.get(hA), space.w_None));
                    set(hA, "t", hTuple);
                    call("look_at_tuple", hTuple);
                }
            }
        }
    }

    private @Ref long listOf(@Slot long hItem) {
        try (HandleScope scope = heap.scope()) {
            long hList = scope.root(space.newList());
            long w_append = attribute(scope.get(hList), "append");
            space.call1(w_append, space.arg(hItem, 0));
            return scope.get(hList);
        }
    }

    private void set(@Slot long hTarget, String name, @Slot long hValue) {
        long w_name = space.intern(name);
        space.setattr(space.arg(hTarget, 0), w_name, space.arg(hValue, 0));
    }

    private void call(String function, @Slot long hArgument) {
        long w_function = attribute(module.get(), function);
        space.call1(w_function, space.arg(hArgument, 0));
    }

    @Override
    public void close() {
        module.close();
        foo.close();
        sub.close();
        a.close();
    }
}
