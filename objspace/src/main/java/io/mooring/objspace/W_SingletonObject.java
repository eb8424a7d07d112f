package io.mooring.objspace;

import io.mooring.gc.Ref;
import io.mooring.gc.object.TypeLayout;

/** None, Ellipsis and NotImplemented: a header and nothing else, each the one immortal object of its type. */
final class W_SingletonObject extends ObjectKind {
    /** CPython hashes None by its address; a constant serves as well and is the same in every run. */
    private static final long HASH_BASE = 0xFCA8_6420L;

    private final String text;
    private final boolean truth;

    W_SingletonObject(ObjSpace space, int id, String typeName, String text, boolean truth) {
        super(space, id, TypeLayout.named(typeName).build(), typeName);
        this.text = text;
        this.truth = truth;
    }

    @Override
    public @Ref long repr(@Ref long w_self) {
        return space.intern(text);
    }

    @Override
    public long hash(@Ref long w_self) {
        return HASH_BASE + id();
    }

    @Override
    public boolean isTrue(@Ref long w_self) {
        return truth;
    }

    @Override
    public void define(TypeBuilder type) {
        type.special("__repr__", "__hash__").classAwareConstructor(null, (s, h, n, k) -> {
            if (n > 1 || k != 0) throw s.error(s.w_TypeError, "%s takes no arguments", typeName());
            return switch (id()) {
                case TypeIds.NONE -> s.w_None;
                case TypeIds.ELLIPSIS -> s.w_Ellipsis;
                default -> s.w_NotImplemented;
            };
        });
        if (id() == TypeIds.NONE) type.special("__bool__");
    }
}
