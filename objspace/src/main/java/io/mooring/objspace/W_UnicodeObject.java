package io.mooring.objspace;

import io.mooring.gc.HeapExhausted;
import io.mooring.gc.Immediate;
import io.mooring.gc.Ref;
import io.mooring.gc.Slot;
import io.mooring.gc.object.TypeLayout;
import io.mooring.gc.roots.HandleScope;
import io.mooring.objspace.text.BadText;
import io.mooring.objspace.text.CodePoints;
import io.mooring.objspace.text.FormatSpec;
import io.mooring.objspace.text.FormatText;
import io.mooring.objspace.text.StringLiteral;
import java.nio.charset.StandardCharsets;

/**
 * Python's str: code points of 1, 2 or 4 bytes, the narrowest that all of them fit, so that equal strs have equal bytes.
 *
 * <pre>
 *   +0       header
 *   +HASH    0 until it is computed
 *   +STATE   bits 0..1: binary logarithm of the bytes of a code point; bit 2 (ASCII): all code points are below 128
 *   +LENGTH  bytes of the text
 *   +TEXT    code points, then zeros up to a multiple of 8 bytes
 * </pre>
 *
 * HASH is written once, by whoever asks first; everything else when the object is made.
 */
public final class W_UnicodeObject extends ObjectKind {
    private static final TypeLayout.Builder FIELDS = TypeLayout.named("str");
    public static final int HASH = FIELDS.word("hash");
    public static final int STATE = FIELDS.word("state");
    static final TypeLayout LAYOUT = FIELDS.buildWith(TypeLayout.Elements.BYTES);
    public static final int LENGTH = LAYOUT.lengthOffset();
    public static final int TEXT = LAYOUT.fixedBytes();

    /** The bits of STATE that hold the shift. */
    public static final int SHIFT_MASK = 3;
    /** The bit of STATE that is set where all code points are below 128. */
    public static final int ASCII = 4;

    /** A text on its way takes 4 bytes a code point in Java, twice while it grows. */
    private static final int JAVA_SHARE = 16;
    private static final int ASCII_LIMIT = 0x80;
    private static final int LATIN_LIMIT = 0x100;
    private static final int WIDE_LIMIT = 0x10000;

    /** The strs of one character below 256, immortal; 0 until first asked for. */
    private final @Ref long[] characters = new long[LATIN_LIMIT];
    private @Ref long w_empty;
    private final UnicodeMethods methods;
    private final UnicodeCodecs codecs;

    W_UnicodeObject(ObjSpace space) {
        super(space, TypeIds.UNICODE, LAYOUT, "str");
        methods = new UnicodeMethods(space, this);
        codecs = new UnicodeCodecs(space, this);
    }

    // ---- making -------------------------------------------------------------------------------------------------------------------------

    /**
     * A str of {@code count} code points of {@code 1 << shift} bytes, all 0, to be filled at once; the caller vouches for the narrowest
     * shift and the flag.
     */
    public @Ref long allocate(int shift, boolean ascii, long count) {
        long w = heap.allocate(TypeIds.UNICODE, count << shift);
        heap.writeWord(w, STATE, shift | (ascii ? ASCII : 0));
        return w;
    }

    public @Ref long empty() {
        if (w_empty == 0) {
            w_empty = heap.allocateImmortal(TypeIds.UNICODE, 0);
            heap.writeWord(w_empty, STATE, ASCII);
        }
        return w_empty;
    }

    /** The str of one code point. */
    public @Ref long character(int point) {
        if (point >= LATIN_LIMIT) {
            int shift = shiftFor(point);
            long w = allocate(shift, false, 1);
            write(w, shift, 0, point);
            return w;
        }
        if (characters[point] == 0) {
            long w = heap.allocateImmortal(TypeIds.UNICODE, 1);
            heap.writeWord(w, STATE, point < ASCII_LIMIT ? ASCII : 0);
            heap.writeByte(w, TEXT, (byte) point);
            characters[point] = w;
        }
        return characters[point];
    }

    /** A str of Java text; a lone surrogate stays one. */
    public @Ref long make(String text) {
        int length = text.length();
        if (length == 0) return empty();
        if (length == 1) return character(text.charAt(0));
        int union = 0;
        for (int i = 0; i < length; i++) union |= text.charAt(i);
        if (union >= LATIN_LIMIT) return make(CodePoints.of(text));
        byte[] latin = text.getBytes(StandardCharsets.ISO_8859_1);
        long w = allocate(0, union < ASCII_LIMIT, length);
        heap.writeBytes(latin, 0, w, TEXT, length);
        return w;
    }

