package io.mooring.gc.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mooring.gc.object.TypeLayout.Elements;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How layouts are laid out, and what the collector reads of them. */
class TypeLayoutTest {

    @Test
    void fieldsFollowTheHeaderInTheOrderOfDeclaration() {
        TypeLayout.Builder builder = TypeLayout.named("node");
        assertThat(builder.word("hash")).isEqualTo(8);
        assertThat(builder.reference("next")).isEqualTo(16);
        assertThat(builder.weakReference("owner")).isEqualTo(24);
        assertThat(builder.reference("value")).isEqualTo(32);
        TypeLayout layout = builder.build();
        assertThat(layout.fixedBytes()).isEqualTo(40);
        assertThat(layout.referenceMap()).isEqualTo(0b10100);
        assertThat(layout.weakMap()).isEqualTo(0b1000);
        assertThat(layout.isVariable()).isFalse();
        assertThat(layout.hasReferences()).isTrue();
        assertThat(layout.bytes(0)).isEqualTo(40);
    }

    @Test
    void theLengthStandsBeforeTheElementsAndSizesArePaddedToWords() {
        TypeLayout.Builder builder = TypeLayout.named("text");
        builder.word("hash");
        TypeLayout layout = builder.buildWith(Elements.BYTES);
        assertThat(layout.lengthOffset()).isEqualTo(16);
        assertThat(layout.fixedBytes()).isEqualTo(24);
        assertThat(layout.bytes(0)).isEqualTo(24);
        assertThat(layout.bytes(1)).isEqualTo(32);
        assertThat(layout.bytes(8)).isEqualTo(32);
        assertThat(layout.bytes(9)).isEqualTo(40);
        assertThat(layout.hasReferences()).isFalse();
    }

    @Test
    void elementsHaveTheirSizes() {
        assertThat(TypeLayout.named("x").buildWith(Elements.REFERENCES).bytes(10)).isEqualTo(16 + 80);
        assertThat(TypeLayout.named("x").buildWith(Elements.WORDS).bytes(10)).isEqualTo(16 + 80);
        assertThat(TypeLayout.named("x").buildWith(Elements.INTS).bytes(10)).isEqualTo(16 + 40);
        assertThat(TypeLayout.named("x").buildWith(Elements.SHORTS).bytes(10)).isEqualTo(16 + 24);
        assertThat(TypeLayout.named("x").buildWith(Elements.BYTES).bytes(10)).isEqualTo(16 + 16);
        assertThat(TypeLayout.named("x").buildWith(Elements.NONE)).isEqualTo(TypeLayout.named("x").build());
    }

    @Test
    void theLongestObjectOfSoManyBytesFitsInThem() {
        for (Elements elements : new Elements[] {Elements.BYTES, Elements.SHORTS, Elements.INTS, Elements.WORDS, Elements.REFERENCES}) {
            TypeLayout layout = TypeLayout.named("x").buildWith(elements);
            for (long bytes = 16; bytes < 200; bytes += 8) {
                long most = layout.maxLength(bytes);
                assertThat(layout.bytes(most)).isLessThanOrEqualTo(bytes);
                assertThat(layout.bytes(most + 1)).isGreaterThan(bytes);
            }
        }
    }

    @Test
    void anEphemeronHasItsKeyAndItsValueApartFromOtherReferences() {
        TypeLayout.Builder builder = TypeLayout.named("entry");
        assertThat(builder.reference("next")).isEqualTo(8);
        assertThat(builder.ephemeronKey("key")).isEqualTo(16);
        assertThat(builder.ephemeronValue("value")).isEqualTo(24);
        TypeLayout layout = builder.build();
        assertThat(layout.isEphemeron()).isTrue();
        assertThat(layout.keyOffset()).isEqualTo(16);
        assertThat(layout.valueOffset()).isEqualTo(24);
        assertThat(layout.referenceMap()).isEqualTo(0b10);
        assertThat(layout.weakMap()).isZero();
        assertThat(layout.slotMap()).isEqualTo(0b1110);
        TypeTable types = new TypeTable();
        assertThat(types.shape(types.define(layout))).isEqualTo(TypeTable.EPHEMERON);
    }

