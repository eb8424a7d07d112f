/** What it costs to pass objects to C, over the real border: {@code passing.c} is compiled and loaded, and objects go in and die. */
package io.mooring.bench.links.border;
