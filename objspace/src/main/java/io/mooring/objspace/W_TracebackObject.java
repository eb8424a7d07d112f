package io.mooring.objspace;

import io.mooring.gc.Ref;
import io.mooring.gc.object.TypeLayout;
import io.mooring.gc.roots.HandleScope;

/**
 * traceback: where an exception passed. There is no interpreter, so an entry names a function instead of a frame.
 *
 * <pre>
 *   +8   next      the entry towards the place of the raise, or 0
 *   +16  function  str: name of the function
 *   +24  file      str
 *   +32  line      raw
 * </pre>
 */
public final class W_TracebackObject extends ObjectKind {
    static final TypeLayout LAYOUT;
    private static final int NEXT;
    private static final int FUNCTION;
    private static final int FILE;
    private static final int LINE;

    static {
        TypeLayout.Builder builder = TypeLayout.named("traceback");
        NEXT = builder.reference("next");
        FUNCTION = builder.reference("function");
        FILE = builder.reference("file");
        LINE = builder.word("line");
        LAYOUT = builder.build();
    }

    W_TracebackObject(ObjSpace space) {
        super(space, TypeIds.TRACEBACK, LAYOUT, "traceback");
    }

    /** {@code w_next} 0 = this is where the exception was raised. */
    public @Ref long make(@Ref long w_next, @Ref long w_function, @Ref long w_file, long line) {
        try (HandleScope scope = heap.scope()) {
            long hNext = scope.root(w_next);
            long hFunction = scope.root(w_function);
            long hFile = scope.root(w_file);
            long w = heap.allocate(TypeIds.TRACEBACK);
            heap.initRef(w, NEXT, scope.get(hNext));
            heap.initRef(w, FUNCTION, scope.get(hFunction));
            heap.initRef(w, FILE, scope.get(hFile));
            heap.writeWord(w, LINE, line);
            return w;
        }
    }

    @Override
    public void define(TypeBuilder type) {
        type.getter("tb_next", (s, h, n, k) -> heap.readRef(s.self(h), NEXT) == 0 ? s.w_None : heap.readRef(s.self(h), NEXT))
                .getter("tb_lineno", (s, h, n, k) -> s.newInt(heap.readWord(s.self(h), LINE)))
                .getter("tb_frame", (s, h, n, k) -> s.w_None);
    }
}
