package io.mooring.objspace;

import io.mooring.gc.Ref;
import io.mooring.gc.Slot;
import io.mooring.gc.roots.HandleScope;
import io.mooring.objspace.text.CharacterClass;
import io.mooring.objspace.text.CodePoints;
import java.util.function.IntPredicate;

/** The methods of str that search, split, join and pad. */
final class UnicodeMethods {
    private final ObjSpace space;
    private final W_UnicodeObject strs;

    UnicodeMethods(ObjSpace space, W_UnicodeObject strs) {
        this.space = space;
        this.strs = strs;
    }

    void define(TypeBuilder type) {
        type.subclassable().doc("str(object='') -> str\nstr(bytes_or_buffer[, encoding[, errors]]) -> str");
        type.special("__repr__", "__str__", "__hash__", "__len__", "__getitem__", "__contains__", "__iter__", "__add__", "__mul__",
                "__rmul__", "__mod__", "__rmod__", "__format__").comparisons();
        type.method("find", 1, 3, (s, h, n, k) -> s.newInt(find(h, n, false)));
        type.method("rfind", 1, 3, (s, h, n, k) -> s.newInt(find(h, n, true)));
        type.method("index", 1, 3, (s, h, n, k) -> s.newInt(found(find(h, n, false))));
        type.method("rindex", 1, 3, (s, h, n, k) -> s.newInt(found(find(h, n, true))));
        type.method("count", 1, 3, (s, h, n, k) -> s.newInt(count(h, n)));
        type.method("startswith", 1, 3, (s, h, n, k) -> s.newBool(affix(h, n, "startswith")));
        type.method("endswith", 1, 3, (s, h, n, k) -> s.newBool(affix(h, n, "endswith")));
        type.method("replace", 2, 3, (s, h, n, k) -> replace(h, n));
        type.method("split(self, sep=, maxsplit=)", (s, h, n, k) -> split(h, false));
        type.method("rsplit(self, sep=, maxsplit=)", (s, h, n, k) -> split(h, true));
        type.method("splitlines(self, keepends=)", (s, h, n, k) -> splitLines(h));
        type.method("partition", 1, (s, h, n, k) -> partition(h, false));
        type.method("rpartition", 1, (s, h, n, k) -> partition(h, true));
        type.method("join", 1, (s, h, n, k) -> join(h));
        type.method("strip", 0, 1, (s, h, n, k) -> strip(h, n, "strip", true, true));
        type.method("lstrip", 0, 1, (s, h, n, k) -> strip(h, n, "lstrip", true, false));
        type.method("rstrip", 0, 1, (s, h, n, k) -> strip(h, n, "rstrip", false, true));
        type.method("removeprefix", 1, (s, h, n, k) -> removeAffix(h, "removeprefix"));
        type.method("removesuffix", 1, (s, h, n, k) -> removeAffix(h, "removesuffix"));
        type.method("center", 1, 2, (s, h, n, k) -> pad(h, n, true, true));
        type.method("ljust", 1, 2, (s, h, n, k) -> pad(h, n, false, true));
        type.method("rjust", 1, 2, (s, h, n, k) -> pad(h, n, true, false));
        type.method("zfill", 1, (s, h, n, k) -> zeroFill(h));
        type.method("expandtabs(self, tabsize=)", (s, h, n, k) -> expandTabs(h));
        type.rawMethod("format", (s, h, n, k) -> {
            try (HandleScope scope = s.heap.scope()) {
                return new StrFormat(s, h, n, scope.root(k)).run();
            }
        });
        type.method("format_map", 1, (s, h, n, k) -> new StrFormat(s, h, s.argHandle(h, 1)).run());
    }

    // ---- arguments ----------------------------------------------------------------------------------------------------------------------

    /** The str in a slot; TypeError for anything else. Does not collect. */
    private @Ref long str(@Slot long hArgs, int index) {
        long w = space.payload(space.arg(hArgs, index));
        if (space.kind(w) != TypeIds.UNICODE) {
            throw space.error(space.w_TypeError, "must be str, not %s", space.typeName(space.arg(hArgs, index)));
        }
        return w;
    }

    /** An optional position, as in a slice. */
    long position(@Slot long hArgs, int nargs, int index, long length, long absent) {
        if (index >= nargs || space.arg(hArgs, index) == 0 || space.arg(hArgs, index) == space.w_None) return absent;
        long w = space.arg(hArgs, index);
        if (!space.slices.isIndex(w)) {
            throw space.error(space.w_TypeError, "slice indices must be integers or None or have an __index__ method");
        }
        long position = space.asClippedIndex(w);
        return position < 0 ? Math.max(0, position + length) : Math.min(position, length + 1);
    }

