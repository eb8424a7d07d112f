package io.mooring.gc.events;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** The Flight Recorder's event for one phase of a collection. */
@Name("io.mooring.CollectionPhase")
@Label("Collection Phase")
@Category("Mooring")
@Description("A phase of a collection of a Mooring heap")
@StackTrace(false)
final class CollectionPhaseEvent extends Event {
    @Label("Heap")
    @Description("The name that the embedder gave to the heap")
    String heap;

    @Label("Collection")
    @Description("Number of the collection, as in io.mooring.Collection")
    long collection;

    @Label("Phase")
    @Description("A constant of io.mooring.gc.Phase")
    String phase;
}
