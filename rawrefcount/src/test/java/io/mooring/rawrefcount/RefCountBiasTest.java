package io.mooring.rawrefcount;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The number line of counts. */
class RefCountBiasTest {
    private static final long MANY = Integer.MAX_VALUE;

    @Test
    void theNumbersAreThoseOfTheContractWithC() {
        assertThat(RefCountBias.FROM_MANAGED).isEqualTo(1L << 61);
        assertThat(RefCountBias.LIGHT).isEqualTo((1L << 61) + (1L << 62));
        assertThat(RefCountBias.IMMORTAL).isEqualTo(0xC0000000L);
        assertThat(Links.DEALLOCATING).isEqualTo(2 * 0x7DEADL + 1);
    }

    @ParameterizedTest
    @ValueSource(longs = {RefCountBias.FROM_MANAGED, RefCountBias.LIGHT})
    void onlyTheBiasItselfMeansThatCHoldsNothing(long bias) {
        assertThat(RefCountBias.isUnreferenced(bias)).isTrue();
        for (long references : new long[] {-MANY, -1, 1, 2, MANY}) {
            assertThat(RefCountBias.isUnreferenced(bias + references)).as("bias + %d", references).isFalse();
            assertThat(RefCountBias.references(bias + references)).isEqualTo(references);
            assertThat(RefCountBias.isBiased(bias + references)).isTrue();
            assertThat(RefCountBias.isLight(bias + references)).isEqualTo(bias == RefCountBias.LIGHT);
        }
        assertThat(RefCountBias.isUnreferenced(0)).isFalse();
        assertThat(RefCountBias.isUnreferenced(1L << 62)).isFalse();
    }

    @Test
    void ordinaryImmortalAndBiasedCountsAreApart() {
        for (long count : new long[] {0, 1, MANY, RefCountBias.IMMORTAL, RefCountBias.IMMORTAL - (1 << 30), RefCountBias.IMMORTAL + (1 << 30) - 1,
            RefCountBias.FROM_MANAGED, RefCountBias.LIGHT}) {
            int kinds = 0;
            if (RefCountBias.isOrdinary(count)) kinds++;
            if (RefCountBias.isImmortal(count)) kinds++;
            if (RefCountBias.isBiased(count)) kinds++;
            assertThat(kinds).as("kinds of %x", count).isEqualTo(1);
        }
        assertThat(RefCountBias.isOrdinary(-1)).isFalse();
        assertThat(RefCountBias.isImmortal(-1)).isFalse();
        assertThat(RefCountBias.isBiased(-1)).isFalse();
    }

    @Test
    void aCountIsDescribedAsAPersonReadsIt() {
        assertThat(RefCountBias.describe(3)).isEqualTo("3");
        assertThat(RefCountBias.describe(RefCountBias.IMMORTAL)).isEqualTo("immortal");
        assertThat(RefCountBias.describe(RefCountBias.FROM_MANAGED + 2)).isEqualTo("bias + 2");
        assertThat(RefCountBias.describe(RefCountBias.LIGHT - 1)).isEqualTo("light bias - 1");
    }
}
