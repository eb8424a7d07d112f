package io.mooring.gc.verify;

import io.mooring.gc.ForeignLinks;
import io.mooring.gc.ForeignLinks.LinkChecker;
import io.mooring.gc.Immediate;
import io.mooring.gc.Ref;
import io.mooring.gc.Slot;
import io.mooring.gc.memory.AddressMap;
import io.mooring.gc.memory.AddressStack;
import io.mooring.gc.memory.Memory;
import io.mooring.gc.object.ObjectHeader;
import io.mooring.gc.object.ObjectModel;
import io.mooring.gc.object.SlotVisitor;
import io.mooring.gc.object.SlotWord;
import io.mooring.gc.plan.Plan;
import io.mooring.gc.roots.Roots;
import io.mooring.gc.space.ImmixSpace;
import io.mooring.gc.space.LargeObjectSpace;
import io.mooring.gc.space.Space;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Walks everything reachable and checks each edge and each object against the invariants of {@code docs/invariants.md}. Shares no code
 * with the collector's own closure, and trusts none of its marks. Takes 16 to 48 bytes of native memory for each object.
 */
public final class HeapVerifier {
    /** Damages reported before the walk gives up: the first few tell the story. */
    private static final int MAX_DAMAGES = 10;
    /** What the set of seen objects says of each. */
    private static final long REACHED = 1;

    private final ObjectModel model;
    private final Plan plan;
    private final Roots roots;
    private final Supplier<ForeignLinks> links;
    /** Objects found the last time. */
    private long expected;

    public HeapVerifier(ObjectModel model, Plan plan, Roots roots, Supplier<ForeignLinks> links) {
        this.model = model;
        this.plan = plan;
        this.roots = roots;
        this.links = links;
    }

    public void verify() {
        try (AddressMap seen = new AddressMap(); AddressStack grey = new AddressStack()) {
            seen.restart(expected);
            new Walk(seen, grey).run();
            expected = seen.size();
        }
    }

    private final class Walk implements SlotVisitor, LinkChecker {
        /** Objects that were found in order. */
        private final AddressMap seen;
        private final AddressStack grey;
        private final List<String> damages = new ArrayList<>();
        private final Space[] spaces = plan.spaces().toArray(Space[]::new);
        private long holder;

        Walk(AddressMap seen, AddressStack grey) {
            this.seen = seen;
            this.grey = grey;
        }

        void run() {
            holder = Immediate.NULL;
            roots.visitRoots(this);
            links.get().verify(this);
            while (!grey.isEmpty() && damages.size() < MAX_DAMAGES) {
                holder = grey.pop();
                model.visitSlots(holder, this);
            }
            for (Space space : spaces) checkTables(space);
            if (plan.isMarking() && damages.isEmpty()) checkSnapshot();
            if (!damages.isEmpty()) throw new HeapDamaged(damages);
        }

        private void checkSnapshot() {
            try (SnapshotCheck check = new SnapshotCheck(model, plan, roots, links.get())) {
                check.run(this::damaged);
            }
        }

        /** What a space knows of itself beside its objects. */
        private void checkTables(Space space) {
            if (space instanceof LargeObjectSpace large && large.check() instanceof String wrong) damaged("INV-06", wrong);
            if (space instanceof ImmixSpace immix && immix.check() instanceof String wrong) damaged("INV-19", wrong);
        }

        @Override
        public void visitSlot(@Slot long slot) {
            visit(slot, true);
        }

        @Override
        public void visitWeakSlot(@Slot long slot) {
            visit(slot, false);
        }

        private void visit(@Slot long slot, boolean strong) {
            long word = Memory.readLong(slot);
            if (!Immediate.isObject(word)) return;
            if (!SlotWord.isTaggedRight(word, holder != Immediate.NULL)) {
                damaged("INV-21", "slot 0x" + Long.toHexString(slot) + " of " + describe(holder) + " holds 0x" + Long.toHexString(word) + ", whose tag is not as it should be");
                return;
            }
            long ref = SlotWord.untagged(word);
            boolean isKnown = seen.get(ref) != 0;
            String wrong = isKnown ? null : whatIsWrong(ref);
            if (wrong != null) {
                damaged(wrong.substring(0, 6), "slot 0x" + Long.toHexString(slot) + " of " + describe(holder) + " holds " + wrong.substring(7));
                return;
            }
            checkRemembered(slot, ref);
            if (!isKnown) reach(ref);
            assert strong || holder != Immediate.NULL : "a root is never weak";
        }

        private void reach(@Ref long object) {
            seen.put(object, REACHED);
            grey.push(object);
        }

        /** An old object that is not remembered holds no young reference. [INV-03] */
        private void checkRemembered(@Slot long slot, @Ref long ref) {
            if (holder == Immediate.NULL || !plan.traits().generational() || !plan.isYoung(ref) || plan.isYoung(holder)) return;
            if (!plan.remembers(holder, slot)) {
                damaged("INV-03", "slot 0x" + Long.toHexString(slot) + " of old " + describe(holder) + " holds young " + describe(ref) + ", but is not remembered");
            }
        }

        /** Null when the reference names an object in use, else the tag of the broken invariant and what was found. */
        private String whatIsWrong(@Ref long ref) {
            if ((ref & (Long.BYTES - 1)) != 0) return "INV-01 0x" + Long.toHexString(ref) + ", which is not aligned to 8";
            if (!isInUse(ref)) return "INV-02 0x" + Long.toHexString(ref) + ", where no space has an object";
            long header = Memory.readLong(ref);
            if (ObjectHeader.isForwarded(header)) return "INV-02 0x" + Long.toHexString(ref) + ", whose header is 0x" + Long.toHexString(header);
            if (!model.types().isDefined(ObjectHeader.type(header))) return "INV-01 0x" + Long.toHexString(ref) + ", of undefined type " + ObjectHeader.type(header);
            if (ObjectHeader.has(header, ObjectHeader.WATCHED)) return "INV-41 0x" + Long.toHexString(ref) + ", watched outside a collection";
            return plan.wrongMark(ref);
        }

        private boolean isInUse(@Ref long ref) {
            for (Space space : spaces) {
                if (space.isInUse(ref)) return true;
            }
            return false;
        }

        private String describe(@Ref long object) {
            if (object == Immediate.NULL) return "the roots";
            return model.types().layout(ObjectHeader.type(Memory.readLong(object))).name() + " 0x" + Long.toHexString(object);
        }

        @Override
        public boolean isObject(@Ref long object) {
            return Immediate.isObject(object) && whatIsWrong(object) == null;
        }

        @Override
        public boolean isYoung(@Ref long object) {
            return plan.isYoung(object);
        }

        @Override
        public void root(@Ref long object) {
            if (seen.get(object) == 0 && isObject(object)) reach(object);
        }

        @Override
        public void damaged(String invariant, String what) {
            damages.add(invariant + ": " + what);
        }
    }
}
