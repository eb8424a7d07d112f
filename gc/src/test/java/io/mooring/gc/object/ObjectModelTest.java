package io.mooring.gc.object;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.gc.Slot;
import io.mooring.gc.memory.Memory;
import io.mooring.gc.memory.Words;
import io.mooring.gc.object.TypeLayout.Elements;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Sizes and slots of objects, read from their headers. */
class ObjectModelTest {
    private static final int LENGTH = 3;

    private final TypeTable types = new TypeTable();
    private final ObjectModel model = new ObjectModel(types);
    private final Words words = new Words(16);
    private final long object = words.start();

    @AfterEach
    void close() {
        words.close();
    }

    private void become(TypeLayout layout, long bits) {
        Memory.writeLong(object, ObjectHeader.fresh(types.define(layout)) | bits);
        if (layout.isVariable()) Memory.writeLong(object + layout.lengthOffset(), LENGTH);
    }

    private List<String> slots() {
        List<String> seen = new ArrayList<>();
        model.visitSlots(object, new SlotVisitor() {
            @Override
            public void visitSlot(@Slot long slot) {
                seen.add("strong " + (slot - object));
            }

            @Override
            public void visitWeakSlot(@Slot long slot) {
                seen.add("weak " + (slot - object));
            }
        });
        return seen;
    }

    private static TypeLayout.Builder mixed() {
        TypeLayout.Builder builder = TypeLayout.named("mixed");
        builder.reference("a");
        builder.word("b");
        builder.weakReference("c");
        builder.reference("d");
        return builder;
    }

    @Test
    void theFixedSlotsAreShownStrongOnesFirst() {
        become(mixed().build(), 0);
        assertThat(slots()).containsExactly("strong 8", "strong 32", "weak 24");
        assertThat(model.bytes(object)).isEqualTo(40);
        assertThat(model.hasWeakSlots(Memory.readLong(object))).isTrue();
    }

    @Test
    void referencesAmongTheElementsAreShownOneByOne() {
        become(mixed().buildWith(Elements.REFERENCES), 0);
        assertThat(slots()).containsExactly("strong 8", "strong 32", "strong 48", "strong 56", "strong 64", "weak 24");
        assertThat(model.bytes(object)).isEqualTo(48 + 8 * LENGTH);
    }

    @Test
    void rawElementsAreNotShown() {
        become(TypeLayout.named("raw").buildWith(Elements.WORDS), 0);
        assertThat(slots()).isEmpty();
        assertThat(model.bytes(object)).isEqualTo(16 + 8 * LENGTH);
        assertThat(model.hasWeakSlots(Memory.readLong(object))).isFalse();
    }

    @Test
    void aStoredHashIsTheLastWordAndCountsForTheSize() {
        become(TypeLayout.named("raw").buildWith(Elements.BYTES), ObjectHeader.HASHED | ObjectHeader.HASH_STORED);
        assertThat(model.bytes(object)).isEqualTo(16 + 8 + 8);
        assertThat(model.hashAddress(object, Memory.readLong(object))).isEqualTo(object + 24);
    }
}