    // ---- search -------------------------------------------------------------------------------------------------------------------------

    private long find(@Slot long hArgs, int nargs, boolean last) {
        str(hArgs, 1);
        long length = strs.count(space.self(hArgs));
        long from = position(hArgs, nargs, 2, length, 0);
        long to = Math.min(position(hArgs, nargs, 3, length, length), length);
        Units text = strs.units(space.self(hArgs));
        Units part = strs.units(str(hArgs, 1));
        return last ? text.findLast(part, from, to) : text.find(part, from, to);
    }

    private long found(long position) {
        if (position < 0) throw space.error(space.w_ValueError, "substring not found");
        return position;
    }

    private long count(@Slot long hArgs, int nargs) {
        str(hArgs, 1);
        long length = strs.count(space.self(hArgs));
        long from = position(hArgs, nargs, 2, length, 0);
        long to = Math.min(position(hArgs, nargs, 3, length, length), length);
        return strs.units(space.self(hArgs)).occurrences(strs.units(str(hArgs, 1)), from, to);
    }

    private boolean affix(@Slot long hArgs, int nargs, String method) {
        long length = strs.count(space.self(hArgs));
        long from = position(hArgs, nargs, 2, length, 0);
        long to = Math.min(position(hArgs, nargs, 3, length, length), length);
        boolean atStart = method.equals("startswith");
        long w_affix = space.payload(space.arg(hArgs, 1));
        if (space.kind(w_affix) != TypeIds.TUPLE) {
            if (space.kind(w_affix) != TypeIds.UNICODE) {
                throw space.error(space.w_TypeError, "%s first arg must be str or a tuple of str, not %s", method,
                        space.typeName(space.arg(hArgs, 1)));
            }
            return stands(space.self(hArgs), w_affix, from, to, atStart);
        }
        for (long i = 0; i < space.tuples.count(w_affix); i++) {
            long w_each = space.payload(space.tuples.get(w_affix, i));
            if (space.kind(w_each) != TypeIds.UNICODE) {
                throw space.error(space.w_TypeError, "tuple for %s must only contain str, not %s", method,
                        space.typeName(space.tuples.get(w_affix, i)));
            }
            if (stands(space.self(hArgs), w_each, from, to, atStart)) return true;
        }
        return false;
    }

    private boolean stands(@Ref long w_text, @Ref long w_affix, long from, long to, boolean atStart) {
        Units affix = strs.units(w_affix);
        if (to - from < affix.count()) return false;
        return strs.units(w_text).matches(atStart ? from : to - affix.count(), affix);
    }

    private @Ref long removeAffix(@Slot long hArgs, String method) {
        long w_self = space.self(hArgs);
        long w_affix = space.payload(space.arg(hArgs, 1));
        if (space.kind(w_affix) != TypeIds.UNICODE) {
            throw space.error(space.w_TypeError, "%s() argument must be str, not %s", method, space.typeName(space.arg(hArgs, 1)));
        }
        long count = strs.count(w_self);
        boolean atStart = method.equals("removeprefix");
        if (!stands(w_self, w_affix, 0, count, atStart)) return w_self;
        long removed = strs.count(w_affix);
        return atStart ? strs.substring(w_self, removed, count) : strs.substring(w_self, 0, count - removed);
    }

    private @Ref long replace(@Slot long hArgs, int nargs) {
        requireStr(hArgs, 1, "replace() argument 1");
        requireStr(hArgs, 2, "replace() argument 2");
        long max = nargs > 3 ? space.asIndex(space.arg(hArgs, 3)) : -1;
        Units text = strs.units(space.self(hArgs));
        Units old = strs.units(str(hArgs, 1));
        Units fresh = strs.units(str(hArgs, 2));
        if (max < 0) max = Long.MAX_VALUE;
        if (fresh.count() > old.count()) {
            strs.requireRoom(text.count() + Math.min(max, text.occurrences(old, 0, text.count())) * (fresh.count() - old.count()));
        }
        CodePoints out = new CodePoints(Math.toIntExact(text.count()));
        long from = 0;
        for (long done = 0; done < max; done++) {
            long at = old.count() == 0 ? (done == 0 ? 0 : from + 1) : text.find(old, from, text.count());
            if (at < 0 || at > text.count()) break;
            append(out, text, from, at);
            append(out, fresh, 0, fresh.count());
            from = at + old.count();
        }
        if (from == 0 && out.count() == 0) return space.self(hArgs);
        append(out, text, from, text.count());
        return strs.make(out);
    }

