package io.mooring.objspace;

import io.mooring.gc.HeapExhausted;
import io.mooring.gc.Ref;
import io.mooring.gc.roots.Global;
import java.util.Locale;

/**
 * A Python exception on its way through Java code.
 *
 * <p>Made by {@link ObjSpace#error} with a builtin type and a message, it makes the exception object only when somebody asks for it. The
 * object is kept by a {@link Global}, so the error may be kept as long as one likes. It carries no Java stack trace: raising must be cheap.
 */
public final class OperationError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient ObjSpace space;
    private final @Ref long w_immortalType;
    private final String text;
    private transient Global value;

    /** An error of a builtin type, which never moves; {@code text} becomes its one argument, null = no argument. */
    OperationError(ObjSpace space, @Ref long w_immortalType, String text) {
        super(null, null, false, false);
        this.space = space;
        this.w_immortalType = w_immortalType;
        this.text = text;
    }

    /** An error with its exception object. */
    OperationError(ObjSpace space, @Ref long w_value) {
        super(null, null, false, false);
        this.space = space;
        this.w_immortalType = 0;
        this.text = null;
        this.value = space.heap.global(w_value);
    }

    static String formatted(String format, Object[] args) {
        return args.length == 0 ? format : String.format(Locale.ROOT, format, args);
    }

    /** The exception's type. */
    public @Ref long w_type() {
        return value == null ? w_immortalType : space.type(value.get());
    }

    /** The exception object, made now if nobody asked before. May collect. */
    public @Ref long w_value() {
        if (value == null) {
            value = space.heap.global(made());
        }
        return value.get();
    }

    /** The exception object; where the heap has no room even for that, the MemoryError that was made beforehand. */
    private @Ref long made() {
        try {
            return text == null ? space.exceptions.make(w_immortalType) : space.exceptions.make(w_immortalType, space.newStr(text));
        } catch (HeapExhausted exhausted) {
            return space.exceptions.lastResort();
        }
    }

    /** Whether an {@code except w_type:} would catch it; {@code w_type} may be a tuple of types. Does not collect. */
    public boolean matches(@Ref long w_type) {
        return space.exceptions.typeMatches(w_type(), w_type);
    }

    /** The type's name, a colon, and the message, as the last line of a traceback shows it. May collect. */
    @Override
    public String getMessage() {
        String name = space.exceptions.displayName(w_type());
        String shown = value == null ? (text == null ? "" : text) : space.exceptions.displayText(value.get());
        return shown.isEmpty() ? name : name + ": " + shown;
    }

    @Override
    public String toString() {
        return getMessage();
    }
}
