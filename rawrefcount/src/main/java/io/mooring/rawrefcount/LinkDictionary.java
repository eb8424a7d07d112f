package io.mooring.rawrefcount;

import io.mooring.gc.Heap;
import io.mooring.gc.Immediate;
import io.mooring.gc.Ref;
import io.mooring.gc.memory.AddressMap;
import io.mooring.gc.memory.AddressStack;

/**
 * Links as PyPy keeps them: hash tables from managed objects to PyObjects, one for young objects and one for the others, beside lists of
 * the links of either age. The rival against which {@link LinkTable} is measured and tested.
 *
 * <pre>
 *   youngPyObjects   address of a young object -> PyObject     filled anew by each collection
 *   oldPyObjects     address of another object -> PyObject     filled anew by each major collection
 *   youngLinks, oldLinks   entries, swept front to back
 * </pre>
 *
 * The PyObject finds its managed object by the link word, as in the table. Differences from PyPy: O links are in the hash tables too,
 * so that they resolve in both directions, and P and O links share a list, told apart by a bit of the entry. [INV-16]
 */
public final class LinkDictionary extends Links {
    private final Heap heap;
    private final AddressMap youngPyObjects = new AddressMap();
    private final AddressMap oldPyObjects = new AddressMap();
    private final AddressStack youngLinks = new AddressStack();
    private final AddressStack oldLinks = new AddressStack();
    /** Links that were old when the running major collection began. */
    private long oldBefore;
    /** The next link that a sweep in steps visits, and where it goes if it stays; in between the list is empty. */
    private long next;
    private long kept;

    /** @param heap tells young objects from others */
    public LinkDictionary(PyObjectMemory memory, Heap heap) {
        super(memory);
        this.heap = heap;
    }

    /** The hash table of an age. */
    AddressMap pyObjects(boolean young) {
        return young ? youngPyObjects : oldPyObjects;
    }

    @Override
    void enter(@Ref long ref, long entry) {
        boolean young = heap.isYoung(ref);
        AddressMap pyObjects = pyObjects(young);
        long linked = pyObjects.get(ref);
        if (linked != 0) throw LinkRefused.objectLinked(ref, linked, LinkEntry.pyObject(entry));
        pyObjects.put(ref, LinkEntry.pyObject(entry));
        (young ? youngLinks : oldLinks).push(entry);
    }

    @Override
    public long toPyObject(@Ref long ref) {
        assert Immediate.isObject(ref) : "0x" + Long.toHexString(ref) + " is no object";
        return pyObjects(heap.plan().isYoung(ref)).get(ref); // also in the middle of a collection, where a tp_traverse that breaks the rules raises
    }

    @Override
    public void traceYoung(LinkTracer tracer) { // back to front, as the table does and for the same reason
        collectionBegins();
        for (long i = youngLinks.size() - 1; i >= 0; i--) {
            long entry = youngLinks.get(i);
            if (keepsObjectAlive(entry)) tracer.trace(object(entry));
        }
    }

    @Override
    public void traceOld(LinkTracer tracer) {
        major = true;
        oldBefore = oldLinks.size();
        for (long i = oldBefore - 1; i >= 0; i--) {
            long entry = oldLinks.get(i);
            if (keepsObjectAlive(entry)) traceHeld(entry, tracer);
        }
    }

    @Override
    public void sweepYoung(LinkSurvivors survivors) {
        long count = youngLinks.size();
        long stillYoung = 0;
        youngPyObjects.restart(count);
        for (long i = 0; i < count; i++) {
            long entry = youngLinks.get(i);
            long object = follow(entry, survivors);
            if (object == Immediate.NULL) {
                diedYoung++;
            } else if (survivors.isYoung(object)) {
                youngLinks.set(stillYoung++, entry);
                youngPyObjects.put(object, LinkEntry.pyObject(entry));
            } else {
                oldLinks.push(entry);
                if (!major) oldPyObjects.put(object, LinkEntry.pyObject(entry));
            }
        }
        youngLinks.truncate(stillYoung);
        if (!major) collectionEnds();
    }