    @Test
    void anEphemeronHasOneKeyAndOneValueAndNeitherAlone() {
        TypeLayout.Builder twoKeys = TypeLayout.named("two");
        twoKeys.ephemeronKey("key");
        assertThatThrownBy(() -> twoKeys.ephemeronKey("other")).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("two.other").hasMessageContaining("at most one");
        assertThatThrownBy(twoKeys::build).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("key without a value");
        TypeLayout.Builder valueOnly = TypeLayout.named("half");
        valueOnly.ephemeronValue("value");
        assertThatThrownBy(valueOnly::build).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("value without a key");
    }

    @Test
    void twoFieldsOfOneNameAreRefused() {
        TypeLayout.Builder builder = TypeLayout.named("pair");
        builder.word("first");
        assertThatThrownBy(() -> builder.reference("first")).isInstanceOf(IllegalArgumentException.class).hasMessage("pair has two fields named first");
    }

    @Test
    void aLayoutHasAsManyFixedWordsAsAMapHasBits() {
        TypeLayout.Builder builder = TypeLayout.named("wide");
        for (int i = 1; i < TypeLayout.MAX_FIXED_WORDS; i++) builder.reference("field" + i);
        assertThatThrownBy(() -> builder.word("more")).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("wide.more").hasMessageContaining("64");
        assertThat(builder.build().referenceMap()).isEqualTo(-2L);
    }

    private static ThrowingCallable layout(int fixedBytes, long references, long weak, int key, int value, Elements elements) {
        return () -> new TypeLayout("odd", fixedBytes, references, weak, key, value, elements, Collections.nCopies(Math.max(0, fixedBytes / 8 - 1), "f"));
    }

    private static void refused(String message, ThrowingCallable layout) {
        assertThatThrownBy(layout).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
    }

    @Test
    void aLayoutWhoseSizeNoObjectCanHaveIsRefused() {
        for (int bytes : new int[] {Integer.MIN_VALUE, -8, 0, 7, 12, 520, Integer.MAX_VALUE}) {
            refused("odd has " + bytes + " fixed bytes; it must be a multiple of 8 between 8 and 512", layout(bytes, 0, 0, 0, 0, Elements.NONE));
        }
        refused("odd has 8 fixed bytes; it must be a multiple of 8 between 16 and 512", layout(8, 0, 0, 0, 0, Elements.BYTES));
        refused("odd has null as the kind of its elements; it must be one of [NONE, REFERENCES, BYTES, SHORTS, INTS, WORDS]", layout(8, 0, 0, 0, 0, null));
        refused("odd has the field names [a, b]; it must have one for each of its 1 words behind the header", () -> new TypeLayout("odd", 16, 0, 0, Elements.NONE, List.of("a", "b")));
        refused("a type has no name", () -> new TypeLayout(" ", 16, 0, 0, Elements.NONE, List.of("a")));
    }

    @Test
    void aReferenceOutsideOfTheFixedPartOrOverAnotherWordOfMeaningIsRefused() {
        refused("odd has strong references at the offsets [8, 24], of which [24] lie behind its 24 fixed bytes", layout(24, 0b1010, 0, 0, 0, Elements.NONE));
        refused("odd has weak references at the offsets [504], of which [504] lie behind its 24 fixed bytes", layout(24, 0, 1L << 63, 0, 0, Elements.NONE));
        refused("odd has strong references at the offsets [0], of which [0] belong to the header, the length or another reference", layout(24, 1, 0, 0, 0, Elements.NONE));
        refused("odd has weak references at the offsets [8, 16], of which [16] belong to the header, the length or another reference", layout(24, 0, 0b110, 0, 0, Elements.BYTES));
        refused("odd has weak references at the offsets [8], of which [8] belong to the header, the length or another reference", layout(24, 0b10, 0b10, 0, 0, Elements.NONE));
    }

