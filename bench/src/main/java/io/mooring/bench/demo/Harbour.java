package io.mooring.bench.demo;

import io.mooring.bench.HeapStatistics;
import io.mooring.bench.Session;
import io.mooring.capi.CApiOptions.LinkKind;
import io.mooring.gc.CollectionKind;
import io.mooring.gc.Heap;
import io.mooring.gc.HeapOptions;
import io.mooring.gc.Ref;
import io.mooring.gc.roots.Global;
import io.mooring.objspace.ObjSpace;
import io.mooring.rawrefcount.LinkStatistics;
import java.nio.file.Path;
import java.util.function.Supplier;

/** The extension {@code harbour} in a session of its own, with its functions looked up. */
final class Harbour implements AutoCloseable {
    private final Session session;
    private final ObjSpace space;
    private final HeapStatistics.Recorder recorder = new HeapStatistics.Recorder();
    private final Global visit;
    private final Global moor;
    private final Global berth;
    private final Global castOff;
    private final Global address;
    private final Global sunk;
    private final Global buoy;

    /** Opens a session and loads the extension. */
    static Harbour open(HeapOptions options, LinkKind links, Path file) {
        Session session = Session.open(options, links);
        try {
            return session.run(() -> new Harbour(session, file));
        } catch (RuntimeException | Error failure) {
            session.close();
            throw failure;
        }
    }

    private Harbour(Session session, Path file) {
        this.session = session;
        space = session.space();
        Global module = session.heap().global(session.capi().load(file));
        visit = function(module, "visit");
        moor = function(module, "moor");
        berth = function(module, "berth");
        castOff = function(module, "cast_off");
        address = function(module, "address");
        sunk = function(module, "sunk");
        buoy = function(module, "Buoy");
        module.close();
        session.heap().collect(CollectionKind.MAJOR); // what loading left behind is not part of the story
        session.heap().listen(recorder);
    }

    private Global function(Global module, String name) {
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
        return space;
    }

    LinkStatistics links() {
        return session.capi().linkStatistics();
    }

    HeapStatistics statistics() {
        return recorder.statistics(session);
    }

    /** C looks at the object and keeps nothing. */
    void visit(@Ref long w) {
        space.call1(visit.get(), w);
    }

    /** C keeps the object; returns its berth. */
    long moor(@Ref long w) {
        return space.asLong(space.call1(moor.get(), w));
    }

    /** C hands back what it keeps. */
    @Ref
    long berth(long number) {
        return space.call1(berth.get(), space.newInt(number));
    }

    /** C forgets all that it keeps; returns how many that were. */
    long castOff() {
        return space.asLong(space.call0(castOff.get()));
    }

    /** The address of the object's PyObject, as C sees it. */
    long address(@Ref long w) {
        return space.asLong(space.call1(address.get(), w));
    }

    /** An object made by C. */
    @Ref
    long buoy() {
        return space.call0(buoy.get());
    }

    /** Runs {@code tp_dealloc} of everything that the last collection found dead. */
    void drain() {
        session.capi().drain();
    }

    /** Objects made by C whose {@code tp_dealloc} has run. */
    long sunk() {
        return space.asLong(space.call0(sunk.get()));
    }

    @Override
    public void close() {
        session.close();
    }
}
