package io.mooring.bench.gc.work;

import io.mooring.gc.Heap;
import io.mooring.gc.Ref;
import io.mooring.gc.object.TypeLayout;
import io.mooring.gc.object.TypeLayout.Elements;

/**
 * An adversary of heaps that do not compact: it fills memory with objects of one size, keeps a few that are spread everywhere, and asks
 * for the next size, which fits none of the holes.
 *
 * <pre>
 *   shard | header | place | era | length | words ... |      48 to 512 bytes
 * </pre>
 *
 * In each era all shards are replaced by shards of that era's size, except one in eight: those of the places whose turn it is to stay.
 */
final class Fragmentation extends HeapProgram {
    private static final TypeLayout.Builder FIELDS = TypeLayout.named("shard");
    private static final int PLACE = FIELDS.word("place");
    private static final int ERA = FIELDS.word("era");
    private static final TypeLayout SHARD = FIELDS.buildWith(Elements.WORDS);

    /** One place in so many keeps its shard for an era. */
    private static final int TURNS = 8;
    private static final int LEAST_WORDS = 2;
    /** From era to era a shard grows by this many words, until it starts again. */
    private static final int GROWTH_WORDS = 5;
    private static final int SIZES = 12;
    private static final int PLACES_PER_STEP = 32;
    private static final int ERAS_PER_RUN = 2 * SIZES;

    private final int places;
    private final int tableType;
    private final int shardType;
    private int cursor;
    private int era;

    Fragmentation(Heap heap, int places) {
        super(heap);
        this.places = places;
        tableType = heap.types().define(Layouts.TABLE);
        shardType = heap.types().define(SHARD);
    }

    @Override
    public void build() {
        drop();
        era = 0;
        cursor = 0;
        setRoot(heap.allocate(tableType, places));
        for (int place = 0; place < places; place++) put(place);
        era = 1;
    }

    @Override
    public int steps() {
        return Math.max(1, places / PLACES_PER_STEP * ERAS_PER_RUN);
    }

    @Override
    public void step() {
        for (int i = 0; i < PLACES_PER_STEP; i++) {
            if (cursor % TURNS != era % TURNS) put(cursor);
            if (++cursor == places) {
                cursor = 0;
                era++;
            }
        }
    }

    private void put(int place) {
        long shard = heap.allocate(shardType, words(era));
        heap.writeWord(shard, PLACE, place);
        heap.writeWord(shard, ERA, era);
        Store.element(heap, root(), Layouts.TABLE_FIRST, place, shard);
    }

    private static long words(long ofEra) {
        return LEAST_WORDS + ofEra % SIZES * GROWTH_WORDS;
    }

    @Override
    public void check() {
        for (int place = 0; place < places; place++) {
            @Ref long shard = heap.readElement(root(), Layouts.TABLE_FIRST, place);
            WrongResult.unless("fragmentation: place of shard " + place, heap.readWord(shard, PLACE), place);
            WrongResult.unless("fragmentation: words of shard " + place, heap.length(shard), words(heap.readWord(shard, ERA)));
        }
    }
}
