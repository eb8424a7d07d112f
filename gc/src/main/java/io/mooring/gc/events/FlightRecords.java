package io.mooring.gc.events;

import io.mooring.gc.CollectionKind;
import io.mooring.gc.CollectionReport;
import io.mooring.gc.HeapListener;
import io.mooring.gc.Phase;
import java.util.ArrayList;
import java.util.List;

/**
 * A listener that makes each collection an event {@code io.mooring.Collection} of the JDK's Flight Recorder, and each of its phases an
 * {@code io.mooring.CollectionPhase}.
 *
 * <p>The number of a collection is known when it ends, so the events of its phases are committed then. Event objects are used again:
 * nothing is allocated per collection. While nobody records, each call is a test of a flag.
 */
public final class FlightRecords implements HeapListener {
    private final String heap;
    private final CollectionEvent collection = new CollectionEvent();
    private final CollectionPhaseEvent probe = new CollectionPhaseEvent();
    private final List<CollectionPhaseEvent> phases = new ArrayList<>();
    private int phasesBegun;
    private boolean recordsCollection;
    private boolean recordsPhases;

    /** @param heap names the heap in each event, for a JVM with several */
    public FlightRecords(String heap) {
        this.heap = heap;
        collection.heap = heap;
    }

    @Override
    public void collectionStarts(CollectionKind kind, String reason) {
        phasesBegun = 0;
        recordsCollection = collection.isEnabled();
        recordsPhases = probe.isEnabled();
        if (recordsCollection) collection.begin();
    }

    @Override
    public void phaseStarts(Phase phase) {
        if (!recordsPhases) return;
        if (phasesBegun == phases.size()) addPhaseSlow();
        CollectionPhaseEvent event = phases.get(phasesBegun++);
        event.phase = phase.name();
        event.begin();
    }

    private void addPhaseSlow() {
        CollectionPhaseEvent event = new CollectionPhaseEvent();
        event.heap = heap;
        phases.add(event);
    }

    @Override
    public void phaseEnds(Phase phase) {
        if (recordsPhases && phasesBegun > 0) phases.get(phasesBegun - 1).end();
    }

    @Override
    public void collectionEnds(CollectionReport report) {
        if (recordsCollection) commit(report);
        for (int i = 0; i < phasesBegun; i++) {
            CollectionPhaseEvent event = phases.get(i);
            event.collection = report.number();
            event.commit();
        }
        phasesBegun = 0;
        recordsCollection = false;
        recordsPhases = false;
    }

    private void commit(CollectionReport report) {
        collection.end();
        collection.number = report.number();
        collection.kind = report.kind().name();
        collection.reason = report.reason();
        collection.before = report.usedBefore();
        collection.after = report.usedAfter();
        collection.capacity = report.limit();
        collection.copied = report.copiedBytes();
        collection.promoted = report.promotedBytes();
        collection.marked = report.markedBytes();
        collection.remembered = report.remembered();
        collection.linksSwept = report.linksEnded();
        collection.nativeMemory = report.nativeBytes();
        collection.pause = report.nanos();
        collection.cpuTime = report.cpuNanos();
        collection.commit();
    }
}
