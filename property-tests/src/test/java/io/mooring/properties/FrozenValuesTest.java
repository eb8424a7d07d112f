package io.mooring.properties;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

/** What {@link FrozenValues} accepts and rejects, on fields made for it. */
final class FrozenValuesTest {

    private record Named(String name, List<String> aliases) {}

    private static final class Counter {
        private long count;

        long next() {
            return ++count;
        }
    }

    @SuppressWarnings("unused")
    private static final class Samples {
        static final String TEXT = "text";
        static final int[] TABLE = {1, 2, 3};
        static final List<String> UNMODIFIABLE = List.of("a");
        static final Named RECORD = new Named("n", List.of());
        static final LongSupplier CODE = () -> 7;
        static final List<String> MODIFIABLE = new ArrayList<>();
        static final AtomicLong ATOMIC = new AtomicLong();
        static final Counter COUNTER = new Counter();
        static final List<Counter> COUNTERS = List.of(new Counter());
        static final Named RECORD_OF_MODIFIABLE = new Named("n", new ArrayList<>());
    }

    @Test
    void whatCannotChangePasses() throws Exception {
        for (String name : List.of("TEXT", "TABLE", "UNMODIFIABLE", "RECORD", "CODE")) {
            assertThat(FrozenValues.reasonAgainst(Samples.class.getDeclaredField(name))).as(name).isEmpty();
        }
    }

    @Test
    void whatCanChangeIsNamedWithTheReason() throws Exception {
        assertThat(reason("MODIFIABLE")).contains("java.util.ArrayList can be modified");
        assertThat(reason("ATOMIC")).contains("AtomicLong may hold state");
        assertThat(reason("COUNTER")).contains("Counter.count is not final");
        assertThat(reason("COUNTERS")).contains("Counter.count is not final");
        assertThat(reason("RECORD_OF_MODIFIABLE")).contains("Named.aliases").contains("can be modified");
        assertThat(Samples.COUNTER.next()).isPositive();
    }

    private static String reason(String field) throws Exception {
        return FrozenValues.reasonAgainst(Samples.class.getDeclaredField(field)).orElseThrow();
    }
}
