package io.mooring.objspace;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.gc.Immediate;
import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Integers of both representations against the JDK's, and the border between the representations. */
class IntegersTest extends SpaceTest {
    private static final BigInteger[] EDGES = {
        BigInteger.ZERO, BigInteger.ONE, BigInteger.valueOf(Immediate.MAX_VALUE), BigInteger.valueOf(Immediate.MIN_VALUE),
        BigInteger.valueOf(Immediate.MAX_VALUE).add(BigInteger.ONE), BigInteger.valueOf(Immediate.MIN_VALUE).subtract(BigInteger.ONE),
        BigInteger.valueOf(Long.MAX_VALUE), BigInteger.valueOf(Long.MIN_VALUE), BigInteger.ONE.shiftLeft(64),
                BigInteger.ONE.shiftLeft(90).negate(),
        BigInteger.ONE.shiftLeft(60).subtract(BigInteger.ONE), BigInteger.TEN.pow(40)};

    private static Value big(BigInteger value) {
        return value(space.newInt(value));
    }

    @Test
    void whatFitsAnImmediateIsOne() {
        for (BigInteger edge : EDGES) {
            boolean fits = edge.bitLength() <= Long.SIZE - 2;
            Value value = big(edge);
            assertThat(Immediate.is(value.w())).as("%s is immediate", edge).isEqualTo(fits);
            assertThat(space.asBigInteger(value.w())).isEqualTo(edge);
        }
    }

    @Test
    void aLongHasTheDigitsOfCPython() {
        Value value = big(BigInteger.ONE.shiftLeft(62).add(BigInteger.valueOf(5)).negate());
        assertThat(space.longs.digits(value.w())).isEqualTo(3);
        assertThat(space.longs.isNegative(value.w())).isTrue();
        assertThat(space.longs.digit(value.w(), 0)).isEqualTo(5);
        assertThat(space.longs.digit(value.w(), 1)).isZero();
        assertThat(space.longs.digit(value.w(), 2)).isEqualTo(4);
    }

    @Test
    void arithmeticIsThatOfTheIntegers() {
        Random random = new Random(11);
        int rounds = setting.stressed ? 150 : 2000;
        for (int round = 0; round < rounds; round++) {
            BigInteger a = pick(random);
            BigInteger b = pick(random);
            check(a, b, BinaryOp.ADD, a.add(b));
            check(a, b, BinaryOp.SUB, a.subtract(b));
            check(a, b, BinaryOp.MUL, a.multiply(b));
            check(a, b, BinaryOp.AND, a.and(b));
            check(a, b, BinaryOp.OR, a.or(b));
            check(a, b, BinaryOp.XOR, a.xor(b));
            int count = random.nextInt(130);
            check(a, BigInteger.valueOf(count), BinaryOp.LSHIFT, a.shiftLeft(count));
            check(a, BigInteger.valueOf(count), BinaryOp.RSHIFT, a.shiftRight(count));
            if (b.signum() != 0) division(a, b);
            assertThat(compare(big(a), big(b), CompareOp.LT).isTrue()).isEqualTo(a.compareTo(b) < 0);
            assertThat(equal(big(a), big(b))).isEqualTo(a.equals(b));
            assertThat(big(a).repr()).isEqualTo(a.toString());
        }
    }

    private static BigInteger pick(Random random) {
        if (random.nextInt(3) == 0) return EDGES[random.nextInt(EDGES.length)];
        BigInteger value = new BigInteger(1 + random.nextInt(130), random);
        return random.nextBoolean() ? value : value.negate();
    }

    private static void check(BigInteger a, BigInteger b, BinaryOp op, BigInteger expected) {
        Value result = binary(op, big(a), big(b));
        assertThat(space.asBigInteger(result.w())).as("%s %s %s", a, op.symbol(), b).isEqualTo(expected);
        assertThat(Immediate.is(result.w())).isEqualTo(expected.bitLength() <= Long.SIZE - 2);
    }

    /** Quotient and remainder belong together, and the remainder has the sign of the divisor. */
    private static void division(BigInteger a, BigInteger b) {
        BigInteger quotient = space.asBigInteger(binary(BinaryOp.FLOORDIV, big(a), big(b)).w());
        BigInteger remainder = space.asBigInteger(binary(BinaryOp.MOD, big(a), big(b)).w());
        assertThat(quotient.multiply(b).add(remainder)).as("%s divided by %s", a, b).isEqualTo(a);
        assertThat(remainder.signum() == 0 || remainder.signum() == b.signum()).isTrue();
        assertThat(remainder.abs()).isLessThan(b.abs());
    }

    @Test
    void bytesAndDigitsAreReadBackAsWritten() {
        Random random = new Random(12);
        for (int round = 0; round < 60; round++) {
            BigInteger value = pick(random);
            Value keywords = dict(text("signed"), value(space.w_True));
            for (String order : new String[] {"big", "little"}) {
                Value bytes = big(value).attr("to_bytes").applyWith(keywords, number(20), text(order));
                assertThat(builtin("int").attr("from_bytes").applyWith(keywords, bytes, text(order)).repr()).isEqualTo(value.toString());
            }
            for (int base : new int[] {2, 7, 10, 16, 36}) {
                assertThat(builtin("int").apply(text(value.toString(base)), number(base)).repr()).isEqualTo(value.toString());
            }
        }
    }

    @Test
    void anIntThatNoHeapHoldsIsAMemoryError() {
        assertThat(error(() -> number(1).call("__lshift__", number(1L << 40)))).startsWith("MemoryError");
        assertThat(error(() -> number(10).call("__pow__", number(1L << 40)))).startsWith("MemoryError");
        assertThat(number(1).call("__lshift__", number(70)).repr()).isEqualTo("1180591620717411303424");
    }

    @Test
    void arithmeticOnImmediatesAllocatesNothingInTheHeap() {
        long before = heap.collections();
        long sum = space.newInt(0);
        for (int i = 0; i < 1000; i++) sum = space.add(sum, space.newInt(i));
        for (int i = 0; i < 1000; i++) sum = space.sub(space.mul(sum, space.newInt(3)), space.mul(sum, space.newInt(2)));
        assertThat(Immediate.value(sum)).isEqualTo(499500);
        // in the stressed settings every allocation would have been a collection
        assertThat(heap.collections()).isEqualTo(before);
    }
}
