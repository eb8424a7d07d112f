package io.mooring.gc.object;

import io.mooring.gc.Immediate;
import io.mooring.gc.Ref;
import io.mooring.gc.Slot;
import io.mooring.gc.memory.Memory;

/**
 * What the word of a slot says of the object it refers to: its address, and in a JVM started with {@code -Dmooring.poisoned=true} a tag
 * besides.
 *
 * <pre>
 *   63 62 61                                              0
 *   | 0| T| 0 |        address of an object               |      T: tag, in slots of objects only; slots of roots have none
 * </pre>
 *
 * A word with the tag is no address that a process can have: whoever takes it for one, because a read went past the heap's own, crashes
 * at the first use, or is told by the first check. Without the property the tag does not exist: the flag is a constant to
 * the JIT, and nothing of this is left in compiled code. [INV-21]
 */
public final class SlotWord {
    /** The system property that tags the references of all heaps of a JVM. */
    public static final String PROPERTY = "mooring.poisoned";
    /** Whether the slots of objects hold tagged references. */
    public static final boolean TAGGED = Boolean.getBoolean(PROPERTY);
    /** A bit that is neither the sign nor within the 48 bits of an address, so that the word is not canonical. */
    private static final long TAG = 1L << 62;

    private SlotWord() {}

    private static boolean isTagged(long word) {
        return Immediate.isObject(word) && (word & TAG) != 0;
    }

    /** What a slot holds, of an object or of a root, without a tag. */
    public static @Ref long read(@Slot long slot) {
        return untagged(Memory.readLong(slot));
    }

    /** The reference in a word that was read from a slot. */
    public static @Ref long untagged(long word) {
        return TAGGED && isTagged(word) ? word & ~TAG : word;
    }

    /** Stores into a slot of an object. */
    public static void write(@Slot long slot, @Ref long value) {
        Memory.writeLong(slot, TAGGED && Immediate.isObject(value) ? value | TAG : value);
    }

    /** What a slot holds has moved or died: stores that, with a tag if the slot has one now. */
    public static void rewrite(@Slot long slot, @Ref long value) {
        if (TAGGED && isTagged(Memory.readLong(slot))) write(slot, value);
        else Memory.writeLong(slot, value);
    }

    /** Whether a slot that holds {@code word} is as it should be: tagged in an object, plain in a root. */
    public static boolean isTaggedRight(long word, boolean inObject) {
        return !TAGGED || !Immediate.isObject(word) || isTagged(word) == inObject;
    }
}
