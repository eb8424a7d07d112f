package io.mooring.rawrefcount;

import io.mooring.gc.Immediate;
import io.mooring.gc.Ref;
import io.mooring.gc.memory.AddressMap;

/**
 * The link words of PyObjects that have no room for one: C statics, and memory that C took from elsewhere. [INV-17]
 *
 * <p>There are few of these (types, modules' statics), so a hash table does.
 */
final class ForeignTable implements AutoCloseable {
    private final AddressMap links = new AddressMap();

    /** The link word of a PyObject, 0 when it has none. */
    @Ref
    long link(long pyobj) {
        return links.get(pyobj);
    }

    /** Sets a link word; 0 forgets the PyObject. */
    void setLink(long pyobj, @Ref long object) {
        if (object == Immediate.NULL) links.remove(pyobj);
        else links.put(pyobj, object);
    }

    /** PyObjects that are linked or being deallocated. */
    long size() {
        return links.size();
    }

    void forEach(AddressMap.Visitor visitor) {
        links.forEach(visitor);
    }

    @Override
    public void close() {
        links.close();
    }
}
