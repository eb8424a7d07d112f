package io.mooring.objspace;

import io.mooring.gc.Ref;
import io.mooring.gc.Slot;
import io.mooring.gc.roots.HandleScope;
import io.mooring.objspace.text.CharacterClass;
import java.io.ByteArrayOutputStream;
import java.util.function.IntPredicate;

/** The methods of bytes and bytearray that search, split, join and decode; results are of the kind of self. */
final class BytesMethods {
    private final ObjSpace space;
    private final BytesKind kind;

    BytesMethods(ObjSpace space, BytesKind kind) {
        this.space = space;
        this.kind = kind;
    }

    void define(TypeBuilder type) {
        type.method("find", 1, 3, (s, h, n, k) -> s.newInt(find(h, n, false)));
        type.method("rfind", 1, 3, (s, h, n, k) -> s.newInt(find(h, n, true)));
        type.method("index", 1, 3, (s, h, n, k) -> s.newInt(found(find(h, n, false))));
        type.method("rindex", 1, 3, (s, h, n, k) -> s.newInt(found(find(h, n, true))));
        type.method("count", 1, 3, (s, h, n, k) -> s.newInt(count(h, n)));
        type.method("startswith", 1, 3, (s, h, n, k) -> s.newBool(affix(h, n, "startswith")));
        type.method("endswith", 1, 3, (s, h, n, k) -> s.newBool(affix(h, n, "endswith")));
        type.method("removeprefix", 1, (s, h, n, k) -> removeAffix(h, true));
        type.method("removesuffix", 1, (s, h, n, k) -> removeAffix(h, false));
        type.method("replace", 2, 3, (s, h, n, k) -> replace(h, n));
        type.method("split(self, sep=, maxsplit=)", (s, h, n, k) -> split(h, false));
        type.method("rsplit(self, sep=, maxsplit=)", (s, h, n, k) -> split(h, true));
        type.method("splitlines(self, keepends=)", (s, h, n, k) ->
                pieces(h, Spans.lines(self(h), b -> b == '\n' || b == '\r', s.arg(h, 1) != 0 && s.isTrue(s.arg(h, 1)))));
        type.method("partition", 1, (s, h, n, k) -> partition(h, false));
        type.method("rpartition", 1, (s, h, n, k) -> partition(h, true));
        type.method("join", 1, (s, h, n, k) -> join(h));
        type.method("strip", 0, 1, (s, h, n, k) -> strip(h, n, true, true));
        type.method("lstrip", 0, 1, (s, h, n, k) -> strip(h, n, true, false));
        type.method("rstrip", 0, 1, (s, h, n, k) -> strip(h, n, false, true));
        type.method("decode(self, encoding=, errors=)", (s, h, n, k) -> decode(h));
        type.method("translate(self, table, /, delete=)", (s, h, n, k) -> translate(h));
        type.staticMethod("maketrans(frm, to, /)", (s, h, n, k) -> makeTable(h));
    }

    // ---- arguments ----------------------------------------------------------------------------------------------------------------------

    private Units self(@Slot long hArgs) {
        return kind.units(space.self(hArgs));
    }

    private Units required(@Slot long hArgs, int index) {
        long w = space.arg(hArgs, index);
        if (!kind.isBytes(w)) throw space.error(space.w_TypeError, "a bytes-like object is required, not '%s'", space.typeName(w));
        return kind.anyUnits(w);
    }

    private byte[] requiredCopy(@Slot long hArgs, int index) {
        Units data = required(hArgs, index);
        return BytesKind.copy(data, 0, data.count());
    }

    /** The bytes looked for: a bytes-like object, or the one byte that an int names. Root what is answered by {@code hArgs}. */
    private byte[] sought(@Slot long hArgs) {
        long w = space.arg(hArgs, 1);
        if (kind.isBytes(w)) return requiredCopy(hArgs, 1);
        if (!space.slices.isIndex(w)) {
            throw space.error(space.w_TypeError, "argument should be integer or bytes-like object, not '%s'", space.typeName(w));
        }
        return new byte[] {kind.byteOf(w, "byte must be in range(0, 256)")};
    }

    private long[] range(@Slot long hArgs, int nargs) {
        long length = self(hArgs).count();
        long from = position(hArgs, nargs, 2, length, 0);
        long to = Math.min(position(hArgs, nargs, 3, length, length), length);
        return new long[] {from, to};
    }

    private long position(@Slot long hArgs, int nargs, int index, long length, long absent) {
        if (index >= nargs || space.arg(hArgs, index) == space.w_None) return absent;
        if (!space.slices.isIndex(space.arg(hArgs, index))) {
            throw space.error(space.w_TypeError, "slice indices must be integers or None or have an __index__ method");
        }
        long position = space.asClippedIndex(space.arg(hArgs, index));
        return position < 0 ? Math.max(0, position + length) : Math.min(position, length + 1);
    }

