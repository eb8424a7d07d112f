/**
 * The figures of {@code mooring gc}, one class each: what is run, and how the figure comes out of it.
 *
 * <p>What counts or measures sizes runs in this process. What measures time runs in workers ({@link io.mooring.bench.gc.contest}), those that
 * are compared in turn.
 */
package io.mooring.bench.gc.figure;
