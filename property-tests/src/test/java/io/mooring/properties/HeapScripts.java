package io.mooring.properties;

import io.mooring.properties.HeapAction.LinkKind;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Provide;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.Tuple;
import net.jqwik.api.domains.DomainContextBase;

/**
 * Draws scripts. Numbers shrink towards variable 0, slot 0 and short arrays; collections are drawn often enough that most
 * objects meet one in each state.
 */
final class HeapScripts extends DomainContextBase {
    /** Slots an array may have: more than the pair's two, few enough that most indices hit. */
    private static final int MAX_LENGTH = 9;
    /** Numbers of PyObjects that counting actions name; higher ones than exist do nothing. */
    private static final int MAX_PY_OBJECTS = 12;
    /** Bytes of raw objects: across the threshold at which objects of the test heaps become large. */
    private static final int MAX_BYTES = 2000;
    /** Elements of long arrays: they are large in the test heaps, and have several cards. */
    private static final int LONG_LENGTH = 150;
    private static final int MAX_ACTIONS = 100;

    @Provide
    Arbitrary<HeapScript> scripts() {
        return actions().list().ofMaxSize(MAX_ACTIONS).withSizeDistribution(RandomDistribution.uniform()).map(HeapScript::new);
    }

    private static Arbitrary<Integer> variable() {
        return Arbitraries.integers().between(0, HeapModel.VARIABLES - 1);
    }

    private static Arbitrary<Integer> index() {
        return Arbitraries.integers().between(0, MAX_LENGTH - 1);
    }

    private static Arbitrary<Integer> length() {
        return Arbitraries.frequencyOf(Tuple.of(9, index()), Tuple.of(1, Arbitraries.just(LONG_LENGTH)));
    }

    /** A slot of an array that a bulk copy begins at: at its start, or at the end of a long one. */
    private static Arbitrary<Integer> place() {
        return Arbitraries.frequencyOf(Tuple.of(3, index()), Tuple.of(1, Arbitraries.integers().between(0, LONG_LENGTH - 1)));
    }

    private static Arbitrary<Integer> pyObject() {
        return Arbitraries.integers().between(0, MAX_PY_OBJECTS);
    }

    private Arbitrary<HeapAction> actions() {
        Arbitrary<Long> number = Arbitraries.longs().between(-1000, 1000);
        Arbitrary<HeapAction> newPair = Combinators.combine(variable(), number).as(HeapAction.NewPair::new);
        Arbitrary<HeapAction> newArray = Combinators.combine(variable(), length()).as(HeapAction.NewArray::new);
        Arbitrary<HeapAction> newBytes =
                Combinators.combine(variable(), Arbitraries.integers().between(0, MAX_BYTES), Arbitraries.integers().between(0, 255)).as(HeapAction.NewBytes::new);
        Arbitrary<HeapAction> newWeak = Combinators.combine(variable(), variable()).as(HeapAction.NewWeak::new);
        Arbitrary<HeapAction> newImmortal = Combinators.combine(variable(), number).as(HeapAction.NewImmortal::new);
        Arbitrary<HeapAction> storeWeak = Combinators.combine(variable(), variable()).as(HeapAction.StoreWeak::new);
        Arbitrary<HeapAction> store = Combinators.combine(variable(), index(), variable()).as(HeapAction.Store::new);
        Arbitrary<HeapAction> storeImmediate = Combinators.combine(variable(), index(), number).as(HeapAction.StoreImmediate::new);
        Arbitrary<HeapAction> load = Combinators.combine(variable(), variable(), index()).as(HeapAction.Load::new);
        Arbitrary<HeapAction> copy = Combinators.combine(variable(), place(), variable(), place(), place()).as(HeapAction.CopySlots::new);
        Arbitrary<HeapAction> newEphemeron = Combinators.combine(variable(), variable(), variable()).as(HeapAction.NewEphemeron::new);
        Arbitrary<HeapAction> storeEphemeron = Combinators.combine(variable(), variable(), variable()).as(HeapAction.StoreEphemeron::new);
        Arbitrary<HeapAction> newPinned = Combinators.combine(variable(), index()).as(HeapAction.NewPinned::new);
        Arbitrary<HeapAction> drop = variable().map(HeapAction.Drop::new);
        Arbitrary<HeapAction> hash = variable().map(HeapAction.Hash::new);
        Arbitrary<HeapAction> link = Combinators.combine(variable(), Arbitraries.of(LinkKind.class)).as(HeapAction.Link::new);
        Arbitrary<HeapAction> relink = Combinators.combine(variable(), pyObject(), Arbitraries.of(LinkKind.class)).as(HeapAction.Relink::new);
        Arbitrary<HeapAction> up = pyObject().map(HeapAction.CountUp::new);
        Arbitrary<HeapAction> down = pyObject().map(HeapAction.CountDown::new);
        Arbitrary<HeapAction> drain = Arbitraries.integers().between(1, 5).map(HeapAction.Drain::new);
        return Arbitraries.frequencyOf(List.of(
                Tuple.of(6, newPair),
                Tuple.of(3, newArray),
                Tuple.of(1, newBytes),
                Tuple.of(2, newWeak),
                Tuple.of(1, newImmortal),
                Tuple.of(3, storeWeak),
                Tuple.of(8, store),
                Tuple.of(1, storeImmediate),
                Tuple.of(3, load),
                Tuple.of(4, copy),
                Tuple.of(4, newEphemeron),
                Tuple.of(2, storeEphemeron),
                Tuple.of(1, newPinned),
                Tuple.of(3, variable().map(HeapAction.Register::new)),
                Tuple.of(1, variable().map(HeapAction.RegisterLight::new)),
                Tuple.of(2, variable().map(HeapAction.Poll::new)),
                Tuple.of(1, variable().map(HeapAction.Pin::new)),
                Tuple.of(1, variable().map(HeapAction.Unpin::new)),
                Tuple.of(4, drop),
                Tuple.of(1, hash),
                Tuple.of(6, link),
                Tuple.of(1, relink),
                Tuple.of(3, up),
                Tuple.of(3, down),
                Tuple.of(1, drain),
                Tuple.of(4, Arbitraries.just(new HeapAction.Minor())),
                Tuple.of(2, Arbitraries.just(new HeapAction.Major()))));
    }
}
