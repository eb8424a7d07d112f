package io.mooring.gc.space;

/** A space that receives copies. */
public interface Destination {
    /** Room for a copy of {@code bytes} bytes, with any contents; the plan has made sure that it fits. */
    long allocate(long bytes);
}
