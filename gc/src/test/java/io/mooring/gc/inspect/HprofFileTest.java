package io.mooring.gc.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.gc.Immediate;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The parts of a heap dump: segments that end where they should, and the set of immediates. */
class HprofFileTest {
    private static final int MARK = 0x33;

    @TempDir
    private Path directory;

    @Test
    void aSegmentEndsBeforeThePartThatWouldMakeItTooLong() throws IOException {
        Path path = directory.resolve("segments");
        try (HprofFile file = new HprofFile(path, 20)) {
            for (int i = 0; i < 5; i++) part(file, 9);
            part(file, 50); // longer than any segment: alone in one
            part(file, 20); // just as long as one may be
            file.record(HprofFormat.HEAP_DUMP_END, 0);
            file.finish();
            assertThat(file.position()).isEqualTo(Files.size(path));
        }
        assertThat(records(path)).containsExactly("28: 18", "28: 18", "28: 9", "28: 50", "28: 20", "44: 0");
    }

    /** A part of {@code bytes} bytes, tag included. */
    private static void part(HprofFile file, int bytes) throws IOException {
        file.part(MARK, bytes);
        file.putBytes(new byte[bytes - 1]);
    }

    /** Tag and length of each record; that they follow each other shows that the lengths are right. */
    private static List<String> records(Path path) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(path));
        List<String> records = new ArrayList<>();
        while (bytes.hasRemaining()) {
            int tag = bytes.get();
            assertThat(bytes.getInt()).isZero();
            int length = bytes.getInt();
            records.add(tag + ": " + length);
            if (tag == HprofFormat.HEAP_DUMP_SEGMENT) assertThat(bytes.get(bytes.position())).isEqualTo((byte) MARK);
            bytes.position(bytes.position() + length);
        }
        return records;
    }

    @Test
    void aFileLongerThanTheBufferIsWholeAndBigEndian() throws IOException {
        Path path = directory.resolve("long");
        try (HprofFile file = new HprofFile(path)) {
            for (long i = 0; i < 100_000; i++) {
                file.putByte((int) i);
                file.putLong(i * i);
            }
            file.finish();
        }
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(path));
        for (long i = 0; i < 100_000; i++) {
            assertThat(bytes.get()).isEqualTo((byte) i);
            assertThat(bytes.getLong()).isEqualTo(i * i);
        }
        assertThat(bytes.hasRemaining()).isFalse();
    }

    @Test
    void aSetOfImmediatesHoldsEachOnceHoweverManyThereAre() {
        Set<Long> expected = new HashSet<>();
        try (ImmediateSet set = new ImmediateSet()) {
            for (long i = -5000; i < 5000; i++) {
                for (long value : new long[] {i, i << 40, Immediate.MAX_VALUE - i & Immediate.MAX_VALUE}) {
                    set.add(Immediate.of(value));
                    set.add(Immediate.of(value));
                    expected.add(Immediate.of(value));
                }
            }
            Set<Long> found = new HashSet<>();
            for (long i = 0; i < set.places(); i++) {
                if (set.place(i) != 0) assertThat(found.add(set.place(i))).isTrue();
            }
            assertThat(found).isEqualTo(expected);
            assertThat(set.size()).isEqualTo(expected.size());
        }
    }
}
