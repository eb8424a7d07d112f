/**
 * The heap: one reserved range of native memory in which objects move, and everything that decides when and how they do.
 *
 * <pre>
 *   allocate  -> BumpAllocator -> (chunk empty) Plan.allocateSlow -> Trigger -> Plan.collect
 *   writeRef  -> an object stored, header bit NOTIFY set? -> Barrier.beforeStoreSlow -> RememberedSet
 *   collect   -> roots -> remembered -> links.traceYoung -> closure -> weak -> links.sweepYoung -> release
 * </pre>
 *
 * A <em>space</em> is the mechanism of one region, a <em>plan</em> composes spaces and phases, a <em>trigger</em> says when and
 * how much. Start reading at {@link io.mooring.gc.Heap}, then {@link io.mooring.gc.plan.SemiSpacePlan}.
 */
package io.mooring.gc;
