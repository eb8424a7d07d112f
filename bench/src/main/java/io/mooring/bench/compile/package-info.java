/** C compiled at run time: extension modules for whoever is measured or shown, and programs that embed an interpreter. */
package io.mooring.bench.compile;
