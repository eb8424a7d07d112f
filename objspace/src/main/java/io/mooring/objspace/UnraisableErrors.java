package io.mooring.objspace;

import io.mooring.gc.HeapExhausted;
import io.mooring.gc.Ref;
import io.mooring.gc.roots.HandleScope;
import java.util.function.Consumer;

/**
 * Errors that nobody can be told of: raised in the callback of a weak reference, in a deallocator. They are reported as {@code sys.unraisablehook} does it,
 * in two lines of text:
 *
 * <pre>
 *   Exception ignored in: &lt;built-in function note&gt;
 *   ValueError: too late
 * </pre>
 */
public final class UnraisableErrors {
    /** Gets each report, newline included; standard error unless replaced. */
    public Consumer<String> sink = System.err::print;

    private final ObjSpace space;

    UnraisableErrors(ObjSpace space) {
        this.space = space;
    }

    /** Reports an error of {@code w_where}, 0 = of no object in particular. Raises nothing. May collect. */
    public void report(OperationError error, @Ref long w_where) {
        try (HandleScope scope = space.heap.scope()) {
            long hWhere = scope.root(w_where);
            String message = message(error);
            String place = scope.get(hWhere) == 0 ? "" : " in: " + repr(scope.get(hWhere));
            sink.accept("Exception ignored" + place + "\n" + message + "\n");
        }
    }

    private String message(OperationError error) {
        try {
            return error.getMessage();
        } catch (OperationError | HeapExhausted | StackOverflowError unprintable) {
            return space.exceptions.displayName(error.w_type()) + ": <exception str() failed>";
        }
    }

    private String repr(@Ref long w) {
        try {
            return space.reprText(w);
        } catch (OperationError | HeapExhausted | StackOverflowError unprintable) {
            return "<object repr() failed>";
        }
    }
}
