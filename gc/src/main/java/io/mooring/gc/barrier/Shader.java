package io.mooring.gc.barrier;

import io.mooring.gc.Ref;
import io.mooring.gc.object.SlotVisitor;

/** A marking under way in steps, as the barrier knows it: what it is shown stays alive. */
public interface Shader extends SlotVisitor {
    /** Turns an object grey that is white and was there when the snapshot was taken. */
    void shade(@Ref long object);
}
