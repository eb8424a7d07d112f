package io.mooring.gc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Heaps that may grow large ask the system for huge pages; what it was asked stands in the kernel's list of mappings. */
class HugePagesTest {
    private static final Path SETTING = Path.of("/sys/kernel/mm/transparent_hugepage/enabled");
    /** How a mapping says that it was asked. */
    private static final String ASKED = " hg";

    /** The flags of the mapping that an address is in. */
    private static String flags(long address) throws IOException {
        boolean found = false;
        for (String line : Files.readAllLines(Path.of("/proc/self/smaps"))) {
            int dash = line.indexOf('-');
            int space = line.indexOf(' ');
            if (dash > 0 && dash < space && line.indexOf(':') > space) {
                found = address >= HexFormat.fromHexDigitsToLong(line, 0, dash) && address < HexFormat.fromHexDigitsToLong(line, dash + 1, space);
            } else if (found && line.startsWith("VmFlags:")) {
                return line;
            }
        }
        throw new IllegalStateException("no mapping has address 0x" + Long.toHexString(address));
    }

    @ParameterizedTest(name = "{0} MiB: {1}")
    @CsvSource({"1024, true", "128, true", "127, false", "4, false"})
    void onlyALargeHeapAsksForHugePages(long mebibytes, boolean asks) throws IOException {
        assumeTrue(Files.exists(SETTING), "the kernel has no huge pages");
        try (Heap heap = Heap.open(HeapOptions.small(mebibytes << 20))) {
            TestTypes types = new TestTypes(heap);
            assertThat(flags(heap.allocate(types.pair)).contains(ASKED)).isEqualTo(asks);
        }
    }
}
