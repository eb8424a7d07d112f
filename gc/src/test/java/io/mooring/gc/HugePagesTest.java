package io.mooring.gc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mooring.gc.roots.HandleScope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Large nurseries ask the system for huge pages, old spaces do not; what it was asked stands in the kernel's list of mappings. */
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

    @ParameterizedTest(name = "{0}, nursery of {1} MiB: {2}")
    @CsvSource({"GenCopy, 16, true", "GenCopy, 4, true", "GenCopy, 2, false", "GenMS, 4, true", "SemiSpace, 4, false"})
    void onlyALargeNurseryAsksForHugePages(String plan, long mebibytes, boolean asks) throws IOException {
        assumeTrue(Files.exists(SETTING), "the kernel has no huge pages");
        try (Heap heap = Heap.open(HeapOptions.defaults().withPlan(plan).withNursery(mebibytes << 20)); HandleScope scope = heap.scope()) {
            long hPair = scope.root(heap.allocate(new TestTypes(heap).pair));
            assertThat(flags(scope.get(hPair)).contains(ASKED)).as("where objects begin").isEqualTo(asks);
            heap.collect(CollectionKind.MAJOR);
            assertThat(flags(scope.get(hPair)).contains(ASKED)).as("where they grow old").isFalse();
        }
    }
}
