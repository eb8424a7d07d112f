package io.mooring.capi;

import io.mooring.gc.Ref;
import io.mooring.gc.memory.Memory;
import io.mooring.gc.roots.HandleScope;
import io.mooring.objspace.TypeIds;

/** Bytes and bytearrays for C: {@code bytesobject.c}, {@code bytearrayobject.c}. */
final class BytesUpcalls extends UpcallGroup {
    BytesUpcalls(CApi capi) {
        super(capi);
    }

    /** A bytearray of {@code length} bytes, copied from {@code data}, or zero if that is NULL. */
    public long bytearrayNew(long data, long length) {
        byte[] copy = new byte[Math.toIntExact(length)];
        if (data != 0) Memory.copyTo(data, copy, 0, copy.length);
        return give(space.bytearrays.make(copy));
    }

    /**
     * Where the bytes stand, followed by a NUL: from now on in memory that does not move, until the bytearray is resized. C may write to it and
     * Java sees it, and the other way round.
     */
    public long bytearrayAsString(long o) {
        return space.bytearrays.fixedAddress(bytearray(o));
    }

    /** Keeps the first bytes; new ones are arbitrary. */
    public int bytearrayResize(long o, long length) {
        try (HandleScope scope = heap.scope()) {
            space.bytearrays.resize(scope.root(bytearray(o)), length);
            return 0;
        }
    }

    @ErrorResult(-1)
    public long bytearraySize(long o) {
        return space.bytearrays.count(bytearray(o));
    }

    private @Ref long bytearray(long o) {
        long w = space.payload(managed(o));
        if (space.kind(w) != TypeIds.BYTEARRAY) {
            throw space.error(space.w_TypeError, "expected bytearray object, %s found", space.typeName(w));
        }
        return w;
    }

    /** {@code bytes(o)}, but neither of an int (it would be a length) nor of a str. */
    public long bytesFromObject(long o) {
        long w = managed(o);
        if (space.isInt(w) || space.isStr(w)) {
            throw space.error(space.w_TypeError, "cannot convert '%s' object to bytes", space.typeName(w));
        }
        return give(space.call1(space.w_bytes, w));
    }

}
