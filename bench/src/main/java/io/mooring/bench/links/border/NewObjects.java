package io.mooring.bench.links.border;

import io.mooring.bench.links.ProcessorTime;
import io.mooring.gc.CollectionKind;
import io.mooring.gc.Ref;
import io.mooring.gc.roots.Global;
import io.mooring.gc.roots.HandleScope;
import io.mooring.objspace.ObjSpace;

/** Fresh objects that are passed to C once and die: each has a link for the rest of its short life, and a PyObject. */
public final class NewObjects implements AutoCloseable {
    /** What is passed. */
    public enum Kind {
        /** An instance of an empty class, of which nothing but its allocation is Python's: what a compiler leaves of a call of that class. */
        INSTANCE("instance of a Python class"),
        /** The same, but the class is called, which looks for {@code __new__} and {@code __init__}. */
        CALLED("instance made by calling the class"),
        LIST("empty list"),
        /** Eight characters, made from a longer str. */
        STR("str of 8 characters"),
        /** One item, None. */
        TUPLE("tuple of one"),
        /** The same old instance over and over: no new link, the call alone. */
        NOT_NEW("the same instance again"),
        /** An instance of an empty class that is not passed: no call, the object alone. */
        NOT_PASSED("instance that is not passed");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        /** For people. */
        public String label() {
            return label;
        }

        /** Whether C sees the object. */
        boolean isPassed() {
            return this != NOT_PASSED;
        }
    }

    private static final String LONG_TEXT = "a ship in harbour is safe";
    private static final int CHARACTERS = 8;

    private final BorderProgram program;
    private final ObjSpace space;
    private final Global emptyClass;
    private final Global old;
    private final Global text;

    /** The program stays the caller's. */
    public NewObjects(BorderProgram program) {
        this.program = program;
        space = program.space();
        emptyClass = program.heap().global(program.run(this::newClass));
        old = program.heap().global(space.call0(emptyClass.get()));
        text = program.heap().global(space.newStr(LONG_TEXT));
    }

    private @Ref long newClass() {
        try (HandleScope scope = program.heap().scope()) {
            long hName = scope.root(space.intern("A"));
            long hBases = scope.root(space.newTuple(0, 0));
            long w_dict = space.newDict();
            return space.call3(space.w_type, scope.get(hName), scope.get(hBases), w_dict);
        }
    }

    /**
     * Nanoseconds per object, all costs counted: the object made, passed, its PyObject and the link, the call, the collections in which they die, the
     * deallocators. The last collection and drain are inside, so that all are dead when the clock stops.
     */
    public double nanosPerObject(Kind kind, int count) {
        return program.run(() -> {
            long start = ProcessorTime.nanos();
            switch (kind) {
                case INSTANCE -> passInstances(count);
                case CALLED -> passCalled(count);
                case LIST -> passLists(count);
                case STR -> passStrs(count);
                case TUPLE -> passTuples(count);
                case NOT_NEW -> passOld(count);
                case NOT_PASSED -> makeInstances(count);
            }
            program.heap().collect(CollectionKind.MINOR);
            program.session().capi().drain();
            return (ProcessorTime.nanos() - start) / (double) count;
        });
    }

    private void passInstances(int count) {
        for (int i = 0; i < count; i++) program.nothing(space.instances.make(emptyClass.get(), 0));
    }

    private void makeInstances(int count) {
        for (int i = 0; i < count; i++) space.instances.make(emptyClass.get(), 0);
    }

    private void passCalled(int count) {
        for (int i = 0; i < count; i++) program.nothing(space.call0(emptyClass.get()));
    }

    private void passLists(int count) {
        for (int i = 0; i < count; i++) program.nothing(space.newList());
    }

    private void passStrs(int count) {
        for (int i = 0; i < count; i++) program.nothing(space.unicodes.substring(text.get(), 0, CHARACTERS));
    }

    private void passTuples(int count) {
        for (int i = 0; i < count; i++) program.nothing(space.newTuple(space.w_None));
    }

    private void passOld(int count) {
        for (int i = 0; i < count; i++) program.nothing(old.get());
    }

    @Override
    public void close() {
        emptyClass.close();
        old.close();
        text.close();
    }
}
