package io.mooring.bench.gc.contest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mooring.bench.gc.work.Workload;

/**
 * What a {@link Worker} is for; it is passed on the command line as JSON.
 *
 * @param task         what a run measures
 * @param workload     the program
 * @param size         its size, see {@link Workload#on}
 * @param plan         how the heap is collected; null for Java objects
 * @param heapBytes    size of the heap, which is fixed
 * @param nurseryBytes nursery of a generational plan
 * @param millis       how long a run of {@link Task#PAUSES} takes
 */
public record Assignment(Task task, Workload workload, int size, String plan, long heapBytes, long nurseryBytes, long millis) {
    /** What a run measures. */
    public enum Task {
        /** The whole program on a heap: {@link RunSample}. */
        WHOLE,
        /** The whole program with Java objects: {@link RunSample}. */
        JAVA,
        /** Steps among old objects without any collection: {@link RunSample}. */
        BARRIER,
        /** How fast a collection copies: {@link CopySample}. */
        COPY,
        /** How long the program is stopped: {@link PauseSample}. */
        PAUSES
    }

    /** The whole program on a heap of this plan. */
    public static Assignment whole(Workload workload, int size, String plan, long heapBytes, long nurseryBytes) {
        return new Assignment(Task.WHOLE, workload, size, plan, heapBytes, nurseryBytes, 0);
    }

    /** The whole program with Java objects. */
    public static Assignment java(Workload workload, int size, long heapBytes) {
        return new Assignment(Task.JAVA, workload, size, null, heapBytes, 0, 0);
    }

    String json() {
        try {
            return new ObjectMapper().writeValueAsString(this);
        } catch (JsonProcessingException failure) {
            throw new IllegalStateException(failure);
        }
    }

    static Assignment of(String json) throws JsonProcessingException {
        return new ObjectMapper().readValue(json, Assignment.class);
    }

    /** What it is, for messages and progress. */
    public String description() {
        return workload.label() + (plan == null ? " with Java objects" : " on " + plan);
    }
}
