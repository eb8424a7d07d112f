/**
 * Looking into a heap between two collections: a walk over everything reachable, a histogram of types, a dump in HPROF format.
 *
 * <pre>
 *   HeapWalk -> Traversal -> HeapVisitor   roots first, then each object once; marks are kept off the heap
 *   HeapHistogram                          count and bytes by type
 *   HprofDump -> HprofHeapWriter -> HprofFile    the same walk, written for the tools that read HPROF
 * </pre>
 *
 * Nothing here allocates in the heap, moves an object or writes to one; Java memory does not grow with the heap.
 */
package io.mooring.gc.inspect;