    /** Everything may have moved, so the table of old objects is filled from nothing. */
    @Override
    public void sweepOld(LinkSurvivors survivors) {
        long count = oldLinks.size();
        long kept = 0;
        oldPyObjects.restart(count);
        for (long i = 0; i < count; i++) {
            long entry = oldLinks.get(i);
            long object = i < oldBefore ? follow(entry, survivors) : object(entry);
            if (object == Immediate.NULL) continue;
            oldLinks.set(kept++, entry);
            oldPyObjects.put(object, LinkEntry.pyObject(entry));
        }
        diedOld += count - kept;
        oldLinks.truncate(kept);
        collectionEnds();
    }

    @Override
    void startSweep() {
        next = 0;
        kept = 0;
    }

    /** The objects have not moved: the table of old objects only loses its dead. */
    @Override
    boolean sweepNext(long most) {
        for (long left = most; left > 0 && next < oldLinks.size(); left--, next++) {
            long entry = oldLinks.get(next);
            if (entry == LinkEntry.NONE) continue;
            long object = object(entry);
            oldLinks.set(next, LinkEntry.NONE);
            if (isDoomed(object)) {
                oldPyObjects.remove(object);
                sweep().end(entry);
            } else {
                oldLinks.set(kept++, entry);
            }
        }
        if (next < oldLinks.size()) return false;
        oldLinks.truncate(kept);
        return true;
    }

    /** Looks through the list: this is rare. */
    @Override
    long takeOut(@Ref long object, long pyobj) {
        for (long i = next; i < oldLinks.size(); i++) {
            long entry = oldLinks.get(i);
            if (LinkEntry.pyObject(entry) != pyobj) continue;
            oldLinks.set(i, LinkEntry.NONE);
            oldPyObjects.remove(object);
            return entry;
        }
        throw new IllegalStateException(memory.describe(pyobj) + " has no old link");
    }

    @Override
    long oldEntry(long place) {
        return oldLinks.get(place);
    }

    /** The address of a link's object from now on; {@link Immediate#NULL} when it died, which ends the link. [INV-11] */
    private @Ref long follow(long entry, LinkSurvivors survivors) {
        long object = object(entry);
        long survivor = survivors.survivor(object);
        if (survivor == Immediate.NULL) endLink(entry);
        else if (survivor != object) setObject(entry, survivor);
        return survivor;
    }

    @Override
    public long youngLinks() {
        return youngLinks.size();
    }

    @Override
    public long oldLinks() {
        return oldLinks.size() - sweep().holes();
    }

    @Override
    long usedBytes() {
        return youngPyObjects.capacityBytes() + oldPyObjects.capacityBytes() + LinkEntry.BYTES * (youngLinks.size() + oldLinks.size());
    }

    @Override
    void forEachEntry(LinkVisitor visitor) {
        forEachEntry(oldLinks, false, visitor);
        forEachEntry(youngLinks, true, visitor);
    }

    private void forEachEntry(AddressStack links, boolean young, LinkVisitor visitor) {
        for (long i = 0; i < links.size(); i++) {
            if (links.get(i) != LinkEntry.NONE) visitor.visit(object(links.get(i)), links.get(i), young);
        }
    }

    @Override
    void verifyShape(LinkVerifier verifier) {
        verifySize(verifier, "young", youngPyObjects.size(), youngLinks.size());
        verifySize(verifier, "old", oldPyObjects.size(), oldLinks());
    }

    private static void verifySize(LinkVerifier verifier, String age, long keys, long links) {
        if (keys != links) verifier.damaged("INV-16", "there are " + links + " " + age + " links, but " + keys + " keys in their hash table");
    }

    @Override
    void verifyManagedEnd(LinkVerifier verifier, @Ref long object, long entry, boolean young) {
        long found = pyObjects(young).get(object);
        if (found == LinkEntry.pyObject(entry)) return;
        verifier.damaged("INV-10", memory.describe(LinkEntry.pyObject(entry)) + " is linked to object 0x" + Long.toHexString(object)
                + ", for which the hash table has 0x" + Long.toHexString(found));
    }

    @Override
    public void close() {
        super.close();
        youngPyObjects.close();
        oldPyObjects.close();
        youngLinks.close();
        oldLinks.close();
    }
}
