package io.mooring.gc.verify;

import java.util.List;

/** Says which invariants of the heap do not hold, and where. */
public final class HeapDamaged extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final List<String> damages;

    HeapDamaged(List<String> damages) {
        super(damages.size() + " damages: " + String.join("; ", damages));
        this.damages = List.copyOf(damages);
    }

    /** One sentence per damage, each beginning with the tag of the invariant. */
    public List<String> damages() {
        return damages;
    }
}
