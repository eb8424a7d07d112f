package io.mooring.gc.space;

import io.mooring.gc.HeapExhausted;
import io.mooring.gc.memory.Memory;
import io.mooring.gc.memory.Range;
import io.mooring.gc.object.ObjectModel;
import java.util.function.LongConsumer;

/** A region whose objects neither move nor die: the prebuilt objects of a runtime. A major collection treats all of them as roots. */
public final class ImmortalSpace implements Space {
    private final Range range;
    private final ObjectModel model;
    private long top;

    public ImmortalSpace(Range range, ObjectModel model) {
        this.range = range;
        this.model = model;
        this.top = range.start();
    }

    /** Zeroed room for an object of {@code bytes} bytes. */
    public long allocate(long bytes) {
        long start = top;
        if (start + bytes > range.end()) throw new HeapExhausted("immortal space is full", bytes, usedBytes(), range.bytes());
        top = start + bytes;
        Memory.fill(start, bytes, (byte) 0);
        return start;
    }

    /** Walks all objects, first to last. */
    public void forEachObject(LongConsumer visitor) {
        for (long object = range.start(); object < top; object += model.bytes(object)) visitor.accept(object);
    }

    @Override
    public String name() {
        return "immortal";
    }

    @Override
    public Range range() {
        return range;
    }

    @Override
    public long usedBytes() {
        return top - range.start();
    }

    @Override
    public boolean isInUse(long address) {
        return address >= range.start() && address < top;
    }
}
