package io.mooring.bench.links;

import io.mooring.gc.Heap;
import io.mooring.gc.roots.Global;

/**
 * A program that goes on and on: of what it makes one object in eight is kept for a while, grows old and dies. Under it an incremental plan
 * runs one major collection after the other.
 */
final class OldChurn implements AutoCloseable {
    /** Objects of a step: some 10 microseconds, between two looks at the clock or at the queue. */
    private static final int OBJECTS_PER_STEP = 512;
    private static final int KEPT_ONE_IN = 8;
    /** Objects kept at a time: 1.5 MiB. */
    private static final int KEPT = 1 << 16;
    /** Steps after which a collector that never came to an end is stuck: some 40 GB of objects. */
    private static final long PATIENCE = 4_000_000;

    private final LinkGround ground;
    private final Heap heap;
    private final Global ring;
    private int next;

    OldChurn(LinkGround ground) {
        this.ground = ground;
        heap = ground.heap();
        ring = heap.global(ground.array(KEPT));
    }

    /** Works until the condition holds, looking after each step. */
    void until(Condition condition) {
        for (long steps = 0; !condition.holds(); steps++) {
            if (steps == PATIENCE) throw new IllegalStateException("no major collection came to its end while " + PATIENCE * OBJECTS_PER_STEP + " objects were made");
            step();
        }
    }

    /** What is waited for. */
    interface Condition {
        boolean holds();
    }

    private void step() {
        for (int i = 0; i < OBJECTS_PER_STEP; i++) {
            long object = ground.object();
            if (i % KEPT_ONE_IN != 0) continue;
            heap.writeElement(ring.get(), LinkGround.FIRST_ELEMENT, next, object);
            next = (next + 1) % KEPT;
        }
    }

    @Override
    public void close() {
        ring.close();
    }
}
