package io.mooring.gc.inspect;

import io.mooring.gc.Ref;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * The reachable objects of a heap, counted by type.
 *
 * @param rows    types with at least one object, those with the most bytes first; equals by type id
 * @param objects number of all objects
 * @param bytes   bytes of all objects, headers and stored hashes included
 */
public record HeapHistogram(List<Row> rows, long objects, long bytes) {
    /**
     * The objects of one type.
     *
     * @param type id of the type
     * @param name its name; two types may share one
     */
    public record Row(int type, String name, long objects, long bytes) {}

    private static final String LINE = "%,14d  %,18d  %s%n";

    public HeapHistogram {
        rows = List.copyOf(rows);
    }

    /** Counts what the heap holds now; refused during a collection, as a {@link HeapWalk} is. */
    public static HeapHistogram of(HeapView heap) {
        Counts counts = new Counts(heap.model().types().size() + 1);
        new HeapWalk(heap).run(counts);
        List<Row> rows = new ArrayList<>();
        long objects = 0;
        long bytes = 0;
        for (int type = 1; type < counts.objects.length; type++) {
            if (counts.objects[type] == 0) continue;
            rows.add(new Row(type, heap.model().types().layout(type).name(), counts.objects[type], counts.bytes[type]));
            objects += counts.objects[type];
            bytes += counts.bytes[type];
        }
        rows.sort(Comparator.comparingLong(Row::bytes).reversed().thenComparingInt(Row::type));
        return new HeapHistogram(rows, objects, bytes);
    }

    /** A table: objects, bytes and name of each type, and the sums. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(String.format(Locale.ROOT, "%14s  %18s  %s%n", "objects", "bytes", "type"));
        for (Row row : rows) text.append(String.format(Locale.ROOT, LINE, row.objects, row.bytes, row.name));
        return text.append(String.format(Locale.ROOT, LINE, objects, bytes, "in all")).toString();
    }

    private static final class Counts implements HeapVisitor {
        private final long[] objects;
        private final long[] bytes;

        Counts(int types) {
            objects = new long[types];
            bytes = new long[types];
        }

        @Override
        public void visitObject(@Ref long object, int type, long size) {
            objects[type]++;
            bytes[type] += size;
        }
    }
}
