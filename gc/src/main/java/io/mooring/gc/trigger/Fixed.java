package io.mooring.gc.trigger;

/** Lets the heap have its maximum from the start: what experiments with a fixed heap size want. */
public record Fixed() implements Trigger {
    @Override
    public Sizer sizer(long maxBytes) {
        return new Sizer() {
            @Override
            public long firstLimit() {
                return maxBytes;
            }

            @Override
            public long limitAfter(Cycle cycle) {
                return maxBytes;
            }
        };
    }
}