    public @Ref long make(CodePoints text) {
        if (text.count() == 0) return empty();
        if (text.count() == 1) return character(text.at(0));
        int shift = shiftFor(text.union());
        long w = allocate(shift, text.union() < ASCII_LIMIT, text.count());
        fill(w, shift, text);
        return w;
    }

    /** An immortal str; for the names of builtins. */
    public @Ref long makeImmortal(String text) {
        CodePoints points = CodePoints.of(text);
        int shift = shiftFor(points.union());
        long w = heap.allocateImmortal(TypeIds.UNICODE, (long) points.count() << shift);
        heap.writeWord(w, STATE, shift | (points.union() < ASCII_LIMIT ? ASCII : 0));
        fill(w, shift, points);
        return w;
    }

    private void fill(@Ref long w, int shift, CodePoints text) {
        if (shift == 0) {
            byte[] latin = new byte[text.count()];
            for (int i = 0; i < latin.length; i++) latin[i] = (byte) text.at(i);
            heap.writeBytes(latin, 0, w, TEXT, latin.length);
            return;
        }
        for (int i = 0; i < text.count(); i++) write(w, shift, i, text.at(i));
    }

    private void write(@Ref long w, int shift, long index, int point) {
        switch (shift) {
            case 0 -> heap.writeByte(w, TEXT + index, (byte) point);
            case 1 -> heap.writeShort(w, TEXT + (index << 1), (short) point);
            default -> heap.writeInt(w, TEXT + (index << 2), point);
        }
    }

    /** The narrowest shift for code points that or-ed together make {@code union}. */
    static int shiftFor(int union) {
        return union < LATIN_LIMIT ? 0 : union < WIDE_LIMIT ? 1 : 2;
    }

    /** Code points {@code from} up to {@code to}. */
    public @Ref long substring(@Ref long w, long from, long to) {
        long n = to - from;
        if (n <= 0) return empty();
        if (n == count(w)) return w;
        if (n == 1) return character(codePoint(w, from));
        int shift = shift(w);
        int union = isAscii(w) ? 0 : union(w, from, to);
        int narrow = shiftFor(union);
        try (HandleScope scope = heap.scope()) {
            long hSource = scope.root(w);
            long w_part = allocate(isAscii(w) ? shift : narrow, union < ASCII_LIMIT, n);
            copyInto(w_part, 0, scope.get(hSource), from, n);
            return w_part;
        }
    }

    private int union(@Ref long w, long from, long to) {
        int union = 0;
        for (long i = from; i < to; i++) union |= codePoint(w, i);
        return union;
    }

    /** Copies code points into a str that is being made, widening or narrowing them. Does not collect. */
    void copyInto(@Ref long w_target, long at, @Ref long w_source, long from, long n) {
        int shift = shift(w_target);
        if (shift == shift(w_source)) {
            heap.copyRaw(w_source, TEXT + (from << shift), w_target, TEXT + (at << shift), n << shift);
        } else {
            for (long i = 0; i < n; i++) write(w_target, shift, at + i, codePoint(w_source, from + i));
        }
    }

    // ---- parts; none of these collects --------------------------------------------------------------------------------------------------

    /** Binary logarithm of the bytes of a code point. */
    public int shift(@Ref long w) {
        return (int) heap.readWord(w, STATE) & SHIFT_MASK;
    }

    public boolean isAscii(@Ref long w) {
        return (heap.readWord(w, STATE) & ASCII) != 0;
    }

    /** Number of code points. */
    public long count(@Ref long w) {
        return heap.readWord(w, LENGTH) >> shift(w);
    }

    public int codePoint(@Ref long w, long index) {
        return switch (shift(w)) {
            case 0 -> heap.readByte(w, TEXT + index) & 0xFF;
            case 1 -> heap.readShort(w, TEXT + (index << 1)) & 0xFFFF;
            default -> heap.readInt(w, TEXT + (index << 2));
        };
    }

    Units units(@Ref long w) {
        return new Units(heap, w, TEXT, shift(w), count(w));
    }

    public CodePoints codePoints(@Ref long w) {
        long count = count(w);
        requireRoom(count);
        CodePoints points = new CodePoints(Math.toIntExact(count));
        for (long i = 0; i < count; i++) points.append(codePoint(w, i));
        return points;
    }

