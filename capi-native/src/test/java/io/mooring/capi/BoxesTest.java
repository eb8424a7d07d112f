package io.mooring.capi;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.gc.Immediate;
import io.mooring.gc.roots.HandleScope;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Values in boxes: what goes in comes out, C reads them as its own, and no block stays behind. */
class BoxesTest {
    private Border border;

    @BeforeEach
    void open() {
        border = Border.open(BorderSetting.usual());
    }

    @AfterEach
    void close() {
        border.close();
    }

    /** Numbers at every border of the representation: digits of 30 bits, immediates of 63, Java's long. */
    private static List<BigInteger> numbers() {
        List<BigInteger> numbers = new ArrayList<>();
        for (int bit : new int[] {0, 1, 29, 30, 31, 59, 60, 61, 62, 63, 64, 89, 90, 91, 300}) {
            BigInteger power = BigInteger.TWO.pow(bit);
            for (int near = -1; near <= 1; near++) {
                numbers.add(power.add(BigInteger.valueOf(near)));
                numbers.add(power.add(BigInteger.valueOf(near)).negate());
            }
        }
        return numbers;
    }

    @Test
    void anIntOfAnySizeComesBack() {
        for (BigInteger number : numbers()) {
            long box = border.capi.toNative.newReference(border.space.newInt(number));
            assertThat(border.space.asBigInteger(border.capi.fromNative.settle(box))).isEqualTo(number);
        }
    }

    @Test
    void cReadsAnIntAsCPythonStoresIt() {
        long bytesOf = border.capi.library.symbol("_PyLong_NumBits");
        for (BigInteger number : numbers()) {
            long box = border.capi.toNative.newReference(border.space.newInt(number));
            assertThat(NativeLinker.call(bytesOf, box)).as("bits of %s", number).isEqualTo(number.abs().bitLength());
            assertThat(Long.signum(CMemory.size(box))).as("sign of %s", number).isEqualTo(number.signum());
            border.capi.boxes.drop(box);
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.0, -0.0, 1.5, Double.MIN_VALUE, Double.MAX_VALUE, Double.POSITIVE_INFINITY, Double.NaN})
    void aFloatKeepsItsBits(double value) {
        long box = border.capi.toNative.newReference(border.space.newFloat(value));
        double back = border.space.asDouble(border.capi.fromNative.settle(box));
        assertThat(Double.doubleToRawLongBits(back)).isEqualTo(Double.doubleToRawLongBits(value));
    }

    @Test
    void boxesThatNobodyKeptAreFreeAgain() {
        long before = border.capi.arenaStatistics().blocks();
        for (BigInteger number : numbers()) border.capi.boxes.drop(border.capi.toNative.newReference(border.space.newInt(number)));
        border.capi.boxes.drop(border.capi.toNative.newReference(border.space.newFloat(2.5)));
        border.capi.boxes.drop(border.capi.toNative.newReference(border.space.complexes.make(1, 2)));
        assertThat(border.capi.arenaStatistics().blocks()).isEqualTo(before);
    }

    @Test
    void aBoxIsNeverLinked() {
        long before = border.capi.linkStatistics().made();
        for (int i = 0; i < 100; i++) border.callWith("simple", "onearg", Immediate.of(i * 1_000_000_007L));
        border.callWith("simple", "onearg", border.space.newFloat(0.1));
        assertThat(border.capi.linkStatistics().made() - before).as("links beside the module's own").isLessThan(100);
        long after = border.capi.linkStatistics().made();
        for (int i = 0; i < 100; i++) border.callWith("simple", "onearg", border.space.newFloat(i));
        assertThat(border.capi.linkStatistics().made()).isEqualTo(after);
    }

    @Test
    void anIntThatCKeptIsNotOverwrittenByTheNextCall() {
        border.callWith("keeper", "keep", Immediate.of(1_000_001));
        for (int i = 0; i < 10; i++) border.callWith("simple", "onearg", Immediate.of(i));
        assertThat(border.result("keeper", "get", "()")).isEqualTo("1000001");
    }

    @Test
    void whatIsNoBoxIsRecognised() {
        try (HandleScope scope = border.heap.scope()) {
            long hText = scope.root(border.space.newStr("a text"));
            assertThat(border.capi.toNative.isValue(Immediate.of(3))).isTrue();
            assertThat(border.capi.toNative.isValue(scope.get(hText))).isFalse();
            assertThat(border.capi.toNative.isValue(border.space.w_True)).isFalse();
        }
    }
}