    @Test
    void anEphemeronWhosePartsAreNoWordsOfTheirOwnIsRefused() {
        refused("odd has an ephemeron key without a value", layout(24, 0, 0, 8, 0, Elements.NONE));
        for (int offset : new int[] {-8, 12, 512}) {
            refused("odd has a part of an ephemeron at offset " + offset + "; it must be a multiple of 8 in its fixed part", layout(24, 0, 0, offset, 8, Elements.NONE));
            refused("odd has a part of an ephemeron at offset " + offset + "; it must be a multiple of 8 in its fixed part", layout(24, 0, 0, 8, offset, Elements.NONE));
        }
        refused("odd has a value at the offsets [24], of which [24] lie behind its 24 fixed bytes", layout(24, 0, 0, 8, 24, Elements.NONE));
        refused("odd has a value at the offsets [8], of which [8] belong to the header, the length or another reference", layout(24, 0, 0, 8, 8, Elements.NONE));
        refused("odd has a key at the offsets [8], of which [8] belong to the header, the length or another reference", layout(24, 0b10, 0, 8, 16, Elements.NONE));
    }

    @Test
    void aTypeIsNamedWithItsArticle() {
        assertThat(TypeLayout.named("array").build().indefinite()).isEqualTo("an array");
        assertThat(TypeLayout.named("pair").build().indefinite()).isEqualTo("a pair");
    }

    @Test
    void aTypeTableNumbersItsTypesFromOneAndKnowsTheirShapes() {
        TypeTable types = new TypeTable();
        TypeLayout.Builder weak = TypeLayout.named("weak");
        weak.weakReference("referent");
        int fixed = types.define(TypeLayout.named("fixed").build());
        int references = types.define(TypeLayout.named("references").buildWith(Elements.REFERENCES));
        int raw = types.define(TypeLayout.named("raw").buildWith(Elements.INTS));
        int holder = types.define(weak.build());
        assertThat(fixed).isEqualTo(1);
        assertThat(holder).isEqualTo(4);
        assertThat(types.shape(fixed)).isEqualTo(TypeTable.FIXED);
        assertThat(types.shape(references)).isEqualTo(TypeTable.REFERENCE_ARRAY);
        assertThat(types.shape(raw)).isEqualTo(TypeTable.RAW_ARRAY);
        assertThat(types.shape(holder)).isEqualTo((byte) (TypeTable.FIXED | TypeTable.WEAK));
        assertThat(types.isDefined(0)).isFalse();
        assertThat(types.isDefined(5)).isFalse();
        assertThatThrownBy(() -> types.layout(0)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("1..4");
        assertThatThrownBy(() -> types.layout(5)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("no type has id 5");
    }

    @Test
    void aTypeTableTakesAsManyTypesAsAHeaderCanNameAndNotOneMore() {
        TypeTable types = new TypeTable();
        for (int type = 1; type <= ObjectHeader.MAX_TYPE; type++) {
            TypeLayout.Builder builder = TypeLayout.named("t" + type);
            for (int word = 0; word < type % 5; word++) builder.word("w" + word);
            assertThat(types.define(builder.build())).isEqualTo(type);
        }
        for (int type = 1; type <= ObjectHeader.MAX_TYPE; type += 997) {
            assertThat(types.layout(type).name()).isEqualTo("t" + type);
            assertThat(types.fixedBytes(type)).isEqualTo(8 + 8 * (type % 5));
        }
        assertThatThrownBy(() -> types.define(TypeLayout.named("last straw").build()))
                .isInstanceOf(IllegalStateException.class).hasMessageContaining("last straw").hasMessageContaining("65535");
    }
}
