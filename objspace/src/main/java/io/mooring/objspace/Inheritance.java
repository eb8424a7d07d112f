package io.mooring.objspace;

import io.mooring.gc.Ref;
import io.mooring.gc.Slot;
import io.mooring.gc.roots.HandleScope;
import java.util.ArrayList;
import java.util.List;

/** How a new type is put together from its bases: layout, C3 linearisation, metaclass. */
final class Inheritance {
    private Inheritance() {}

    /** TypeError if one of the bases forbids classes of Python's; C's own types inherit from any. */
    static void requireSubclassable(ObjSpace space, @Ref long w_bases) {
        for (long i = 0; i < space.tuples.count(w_bases); i++) {
            long w_base = space.tuples.get(w_bases, i);
            if (space.kind(w_base) != TypeIds.TYPE) throw space.error(space.w_TypeError, "bases must be types");
            if (!space.types.hasFlag(w_base, W_TypeObject.BASETYPE)) {
                throw space.error(space.w_TypeError, "type '%s' is not an acceptable base type", space.types.name(w_base));
            }
        }
    }

    /** The base that decides the layout; TypeError where two bases disagree. Does not collect. */
    static @Ref long bestBase(ObjSpace space, @Ref long w_bases) {
        long w_best = 0;
        for (long i = 0; i < space.tuples.count(w_bases); i++) {
            long w_base = space.tuples.get(w_bases, i);
            if (space.kind(w_base) != TypeIds.TYPE) throw space.error(space.w_TypeError, "bases must be types");
            if (w_best == 0) w_best = w_base;
            else if (extendsLayout(space, w_best, w_base)) continue;
            else if (extendsLayout(space, w_base, w_best)) w_best = w_base;
            else throw space.error(space.w_TypeError, "multiple bases have instance lay-out conflict");
        }
        return w_best;
    }

    /** Whether instances of {@code w_sub} have all that {@code w_super} demands of their layout. */
    private static boolean extendsLayout(ObjSpace space, @Ref long w_sub, @Ref long w_super) {
        int sub = space.types.solidKind(w_sub);
        int sup = space.types.solidKind(w_super);
        long w_members = withMembers(space, w_super);
        if (w_members != 0 && !space.isSubtype(w_sub, w_members)) return false;
        if (sup == TypeIds.INSTANCE) return true;
        return sub == sup && (sub != TypeIds.FOREIGN || space.isSubtype(solidForeign(space, w_sub), solidForeign(space, w_super)));
    }

    /** The nearest class whose {@code __slots__} declare members, itself included; 0 = none. */
    static @Ref long withMembers(ObjSpace space, @Ref long w_type) {
        long w = w_type;
        while (w != 0 && !space.types.hasFlag(w, W_TypeObject.HAS_MEMBERS)) w = space.types.base(w);
        return w;
    }

    /** The nearest C type a class inherits from. */
    private static @Ref long solidForeign(ObjSpace space, @Ref long w_type) {
        long w = w_type;
        while (space.types.base(w) != 0 && space.types.solidKind(space.types.base(w)) == TypeIds.FOREIGN
                && !space.types.hasFlag(w, W_TypeObject.FOREIGN_SLOTS)) {
            w = space.types.base(w);
        }
        return w;
    }

    /** Heap type id of the instances of a class with a solid layout: the value types are carried inside an INSTANCE. */
    static int instancesOf(int solid) {
        return switch (solid) {
            case TypeIds.TYPE, TypeIds.FOREIGN, TypeIds.EXCEPTION, TypeIds.MODULE -> solid;
            default -> TypeIds.INSTANCE;
        };
    }

    static long inheritedFlags(ObjSpace space, @Ref long w_bases, long mask) {
        long flags = 0;
        for (long i = 0; i < space.tuples.count(w_bases); i++) flags |= space.types.flags(space.tuples.get(w_bases, i)) & mask;
        return flags;
    }

    /** The most derived of the metaclasses of the bases and the one asked for. Does not collect. */
    static @Ref long metaclass(ObjSpace space, @Ref long w_asked, @Ref long w_bases) {
        long w_winner = w_asked;
        for (long i = 0; i < space.tuples.count(w_bases); i++) {
            long w_meta = space.type(space.tuples.get(w_bases, i));
            if (space.isSubtype(w_winner, w_meta)) continue;
            if (!space.isSubtype(w_meta, w_winner)) {
                throw space.error(space.w_TypeError,
                        "metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass of the metaclasses "
                                + "of all its bases");
            }
            w_winner = w_meta;
        }
        return w_winner;
    }

