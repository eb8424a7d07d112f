package io.mooring.rawrefcount;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.gc.CollectionKind;
import io.mooring.gc.Heap;
import io.mooring.gc.HeapOptions;
import io.mooring.gc.Immediate;
import io.mooring.gc.memory.Memory;
import io.mooring.gc.memory.Words;
import io.mooring.gc.object.TypeLayout;
import io.mooring.gc.roots.HandleScope;
import java.util.ArrayList;
import java.util.List;

/** A heap with links to PyObjects that need no C, and the pairs that tests make of them. */
final class LinkFixture implements AutoCloseable {
    static final long HEAP_BYTES = 1L << 20;
    private static final long BLOCKS = 1L << 17;
    /** Elements of a large object: more bytes than {@code HeapOptions.largeBytes}. */
    private static final int LARGE_ELEMENTS = 40_000;
    /** What the link word and count of a foreign PyObject stand in. */
    private static final long FOREIGN_WORDS = 1024;

    /** How the managed end of a pair stands to the next minor collection. */
    enum Age {
        YOUNG,
        OLD,
        YOUNG_LARGE,
        OLD_LARGE,
        IMMORTAL
    }

    /** What a link is. */
    enum Type {
        P(false, false),
        LIGHT_P(false, true),
        O(true, false),
        LIGHT_O(true, true);

        final boolean isNative;
        final boolean isLight;

        Type(boolean isNative, boolean isLight) {
            this.isNative = isNative;
            this.isLight = isLight;
        }

        long bias() {
            return isLight ? RefCountBias.LIGHT : RefCountBias.FROM_MANAGED;
        }
    }

    final LinkSetting setting;
    final Heap heap;
    final BlockArena arena = new BlockArena(BLOCKS);
    final Links links;
    final int pairType;
    final int largeType;
    final int weakType;
    private static final TypeLayout.Builder PAIR = TypeLayout.named("pair");
    static final int VALUE = PAIR.word("value");
    static final int NEXT = PAIR.reference("next");
    private static final TypeLayout PAIR_LAYOUT = PAIR.build();
    private static final TypeLayout.Builder WEAK = TypeLayout.named("weak");
    static final int REFERENT = WEAK.weakReference("referent");
    private static final TypeLayout WEAK_LAYOUT = WEAK.build();
    private static final TypeLayout LARGE_LAYOUT = largeLayout();

    private final HandleScope scope;
    private final Words foreignWords = new Words(FOREIGN_WORDS);
    private long nextForeign = foreignWords.start();
    private int deathSignals;

    LinkFixture(LinkSetting setting) {
        this(setting, setting.options(HEAP_BYTES));
    }

    LinkFixture(LinkSetting setting, HeapOptions options) {
        this(setting, options, true);
    }

    /** The links are not connected to the heap yet. */
    static LinkFixture unconnected(LinkSetting setting, HeapOptions options) {
        return new LinkFixture(setting, options, false);
    }

    private LinkFixture(LinkSetting setting, HeapOptions options, boolean connected) {
        this.setting = setting;
        heap = Heap.open(options);
        links = switch (setting.kind()) {
            case TABLE -> new LinkTable(arena);
            case TABLE_IN_PIECES -> new LinkTable(arena, 4, 1L << Integer.SIZE, 0);
            case DICTIONARY -> new LinkDictionary(arena, heap);
        };
        if (connected) heap.connect(links);
        links.onDeaths(() -> deathSignals++);
        pairType = heap.types().define(PAIR_LAYOUT);
        largeType = heap.types().define(LARGE_LAYOUT);
        weakType = heap.types().define(WEAK_LAYOUT);
        scope = heap.scope();
    }

    /** The same first words as a pair, and many raw bytes behind them. */
    private static TypeLayout largeLayout() {
        TypeLayout.Builder builder = TypeLayout.named("large pair");
        assertThat(builder.word("value")).isEqualTo(VALUE);
        assertThat(builder.reference("next")).isEqualTo(NEXT);
        return builder.buildWith(TypeLayout.Elements.BYTES);
    }

    /** A managed object that the fixture roots until it is dropped, and the PyObject it is linked to. */
    final class Pair {
        final long handle;
        final long value;
        final long pyobj;
        final Type type;

        private Pair(long handle, long value, long pyobj, Type type) {
            this.handle = handle;
            this.value = value;
            this.pyobj = pyobj;
            this.type = type;
        }

        long ref() {
            return scope.get(handle);
        }

        /** The program forgets the managed object. */
        void drop() {
            scope.set(handle, Immediate.NULL);
        }

        /** C takes one more reference. */
        void increase() {
            arena.setCount(pyobj, arena.count(pyobj) + 1);
        }

        /** C gives one reference back. */
        void decrease() {
            arena.setCount(pyobj, arena.count(pyobj) - 1);
        }

        boolean diesInNextMinor() {
            return !heap.plan().traits().generational() || heap.isYoung(ref());
        }

        /** Both ends find each other, the count is the bias and {@code references} of C. */
        void assertLinked(long references) {
            assertThat(arena.count(pyobj)).as("count").isEqualTo(type.bias() + references);
            assertLinkedWhateverTheCount();
        }

