package io.mooring.objspace;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Iterators that are used while what they walk over changes, that nest deeply, or that fail halfway. */
class IteratorsTest extends SpaceTest {

    private static String run(String snippet) {
        return PythonSnippet.run(space, snippet).repr();
    }

    @Test
    void anExhaustedListIteratorStaysExhausted() {
        assertThat(run("x = [1]; y = iter(x); list(y); x.append(2); list(y)")).isEqualTo("[]");
    }

    @Test
    void aRangeIteratorCrossesTheBorderOfImmediates() {
        assertThat(run("list(range(2**62 - 2, 2**62 + 2))"))
                .isEqualTo("[4611686018427387902, 4611686018427387903, 4611686018427387904, 4611686018427387905]");
        assertThat(run("list(reversed(range(-2**62 - 1, -2**62 + 2)))"))
                .isEqualTo("[-4611686018427387903, -4611686018427387904, -4611686018427387905]");
    }

    @Test
    void enumerateCountsBeyondTheImmediates() {
        assertThat(run("list(enumerate('ab', 2**62 - 1))")).isEqualTo("[(4611686018427387903, 'a'), (4611686018427387904, 'b')]");
    }

    @Test
    void anErrorInAMappedFunctionComesOutAndTheIteratorGoesOn() {
        Value iterator = PythonSnippet.run(space, "map(lambda v: 10 // v, [5, 0, 2])");
        assertThat(space.reprText(space.next(iterator.w()))).isEqualTo("2");
        assertThat(error(() -> space.next(iterator.w()))).startsWith("ZeroDivisionError");
        assertThat(space.reprText(space.next(iterator.w()))).isEqualTo("5");
        assertThat(space.next(iterator.w())).isZero();
    }

    @Test
    void zipKeepsItsItemsWhileItsIteratorsAllocate() {
        assertThat(run("list(zip(map(str, range(3)), map(lambda v: v + 0.5, range(3)), 'xyz'))"))
                .isEqualTo("[('0', 0.5, 'x'), ('1', 1.5, 'y'), ('2', 2.5, 'z')]");
    }

    @Test
    void reversedFollowsAListThatShrinks() {
        assertThat(run("x = [1, 2, 3, 4]; y = reversed(x); y.__next__(); x.clear(); list(y)")).isEqualTo("[]");
    }

    @Test
    void aLargeRangeHasNoLengthButItems() {
        assertThat(error(() -> run("len(range(2**70))"))).isEqualTo("OverflowError: Python int too large to convert to C ssize_t");
        assertThat(run("range(2**70)[2**69]")).isEqualTo("590295810358705651712");
    }
}
