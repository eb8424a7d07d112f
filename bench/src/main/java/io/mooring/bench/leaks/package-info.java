/** Reference cycles through C, made, forgotten and counted: what {@code mooring leaks} runs. */
package io.mooring.bench.leaks;
