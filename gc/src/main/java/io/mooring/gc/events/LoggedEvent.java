package io.mooring.gc.events;

import io.mooring.gc.CollectionKind;
import io.mooring.gc.CollectionReport;

/** What one record of an event log tells. The phases between the start of a collection and its end are those of that collection. */
public sealed interface LoggedEvent {
    /** When it happened, or ended: nanoseconds since the log began. */
    long time();

    /** A collection is about to begin. */
    record CollectionStarts(long time, CollectionKind kind, String reason) implements LoggedEvent {}

    /**
     * A phase is over.
     *
     * @param phase its name, see {@link io.mooring.gc.Phase}
     * @param nanos how long it took
     */
    record PhaseOver(long time, String phase, long nanos) implements LoggedEvent {}

    /** A collection is over. */
    record CollectionOver(long time, CollectionReport report) implements LoggedEvent {}
}
