package io.mooring.gc.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mooring.gc.memory.Memory;
import io.mooring.gc.memory.Words;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The header word: each part keeps to its own bits. */
class ObjectHeaderTest {
    private static final List<Long> FLAGS = List.of(ObjectHeader.NOTIFY, ObjectHeader.MARK, ObjectHeader.HASHED, ObjectHeader.HASH_STORED,
            ObjectHeader.PINNED, ObjectHeader.LARGE_YOUNG, ObjectHeader.WATCHED, ObjectHeader.DIRTY_CARDS);

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 255, 256, ObjectHeader.MAX_TYPE})
    void aFreshHeaderHasItsTypeAndNothingElse(int type) {
        long header = ObjectHeader.fresh(type);
        assertThat(ObjectHeader.type(header)).isEqualTo(type);
        assertThat(ObjectHeader.isForwarded(header)).isFalse();
        assertThat(ObjectHeader.linkIndex(header)).isZero();
        assertThat(ObjectHeader.age(header)).isZero();
        for (long flag : FLAGS) assertThat(ObjectHeader.has(header, flag)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, Integer.MAX_VALUE, Integer.MIN_VALUE, -1})
    void allThirtyTwoBitsOfALinkIndexAreKeptBesideTheRest(int index) {
        long header = ObjectHeader.older(ObjectHeader.fresh(ObjectHeader.MAX_TYPE)) | ObjectHeader.HASHED;
        long linked = ObjectHeader.withLinkIndex(ObjectHeader.withLinkIndex(header, 12345), index);
        assertThat(ObjectHeader.linkIndex(linked)).isEqualTo(index);
        assertThat(ObjectHeader.withLinkIndex(linked, 0)).isEqualTo(header);
        assertThat(ObjectHeader.isForwarded(linked)).isFalse();
    }

    @Test
    void flagsDoNotOverlapEachOtherOrTheAgeOrTheType() {
        long all = ObjectHeader.HEADER;
        for (long flag : FLAGS) {
            assertThat(all & flag).isZero();
            all |= flag;
        }
        assertThat(ObjectHeader.age(all)).isZero();
        assertThat(ObjectHeader.type(all)).isZero();
        assertThat(ObjectHeader.linkIndex(all)).isZero();
    }

    @Test
    void anAgeGrowsToItsMaximumAndIsForgottenByPromotion() {
        long header = ObjectHeader.fresh(7);
        for (int age = 1; age <= ObjectHeader.MAX_AGE; age++) {
            header = ObjectHeader.older(header);
            assertThat(ObjectHeader.age(header)).isEqualTo(age);
            assertThat(ObjectHeader.type(header)).isEqualTo(7);
        }
        long oldest = header;
        assertThatThrownBy(() -> ObjectHeader.older(oldest)).isInstanceOf(AssertionError.class);
        assertThat(ObjectHeader.promoted(header)).isEqualTo(ObjectHeader.fresh(7) | ObjectHeader.NOTIFY);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, ObjectHeader.NOTIFY, ~(ObjectHeader.NOTIFY | 0xFFFF_0000L), 0x7FFF_FFFF_0000_0000L, -1})
    void whatIsReadAloneOfAHeaderInMemoryIsWhatTheWholeWordSays(long rest) {
        for (int type : List.of(1, 0x1234, ObjectHeader.MAX_TYPE)) {
            long header = ObjectHeader.fresh(type) | rest;
            try (Words words = Words.zeroes(1)) {
                Memory.writeLong(words.start(), header);
                assertThat(ObjectHeader.typeAt(words.start())).isEqualTo(ObjectHeader.type(header));
                assertThat(ObjectHeader.linkIndexAt(words.start())).isEqualTo(ObjectHeader.linkIndex(header));
                assertThat(ObjectHeader.notifiesAt(words.start())).isEqualTo(ObjectHeader.has(header, ObjectHeader.NOTIFY));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0x1000, 0x7fff_ffff_fff8L, 0})
    void anAlignedAddressInPlaceOfTheHeaderMeansForwarded(long address) {
        assertThat(ObjectHeader.isForwarded(address)).isTrue();
    }
}
