package io.mooring.gc.inspect;

import io.mooring.gc.ForeignLinks;
import io.mooring.gc.memory.Range;
import io.mooring.gc.object.ObjectModel;
import io.mooring.gc.roots.Roots;
import io.mooring.gc.space.ImmortalSpace;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What an inspection may read of a heap.
 *
 * @param range       the addresses that objects can have
 * @param links       the foreign links connected at the moment
 * @param isIdle      whether the heap is open and no collection runs
 * @param collections number of collections so far: a walk in which it grows has lost its references
 */
public record HeapView(
        ObjectModel model,
        Range range,
        Roots roots,
        ImmortalSpace immortal,
        Supplier<ForeignLinks> links,
        BooleanSupplier isIdle,
        LongSupplier collections) {}
