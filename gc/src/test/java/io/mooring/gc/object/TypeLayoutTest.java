package io.mooring.gc.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mooring.gc.object.TypeLayout.Elements;
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
