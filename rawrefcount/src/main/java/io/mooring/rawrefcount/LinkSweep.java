package io.mooring.rawrefcount;

import io.mooring.gc.ForeignLinks.LinkSurvivors;
import io.mooring.gc.Immediate;
import io.mooring.gc.Ref;

/** The sweep of the old links in steps: who is dead, how long a step takes, and how many entries are empty meanwhile. [INV-48] */
final class LinkSweep {
    /** Links swept between two looks at the clock: some 10 microseconds. */
    private static final long LINKS_PER_LOOK = 256;

    private final Links links;
    private LinkSurvivors marks;
    private long holes;

    LinkSweep(Links links) {
        this.links = links;
    }

    /** {@code marked} tells who lives, until the sweep is over. */
    void start(LinkSurvivors marked) {
        marks = marked;
        holes = 0;
    }

    boolean isDead(@Ref long object) {
        return marks.survivor(object) == Immediate.NULL;
    }

    /** The object of an old link is dead, and its entry is empty. */
    void end(long entry) {
        holes++;
        links.diedOld++;
        links.endLink(entry);
    }

    /** Old links that ended since the running sweep began; 0 when none runs. */
    long holes() {
        return holes;
    }

    boolean some(long most, long deadline) {
        for (long left = most; left > 0; left -= LINKS_PER_LOOK) {
            if (links.sweepNext(Math.min(left, LINKS_PER_LOOK))) {
                holes = 0;
                return true;
            }
            if (System.nanoTime() - deadline >= 0) return false;
        }
        return false;
    }
}
