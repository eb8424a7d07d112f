/**
 * What the outside learns of collections, by way of {@link io.mooring.gc.HeapListener}: one readable line for each, events of the JDK's
 * Flight Recorder, and a binary log that another process can follow.
 *
 * <pre>
 *   CollectionLog  -> CollectionLine                           text
 *   FlightRecords  -> CollectionEvent, CollectionPhaseEvent    JFR
 *   EventLogWriter -> EventLogFormat <- EventLogReader         memory-mapped file
 * </pre>
 *
 * Several listen together through {@link io.mooring.gc.HeapListener#both}.
 */
package io.mooring.gc.events;
