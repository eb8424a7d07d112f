package io.mooring.gc.plan;

import io.mooring.gc.HeapOptions;
import io.mooring.gc.object.SlotWord;

/**
 * GenCopy with tagged references: what an object's slot holds is no address, so that a reference that was read past the heap, or by
 * whom nobody taught the barrier, crashes where it is first used. It needs a JVM in which {@link SlotWord#TAGGED} is set, where the slots
 * of all plans are tagged.
 */
public final class PoisonedPlan {
    private PoisonedPlan() {}

    /** Builds Poisoned plans. */
    public static final class Factory implements PlanFactory {
        private final PlanFactory copying = new GenCopyPlan.Factory();

        @Override
        public String name() {
            return "Poisoned";
        }

        @Override
        public String needs() {
            return SlotWord.TAGGED ? "" : "a JVM started with -D" + SlotWord.PROPERTY + "=true";
        }

        @Override
        public boolean findsBugs() {
            return true;
        }

        @Override
        public Traits traits() {
            return copying.traits();
        }

        @Override
        public long reservedBytes(HeapOptions options) {
            return copying.reservedBytes(options);
        }

        @Override
        public Plan create(PlanContext context) {
            return copying.create(context);
        }
    }
}
