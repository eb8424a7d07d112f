/**
 * JMH benchmarks of the paths that the targets in {@code bench/RESULTS.md} name; {@code ./mooring jmh} runs them.
 *
 * <p>{@code -prof gc} shows what they allocate on the Java heap: nothing.
 */
package io.mooring.bench.jmh;
