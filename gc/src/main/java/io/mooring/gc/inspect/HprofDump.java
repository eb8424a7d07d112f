package io.mooring.gc.inspect;

import io.mooring.gc.Ref;
import io.mooring.gc.Slot;
import io.mooring.gc.memory.Memory;
import io.mooring.gc.object.ObjectHeader;
import io.mooring.gc.object.ObjectModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A dump of a heap to a file in HPROF format 1.0.2: every reachable object with its type, its fields and its roots, for Eclipse MAT,
 * VisualVM, Shark and their like. {@code docs/inspect.md} says what of ours becomes what of theirs.
 *
 * @param objects     objects in the dump
 * @param roots       roots that name an object
 * @param immediates  different immediates found in slots, each of which stands in the dump as an instance
 * @param shortened   variable parts that are longer than the format can say (2^31 - 1 elements, or 4 GiB) and were cut there
 * @param fileBytes   size of the file
 */
public record HprofDump(long objects, long roots, long immediates, long shortened, long fileBytes) {
    private static final String PART = ".part";

    /**
     * Writes what the heap holds now. The file has its name only once it is complete; one that had the name before is replaced.
     *
     * @throws IOException           when the file cannot be written: one line with the path and the reason
     * @throws IllegalStateException during a collection
     */
    public static HprofDump write(HeapView heap, Path file) throws IOException {
        if (Files.isDirectory(file)) throw refused(file, "it is a directory", null);
        Path part = file.resolveSibling(file.getFileName() + PART);
        try {
            HprofDump dump = writePart(heap, part);
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
            return dump;
        } catch (NoSuchFileException failure) {
            throw refused(file, "there is no directory " + file.toAbsolutePath().getParent(), failure);
        } catch (AccessDeniedException failure) {
            throw refused(file, "writing there is not permitted", failure);
        } catch (IOException failure) {
            throw refused(file, failure.getMessage(), failure);
        } finally {
            if (Files.exists(part)) Files.delete(part);
        }
    }

    private static IOException refused(Path file, String reason, IOException cause) {
        return new IOException("cannot write a heap dump to " + file + ": " + reason + "; expected a file in a directory that can be written", cause);
    }

    private static HprofDump writePart(HeapView heap, Path part) throws IOException {
        try (HprofFile file = new HprofFile(part); ImmediateSet immediates = new ImmediateSet()) {
            Writer writer = new Writer(new HprofHeapWriter(file, heap.model().types(), immediates), heap.model());
            writer.out.start();
            new HeapWalk(heap).run(writer);
            writer.out.finish();
            return new HprofDump(writer.objects, writer.roots, immediates.size(), writer.out.shortened(), file.position());
        } catch (UncheckedIOException failure) {
            throw failure.getCause();
        }
    }

    /** Passes what a walk finds on to the file; an ephemeron when its value slot tells whether the value is among the objects. */
    private static final class Writer implements HeapVisitor {
        private final HprofHeapWriter out;
        private final ObjectModel model;
        private long objects;
        private long roots;

        Writer(HprofHeapWriter out, ObjectModel model) {
            this.out = out;
            this.model = model;
        }

        @Override
        public void visitRoot(RootKind kind, @Slot long slot, @Ref long object) {
            roots++;
            try {
                out.root(kind, slot, object);
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }

        @Override
        public void visitObject(@Ref long object, int type, long bytes) {
            objects++;
            if (!model.isEphemeron(object)) write(object, true);
        }

        private void write(@Ref long object, boolean valueLives) {
            try {
                out.object(object, ObjectHeader.type(Memory.readLong(object)), valueLives);
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }

        @Override
        public void visitSlot(@Ref long holder, @Slot long slot, @Ref long value) {
            out.slot(value);
            if (model.isEphemeron(holder) && slot == model.valueSlot(holder)) write(holder, true);
        }

        @Override
        public void visitWeakSlot(@Ref long holder, @Slot long slot, @Ref long value) {
            if (model.isEphemeron(holder) && slot == model.valueSlot(holder)) write(holder, false);
        }
    }
}
