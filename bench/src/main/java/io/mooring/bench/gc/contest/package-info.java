/**
 * Who is measured, each in a process of its own so that nobody's warm code or full caches are somebody else's.
 *
 * <pre>
 *   Contestant --"run"--> Worker (a JVM): Runs, BarrierRuns, CopyRuns or PauseRuns, as its Assignment says
 *              --"run"--> binary_trees.c, with malloc or with Boehm's collector
 *              --"run"--> binary_trees.py on PyPy
 *              &lt;- one line of JSON -
 * </pre>
 */
package io.mooring.bench.gc.contest;
