package io.mooring.objspace;

import io.mooring.gc.Ref;
import io.mooring.gc.Slot;
import io.mooring.gc.roots.HandleScope;
import io.mooring.objspace.text.CodePoints;
import io.mooring.objspace.text.StringLiteral;

/**
 * {@code str.format} and {@code str.format_map}: replacement fields {@code {name.attribute[key]!conversion:specification}}.
 *
 * <p>A specification may contain fields itself, one level deep.
 */
final class StrFormat {
    /** Fields may nest in specifications this deep, the outermost included. */
    private static final int MAX_DEPTH = 2;

    private final ObjSpace space;
    private final CodePoints format;
    private final @Slot long hArgs;
    private final int nargs;
    private final @Slot long hNames;
    private final @Slot long hMapping;
    /** Number of the next automatic field; -1 once fields are numbered by hand, -2 before the first field. */
    private int automatic = UNDECIDED;

    private static final int MANUAL = -1;
    private static final int UNDECIDED = -2;

    /** {@code self.format(*args, **kwargs)}: self stands in the first slot, {@code hNames} holds 0 or the tuple of keyword names. */
    StrFormat(ObjSpace space, @Slot long hArgs, int nargs, @Slot long hNames) {
        this.space = space;
        this.format = space.unicodes.codePoints(space.self(hArgs));
        this.hArgs = hArgs;
        this.nargs = nargs;
        this.hNames = hNames;
        this.hMapping = 0;
    }

    /** {@code self.format_map(mapping)}. */
    StrFormat(ObjSpace space, @Slot long hSelf, @Slot long hMapping) {
        this.space = space;
        this.format = space.unicodes.codePoints(space.self(hSelf));
        this.hArgs = hSelf;
        this.nargs = 1;
        this.hNames = 0;
        this.hMapping = hMapping;
    }

    @Ref
    long run() {
        CodePoints out = new CodePoints(format.count());
        expand(0, format.count(), out, MAX_DEPTH);
        return space.unicodes.make(out);
    }

    private OperationError bad(String text) {
        return space.error(space.w_ValueError, "%s", text);
    }

    /** Copies literal text and expands fields from {@code at} up to {@code end}. */
    private void expand(int at, int end, CodePoints out, int depth) {
        if (depth == 0) throw bad("Max string recursion exceeded");
        int i = at;
        while (i < end) {
            int point = format.at(i);
            boolean doubled = i + 1 < end && format.at(i + 1) == point;
            if (point != '{' && point != '}') {
                out.append(point);
                i++;
            } else if (doubled) {
                out.append(point);
                i += 2;
            } else if (point == '}') {
                throw bad("Single '}' encountered in format string");
            } else if (i + 1 == end) {
                throw bad("Single '{' encountered in format string");
            } else {
                i = field(i + 1, end, out, depth);
            }
        }
    }

    /** Expands the field whose text begins at {@code start}; answers where it ends, behind its brace. */
    private int field(int start, int end, CodePoints out, int depth) {
        int nameEnd = nameEnd(start, end);
        int at = nameEnd;
        int conversion = 0;
        if (format.at(at) == '!') {
            if (at + 1 == end) throw bad("end of string while looking for conversion specifier");
            conversion = format.at(at + 1);
            at += 2;
            if (at == end) throw bad("unmatched '{' in format spec");
            if (format.at(at) != '}' && format.at(at) != ':') throw bad("expected ':' after conversion specifier");
        }
        int close = format.at(at) == '}' ? at : close(at + 1, end);
        try (HandleScope scope = space.heap.scope()) {
            long hValue = scope.root(value(start, nameEnd));
            scope.set(hValue, converted(scope.get(hValue), conversion));
            CodePoints spec = new CodePoints();
            if (at < close) expand(at + 1, close, spec, depth - 1);
            long w_spec = space.unicodes.make(spec);
            append(space.format(scope.get(hValue), w_spec), out);
        }
        return close + 1;
    }

    /** Position of the exclamation mark, colon or brace that ends the name of a field. */
    private int nameEnd(int start, int end) {
        for (int i = start; i < end; i++) {
            switch (format.at(i)) {
                case '{' -> throw bad("unexpected '{' in field name");
                case '}', ':', '!' -> {
                    return i;
                }
                case '[' -> {
                    while (i < end && format.at(i) != ']') i++;
                }
                default -> { }
            }
        }
        throw bad("expected '}' before end of string");
    }