        void assertLinkedWhateverTheCount() {
            long object = links.toObj(pyobj);
            assertThat(Immediate.isObject(object)).as("PyObject has a link").isTrue();
            assertThat(heap.readWord(object, VALUE)).as("payload of the managed object").isEqualTo(value);
            assertThat(links.toPyObject(object)).as("PyObject of the managed object").isEqualTo(pyobj);
            if (ref() != Immediate.NULL) assertThat(object).as("managed object").isEqualTo(ref());
        }

        /** The link is gone, and C holds {@code references} of the PyObject. */
        void assertDetached(long references) {
            assertThat(links.toObj(pyobj)).as("link word").isEqualTo(Immediate.NULL);
            assertThat(arena.count(pyobj)).as("count").isEqualTo(references);
            assertThat(arena.isFree(pyobj)).as("block is free").isFalse();
        }

        /** The block is back on its free list. */
        void assertFreed() {
            links.endAll();
            assertThat(arena.isFree(pyobj)).as("block is free").isTrue();
        }
    }

    private long values;

    /** A pair whose PyObject C holds {@code references} of. */
    Pair pair(Type type, Age age, long references) {
        Pair pair = unlinked(type, age, arena.allocate(references));
        link(pair);
        assertLink(pair, age, references);
        return pair;
    }

    Pair pair(Type type, Age age) {
        return pair(type, age, 0);
    }

    private void assertLink(Pair pair, Age age, long references) {
        pair.assertLinked(references);
        if (heap.plan().traits().generational()) assertThat(heap.isYoung(pair.ref())).as("young").isEqualTo(age == Age.YOUNG || age == Age.YOUNG_LARGE);
    }

    /** The two ends of a pair before they are linked. */
    Pair unlinked(Type type, Age age, long pyobj) {
        long value = ++values;
        long handle = scope.root(allocate(age));
        heap.writeWord(scope.get(handle), VALUE, value);
        if (age == Age.OLD || age == Age.OLD_LARGE) growOld();
        return new Pair(handle, value, pyobj, type);
    }

    private long allocate(Age age) {
        return switch (age) {
            case YOUNG, OLD -> heap.allocate(pairType);
            case YOUNG_LARGE, OLD_LARGE -> heap.allocate(largeType, LARGE_ELEMENTS);
            case IMMORTAL -> heap.allocateImmortal(pairType);
        };
    }

    void link(Pair pair) {
        if (pair.type.isNative) links.linkNative(pair.ref(), pair.pyobj, pair.type.isLight);
        else links.linkManaged(pair.ref(), pair.pyobj, pair.type.isLight);
    }

    /** Collects as often as it takes until everything reachable is old. */
    void growOld() {
        for (int i = 0; i <= setting.aging(); i++) minor();
    }

    void minor() {
        heap.collect(CollectionKind.MINOR);
    }

    void major() {
        heap.collect(CollectionKind.MAJOR);
    }

    /** A major collection that the verifier does not look at beforehand, since it would find what a test broke. */
    void majorUnverified() {
        heap.plan().collect(CollectionKind.MAJOR);
    }

    /** Whether a collection can pass old objects by. */
    boolean isGenerational() {
        return heap.plan().traits().generational();
    }

    long root(long ref) {
        return scope.root(ref);
    }

    long get(long handle) {
        return scope.get(handle);
    }

    void set(long handle, long ref) {
        scope.set(handle, ref);
    }

    /** A PyObject outside the arena, as a C static is. */
    long foreignPyObject(long count) {
        long pyobj = nextForeign;
        nextForeign += 2 * PyObjectLayout.ALIGNMENT;
        arena.setCount(pyobj, count);
        return pyobj;
    }

    /** How often the embedder was told that PyObjects wait. */
    int deathSignals() {
        return deathSignals;
    }

    /** The embedder was never told to drain: PyObjects did not wait, and no collection left links behind that might have made some wait. */
    void assertNoSignal() {
        if (setting.kind() != LinkSetting.Kind.TABLE_IN_PIECES) assertThat(deathSignals).as("death signals").isZero();
    }

    /** What became of all links, once those have ended that a collection left to be ended. */
    LinkStatistics statistics() {
        links.endAll();
        return links.statistics();
    }

    /** Drops the count that the queue held; returns whether that was the last one, which frees the block as a deallocator would. */
    boolean dropCount(long pyobj) {
        long count = arena.count(pyobj) - 1;
        arena.setCount(pyobj, count);
        if (count > 0) return false;
        links.markDeallocating(pyobj);
        if (arena.hasPrefix(pyobj)) arena.free(pyobj);
        else links.clearDeallocating(pyobj);
        return true;
    }

    /** Drains the queue and returns who stood in it, first to last. */
    List<Long> drain() {
        List<Long> drained = new ArrayList<>();
        for (long pyobj = links.nextDead(); pyobj != 0; pyobj = links.nextDead()) {
            drained.add(pyobj);
            dropCount(pyobj);
        }
        return drained;
    }

    void assertNoLinks() {
        assertThat(statistics().standing()).as("standing links").isZero();
        List<Long> seen = new ArrayList<>();
        links.forEachLink((object, entry, young) -> seen.add(entry));
        assertThat(seen).isEmpty();
    }

    /** Words that a test may write over, to plant damage. */
    static void overwrite(long address, long word) {
        Memory.writeLong(address, word);
    }

    @Override
    public void close() {
        try (heap; links; arena; foreignWords; scope) {
            heap.verify();
        }
    }
}
