package io.mooring.gc.events;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/** The Flight Recorder's event for one collection; its duration is the pause as the recorder saw it, listeners included. */
@Name("io.mooring.Collection")
@Label("Collection")
@Category("Mooring")
@Description("A collection of a Mooring heap")
@StackTrace(false)
final class CollectionEvent extends Event {
    @Label("Heap")
    @Description("The name that the embedder gave to the heap")
    String heap;

    @Label("Number")
    @Description("Counts collections of the heap from 1")
    long number;

    @Label("Kind")
    @Description("MINOR or MAJOR")
    String kind;

    @Label("Reason")
    String reason;

    @Label("Used Before")
    @DataAmount
    long before;

    @Label("Used After")
    @DataAmount
    long after;

    @Label("Capacity")
    @Description("What the heap may use before the next major collection, copy reserve included")
    @DataAmount
    long capacity;

    @Label("Copied")
    @DataAmount
    long copied;

    @Label("Promoted")
    @DataAmount
    long promoted;

    @Label("Marked")
    @DataAmount
    long marked;

    @Label("Remembered")
    @Description("Objects or slots that a barrier had written down")
    long remembered;

    @Label("Links Swept")
    @Description("Links whose object died")
    long linksSwept;

    @Label("Native Memory")
    @Description("Reported by the embedder and not returned")
    @DataAmount
    long nativeMemory;

    @Label("Pause")
    @Timespan(Timespan.NANOSECONDS)
    long pause;

    @Label("Processor Time")
    @Timespan(Timespan.NANOSECONDS)
    long cpuTime;
}
