package io.mooring.rawrefcount;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.gc.Immediate;
import io.mooring.rawrefcount.LinkFixture.Type;
import io.mooring.rawrefcount.LinkModel.Mirror;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A real heap with real links on which a script acts, and what can be seen of it. */
final class LinkWorld implements AutoCloseable {
    private static final int LARGE_ELEMENTS = 20_000;

    final LinkFixture fixture;
    private final long[] variables = new long[LinkModel.VARIABLES];
    private final List<Long> pyobjs = new ArrayList<>();
    /** Numbers of the PyObjects that exist, by address. */
    private final Map<Long, Integer> numbers = new HashMap<>();
    private final Map<Long, Long> hashes = new HashMap<>();

    LinkWorld(LinkSetting setting) {
        fixture = new LinkFixture(setting);
        for (int i = 0; i < variables.length; i++) variables[i] = fixture.root(Immediate.NULL);
    }

    long get(int variable) {
        return fixture.get(variables[variable]);
    }

    void set(int variable, long ref) {
        fixture.set(variables[variable], ref);
    }

    void newNode(int variable, long value, int kind) {
        set(variable, Immediate.NULL); // the collection that the allocation may run shall not find the old value there
        long ref = switch (kind) {
            case 0 -> fixture.heap.allocateImmortal(fixture.pairType);
            case 1 -> fixture.heap.allocate(fixture.largeType, LARGE_ELEMENTS);
            default -> fixture.heap.allocate(fixture.pairType);
        };
        fixture.heap.writeWord(ref, LinkFixture.VALUE, value);
        set(variable, ref);
    }

    void store(int holder, int value) {
        fixture.heap.writeRef(get(holder), LinkFixture.NEXT, get(value));
    }

    void load(int variable, int holder) {
        set(variable, fixture.heap.readRef(get(holder), LinkFixture.NEXT));
    }

    void newPyObject(Mirror mirror) {
        long pyobj = mirror.foreign ? fixture.foreignPyObject(mirror.held) : fixture.arena.allocate(mirror.held);
        pyobjs.add(pyobj);
        numbers.put(pyobj, mirror.number);
    }

    void link(int variable, Mirror mirror) {
        Type type = mirror.type;
        if (type.isNative) fixture.links.linkNative(get(variable), pyobjs.get(mirror.number), type.isLight);
        else fixture.links.linkManaged(get(variable), pyobjs.get(mirror.number), type.isLight);
    }

    void increase(Mirror mirror) {
        long pyobj = pyobjs.get(mirror.number);
        fixture.arena.setCount(pyobj, fixture.arena.count(pyobj) + 1);
    }

    void decrease(Mirror mirror) {
        fixture.dropCount(pyobjs.get(mirror.number));
    }

    /** Drops the count of up to {@code most} that wait; returns their numbers in no order. */
    List<Integer> drain(int most) {
        List<Integer> drained = new ArrayList<>();
        for (int i = 0; i < most; i++) {
            long pyobj = fixture.links.nextDead();
            if (pyobj == 0) break;
            drained.add(numbers.get(pyobj));
            fixture.dropCount(pyobj);
        }
        return drained.stream().sorted().toList();
    }

    void checkHash(int variable) {
        long value = fixture.heap.readWord(get(variable), LinkFixture.VALUE);
        long hash = fixture.heap.identityHash(get(variable));
        assertThat(hashes.computeIfAbsent(value, unseen -> hash)).as("hash of %d", value).isEqualTo(hash);
    }

    boolean isLinkEnded(Mirror mirror) {
        long pyobj = pyobjs.get(mirror.number);
        if (!mirror.foreign && fixture.arena.isFree(pyobj)) return true;
        return !Immediate.isObject(fixture.links.toObj(pyobj));
    }

    /** What {@link LinkModel#observe} shows, read from the heap. */
    List<String> observe(LinkModel model) {
        List<String> seen = new ArrayList<>();
        for (int i = 0; i < LinkModel.VARIABLES; i++) {
            long ref = get(i);
            if (ref == Immediate.NULL) {
                seen.add("variable " + i + ": null");
                continue;
            }
            long pyobj = fixture.links.toPyObject(ref);
            seen.add("variable " + i + ": " + value(ref) + " linked to " + (pyobj == 0 ? "nobody" : numbers.get(pyobj)));
        }
        for (Mirror mirror : model.mirrors) seen.add("PyObject " + mirror.number + ": " + observe(mirror));
        return seen;
    }

    private String observe(Mirror mirror) {
        long pyobj = pyobjs.get(mirror.number);
        if (mirror.freed) {
            // a block that was given to another PyObject meanwhile is not free any more, and not this one's either
            boolean reused = numbers.get(pyobj) != mirror.number;
            return mirror.foreign || reused || fixture.arena.isFree(pyobj) ? "freed" : "not freed";
        }
        if (!mirror.foreign && fixture.arena.isFree(pyobj)) return "freed";
        long object = fixture.links.toObj(pyobj);
        long count = fixture.arena.count(pyobj);
        if (object == Immediate.NULL) return "count " + count;
        assertThat(fixture.links.toPyObject(object)).as("PyObject of the object of PyObject %d", mirror.number).isEqualTo(pyobj);
        return "count " + RefCountBias.references(count) + " linked to " + value(object);
    }

    private long value(long ref) {
        return fixture.heap.readWord(ref, LinkFixture.VALUE);
    }

    @Override
    public void close() {
        fixture.close();
    }
}
