/**
 * {@code mooring links --plots}: the table against the dictionary, question by question, each in a process of its own; tables, data and plots as files.
 */
package io.mooring.bench.links.compare;
