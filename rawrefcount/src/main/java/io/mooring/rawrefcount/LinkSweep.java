package io.mooring.rawrefcount;

import io.mooring.gc.ForeignLinks;
import io.mooring.gc.ForeignLinks.LinkSurvivors;
import io.mooring.gc.Immediate;
import io.mooring.gc.Ref;
import java.util.function.LongPredicate;

/**
 * The sweep of the old links in steps: who is dead, how long a step takes, and how many entries are empty meanwhile. A collection in steps leaves the dead
 * where they are until it is over, and has marked the others; one in one piece has left them behind in memory that nobody uses for now, or has written into
 * their link words that they are dead. [INV-48]
 */
final class LinkSweep {
    /** Links swept between two looks at the clock: some 10 microseconds. */
    private static final long LINKS_PER_LOOK = 256;

    private final Links links;
    private final LongPredicate isUnmarked = object -> this.marks.survivor(object) == Immediate.NULL;
    private final LongPredicate isLeftBehind = object -> object == Links.DOOMED || this.behind.test(object);
    private LinkSurvivors marks;
    private LongPredicate behind = ForeignLinks.NOBODY;
    private LongPredicate dead = ForeignLinks.NOBODY;
    private boolean left;
    private long holes;

    LinkSweep(Links links) {
        this.links = links;
    }

    /** {@code marked} tells who lives, until the sweep is over. */
    void start(LinkSurvivors marked) {
        marks = marked;
        start(isUnmarked, false);
    }

    /** The dead are those of whom {@code behind} is true until the next major collection, and those whose link words say so; nothing else is left of them. */
    void startLeft(LongPredicate leftBehind) {
        behind = leftBehind;
        start(isLeftBehind, true);
    }

    private void start(LongPredicate whoIsDead, boolean isLeft) {
        dead = whoIsDead;
        left = isLeft;
        holes = 0;
    }

    boolean isDead(@Ref long object) {
        return dead.test(object);
    }

    /** Whether a collection in one piece has left links to be ended, and nothing of their objects. */
    boolean isLeft() {
        return left;
    }

    /** The object of an old link is dead, and its entry is empty. */
    void end(long entry) {
        holes++;
        links.diedOld++;
        if (links.object(entry) == Links.DOOMED) links.setObject(entry, Immediate.NULL);
        links.endLink(entry);
    }

    /** Old links that ended since the running sweep began; 0 when none runs. */
    long holes() {
        return holes;
    }

    boolean some(long most, long deadline) {
        for (long visits = most; visits > 0; visits -= LINKS_PER_LOOK) {
            if (links.sweepNext(Math.min(visits, LINKS_PER_LOOK))) {
                holes = 0;
                left = false;
                return true;
            }
            if (System.nanoTime() - deadline >= 0) return false;
        }
        return false;
    }
}
