package io.mooring.gc;

import io.mooring.gc.object.TypeLayout;
import io.mooring.gc.object.TypeLayout.Elements;

/** The types of the tests of this module, and the offsets of their fields. */
final class TestTypes {
    private static final TypeLayout.Builder PAIR_BUILDER = TypeLayout.named("pair");
    static final int FIRST = PAIR_BUILDER.reference("first");
    static final int SECOND = PAIR_BUILDER.reference("second");
    static final int PAYLOAD = PAIR_BUILDER.word("payload");
    static final TypeLayout PAIR = PAIR_BUILDER.build();
    static final TypeLayout ARRAY = TypeLayout.named("array").buildWith(Elements.REFERENCES);
    static final TypeLayout BYTES = TypeLayout.named("bytes").buildWith(Elements.BYTES);
    private static final TypeLayout.Builder WEAK_BUILDER = TypeLayout.named("weak");
    static final int REFERENT = WEAK_BUILDER.weakReference("referent");
    static final TypeLayout WEAK = WEAK_BUILDER.build();

    private static final TypeLayout.Builder EPHEMERON_BUILDER = TypeLayout.named("ephemeron");
    static final int KEY = EPHEMERON_BUILDER.ephemeronKey("key");
    static final int VALUE = EPHEMERON_BUILDER.ephemeronValue("value");
    static final TypeLayout EPHEMERON = EPHEMERON_BUILDER.build();

    final int pair;
    final int array;
    final int bytes;
    final int weak;
    final int ephemeron;

    TestTypes(Heap heap) {
        pair = heap.types().define(PAIR);
        array = heap.types().define(ARRAY);
        bytes = heap.types().define(BYTES);
        weak = heap.types().define(WEAK);
        ephemeron = heap.types().define(EPHEMERON);
    }
}
