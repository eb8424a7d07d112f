package io.mooring.objspace;

import io.mooring.gc.Heap;
import io.mooring.gc.Ref;
import io.mooring.gc.roots.HandleScope;
import java.util.ArrayList;
import java.util.List;

/** repr, str, format and kin, and what an object shows that has none of its own; called through {@link ObjSpace}. */
public final class Texts {
    private final ObjSpace space;
    private final Heap heap;
    /** The objects whose repr is being made, innermost last: identity hashes do not change when they move. */
    private final List<Long> reprInProgress = new ArrayList<>();

    Texts(ObjSpace space) {
        this.space = space;
        this.heap = space.heap;
    }

    @Ref
    long repr(@Ref long w) {
        space.enter(" while getting the repr of an object");
        try {
            long w_text = space.behaviour(w).repr(w);
            if (!space.isStr(w_text)) {
                throw space.error(space.w_TypeError, "__repr__ returned non-string (type %s)", space.typeName(w_text));
            }
            return w_text;
        } finally {
            space.leave();
        }
    }

    @Ref
    long str(@Ref long w) {
        if (space.kind(w) == TypeIds.UNICODE) return w;
        space.enter(" while getting the str of an object");
        try {
            long w_text = space.behaviour(w).str(w);
            if (!space.isStr(w_text)) throw space.error(space.w_TypeError, "__str__ returned non-string (type %s)", space.typeName(w_text));
            return w_text;
        } finally {
            space.leave();
        }
    }

    @Ref
    long ascii(@Ref long w) {
        String text = space.reprText(w);
        StringBuilder plain = new StringBuilder();
        text.codePoints().forEach(c -> {
            if (c < 0x80) plain.append((char) c);
            else if (c < 0x100) plain.append(String.format("\\x%02x", c));
            else if (c < 0x10000) plain.append(String.format("\\u%04x", c));
            else plain.append(String.format("\\U%08x", c));
        });
        return space.newStr(plain.toString());
    }

    @Ref
    long format(@Ref long w, @Ref long w_spec) {
        long w_text = space.behaviour(w).format(w, space.payload(w_spec));
        if (!space.isStr(w_text)) throw space.error(space.w_TypeError, "__format__ must return a str, not %s", space.typeName(w_text));
        return w_text;
    }

    @Ref
    long defaultFormat(@Ref long w, @Ref long w_spec) {
        if (space.string(w_spec).isEmpty()) return space.str(w);
        throw space.error(space.w_TypeError, "unsupported format string passed to %s.__format__", space.typeName(w));
    }

    @Ref
    long bytes(@Ref long w) {
        if (space.kind(w) == TypeIds.BYTES) return w;
        return space.call1(space.w_bytes, w);
    }

    /** A number that looks like an address and stays the same wherever the object moves. */
    String address(@Ref long w) {
        return "0x" + Long.toHexString(space.id(w));
    }

    @Ref
    long defaultRepr(@Ref long w) {
        long w_type = space.type(w);
        try (HandleScope scope = heap.scope()) {
            long h = scope.root(w);
            String qualname = space.unicodes.toJava(heap.readRef(w_type, W_TypeObject.QUALNAME));
            long w_module = space.dicts.getStr(space.types.dict(w_type), space.names.w_module);
            String module = w_module == 0 || !space.isStr(w_module) ? "builtins" : space.string(w_module);
            String name = module.equals("builtins") ? qualname : module + "." + qualname;
            return space.newStr("<" + name + " object at " + address(scope.get(h)) + ">");
        }
    }

    /** Begins the repr of a container; false if it is being made already (the container is inside itself). Ends with {@link #leaveRepr}. */
    public boolean enterRepr(@Ref long w) {
        Long identity = space.identityHash(w);
        if (reprInProgress.contains(identity)) return false;
        reprInProgress.add(identity);
        return true;
    }

    public void leaveRepr() {
        reprInProgress.removeLast();
    }
}
