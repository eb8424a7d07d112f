package io.mooring.gc.trace;

import io.mooring.gc.Ref;
import io.mooring.gc.Slot;
import io.mooring.gc.barrier.RememberingBarrier;
import io.mooring.gc.barrier.YoungFinder;
import io.mooring.gc.memory.AddressStack;
import io.mooring.gc.memory.Memory;
import io.mooring.gc.object.ObjectHeader;
import io.mooring.gc.object.ObjectModel;
import io.mooring.gc.space.CopySpace;
import io.mooring.gc.space.LargeObjectSpace;
import io.mooring.gc.space.YoungGeneration;

/**
 * The closure of a minor collection: copies what it reaches of the young generation, to the survivors while it is to stay young, else
 * to the old generation. Old objects end it; those that may refer to young ones are in the remembered set.
 */
public abstract class MinorTracer extends CopyTracer implements YoungFinder {
    private final YoungGeneration young;
    private final long youngStart;
    private final long youngBytes;
    private final RememberingBarrier remembered;
    private final int aging;
    private boolean sawYoung;

    /** @param aging minor collections that an object survives before it is promoted */
    protected MinorTracer(
            ObjectModel model, AddressStack grey, Notes notes, LargeObjectSpace large, YoungGeneration young, RememberingBarrier remembered, int aging) {
        super(model, grey, notes, large);
        this.young = young;
        this.youngStart = young.range().start();
        this.youngBytes = young.range().bytes();
        this.remembered = remembered;
        this.aging = aging;
    }

    /** Copies an object to the old generation, where it is grey, and returns its new address. */
    protected abstract @Ref long promote(@Ref long object, long header);

    /** Scans promoted objects with {@link #scanOld} until none is grey by its place; false when there was none. */
    protected abstract boolean scanPromoted();

    @Override
    public final @Ref long trace(@Ref long object) {
        if (isInYoung(object)) {
            long header = Memory.readLong(object);
            long copy = ObjectHeader.isForwarded(header) ? header : copyYoung(object, header);
            if (isInYoung(copy)) sawYoung = true;
            return copy;
        }
        if (isLarge(object) && LargeObjectSpace.isYoung(object)) promoteLarge(object);
        return object;
    }

    /** {@link YoungGeneration#contains}, for every slot: its range never changes. */
    private boolean isInYoung(@Ref long object) {
        return Long.compareUnsigned(object - youngStart, youngBytes) < 0;
    }

    private @Ref long copyYoung(@Ref long object, long header) {
        if (ObjectHeader.age(header) >= aging || ObjectHeader.has(header, ObjectHeader.PINNED)) return promote(object, header);
        return copy(object, header, young.survivors(), ObjectHeader.older(header));
    }

    private void promoteLarge(@Ref long object) {
        long header = Memory.readLong(object);
        if (ObjectHeader.has(header, ObjectHeader.MARK)) return;
        Memory.writeLong(object, ObjectHeader.promoted(header) | ObjectHeader.MARK);
        grey.push(object);
    }

    @Override
    protected final long hashSeed(@Ref long object) {
        return young.releases();
    }

    /** Traces what may hold young references; what still does afterwards stays remembered. [INV-03] */
    public final void traceRemembered() {
        remembered.trace(this);
    }

    @Override
    public final void scanRemembered(@Ref long object) {
        scanOld(object);
    }

    @Override
    public final boolean traceRemembered(@Slot long slot) {
        sawYoung = false;
        traceSlot(slot);
        return sawYoung;
    }

    /** Scans an object that is old from now on; remembers it if it refers to an object that is still young. Returns its bytes. */
    protected final long scanOld(@Ref long object) {
        sawYoung = false;
        long bytes = scan(object);
        if (sawYoung) remembered.remember(object);
        return bytes;
    }

    /** Scans an object that was promoted, or that is large and was reached for the first time. */
    protected void scanGrey(@Ref long object) {
        scanOld(object);
    }

    @Override
    public final void close() {
        CopySpace survivors = young.survivors();
        boolean worked;
        do {
            worked = scanPromoted();
            for (; survivors.hasGrey(); worked = true) survivors.blacken(scan(survivors.firstGrey()));
            for (; !grey.isEmpty(); worked = true) scanGrey(grey.pop());
        } while (worked);
    }
}
