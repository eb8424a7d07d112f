package io.mooring.gc.memory;

/** A half-open range of addresses, {@code start} inclusive to {@code end} exclusive. */
public record Range(long start, long end) {
    public Range {
        if (start > end) throw new IllegalArgumentException("a range ends before it starts: " + Long.toHexString(start) + ".." + Long.toHexString(end));
    }

    /** Size in bytes. */
    public long bytes() {
        return end - start;
    }

    public boolean contains(long address) {
        return Long.compareUnsigned(address - start, end - start) < 0;
    }

    /** The sub-range of {@code bytes} bytes that begins {@code offset} bytes in. */
    public Range slice(long offset, long bytes) {
        return new Range(start + offset, start + offset + bytes);
    }

    @Override
    public String toString() {
        return "0x" + Long.toHexString(start) + "..0x" + Long.toHexString(end);
    }
}