    /**
     * Refuses a text that is built in Java if it fits neither this heap nor a part of Java's; call it before building what a program asked
     * for by a number.
     */
    void requireRoom(long count) {
        long most = Math.min(heap.options().maxHeapBytes(), Runtime.getRuntime().maxMemory() / JAVA_SHARE);
        if (count > most) throw new HeapExhausted("a str of " + count + " code points", count, heap.usedBytes(), most);
    }

    /** The text for Java; two lone surrogates that make a pair become one code point there. */
    public String toJava(@Ref long w) {
        if (shift(w) != 0) return codePoints(w).toString();
        byte[] latin = new byte[Math.toIntExact(count(w))];
        heap.readBytes(w, TEXT, latin, 0, latin.length);
        return new String(latin, StandardCharsets.ISO_8859_1);
    }

    /** Whether two strs are equal. */
    public boolean equal(@Ref long w_a, @Ref long w_b) {
        if (w_a == w_b) return true;
        long bytes = heap.readWord(w_a, LENGTH);
        if (bytes != heap.readWord(w_b, LENGTH) || heap.readWord(w_a, STATE) != heap.readWord(w_b, STATE)) return false;
        // the text is padded with zeros: whole words can be compared
        for (long at = 0; at < bytes; at += Long.BYTES) if (heap.readWord(w_a, TEXT + at) != heap.readWord(w_b, TEXT + at)) return false;
        return true;
    }

    /** Negative, zero or positive as the first str is less, equal or greater. */
    public int order(@Ref long w_a, @Ref long w_b) {
        if (shift(w_a) == 0 && shift(w_b) == 0) return orderOfBytes(w_a, w_b);
        return units(w_a).compareTo(units(w_b));
    }

    private int orderOfBytes(@Ref long w_a, @Ref long w_b) {
        long na = heap.readWord(w_a, LENGTH);
        long nb = heap.readWord(w_b, LENGTH);
        long common = Math.min(na, nb);
        for (long at = 0; at < common; at += Long.BYTES) {
            long a = heap.readWord(w_a, TEXT + at);
            long b = heap.readWord(w_b, TEXT + at);
            if (a == b) continue;
            long firstDifference = Long.numberOfTrailingZeros(a ^ b) / Byte.SIZE;
            if (at + firstDifference >= common) break;
            return Long.compareUnsigned(Long.reverseBytes(a), Long.reverseBytes(b));
        }
        return Long.compare(na, nb);
    }

    @Override
    public long hash(@Ref long w_self) {
        long hash = heap.readWord(w_self, HASH);
        return hash != 0 ? hash : hashSlow(w_self);
    }

    private long hashSlow(@Ref long w) {
        long hash = Hashes.ofRaw(heap, w, TEXT, heap.readWord(w, LENGTH));
        heap.writeWord(w, HASH, hash);
        return hash;
    }

    // ---- what the space asks ------------------------------------------------------------------------------------------------------------

    @Override
    public long length(@Ref long w_self) {
        return count(w_self);
    }

    @Override
    public boolean isTrue(@Ref long w_self) {
        return heap.readWord(w_self, LENGTH) != 0;
    }

    @Override
    public @Ref long getItem(@Ref long w_self, @Ref long w_key) {
        return Immediate.is(w_key) ? getItemAt(w_self, Immediate.value(w_key)) : getItemSlow(w_self, w_key);
    }

    @Override
    public @Ref long getItemAt(@Ref long w_self, long index) {
        long count = count(w_self);
        long at = index < 0 ? index + count : index;
        if (at < 0 || at >= count) throw space.error(space.w_IndexError, "string index out of range");
        return character(codePoint(w_self, at));
    }

    private @Ref long getItemSlow(@Ref long w_self, @Ref long w_key) {
        try (HandleScope scope = heap.scope()) {
            long hSelf = scope.root(w_self);
            if (space.kind(w_key) == TypeIds.SLICE) return slice(hSelf, space.slices.bounds(w_key, count(w_self)));
            if (!space.slices.isIndex(w_key)) {
                throw space.error(space.w_TypeError, "string indices must be integers, not '%s'", space.typeName(w_key));
            }
            long index = space.asIndex(w_key);
            return getItemAt(scope.get(hSelf), index);
        }
    }

    private @Ref long slice(@Slot long hSelf, SliceBounds bounds) {
        if (bounds.step() == 1) return substring(space.arg(hSelf, 0), bounds.start(), bounds.stop());
        requireRoom(bounds.count());
        CodePoints points = new CodePoints(Math.toIntExact(bounds.count()));
        long w_self = space.arg(hSelf, 0);
        for (long i = 0; i < bounds.count(); i++) points.append(codePoint(w_self, bounds.start() + i * bounds.step()));
        return make(points);
    }

