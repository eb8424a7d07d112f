package io.mooring.gc;

/**
 * What a runtime that generates code must know to allocate and to store references without a call. Valid for one heap, as long as it is
 * open and Java code holds it: the words of cursor and limit go with the {@link Heap}.
 *
 * <pre>
 *   allocate     cursor = *cursorAddress; end = cursor + bytes              bytes: of the layout, a multiple of 8, at most largeBytes
 *                if (end > *limitAddress) call Heap.allocate                (always so while allocations are counted)
 *                *cursorAddress = end; *cursor = header of the type         the rest of the object is zero already
 *   store        if (*object & notifyMask) call Heap.writeRef               (never so for the object allocated last, if it has no elements)
 *                else *(object + offset) = value
 * </pre>
 *
 * @param cursorAddress address of the word that holds the address of the next object
 * @param limitAddress  address of the word that holds the address that no object must end behind
 * @param headerOffset  bytes from an object's address to its header word
 * @param typeShift     the header of a new object is {@code (type id << typeShift) | headerBit}
 * @param headerBit     the bit that every header has
 * @param notifyMask    the header bit that asks for the barrier; 0 when the plan never sets it, so that the test can be left out
 * @param largeBytes    objects of more bytes than this are not allocated inline
 */
public record Inlining(long cursorAddress, long limitAddress, int headerOffset, int typeShift, long headerBit, long notifyMask, long largeBytes) {}
