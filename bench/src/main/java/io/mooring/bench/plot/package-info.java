/** Charts as files: what the plots of all commands have in common. */
package io.mooring.bench.plot;