    private void requireStr(@Slot long hArgs, int index, String what) {
        if (!space.isStr(space.arg(hArgs, index))) {
            throw space.error(space.w_TypeError, "%s must be str, not %s", what, space.typeName(space.arg(hArgs, index)));
        }
    }

    private static void append(CodePoints out, Units units, long from, long to) {
        for (long i = from; i < to; i++) out.append(units.at(i));
    }

    // ---- splitting ----------------------------------------------------------------------------------------------------------------------

    private @Ref long split(@Slot long hArgs, boolean fromEnd) {
        long max = space.arg(hArgs, 2) == 0 ? -1 : space.asIndex(space.arg(hArgs, 2));
        long w_separator = space.arg(hArgs, 1);
        Units text = strs.units(space.self(hArgs));
        if (w_separator == 0 || w_separator == space.w_None) {
            return pieces(hArgs, fromEnd ? Spans.splitAtSpaceFromEnd(text, CharacterClass::isSpace, max)
                    : Spans.splitAtSpace(text, CharacterClass::isSpace, max));
        }
        if (!space.isStr(w_separator)) throw space.error(space.w_TypeError, "must be str or None, not %s", space.typeName(w_separator));
        Units separator = strs.units(space.payload(w_separator));
        if (separator.count() == 0) throw space.error(space.w_ValueError, "empty separator");
        return pieces(hArgs, fromEnd ? Spans.splitFromEnd(text, separator, max) : Spans.split(text, separator, max));
    }

    private @Ref long pieces(@Slot long hArgs, Spans spans) {
        try (HandleScope scope = space.heap.scope()) {
            long hList = scope.root(space.newList());
            for (int i = 0; i < spans.count(); i++) {
                long w_piece = strs.substring(space.self(hArgs), spans.start(i), spans.end(i));
                space.lists.append(scope.get(hList), w_piece);
            }
            return scope.get(hList);
        }
    }

    private @Ref long splitLines(@Slot long hArgs) {
        boolean keepEnds = space.arg(hArgs, 1) != 0 && space.isTrue(space.arg(hArgs, 1));
        return pieces(hArgs, Spans.lines(strs.units(space.self(hArgs)), CharacterClass::isLineBreak, keepEnds));
    }

    private @Ref long partition(@Slot long hArgs, boolean last) {
        Units separator = strs.units(str(hArgs, 1));
        if (separator.count() == 0) throw space.error(space.w_ValueError, "empty separator");
        Units text = strs.units(space.self(hArgs));
        long length = text.count();
        long width = separator.count();
        long at = last ? text.findLast(separator, 0, length) : text.find(separator, 0, length);
        try (HandleScope scope = space.heap.scope()) {
            if (at < 0) {
                long hTriple = scope.root(last ? strs.empty() : space.self(hArgs));
                scope.root(strs.empty());
                scope.root(last ? space.self(hArgs) : strs.empty());
                return space.newTuple(hTriple, 3);
            }
            long hTriple = scope.root(strs.substring(space.self(hArgs), 0, at));
            scope.root(space.payload(space.arg(hArgs, 1)));
            scope.root(strs.substring(space.self(hArgs), at + width, length));
            return space.newTuple(hTriple, 3);
        }
    }

    private @Ref long strip(@Slot long hArgs, int nargs, String method, boolean left, boolean right) {
        long w_chars = nargs > 1 ? space.arg(hArgs, 1) : space.w_None;
        IntPredicate stripped = CharacterClass::isSpace;
        if (w_chars != space.w_None) {
            if (!space.isStr(w_chars)) throw space.error(space.w_TypeError, "%s arg must be None or str", method);
            Units chars = strs.units(space.payload(w_chars));
            stripped = point -> {
                for (long i = 0; i < chars.count(); i++) if (chars.at(i) == point) return true;
                return false;
            };
        }
        Spans inner = Spans.strip(strs.units(space.self(hArgs)), stripped, left, right);
        return strs.substring(space.self(hArgs), inner.start(0), inner.end(0));
    }

    // ---- joining and padding ------------------------------------------------------------------------------------------------------------

    private @Ref long join(@Slot long hArgs) {
        long w_iterable = space.arg(hArgs, 1);
        int kind = space.kind(w_iterable);
        if (kind != TypeIds.LIST && kind != TypeIds.TUPLE) {
            try {
                w_iterable = space.iter(w_iterable);
            } catch (OperationError e) {
                throw e.matches(space.w_TypeError) ? space.error(space.w_TypeError, "can only join an iterable") : e;
            }
        }
        try (HandleScope scope = space.heap.scope()) {
            return joined(space.argHandle(hArgs, 0), scope.root(space.toTuple(w_iterable)));
        }
    }

