/** Curves of a {@code mooring gc} run, drawn as SVG files. */
package io.mooring.bench.gc.plot;
