package io.mooring.lisp;

import io.mooring.gc.Heap;
import io.mooring.gc.HeapOptions;
import io.mooring.gc.roots.Global;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** A small Lisp whose objects live in a heap of Mooring: several of them may run side by side, each with a plan of its own. */
public final class Lisp implements AutoCloseable {
    /** Says in one sentence what is wrong with a program or its text. */
    public static final class LispError extends RuntimeException {
        LispError(String message) { super(message); }
    }

    final Heap heap;
    private final Objects objects;
    private final Evaluator evaluator;

    // tutorial: open
    public Lisp(HeapOptions options) throws IOException {
        heap = Heap.open(options);
        objects = new Objects(heap);
        evaluator = new Evaluator(objects);
        try (InputStream prelude = Lisp.class.getResourceAsStream("prelude.lisp")) {
            run(new String(prelude.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    /** Evaluates every expression of a text, and answers the value of the last one in print. */
    public String run(String text) {
        try (Global last = heap.global(objects.nil)) {
            Text expressions = new Text(objects, text);
            while (!expressions.isAtEnd()) last.set(evaluator.evaluate(expressions.read(), objects.nil));
            return Text.print(objects, last.get());
        }
    }
    // end

    @Override
    public void close() {
        heap.close();
        evaluator.slots.close();
    }
}
