package io.mooring.bench.rows;

import io.mooring.bench.Session;
import io.mooring.gc.Immediate;
import io.mooring.gc.Ref;
import io.mooring.gc.Slot;
import io.mooring.gc.roots.Global;
import io.mooring.gc.roots.HandleScope;
import io.mooring.objspace.ObjSpace;
import java.nio.file.Path;

/**
 * Calls through {@link ObjSpace}, as a program in Java does that embeds Mooring.
 *
 * <p>As in the other loops, what is called is looked up once: a function of the module, or a method bound to an instance of Foo. It is
 * read from its root for each call, because a collection may have moved it. Results are dropped.
 */
public final class MooringCaller implements Caller {
    private final ObjSpace space;
    private final Session session;
    private final Global module;
    private final Global foo;

    /** Loads the module; the session stays the caller's. */
    public MooringCaller(Session session, Path file) {
        this.session = session;
        space = session.space();
        module = session.heap().global(session.capi().load(file));
        foo = session.heap().global(space.call0(attribute(module.get(), "Foo")));
    }

    private @Ref long attribute(@Ref long w, String name) {
        return space.getattr(w, space.intern(name));
    }

    @Override
    public Kind kind() {
        return Kind.MOORING;
    }

    @Override
    public String description() {
        return "ObjSpace, plan " + session.heap().options().plan() + ", JDK " + Runtime.version();
    }

    @Override
    public long nanos(Row row, long calls) {
        try (HandleScope scope = session.heap().scope()) {
            long hCalled = scope.root(called(row));
            long start = System.nanoTime();
            call(row, scope, hCalled, calls);
            return System.nanoTime() - start;
        }
    }

    /** What the row calls: a function, a bound method, or the instance itself. */
    private @Ref long called(Row row) {
        return switch (row) {
            case SIMPLE_NOARGS -> attribute(module.get(), "noargs");
            case SIMPLE_ONEARG_NONE, SIMPLE_ONEARG_NUMBER -> attribute(module.get(), "onearg");
            case SIMPLE_VARARGS -> attribute(module.get(), "varargs");
            case SIMPLE_ALLOCATE_INT -> attribute(module.get(), "allocate_int");
            case SIMPLE_ALLOCATE_TUPLE -> attribute(module.get(), "allocate_tuple");
            case FOO_NOARGS -> attribute(foo.get(), "noargs");
            case FOO_ONEARG_NONE, FOO_ONEARG_NUMBER -> attribute(foo.get(), "onearg");
            case FOO_VARARGS -> attribute(foo.get(), "varargs");
            case FOO_LENGTH, FOO_ITEM -> foo.get();
        };
    }

    private void call(Row row, HandleScope scope, @Slot long hCalled, long calls) {
        switch (row) {
            case SIMPLE_NOARGS, SIMPLE_ALLOCATE_INT, SIMPLE_ALLOCATE_TUPLE, FOO_NOARGS -> noArguments(scope, hCalled, calls);
            case SIMPLE_ONEARG_NONE, FOO_ONEARG_NONE -> none(scope, hCalled, calls);
            case SIMPLE_ONEARG_NUMBER, FOO_ONEARG_NUMBER -> numbers(scope, hCalled, calls);
            case SIMPLE_VARARGS, FOO_VARARGS -> twoNones(scope, hCalled, calls);
            case FOO_LENGTH -> lengths(scope, hCalled, calls);
            case FOO_ITEM -> items(scope, hCalled, calls);
        }
    }

    private void noArguments(HandleScope scope, @Slot long hCalled, long calls) {
        for (long i = 0; i < calls; i++) space.call0(scope.get(hCalled));
    }

    private void none(HandleScope scope, @Slot long hCalled, long calls) {
        for (long i = 0; i < calls; i++) space.call1(scope.get(hCalled), space.w_None);
    }

    private void numbers(HandleScope scope, @Slot long hCalled, long calls) {
        for (long i = 0; i < calls; i++) space.call1(scope.get(hCalled), Immediate.of(i));
    }

    private void twoNones(HandleScope scope, @Slot long hCalled, long calls) {
        for (long i = 0; i < calls; i++) space.call2(scope.get(hCalled), space.w_None, space.w_None);
    }

    private void lengths(HandleScope scope, @Slot long hCalled, long calls) {
        for (long i = 0; i < calls; i++) space.len(scope.get(hCalled));
    }

    private void items(HandleScope scope, @Slot long hCalled, long calls) {
        long w_zero = Immediate.of(0);
        for (long i = 0; i < calls; i++) space.getitem(scope.get(hCalled), w_zero);
    }

    @Override
    public void close() {
        foo.close();
        module.close();
    }
}