    /** Position of the brace that closes a field whose specification begins at {@code start}. */
    private int close(int start, int end) {
        int open = 1;
        for (int i = start; i < end; i++) {
            if (format.at(i) == '{') open++;
            if (format.at(i) == '}' && --open == 0) return i;
        }
        throw bad("unmatched '{' in format spec");
    }

    private void append(@Ref long w_text, CodePoints out) {
        Units text = space.unicodes.units(space.payload(w_text));
        for (long i = 0; i < text.count(); i++) out.append(text.at(i));
    }

    private @Ref long converted(@Ref long w_value, int conversion) {
        return switch (conversion) {
            case 0 -> w_value;
            case 'r' -> space.repr(w_value);
            case 's' -> space.str(w_value);
            case 'a' -> space.newStr(StringLiteral.ascii(space.unicodes.codePoints(space.payload(space.repr(w_value)))));
            default -> throw bad(conversion > 32 && conversion < 127
                    ? "Unknown conversion specifier " + (char) conversion
                    : "Unknown conversion specifier \\x" + Integer.toHexString(conversion));
        };
    }

    // ---- field names --------------------------------------------------------------------------------------------------------------------

    private String text(int from, int to) {
        StringBuilder text = new StringBuilder();
        for (int i = from; i < to; i++) text.appendCodePoint(format.at(i));
        return text.toString();
    }

    /** The object that a field names. */
    private @Ref long value(int start, int end) {
        int firstEnd = start;
        while (firstEnd < end && format.at(firstEnd) != '.' && format.at(firstEnd) != '[') firstEnd++;
        try (HandleScope scope = space.heap.scope()) {
            long hValue = scope.root(first(text(start, firstEnd)));
            int at = firstEnd;
            while (at < end) {
                boolean attribute = format.at(at) == '.';
                if (!attribute && format.at(at) != '[') throw bad("Only '.' or '[' may follow ']' in format field specifier");
                int from = at + 1;
                int to = from;
                while (to < end && (attribute ? format.at(to) != '.' && format.at(to) != '[' : format.at(to) != ']')) to++;
                if (!attribute && to == end) throw bad("Missing ']' in format string");
                String name = text(from, to);
                if (name.isEmpty()) throw bad("Empty attribute in format string");
                scope.set(hValue, attribute ? attribute(hValue, name) : item(hValue, name));
                at = attribute ? to : to + 1;
            }
            return scope.get(hValue);
        }
    }

    private @Ref long attribute(@Slot long hValue, String name) {
        long w_name = space.newStr(name);
        return space.getattr(space.arg(hValue, 0), w_name);
    }

    private @Ref long item(@Slot long hValue, String key) {
        long index = number(key);
        if (index >= 0) return space.getitemAt(space.arg(hValue, 0), index);
        long w_key = space.newStr(key);
        return space.getitem(space.arg(hValue, 0), w_key);
    }

    /** The value of a run of digits, or -1. */
    private long number(String text) {
        if (text.isEmpty() || !text.chars().allMatch(c -> c >= '0' && c <= '9')) return -1;
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException tooLong) {
            throw bad("Too many decimal digits in format string");
        }
    }

    private @Ref long first(String name) {
        long index = number(name);
        if (name.isEmpty() || index >= 0) {
            int mode = name.isEmpty() ? 0 : MANUAL;
            if (automatic == UNDECIDED) automatic = mode;
            if (mode == MANUAL && automatic >= 0) throw bad("cannot switch from automatic field numbering to manual field specification");
            if (mode != MANUAL && automatic == MANUAL) {
                throw bad("cannot switch from manual field specification to automatic field numbering");
            }
            return positional(name.isEmpty() ? automatic++ : index);
        }
        if (hMapping != 0) {
            long w_name = space.newStr(name);
            return space.getitem(space.arg(hMapping, 0), w_name);
        }
        long w_names = space.arg(hNames, 0);
        long count = w_names == 0 ? 0 : space.tuples.count(w_names);
        for (int i = 0; i < count; i++) if (space.string(space.tuples.get(w_names, i)).equals(name)) return space.arg(hArgs, nargs + i);
        throw space.errorWithArg(space.w_KeyError, space.newStr(name));
    }

    private @Ref long positional(long index) {
        if (hMapping != 0) throw bad("Format string contains positional fields");
        if (index >= nargs - 1) throw space.error(space.w_IndexError, "Replacement index %d out of range for positional args tuple", index);
        return space.arg(hArgs, (int) index + 1);
    }
}
