package io.mooring.gc.plan;

import io.mooring.gc.CollectionKind;
import io.mooring.gc.Phase;
import io.mooring.gc.Ref;
import io.mooring.gc.barrier.Barrier;
import io.mooring.gc.barrier.ObjectRemembering;
import io.mooring.gc.barrier.RememberedSet;
import io.mooring.gc.barrier.Remembering;
import io.mooring.gc.object.ObjectHeader;
import io.mooring.gc.space.LargeObjectSpace;
import java.util.Set;

/**
 * Immix whose marks stay (Demmers et al. 1990; Blackburn and McKinley 2008): what is marked is old, and a minor collection marks only
 * what was allocated since the last one. There is no nursery: the young objects lie in the holes between the old ones. Survivors are
 * copied together while there is room, and grow old where they are when there is none.
 */
public final class StickyImmixPlan extends MarkRegionPlan {
    private static final Traits TRAITS = Traits.generational(true, Set.of(Remembering.OBJECTS), 1.0).withoutAges();
    /** With room for less than this share of a nursery a minor collection is not worth while: run a major one. */
    private static final long USEFUL_NURSERY_SHARE = 8;

    private final RememberedSet remembered = new RememberedSet();
    private final Barrier barrier = new ObjectRemembering(remembered);
    private final Promotion minor = new Promotion();
    private CollectionKind running = CollectionKind.MINOR;
    private long nurseryBytes;
    private long liveBefore;
    private long rememberedBefore;

    private StickyImmixPlan(PlanContext context) {
        super(context);
        openNursery();
    }

    /** Marks what it reaches of the young objects, and copies it as long as there is room; old objects end it. */
    private final class Promotion extends Marking {
        @Override
        public @Ref long trace(@Ref long object) {
            if (space.contains(object)) return space.isMarked(object) ? object : reach(object);
            if (isLarge(object) && LargeObjectSpace.isYoung(object)) markLarge(object);
            return object;
        }

        @Override
        protected boolean leaves(@Ref long object) {
            return true;
        }

        /** Traces the objects that may hold young references; nothing is young afterwards, so all are forgotten. [INV-03] */
        void traceRemembered() {
            for (long i = 0; i < remembered.size(); i++) scan(remembered.get(i));
            forgetRemembered();
        }
    }

    private void forgetRemembered() {
        rememberedBefore = remembered.size();
        for (long i = 0; i < rememberedBefore; i++) RememberedSet.notifyAgain(remembered.get(i));
        remembered.forgetFirst(rememberedBefore);
    }

    @Override
    public CollectionKind collect(CollectionKind kind) {
        running = kind;
        switch (kind) {
            case MINOR -> collectMinor();
            case MAJOR -> {
                forgetRemembered();
                rememberedBefore = 0;
                liveBefore = 0;
                collectMajor();
            }
        }
        return kind;
    }

    private void collectMinor() {
        begin(Phase.PREPARE);
        prepareMinor();
        begin(Phase.ROOTS);
        context.roots().visitRoots(minor);
        begin(Phase.REMEMBERED);
        minor.traceRemembered();
        traceLinks(minor, CollectionKind.MINOR);
        begin(Phase.CLOSURE);
        minor.close();
        settle(minor, CollectionKind.MINOR);
        sweepLinks(CollectionKind.MINOR);
        begin(Phase.RELEASE);
        releaseMinor();
        end(Phase.RELEASE);
    }

    private void prepareMinor() {
        allocator.retire();
        minor.start();
        liveBefore = space.liveBytes();
        space.prepareMinor(room());
    }

    private void releaseMinor() {
        space.sweepYoung();
        large.sweepYoung(oldBits());
        count(minor);
        openNursery();
    }

    /** Lets the program allocate as much as a nursery has, or less when less will find room: a quarter of the holes are trusted to be too small. */
    private void openNursery() {
        nurseryBytes = Math.clamp(roomWithHoles() - space.holeBytes() / 4, 0, options.nurseryBytes());
    }

    @Override
    protected void resized() {
        super.resized();
        openNursery();
    }

    @Override
    public boolean refill(long bytes) {
        return refill(bytes, nurseryBytes - space.handedOutBytes() + allocator.unusedBytes());
    }

    @Override
    public CollectionKind nextKind() {
        return nurseryBytes < options.nurseryBytes() / USEFUL_NURSERY_SHARE ? CollectionKind.MAJOR : CollectionKind.MINOR;
    }

    @Override
    public @Ref long survivor(@Ref long object) {
        boolean isOldLarge = running == CollectionKind.MINOR && large.contains(object) && !LargeObjectSpace.isYoung(object);
        return isOldLarge ? object : super.survivor(object);
    }

    @Override
    public boolean isYoung(@Ref long object) {
        if (space.contains(object)) return !space.isMarked(object);
        return large.contains(object) && LargeObjectSpace.isYoung(object) && !LargeObjectSpace.isMarked(object);
    }

    @Override
    public long promotedBytes() {
        return running == CollectionKind.MINOR ? space.liveBytes() - liveBefore : 0;
    }

    @Override
    public long markedBytes() {
        return space.liveBytes() - liveBefore - copiedBytes();
    }

    @Override
    public long remembered() {
        return rememberedBefore;
    }

    @Override
    public Barrier barrier() {
        return barrier;
    }

    @Override
    public long oldBits() {
        return ObjectHeader.NOTIFY;
    }

    @Override
    public Traits traits() {
        return TRAITS;
    }

    @Override
    public void close() {
        super.close();
        remembered.close();
    }

    /** Builds StickyImmix plans. */
    public static final class Factory implements MarkRegionFactory {
        @Override
        public String name() {
            return "StickyImmix";
        }

        @Override
        public Traits traits() {
            return TRAITS;
        }

        @Override
        public Plan create(PlanContext context) {
            return new StickyImmixPlan(context);
        }
    }
}
