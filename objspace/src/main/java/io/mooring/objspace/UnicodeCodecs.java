package io.mooring.objspace;

import io.mooring.gc.Ref;
import io.mooring.gc.Slot;
import io.mooring.gc.roots.HandleScope;
import io.mooring.objspace.text.BadText;
import io.mooring.objspace.text.Codec;
import io.mooring.objspace.text.CodecError;
import java.nio.charset.StandardCharsets;

/** Between str and bytes: {@code encode}, {@code decode}, and the constructor of str. */
final class UnicodeCodecs {
    private final ObjSpace space;
    private final W_UnicodeObject strs;

    UnicodeCodecs(ObjSpace space, W_UnicodeObject strs) {
        this.space = space;
        this.strs = strs;
    }

    void define(TypeBuilder type) {
        type.constructor("str(cls, object=, encoding=, errors=)", (s, h, n, k) -> construct(h));
        type.method("encode(self, encoding=, errors=)", (s, h, n, k) -> encode(s.self(h), name(h, 1, "utf-8"), name(h, 2, "strict")));
        type.method("__getnewargs__", 0, (s, h, n, k) -> s.newTuple(s.self(h)));
    }

    /** The text of an optional argument. */
    String name(@Slot long hArgs, int index, String absent) {
        return space.arg(hArgs, index) == 0 ? absent : space.string(space.arg(hArgs, index));
    }

    private @Ref long construct(@Slot long hArgs) {
        if (space.arg(hArgs, 2) == 0 && space.arg(hArgs, 3) == 0) {
            return space.arg(hArgs, 1) == 0 ? strs.empty() : space.payload(space.str(space.arg(hArgs, 1)));
        }
        if (space.arg(hArgs, 1) == 0) return strs.empty();
        long w_source = space.payload(space.arg(hArgs, 1));
        byte[] data = switch (space.kind(w_source)) {
            case TypeIds.BYTES -> space.bytes.toJava(w_source);
            case TypeIds.BYTEARRAY -> space.bytearrays.toJava(w_source);
            case TypeIds.UNICODE -> throw space.error(space.w_TypeError, "decoding str is not supported");
            default -> {
                String found = space.typeName(w_source);
                throw space.error(space.w_TypeError, "decoding to str: need a bytes-like object, %s found", found);
            }
        };
        return decode(data, name(hArgs, 2, "utf-8"), name(hArgs, 3, "strict"), w_source);
    }

    private Codec codec(String encoding) {
        Codec codec = Codec.named(encoding);
        if (codec == null) throw space.error(space.w_LookupError, "unknown encoding: %s", encoding);
        return codec;
    }

    @Ref
    long encode(@Ref long w_str, String encoding, String errors) {
        Codec codec = codec(encoding);
        if (strs.isAscii(w_str) && (codec == Codec.UTF_8 || codec == Codec.ASCII || codec == Codec.LATIN_1)) {
            return space.newBytes(strs.toJava(w_str).getBytes(StandardCharsets.US_ASCII));
        }
        try (HandleScope scope = space.heap.scope()) {
            long hStr = scope.root(w_str);
            try {
                return space.newBytes(codec.encode(strs.codePoints(w_str), errors));
            } catch (CodecError e) {
                throw error(e, hStr);
            } catch (BadText e) {
                throw space.error(space.w_LookupError, "%s", e.getMessage());
            }
        }
    }

    @Ref
    long decode(byte[] data, String encoding, String errors, @Ref long w_source) {
        try (HandleScope scope = space.heap.scope()) {
            long hSource = scope.root(w_source);
            try {
                return strs.make(codec(encoding).decode(data, errors));
            } catch (CodecError e) {
                boolean shown = space.arg(hSource, 0) != 0 && space.kind(space.arg(hSource, 0)) == TypeIds.BYTES;
                if (!shown) scope.set(hSource, space.newBytes(data));
                throw error(e, hSource);
            } catch (BadText e) {
                throw space.error(space.w_LookupError, "%s", e.getMessage());
            }
        }
    }

    /** UnicodeEncodeError or UnicodeDecodeError with its five arguments. */
    private OperationError error(CodecError e, @Slot long hSource) {
        try (HandleScope scope = space.heap.scope()) {
            long hArgs = scope.root(space.newStr(e.codec()));
            scope.root(space.arg(hSource, 0));
            scope.root(space.newInt(e.start()));
            scope.root(space.newInt(e.end()));
            scope.root(space.newStr(e.reason()));
            int fields = 5;
            return space.errorOf(space.call(e.isEncoding() ? space.w_UnicodeEncodeError : space.w_UnicodeDecodeError, hArgs, fields, 0));
        }
    }
}