    @Override
    public @Ref long iter(@Ref long w_self) {
        return space.sequenceIterators.over(TypeIds.UNICODE_ITERATOR, w_self);
    }

    @Override
    public boolean contains(@Ref long w_self, @Ref long w_item) {
        long w_part = space.payload(w_item);
        if (space.kind(w_part) != TypeIds.UNICODE) {
            throw space.error(space.w_TypeError, "'in <string>' requires string as left operand, not %s", space.typeName(w_item));
        }
        return units(w_self).find(units(w_part), 0, count(w_self)) >= 0;
    }

    @Override
    public @Ref long richCompare(@Ref long w_self, @Ref long w_other, int op) {
        long w_b = space.kind(w_other) == TypeIds.UNICODE ? w_other : space.payload(w_other);
        if (space.kind(w_b) != TypeIds.UNICODE) return space.w_NotImplemented;
        if (op == CompareOp.EQ) return space.newBool(equal(w_self, w_b));
        if (op == CompareOp.NE) return space.newBool(!equal(w_self, w_b));
        return space.newBool(CompareOp.holds(op, order(w_self, w_b)));
    }

    @Override
    public @Ref long str(@Ref long w_self) {
        return w_self;
    }

    @Override
    public @Ref long repr(@Ref long w_self) {
        return make(StringLiteral.repr(codePoints(w_self)));
    }

    @Override
    public @Ref long format(@Ref long w_self, @Ref long w_spec) {
        try {
            String spec = space.string(w_spec);
            if (spec.isEmpty()) return w_self;
            FormatSpec parsed = FormatSpec.parse(spec, '<', typeName());
            requireRoom(parsed.width());
            return make(FormatText.string(toJava(w_self), parsed, typeName()));
        } catch (BadText e) {
            throw space.error(space.w_ValueError, "%s", e.getMessage());
        }
    }

    @Override
    public boolean isSequence() {
        return true;
    }

    @Override
    public @Ref long concat(@Ref long w_self, @Ref long w_other) {
        long w_tail = space.payload(w_other);
        if (space.kind(w_tail) != TypeIds.UNICODE) {
            throw space.error(space.w_TypeError, "can only concatenate str (not \"%s\") to str", space.typeName(w_other));
        }
        long first = count(w_self);
        long second = count(w_tail);
        if (second == 0) return w_self;
        if (first == 0) return w_tail;
        try (HandleScope scope = heap.scope()) {
            long hSelf = scope.root(w_self);
            long hTail = scope.root(w_tail);
            long w = allocate(Math.max(shift(w_self), shift(w_tail)), isAscii(w_self) && isAscii(w_tail), first + second);
            copyInto(w, 0, scope.get(hSelf), 0, first);
            copyInto(w, first, scope.get(hTail), 0, second);
            return w;
        }
    }

    @Override
    public @Ref long repeat(@Ref long w_self, long times) {
        long count = count(w_self);
        if (count == 0 || times <= 0) return empty();
        if (times == 1) return w_self;
        long total = space.lists.product(count, times);
        try (HandleScope scope = heap.scope()) {
            long hSelf = scope.root(w_self);
            long w = allocate(shift(w_self), isAscii(w_self), total);
            for (long at = 0; at < total; at += count) copyInto(w, at, scope.get(hSelf), 0, count);
            return w;
        }
    }

    /** {@code format % arguments}. */
    @Override
    public @Ref long binary(BinaryOp op, @Ref long w_left, @Ref long w_right) {
        long w_format = space.payload(w_left);
        if (op != BinaryOp.MOD || space.kind(w_format) != TypeIds.UNICODE) return space.w_NotImplemented;
        try (HandleScope scope = heap.scope()) {
            return make(new PercentFormat(space, codePoints(w_format), scope.root(w_right), false).run());
        }
    }

    // ---- codecs -------------------------------------------------------------------------------------------------------------------------

    /** {@code str.encode}: a bytes object. LookupError for an unknown codec or handler. */
    public @Ref long encode(@Ref long w_str, String encoding, String errors) {
        return codecs.encode(w_str, encoding, errors);
    }

    /** {@code bytes.decode}: a str. {@code w_source} is what an error will show; it may be 0. */
    public @Ref long decode(byte[] data, String encoding, String errors, @Ref long w_source) {
        return codecs.decode(data, encoding, errors, w_source);
    }

    @Override
    public void define(TypeBuilder type) {
        methods.define(type);
        new UnicodeCase(space, this).define(type);
        codecs.define(type);
    }
}
