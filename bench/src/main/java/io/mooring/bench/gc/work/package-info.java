/**
 * The programs that collectors are measured with, each a class that reads alone.
 *
 * <p>{@link io.mooring.bench.gc.work.Workload} lists them. What a program builds stays alive, its steps change and drop things, and
 * {@link io.mooring.bench.gc.work.Program#check} compares what is in memory with what must be there. Two have twins that do the same
 * with Java objects; the twins in C and Python are resources.
 */
package io.mooring.bench.gc.work;