    private @Ref long joined(@Slot long hSelf, @Slot long hItems) {
        long n = space.tuples.count(space.arg(hItems, 0));
        if (n == 0) return strs.empty();
        long w_separator = space.self(hSelf);
        long separators = n - 1;
        long gap = strs.count(w_separator);
        long total = gap * separators;
        int shift = separators == 0 ? 0 : strs.shift(w_separator);
        boolean ascii = separators == 0 || strs.isAscii(w_separator);
        for (long i = 0; i < n; i++) {
            long w_item = space.payload(space.tuples.get(space.arg(hItems, 0), i));
            if (space.kind(w_item) != TypeIds.UNICODE) {
                throw space.error(space.w_TypeError, "sequence item %d: expected str instance, %s found", i, space.typeName(w_item));
            }
            total += strs.count(w_item);
            shift = Math.max(shift, strs.shift(w_item));
            ascii &= strs.isAscii(w_item);
        }
        if (n == 1 && space.kind(space.tuples.get(space.arg(hItems, 0), 0)) == TypeIds.UNICODE) {
            return space.tuples.get(space.arg(hItems, 0), 0);
        }
        if (total == 0) return strs.empty();
        long w = strs.allocate(shift, ascii, total);
        long at = 0;
        for (long i = 0; i < n; i++) {
            if (i > 0) strs.copyInto(w, at - gap, space.self(hSelf), 0, gap);
            long w_item = space.payload(space.tuples.get(space.arg(hItems, 0), i));
            strs.copyInto(w, at, w_item, 0, strs.count(w_item));
            at += strs.count(w_item) + gap;
        }
        return w;
    }

    private @Ref long pad(@Slot long hArgs, int nargs, boolean left, boolean right) {
        long width = space.asIndex(space.arg(hArgs, 1));
        int fill = ' ';
        if (nargs > 2) {
            long w_fill = space.payload(space.arg(hArgs, 2));
            if (space.kind(w_fill) != TypeIds.UNICODE) {
                throw space.error(space.w_TypeError, "The fill character must be a unicode character, not %s",
                        space.typeName(space.arg(hArgs, 2)));
            }
            if (strs.count(w_fill) != 1) throw space.error(space.w_TypeError, "The fill character must be exactly one character long");
            fill = strs.codePoint(w_fill, 0);
        }
        long count = strs.count(space.self(hArgs));
        long missing = width - count;
        if (missing <= 0) return space.self(hArgs);
        // CPython puts the odd one of a centred text on the left if the width is odd
        long before = left && right ? missing / 2 + (missing & width & 1) : left ? missing : 0;
        return padded(hArgs, fill, before, missing - before);
    }

    private @Ref long padded(@Slot long hArgs, int fill, long before, long after) {
        Units text = strs.units(space.self(hArgs));
        strs.requireRoom(before + text.count() + after);
        CodePoints out = new CodePoints(Math.toIntExact(before + text.count() + after));
        for (long i = 0; i < before; i++) out.append(fill);
        append(out, text, 0, text.count());
        for (long i = 0; i < after; i++) out.append(fill);
        return strs.make(out);
    }

    private @Ref long zeroFill(@Slot long hArgs) {
        long width = space.asIndex(space.arg(hArgs, 1));
        Units text = strs.units(space.self(hArgs));
        long missing = width - text.count();
        if (missing <= 0) return space.self(hArgs);
        boolean signed = text.count() > 0 && (text.at(0) == '+' || text.at(0) == '-');
        strs.requireRoom(width);
        CodePoints out = new CodePoints(Math.toIntExact(width));
        if (signed) out.append(text.at(0));
        for (long i = 0; i < missing; i++) out.append('0');
        append(out, text, signed ? 1 : 0, text.count());
        return strs.make(out);
    }

    private @Ref long expandTabs(@Slot long hArgs) {
        long size = space.arg(hArgs, 1) == 0 ? 8 : space.asIndex(space.arg(hArgs, 1));
        Units text = strs.units(space.self(hArgs));
        CodePoints out = new CodePoints(Math.toIntExact(text.count()));
        long column = 0;
        for (long i = 0; i < text.count(); i++) {
            int point = text.at(i);
            if (point == '\t') {
                if (size > 0) {
                    long spaces = size - column % size;
                    strs.requireRoom(out.count() + spaces);
                    for (long j = 0; j < spaces; j++) out.append(' ');
                    column += spaces;
                }
            } else {
                out.append(point);
                column = point == '\n' || point == '\r' ? 0 : column + 1;
            }
        }
        return strs.make(out);
    }
}
