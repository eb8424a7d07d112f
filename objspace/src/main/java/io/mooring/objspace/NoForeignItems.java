package io.mooring.objspace;

/** The items that nobody keeps: every request names what was asked for. */
final class NoForeignItems implements ForeignItems {
    private static IllegalStateException refused(String what) {
        return new IllegalStateException(what + " was asked for, but nobody keeps items outside the heap");
    }

    @Override
    public long count(long place) {
        throw refused("the length of a foreign list");
    }

    @Override
    public long get(long place, long index) {
        throw refused("item " + index + " of a foreign list");
    }

    @Override
    public void set(long place, long index, long w_item) {
        throw refused("storing item " + index + " of a foreign list");
    }

    @Override
    public void splice(long place, long index, long removed, long added, Source source) {
        throw refused("changing the length of a foreign list");
    }

    @Override
    public void reverse(long place) {
        throw refused("reversing a foreign list");
    }

    @Override
    public long detach(long place) {
        throw refused("emptying a foreign list");
    }

    @Override
    public void attach(long place, long detached, long count, int[] order) {
        throw refused("filling a foreign list");
    }
}
