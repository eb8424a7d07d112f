package io.mooring.gc.plan;

/**
 * What is true of a plan whatever it collects: facts an embedder may rely on.
 *
 * @param collects      collections free what is dead
 * @param moves         objects that are not large may move
 * @param generational  there are minor collections
 * @param barrier       stores into objects with {@code NOTIFY} must be announced
 * @param reserveFactor bytes of heap that a byte of live small objects needs during a major collection
 */
public record Traits(boolean collects, boolean moves, boolean generational, boolean barrier, double reserveFactor) {}