    // ---- search -------------------------------------------------------------------------------------------------------------------------

    private static boolean matches(Units data, long at, byte[] part) {
        for (int i = 0; i < part.length; i++) if (data.at(at + i) != (part[i] & 0xFF)) return false;
        return true;
    }

    private static long find(Units data, byte[] part, long from, long to) {
        for (long i = from; i <= to - part.length; i++) if (matches(data, i, part)) return i;
        return -1;
    }

    private static long findLast(Units data, byte[] part, long from, long to) {
        for (long i = to - part.length; i >= from; i--) if (matches(data, i, part)) return i;
        return -1;
    }

    private long find(@Slot long hArgs, int nargs, boolean last) {
        byte[] part = sought(hArgs);
        long[] range = range(hArgs, nargs);
        return last ? findLast(self(hArgs), part, range[0], range[1]) : find(self(hArgs), part, range[0], range[1]);
    }

    private long found(long position) {
        if (position < 0) throw space.error(space.w_ValueError, "subsection not found");
        return position;
    }

    private long count(@Slot long hArgs, int nargs) {
        byte[] part = sought(hArgs);
        long[] range = range(hArgs, nargs);
        if (part.length == 0) return Math.max(0, range[1] - range[0] + 1);
        long found = 0;
        for (long at = range[0]; (at = find(self(hArgs), part, at, range[1])) >= 0; at += part.length) found++;
        return found;
    }

    private boolean affix(@Slot long hArgs, int nargs, String method) {
        long[] range = range(hArgs, nargs);
        boolean atStart = method.equals("startswith");
        long w_affix = space.payload(space.arg(hArgs, 1));
        if (space.kind(w_affix) != TypeIds.TUPLE) {
            if (!kind.isBytes(w_affix)) {
                throw space.error(space.w_TypeError, "%s first arg must be bytes or a tuple of bytes, not %s", method,
                        space.typeName(space.arg(hArgs, 1)));
            }
            return stands(self(hArgs), kind.anyUnits(w_affix), range, atStart);
        }
        for (long i = 0; i < space.tuples.count(w_affix); i++) {
            long w_each = space.tuples.get(w_affix, i);
            if (!kind.isBytes(w_each)) {
                throw space.error(space.w_TypeError, "a bytes-like object is required, not '%s'", space.typeName(w_each));
            }
            if (stands(self(hArgs), kind.anyUnits(w_each), range, atStart)) return true;
        }
        return false;
    }

    private static boolean stands(Units data, Units affix, long[] range, boolean atStart) {
        if (range[1] - range[0] < affix.count()) return false;
        return data.matches(atStart ? range[0] : range[1] - affix.count(), affix);
    }

    private @Ref long removeAffix(@Slot long hArgs, boolean atStart) {
        Units affix = required(hArgs, 1);
        Units data = self(hArgs);
        long count = data.count();
        boolean stands = stands(data, affix, new long[] {0, count}, atStart);
        long removed = stands ? affix.count() : 0;
        return kind.make(BytesKind.copy(data, atStart ? removed : 0, atStart ? count : count - removed));
    }

    private @Ref long replace(@Slot long hArgs, int nargs) {
        byte[] old = requiredCopy(hArgs, 1);
        byte[] fresh = requiredCopy(hArgs, 2);
        long max = nargs > 3 ? space.asIndex(space.arg(hArgs, 3)) : -1;
        if (max < 0) max = Long.MAX_VALUE;
        Units data = self(hArgs);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        long from = 0;
        for (long done = 0; done < max; done++) {
            long at = old.length == 0 ? (done == 0 ? 0 : from + 1) : find(data, old, from, data.count());
            if (at < 0 || at > data.count()) break;
            out.writeBytes(BytesKind.copy(data, from, at));
            out.writeBytes(fresh);
            from = at + old.length;
        }
        out.writeBytes(BytesKind.copy(data, from, data.count()));
        return kind.make(out.toByteArray());
    }

    // ---- splitting and joining ----------------------------------------------------------------------------------------------------------

    private @Ref long split(@Slot long hArgs, boolean fromEnd) {
        long max = space.arg(hArgs, 2) == 0 ? -1 : space.asIndex(space.arg(hArgs, 2));
        long w_separator = space.arg(hArgs, 1);
        if (w_separator == 0 || w_separator == space.w_None) {
            IntPredicate isSpace = CharacterClass::isAsciiSpace;
            return pieces(hArgs, fromEnd ? Spans.splitAtSpaceFromEnd(self(hArgs), isSpace, max)
                    : Spans.splitAtSpace(self(hArgs), isSpace, max));
        }
        Units separator = required(hArgs, 1);
        if (separator.count() == 0) throw space.error(space.w_ValueError, "empty separator");
        return pieces(hArgs, fromEnd ? Spans.splitFromEnd(self(hArgs), separator, max) : Spans.split(self(hArgs), separator, max));
    }

