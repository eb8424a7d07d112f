package io.mooring.bench.gc.work;

import io.mooring.gc.object.TypeLayout;
import io.mooring.gc.object.TypeLayout.Elements;

/**
 * Layouts that several programs use.
 *
 * <pre>
 *   box    | header | value |                       16 bytes
 *   table  | header | length | reference ...
 *   bytes  | header | length | bytes ...
 * </pre>
 */
final class Layouts {
    private static final TypeLayout.Builder BOX_FIELDS = TypeLayout.named("box");
    /** Offset of the raw word in a {@link #BOX}. */
    static final int BOX_VALUE = BOX_FIELDS.word("value");
    static final TypeLayout BOX = BOX_FIELDS.build();

    static final TypeLayout TABLE = TypeLayout.named("table").buildWith(Elements.REFERENCES);
    /** Offset of the first element of a {@link #TABLE}. */
    static final int TABLE_FIRST = TABLE.fixedBytes();

    static final TypeLayout BYTES = TypeLayout.named("bytes").buildWith(Elements.BYTES);
    /** Offset of the first byte of {@link #BYTES}. */
    static final int BYTES_FIRST = BYTES.fixedBytes();

    private Layouts() {}
}