    // ---- C3 -----------------------------------------------------------------------------------------------------------------------------

    /**
     * Computes and stores the mro (C3, as in "The Python 2.3 Method Resolution Order"). The merge works on positions in one flat list of
     * handles, since nothing allocates in the heap until the order is known.
     */
    static void setMro(ObjSpace space, @Slot long hType) {
        long w_type = space.arg(hType, 0);
        long w_bases = space.types.bases(w_type);
        List<List<Long>> sequences = new ArrayList<>();
        List<Long> direct = new ArrayList<>();
        for (long i = 0; i < space.tuples.count(w_bases); i++) {
            long w_base = space.tuples.get(w_bases, i);
            if (direct.contains(w_base)) throw space.error(space.w_TypeError, "duplicate base class %s", space.types.name(w_base));
            direct.add(w_base);
            List<Long> linear = new ArrayList<>();
            long w_mro = space.types.mro(w_base);
            for (long j = 0; j < space.tuples.count(w_mro); j++) linear.add(space.tuples.get(w_mro, j));
            sequences.add(linear);
        }
        sequences.add(direct);
        List<Long> merged = merge(space, sequences);
        try (HandleScope scope = space.heap.scope()) {
            long hFirst = scope.root(w_type);
            for (long w_class : merged) scope.root(w_class);
            long w_mro = space.tuples.make(hFirst, merged.size() + 1);
            space.heap.writeRef(space.arg(hType, 0), W_TypeObject.MRO, w_mro);
        }
    }

    /** Addresses stay valid throughout: only Java memory is allocated here. */
    private static List<Long> merge(ObjSpace space, List<List<Long>> sequences) {
        List<Long> merged = new ArrayList<>();
        while (true) {
            sequences.removeIf(List::isEmpty);
            if (sequences.isEmpty()) return merged;
            Long next = nextInOrder(sequences);
            if (next == null) throw inconsistent(space, sequences);
            merged.add(next);
            for (List<Long> sequence : sequences) sequence.remove(next);
        }
    }

    private static Long nextInOrder(List<List<Long>> sequences) {
        for (List<Long> sequence : sequences) {
            Long candidate = sequence.getFirst();
            if (sequences.stream().noneMatch(other -> other.indexOf(candidate) > 0)) return candidate;
        }
        return null;
    }

    private static OperationError inconsistent(ObjSpace space, List<List<Long>> sequences) {
        List<String> names = sequences.stream().map(List::getFirst).distinct().map(space.types::name).toList();
        return space.error(space.w_TypeError, "Cannot create a consistent method resolution\norder (MRO) for bases %s",
                String.join(", ", names));
    }

    // ---- subclasses ---------------------------------------------------------------------------------------------------------------------

    /** Enters a type into the subclasses of each of its bases: a tuple of weakrefs, from which dead ones are dropped. */
    static void tellBases(ObjSpace space, @Slot long hType) {
        try (HandleScope scope = space.heap.scope()) {
            long hRef = scope.root(space.weakrefs.make(space.arg(hType, 0), 0));
            long hBase = scope.root(0);
            long count = space.tuples.count(space.types.bases(space.arg(hType, 0)));
            for (long i = 0; i < count; i++) {
                scope.set(hBase, space.tuples.get(space.types.bases(space.arg(hType, 0)), i));
                append(space, hBase, hRef);
            }
        }
    }

    private static void append(ObjSpace space, @Slot long hBase, @Slot long hRef) {
        long w_old = space.heap.readRef(space.arg(hBase, 0), W_TypeObject.SUBCLASSES);
        long count = w_old == 0 ? 0 : space.tuples.count(w_old);
        try (HandleScope scope = space.heap.scope()) {
            long hFirst = scope.root(space.arg(hRef, 0));
            int live = 1;
            for (long i = 0; i < count; i++) {
                long w_ref = space.tuples.get(w_old, i);
                if (space.weakrefs.referent(w_ref) == 0) continue;
                scope.root(w_ref);
                live++;
            }
            long w_new = space.tuples.make(hFirst, live);
            space.heap.writeRef(space.arg(hBase, 0), W_TypeObject.SUBCLASSES, w_new);
        }
    }
}
