package io.mooring.objspace;

import io.mooring.gc.Ref;

/**
 * Items of lists that are kept outside the heap, asked for by lists of strategy {@link W_ListObject#FOREIGN}: the one copy there is, which others may read and write
 * at any time.
 *
 * <p>A {@code place} is a word that names the items of one list, for as long as the list's owner lives. Indices are in range when a method is called.
 */
public interface ForeignItems {
    /** Lists that keep no items elsewhere. */
    ForeignItems NONE = new NoForeignItems();

    /** Where the items of a {@link #splice} come from. May allocate. */
    @FunctionalInterface
    interface Source {
        @Ref
        long item(long index);
    }

    /** Number of items. Does not collect. */
    long count(long place);

    /** The item at an index; SystemError where none has been stored yet. May allocate. */
    @Ref
    long get(long place, long index);

    /** Replaces an item. May allocate; IndexError if the list has become too short meanwhile. Roots its argument. */
    void set(long place, long index, @Ref long w_item);

    /**
     * Puts {@code added} items of a source in the place of {@code removed} ones: all of them, or none if that fails. What was removed is let go of without running
     * code. Collects only if something is added.
     */
    void splice(long place, long index, long removed, long added, Source source);

    /** Does not collect. */
    void reverse(long place);

    /** Takes all items away, so that the list is empty; the word names them for {@link #attach}. Does not collect. */
    long detach(long place);

    /** Gives the detached items back in a new order ({@code order[i]} is where item i stood), or the old one if it is null; what the list got meanwhile is dropped. */
    void attach(long place, long detached, long count, int[] order);
}
