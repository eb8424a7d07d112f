package io.mooring.objspace;

import io.mooring.gc.Ref;
import io.mooring.gc.object.TypeLayout;
import io.mooring.gc.roots.HandleScope;

/**
 * mappingproxy: a mapping that cannot be changed through it; what {@code type.__dict__} answers.
 *
 * <pre>
 *   +8   mapping
 * </pre>
 */
public final class W_MappingProxyObject extends ObjectKind {
    static final TypeLayout LAYOUT;
    private static final int MAPPING;

    static {
        TypeLayout.Builder builder = TypeLayout.named("mappingproxy");
        MAPPING = builder.reference("mapping");
        LAYOUT = builder.build();
    }

    W_MappingProxyObject(ObjSpace space) {
        super(space, TypeIds.MAPPING_PROXY, LAYOUT, "mappingproxy");
    }

    public @Ref long make(@Ref long w_mapping) {
        try (HandleScope scope = heap.scope()) {
            long hMapping = scope.root(w_mapping);
            long w = heap.allocate(TypeIds.MAPPING_PROXY);
            heap.initRef(w, MAPPING, scope.get(hMapping));
            return w;
        }
    }

    public @Ref long mapping(@Ref long w) {
        return heap.readRef(w, MAPPING);
    }

    @Override
    public long length(@Ref long w_self) {
        return space.len(mapping(w_self));
    }

    @Override
    public @Ref long getItem(@Ref long w_self, @Ref long w_key) {
        return space.getitem(mapping(w_self), w_key);
    }

    @Override
    public boolean contains(@Ref long w_self, @Ref long w_item) {
        return space.contains(mapping(w_self), w_item);
    }

    @Override
    public @Ref long iter(@Ref long w_self) {
        return space.iter(mapping(w_self));
    }

    @Override
    public boolean isTrue(@Ref long w_self) {
        return space.isTrue(mapping(w_self));
    }

    @Override
    public long hash(@Ref long w_self) {
        return space.hash(mapping(w_self));
    }

    @Override
    public @Ref long richCompare(@Ref long w_self, @Ref long w_other, int op) {
        return space.richcompare(mapping(w_self), space.kind(w_other) == TypeIds.MAPPING_PROXY ? mapping(w_other) : w_other, op);
    }

    @Override
    public @Ref long repr(@Ref long w_self) {
        return space.newStr("mappingproxy(" + space.reprText(mapping(w_self)) + ")");
    }

    @Override
    public @Ref long str(@Ref long w_self) {
        return space.str(mapping(w_self));
    }

    @Override
    public void define(TypeBuilder type) {
        type.special("__repr__", "__str__", "__len__", "__getitem__", "__contains__", "__iter__", "__hash__").comparisons()
                .constructor("mappingproxy(cls, mapping)", (s, h, n, k) -> make(s.arg(h, 1)));
        for (String name : new String[] {"get", "keys", "values", "items", "copy"}) {
            type.rawMethod(name, (s, h, n, k) -> s.callMethod(mapping(s.self(h)), s.intern(name), s.argHandle(h, 1), n - 1, k));
        }
    }
}
