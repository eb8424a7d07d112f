package io.mooring.gc.barrier;

import io.mooring.gc.Ref;
import io.mooring.gc.Slot;

/**
 * What a plan wants to know of stores. The tests in front of it are inline in {@link io.mooring.gc.Heap#writeRef}: only stores into an
 * object whose header has {@code NOTIFY} come here, before the word is written; stores of null and of immediates only if the barrier
 * {@linkplain #wantsEveryStore wants} them.
 */
public interface Barrier {
    /** The barrier of plans that never set {@code NOTIFY}. */
    Barrier NONE = new Barrier() {
        @Override
        public void beforeStoreSlow(@Ref long object, @Slot long slot, @Ref long value) {
            throw new IllegalStateException("object 0x" + Long.toHexString(object) + " has NOTIFY under a plan without a barrier");
        }

        @Override
        public void beforeCopySlow(@Ref long object, @Slot long slot, long count) {
            throw new IllegalStateException("object 0x" + Long.toHexString(object) + " has NOTIFY under a plan without a barrier");
        }
    };

    /** Whether it matters that a reference goes, and not only which one comes. */
    default boolean wantsEveryStore() {
        return false;
    }

    /** One slot of {@code object} is about to hold {@code value}. */
    void beforeStoreSlow(@Ref long object, @Slot long slot, @Ref long value);

    /** The program got a reference that nothing kept alive for it: from a weak slot, from an ephemeron, or through a link. */
    default void afterWeakLoadSlow(@Ref long object) {}

    /** {@code count} slots of {@code object} from {@code slot} on are about to be overwritten by a bulk copy. */
    void beforeCopySlow(@Ref long object, @Slot long slot, long count);
}
