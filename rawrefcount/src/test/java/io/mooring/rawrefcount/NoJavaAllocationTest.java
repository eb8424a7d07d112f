package io.mooring.rawrefcount;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.mooring.rawrefcount.LinkFixture.Type;
import java.lang.management.ManagementFactory;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Making, following and ending links makes no Java object. The least of a few attempts counts, as in the heap's own test. */
class NoJavaAllocationTest {
    /** Bytes that asking for the number may itself cost. */
    private static final long NOISE_BYTES = 512;
    /** Rounds until the JDK has specialised the method handles of {@code madvise}, and every off-heap store has its size. */
    private static final int WARM_UP_ROUNDS = 400;

    static Stream<LinkSetting> calm() {
        return LinkSetting.all().filter(setting -> !setting.stressed());
    }

    @ParameterizedTest
    @MethodSource("calm")
    void linksThatAreMadeFoundAndEndedMakeNoJavaObject(LinkSetting setting) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        try (LinkFixture f = new LinkFixture(setting)) {
            long handle = f.root(0);
            work(f, handle, WARM_UP_ROUNDS);
            long least = Long.MAX_VALUE;
            for (int attempt = 0; attempt < 3; attempt++) {
                long before = threads.getCurrentThreadAllocatedBytes();
                work(f, handle, 200);
                least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
            }
            assertThat(least).isLessThan(NOISE_BYTES);
            assertThat(f.statistics().made()).isEqualTo((WARM_UP_ROUNDS + 3L * 200) * 40 * TYPES.length);
        }
    }

    private static void work(LinkFixture f, long handle, int rounds) {
        for (int round = 0; round < rounds; round++) {
            for (int i = 0; i < 40; i++) {
                for (Type type : TYPES) link(f, handle, type);
            }
            if (round % 10 == 0) f.major();
            else f.minor();
            for (long dead = f.links.nextDead(); dead != 0; dead = f.links.nextDead()) f.dropCount(dead);
        }
    }

    private static final Type[] TYPES = Type.values();

    private static void link(LinkFixture f, long handle, Type type) {
        long pyobj = f.arena.allocate(0);
        long object = f.heap.allocate(f.pairType);
        f.set(handle, object);
        if (type.isNative) f.links.linkNative(object, pyobj, type.isLight);
        else f.links.linkManaged(object, pyobj, type.isLight);
        if (f.links.toObj(f.links.toPyObject(object)) != object) throw new AssertionError("the ends of a link do not agree");
    }
}
