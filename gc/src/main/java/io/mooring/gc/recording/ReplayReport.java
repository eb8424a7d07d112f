package io.mooring.gc.recording;

/**
 * What the replay of a trace cost on one plan, and the graph that was left.
 *
 * @param objects        objects allocated
 * @param allocatedBytes bytes of these
 * @param stores         references stored
 * @param copiedBytes    bytes of objects that moved
 * @param promotedBytes  bytes that minor collections added to the old generation
 * @param markedBytes    bytes of objects found alive where they were
 * @param cpuNanos       processor time of the collector, without that for following the objects
 * @param graph          what was reachable at the end
 */
public record ReplayReport(
        String plan,
        long objects,
        long allocatedBytes,
        long stores,
        long collections,
        long minorCollections,
        long copiedBytes,
        long promotedBytes,
        long markedBytes,
        long cpuNanos,
        GraphModel.Graph graph) {}
