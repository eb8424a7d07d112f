package io.mooring.gc;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.gc.memory.Pages;
import io.mooring.gc.memory.Reservation;
import io.mooring.gc.roots.HandleScope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Large nurseries ask the system for huge pages, old spaces do not; what it was asked stands in the kernel's list of mappings. */
class HugePagesTest {
    private static final Path MAPPINGS = Path.of("/proc/self/smaps");
    /** How a mapping says that it was asked. */
    private static final String ASKED = " hg";

    /** The flags of the mapping that an address is in; none where the system does not tell. */
    private static String flags(long address) throws IOException {
        boolean found = false;
        for (String line : Files.exists(MAPPINGS) ? Files.readAllLines(MAPPINGS) : List.<String>of()) {
            int dash = line.indexOf('-');
            int space = line.indexOf(' ');
            if (dash > 0 && dash < space && line.indexOf(':') > space) {
                found = address >= HexFormat.fromHexDigitsToLong(line, 0, dash) && address < HexFormat.fromHexDigitsToLong(line, dash + 1, space);
            } else if (found && line.startsWith("VmFlags:")) {
                return line;
            }
        }
        return "";
    }

    /** Whether the system has huge pages, and says so of memory that asked for them. */
    private static boolean tells() throws IOException {
        try (Reservation asked = new Reservation(4 << 20)) {
            Pages.preferHuge(asked.range().start(), asked.range().end());
            return flags(asked.range().start()).contains(ASKED);
        }
    }

    @ParameterizedTest(name = "{0}, nursery of {1} MiB: {2}")
    @CsvSource({"GenCopy, 16, true", "GenCopy, 4, true", "GenCopy, 2, false", "GenMS, 4, true", "SemiSpace, 4, false"})
    void onlyALargeNurseryAsksForHugePages(String plan, long mebibytes, boolean asks) throws IOException {
        boolean expected = asks && tells(); // without huge pages the heap is the same
        try (Heap heap = Heap.open(HeapOptions.defaults().withPlan(plan).withNursery(mebibytes << 20)); HandleScope scope = heap.scope()) {
            long hPair = scope.root(heap.allocate(new TestTypes(heap).pair));
            assertThat(flags(scope.get(hPair)).contains(ASKED)).as("where objects begin").isEqualTo(expected);
            heap.collect(CollectionKind.MAJOR);
            assertThat(flags(scope.get(hPair)).contains(ASKED)).as("where they grow old").isFalse();
        }
    }
}
