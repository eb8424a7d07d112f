package io.mooring.rawrefcount;

import io.mooring.gc.Immediate;
import io.mooring.gc.Ref;

/** Says why two things cannot be linked. Nothing was changed. */
public final class LinkRefused extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private LinkRefused(String why) {
        super(why);
    }

    private static String hex(long word) {
        return "0x" + Long.toHexString(word);
    }

    static LinkRefused noObject(@Ref long ref, long pyobj) {
        String what = Immediate.is(ref) ? "immediate " + Immediate.value(ref) : "null";
        return new LinkRefused(what + " cannot be linked to PyObject " + hex(pyobj) + ": it is no object of the heap");
    }

    static LinkRefused noPyObject(@Ref long ref, long pyobj) {
        String what = pyobj == 0 ? "a null PyObject" : "PyObject " + hex(pyobj) + ", which is not aligned to 8";
        return new LinkRefused("object " + hex(ref) + " cannot be linked to " + what);
    }

    static LinkRefused objectLinked(@Ref long ref, long to, long pyobj) {
        return new LinkRefused("object " + hex(ref) + " is linked to PyObject " + hex(to) + " already; it cannot be linked to " + hex(pyobj) + " as well");
    }

    static LinkRefused pyObjectLinked(long pyobj, @Ref long to, @Ref long ref) {
        if (to == Links.DEALLOCATING) return new LinkRefused("PyObject " + hex(pyobj) + " is being deallocated; it cannot be linked to object " + hex(ref));
        return new LinkRefused("PyObject " + hex(pyobj) + " is linked to object " + hex(to) + " already; it cannot be linked to " + hex(ref) + " as well");
    }

    static LinkRefused brokenCount(long pyobj, long count, @Ref long ref) {
        return new LinkRefused("PyObject " + hex(pyobj) + " has count " + RefCountBias.describe(count) + " and no link; object " + hex(ref)
                + " can be linked to one whose count is between 0 and " + ((1L << RefCountBias.ORDINARY_BITS) - 1) + ", or immortal");
    }

    static LinkRefused lightForeign(long pyobj, @Ref long ref) {
        return new LinkRefused("PyObject " + hex(pyobj) + " is no block of the arena, so that nobody could free it without tp_dealloc; object " + hex(ref)
                + " needs a link that is not light");
    }

    static LinkRefused notDying(long pyobj, @Ref long link) {
        return new LinkRefused("PyObject " + hex(pyobj) + " is linked to object " + hex(link) + "; it cannot be deallocated");
    }
}
