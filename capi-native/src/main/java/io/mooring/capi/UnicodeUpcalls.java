package io.mooring.capi;

import io.mooring.gc.Ref;
import io.mooring.gc.memory.Memory;
import io.mooring.gc.roots.Global;
import io.mooring.gc.roots.HandleScope;
import io.mooring.objspace.BinaryOp;

/** Text for C: decoding, encoding and the methods of str that {@code unicodeobject.c} offers under names of its own. */
final class UnicodeUpcalls extends UpcallGroup {
    /** Interned strings: a dict from each to itself, as long as the border lives. */
    private final Global interned;

    UnicodeUpcalls(CApi capi) {
        super(capi);
        interned = heap.global(space.newDict());
    }

    /** Decodes; encoding NULL is UTF-8, errors NULL is strict. */
    public long unicodeDecode(long bytes, long length, long encoding, long errors) {
        byte[] data = new byte[Math.toIntExact(length)];
        Memory.copyTo(bytes, data, 0, data.length);
        try (HandleScope scope = heap.scope()) {
            long hData = scope.root(space.newBytes(data));
            return give(transcode(hData, "decode", encoding, errors, scope));
        }
    }

    /** Encodes to bytes; encoding NULL is UTF-8, errors NULL is strict. */
    public long unicodeEncode(long o, long encoding, long errors) {
        try (HandleScope scope = heap.scope()) {
            return give(transcode(handle(scope, o), "encode", encoding, errors, scope));
        }
    }

    private @Ref long transcode(long hText, String method, long encoding, long errors, HandleScope scope) {
        String codec = encoding == 0 ? "utf-8" : CStrings.read(encoding);
        String handling = errors == 0 ? "strict" : CStrings.read(errors);
        long hCodec = scope.root(space.newStr(codec));
        scope.root(space.newStr(handling));
        return space.callMethod(scope.get(hText), space.intern(method), hCodec, 2, 0);
    }

    public long unicodeJoin(long separator, long iterable) {
        return apply(separator, iterable, (w_separator, w_items) -> callMethod(w_separator, "join", w_items));
    }

    /** A separator of NULL splits at white space. */
    public long unicodeSplit(long o, long separator, long maxsplit, int fromRight) {
        try (HandleScope scope = heap.scope()) {
            long hText = handle(scope, o);
            long hMost = scope.root(space.newInt(maxsplit));
            long w_separator = separator == 0 ? space.w_None : managed(separator);
            return give(callMethod(scope.get(hText), fromRight != 0 ? "rsplit" : "split", w_separator, scope.get(hMost)));
        }
    }

    public long unicodeSplitlines(long o, int keepends) {
        return give(callMethod(managed(o), "splitlines", space.newBool(keepends != 0)));
    }

    public long unicodePartition(long o, long separator, int fromRight) {
        String method = fromRight != 0 ? "rpartition" : "partition";
        return apply(o, separator, (w_text, w_separator) -> callMethod(w_text, method, w_separator));
    }

    /** At most {@code maxcount} replacements; all if negative. */
    public long unicodeReplace(long o, long from, long to, long maxcount) {
        try (HandleScope scope = heap.scope()) {
            long hText = handle(scope, o);
            long hFrom = handle(scope, from);
            long hMost = scope.root(space.newInt(maxcount));
            long w_to = managed(to);
            return give(callMethod(scope.get(hText), "replace", scope.get(hFrom), w_to, scope.get(hMost)));
        }
    }

    /** The position, forward if {@code direction} is positive; -1 if absent. */
    @ErrorResult(-2)
    public long unicodeFind(long o, long what, long start, long end, int direction) {
        return search(o, what, start, end, direction > 0 ? "find" : "rfind");
    }

    @ErrorResult(-1)
    public long unicodeCount(long o, long what, long start, long end) {
        return search(o, what, start, end, "count");
    }

    private long search(long o, long what, long start, long end, String method) {
        try (HandleScope scope = heap.scope()) {
            long hText = handle(scope, o);
            long hWhat = handle(scope, what);
            long hStart = scope.root(space.newInt(start));
            long w_end = space.newInt(end);
            return space.asLong(callMethod(scope.get(hText), method, scope.get(hWhat), scope.get(hStart), w_end));
        }
    }

    /** The {@code %} operator. */
    public long unicodeFormat(long format, long args) {
        return apply(format, args, (w_format, w_args) -> space.binary(BinaryOp.MOD, w_format, w_args));
    }

    /** The one interned str that is equal. */
    public long unicodeIntern(long o) {
        try (HandleScope scope = heap.scope()) {
            long hText = handle(scope, o);
            long w_known = space.dicts.get(interned.get(), scope.get(hText));
            if (w_known != 0) return give(w_known);
            space.dicts.set(interned.get(), scope.get(hText), scope.get(hText));
            return give(scope.get(hText));
        }
    }
}
