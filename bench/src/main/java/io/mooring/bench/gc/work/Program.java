package io.mooring.bench.gc.work;

/**
 * A program that needs a collector: it builds what stays alive, then works in many small steps, each of which allocates, changes and
 * drops things.
 */
public interface Program extends AutoCloseable {
    /** Builds what stays alive, in place of what an earlier call built. */
    void build();

    /** Steps of a whole run: enough to allocate several times what stays alive. */
    int steps();

    /** One step; allocates some kilobytes, or one large object. */
    void step();

    /** Compares everything that stays alive with what it must be; throws {@link WrongResult} when a collector spoilt it. */
    void check();

    /** Lets go of everything that was built. */
    void drop();

    @Override
    void close();
}
