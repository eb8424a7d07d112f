/**
 * Lifetime traces: what a program allocated, stored, rooted and lost, written by the Recorder plan to a file, and replayed on any plan.
 */
package io.mooring.gc.recording;
