/**
 * Links between managed objects, which move, and PyObjects, which do not.
 *
 * <pre>
 *   linkManaged/linkNative -> LinkTable: append an entry, index into the object's header, address into the PyObject's link word
 *   toPyObject(ref)        -> header's index -> entry -> PyObject*
 *   toObj(pyobj)           -> link word
 *   collection             -> traceYoung [traceOld], sweepYoung [sweepOld] -> light: free   other: DeallocQueue
 *   deathsPending          -> the embedder drains at its next safepoint -> tp_dealloc
 * </pre>
 *
 * {@link io.mooring.rawrefcount.Links} is the door, {@link io.mooring.rawrefcount.LinkTable} the algorithm,
 * {@link io.mooring.rawrefcount.LinkDictionary} its rival. {@code docs/links.md} tells the whole story.
 */
package io.mooring.rawrefcount;
