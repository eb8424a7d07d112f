package io.mooring.gc.plan;

import io.mooring.gc.HeapOptions;
import io.mooring.gc.memory.AddressStack;
import io.mooring.gc.memory.Reservation;
import io.mooring.gc.mortality.Ephemerons;
import io.mooring.gc.mortality.Finalizers;
import io.mooring.gc.object.ObjectModel;
import io.mooring.gc.roots.Roots;
import io.mooring.gc.space.BumpAllocator;
import io.mooring.gc.space.ImmortalSpace;
import io.mooring.gc.space.LargeObjectSpace;
import io.mooring.gc.trace.Notes;

/**
 * What a heap gives to its plan to compose: everything that does not differ between plans.
 *
 * @param reservation where the plan carves its spaces
 * @param allocator   what the plan keeps filled
 * @param grey        the stack for grey objects that do not move
 * @param notes       what a closure writes down for the phases behind it
 * @param ephemerons  decides about the values of ephemerons
 * @param finalizers  the objects with finalizers
 */
public record PlanContext(
        HeapOptions options,
        ObjectModel model,
        Reservation reservation,
        BumpAllocator allocator,
        Roots roots,
        ImmortalSpace immortal,
        LargeObjectSpace large,
        AddressStack grey,
        Notes notes,
        Ephemerons ephemerons,
        Finalizers finalizers) {}
