/**
 * What collectors cost: the command {@code mooring gc}.
 *
 * <pre>
 *   GcBench -> figure: one class per figure -> contest: processes that measure when asked -> work: the programs
 *           -> GcReport: names and values, as JSON or as a table -> plot: curves as SVG
 * </pre>
 */
package io.mooring.bench.gc;
