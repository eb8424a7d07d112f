package io.mooring.objspace;

import io.mooring.gc.object.TypeLayout;
import io.mooring.gc.object.TypeLayout.Elements;

/**
 * The parts that containers keep their contents in: bare arrays of references or of raw elements. Python never sees one.
 *
 * <pre>
 *   +0     header
 *   +8     number of elements
 *   +BASE  elements
 * </pre>
 */
public final class StorageKind extends ObjectKind {
    static final TypeLayout REFERENCES_LAYOUT = TypeLayout.named("references").buildWith(Elements.REFERENCES);
    static final TypeLayout WORDS_LAYOUT = TypeLayout.named("words").buildWith(Elements.WORDS);
    static final TypeLayout INTS_LAYOUT = TypeLayout.named("ints").buildWith(Elements.INTS);
    static final TypeLayout SHORTS_LAYOUT = TypeLayout.named("shorts").buildWith(Elements.SHORTS);
    static final TypeLayout BYTES_LAYOUT = TypeLayout.named("raw bytes").buildWith(Elements.BYTES);

    /** Offset of the first element, the same in all five. */
    public static final int BASE = REFERENCES_LAYOUT.fixedBytes();

    /** Offset of the number of elements. */
    public static final int LENGTH = REFERENCES_LAYOUT.lengthOffset();

    private StorageKind(ObjSpace space, int id, TypeLayout layout) {
        super(space, id, layout, null);
    }

    static StorageKind[] all(ObjSpace space) {
        return new StorageKind[] {
            new StorageKind(space, TypeIds.REFERENCES, REFERENCES_LAYOUT),
            new StorageKind(space, TypeIds.WORDS, WORDS_LAYOUT),
            new StorageKind(space, TypeIds.INTS, INTS_LAYOUT),
            new StorageKind(space, TypeIds.SHORTS, SHORTS_LAYOUT),
            new StorageKind(space, TypeIds.RAW_BYTES, BYTES_LAYOUT),
        };
    }
}
