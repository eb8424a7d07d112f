package io.mooring.bench.links.border;

import io.mooring.bench.Session;
import io.mooring.bench.compile.Workshop;
import io.mooring.capi.CApiOptions.LinkKind;
import io.mooring.gc.Heap;
import io.mooring.gc.HeapOptions;
import io.mooring.gc.Ref;
import io.mooring.gc.roots.Global;
import io.mooring.objspace.ObjSpace;
import java.nio.file.Path;
import java.util.function.Supplier;

/** The extension {@code passing} in a session of its own, with what it offers looked up. */
public final class BorderProgram implements AutoCloseable {
    private final Session session;
    private final Global module;
    private final Global nothing;
    private final Global firstItem;
    private final Global touchAll;
    private final Global buoy;

    /** Compiles the extension; the module's file belongs to the workshop. */
    public static Path compile(Workshop workshop) {
        return workshop.extension(workshop.resource(BorderProgram.class, "passing.c"));
    }

    /** As {@link #compile}, but with macros that read items without asking, as those of CPython do: after it is loaded, tuples and lists cross with all their items. */
    static Path compileMacroReader(Workshop workshop) {
        workshop.resource(BorderProgram.class, "passing.c");
        return workshop.extension(workshop.resource(BorderProgram.class, "passing_macros.c"));
    }

    /** Opens a session and loads the extension. */
    public static BorderProgram open(HeapOptions options, LinkKind links, Path file) {
        Session session = Session.open(options, links);
        try {
            return session.run(() -> new BorderProgram(session, file));
        } catch (RuntimeException | Error failure) {
            session.close();
            throw failure;
        }
    }

    private BorderProgram(Session session, Path file) {
        this.session = session;
        module = session.heap().global(session.capi().load(file));
        nothing = attribute("nothing");
        firstItem = attribute("first_item");
        touchAll = attribute("touch_all");
        buoy = attribute("Buoy");
    }

    private Global attribute(String name) {
        ObjSpace space = session.space();
        return session.heap().global(space.getattr(module.get(), space.intern(name)));
    }

    /** Does the work; a Python exception becomes {@link io.mooring.bench.Raised}. */
    <T> T run(Supplier<T> work) {
        return session.run(work);
    }

    Heap heap() {
        return session.heap();
    }

    ObjSpace space() {
        return session.space();
    }

    Session session() {
        return session;
    }

    /** Links ever made. */
    long linksMade() {
        return session.capi().linkStatistics().made();
    }

    /** C looks at nothing. */
    void nothing(@Ref long w) {
        space().call1(nothing.get(), w);
    }

    /** C reads the first item of a list by function. */
    void firstItem(@Ref long w_list) {
        space().call1(firstItem.get(), w_list);
    }

    /** C reads all items of a tuple by macro; how many there were. */
    long touchAll(@Ref long w_tuple) {
        return space().asLong(space().call1(touchAll.get(), w_tuple));
    }

    /** An object of a type of C's, with a deallocator. */
    @Ref
    long buoy() {
        return space().call0(buoy.get());
    }

    @Override
    public void close() {
        session.close();
    }
}