    private @Ref long pieces(@Slot long hArgs, Spans spans) {
        try (HandleScope scope = space.heap.scope()) {
            long hList = scope.root(space.newList());
            for (int i = 0; i < spans.count(); i++) {
                long w_piece = kind.make(BytesKind.copy(self(hArgs), spans.start(i), spans.end(i)));
                space.lists.append(scope.get(hList), w_piece);
            }
            return scope.get(hList);
        }
    }

    private @Ref long partition(@Slot long hArgs, boolean last) {
        byte[] separator = requiredCopy(hArgs, 1);
        if (separator.length == 0) throw space.error(space.w_ValueError, "empty separator");
        byte[] data = BytesKind.copy(self(hArgs), 0, self(hArgs).count());
        long at = last ? findLast(self(hArgs), separator, 0, data.length) : find(self(hArgs), separator, 0, data.length);
        int before = at < 0 ? (last ? 0 : data.length) : (int) at;
        int after = at < 0 ? (last ? 0 : data.length) : before + separator.length;
        try (HandleScope scope = space.heap.scope()) {
            long hTriple = scope.root(kind.make(java.util.Arrays.copyOfRange(data, 0, before)));
            scope.root(kind.make(at < 0 ? new byte[0] : separator));
            scope.root(kind.make(java.util.Arrays.copyOfRange(data, after, data.length)));
            return space.newTuple(hTriple, 3);
        }
    }

    private @Ref long join(@Slot long hArgs) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (HandleScope scope = space.heap.scope()) {
            long hItems = scope.root(space.toTuple(space.arg(hArgs, 1)));
            byte[] separator = BytesKind.copy(self(hArgs), 0, self(hArgs).count());
            long count = space.tuples.count(scope.get(hItems));
            for (long i = 0; i < count; i++) {
                long w_item = space.tuples.get(scope.get(hItems), i);
                if (!kind.isBytes(w_item)) {
                    throw space.error(space.w_TypeError, "sequence item %d: expected a bytes-like object, %s found", i,
                            space.typeName(w_item));
                }
                if (i > 0) out.writeBytes(separator);
                Units item = kind.anyUnits(w_item);
                out.writeBytes(BytesKind.copy(item, 0, item.count()));
            }
        }
        return kind.make(out.toByteArray());
    }

    private @Ref long strip(@Slot long hArgs, int nargs, boolean left, boolean right) {
        IntPredicate stripped = CharacterClass::isAsciiSpace;
        if (nargs > 1 && space.arg(hArgs, 1) != space.w_None) {
            boolean[] chosen = new boolean[256];
            for (byte b : requiredCopy(hArgs, 1)) chosen[b & 0xFF] = true;
            stripped = value -> chosen[value];
        }
        Spans inner = Spans.strip(self(hArgs), stripped, left, right);
        return kind.make(BytesKind.copy(self(hArgs), inner.start(0), inner.end(0)));
    }

    // ---- conversion ---------------------------------------------------------------------------------------------------------------------

    private @Ref long decode(@Slot long hArgs) {
        String encoding = space.arg(hArgs, 1) == 0 ? "utf-8" : space.string(space.arg(hArgs, 1));
        String errors = space.arg(hArgs, 2) == 0 ? "strict" : space.string(space.arg(hArgs, 2));
        return space.unicodes.decode(kind.toJava(space.self(hArgs)), encoding, errors, space.self(hArgs));
    }

    private @Ref long translate(@Slot long hArgs) {
        byte[] table = space.arg(hArgs, 1) == space.w_None ? null : requiredCopy(hArgs, 1);
        if (table != null && table.length != 256) throw space.error(space.w_ValueError, "translation table must be 256 characters long");
        boolean[] deleted = new boolean[256];
        if (space.arg(hArgs, 2) != 0) for (byte b : requiredCopy(hArgs, 2)) deleted[b & 0xFF] = true;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte b : kind.toJava(space.self(hArgs))) if (!deleted[b & 0xFF]) out.write(table == null ? b : table[b & 0xFF]);
        return kind.make(out.toByteArray());
    }

    private @Ref long makeTable(@Slot long hArgs) {
        byte[] from = requiredCopy(hArgs, 0);
        byte[] to = requiredCopy(hArgs, 1);
        if (from.length != to.length) throw space.error(space.w_ValueError, "maketrans arguments must have same length");
        byte[] table = new byte[256];
        for (int i = 0; i < table.length; i++) table[i] = (byte) i;
        for (int i = 0; i < from.length; i++) table[from[i] & 0xFF] = to[i];
        return space.newBytes(table);
    }
}
