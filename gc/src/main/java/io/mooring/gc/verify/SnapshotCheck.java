package io.mooring.gc.verify;

import io.mooring.gc.ForeignLinks;
import io.mooring.gc.ForeignLinks.LinkChecker;
import io.mooring.gc.Immediate;
import io.mooring.gc.Ref;
import io.mooring.gc.Slot;
import io.mooring.gc.memory.Memory;
import io.mooring.gc.object.ObjectHeader;
import io.mooring.gc.object.ObjectModel;
import io.mooring.gc.object.SlotVisitor;
import io.mooring.gc.object.SlotWord;
import io.mooring.gc.plan.Plan;
import io.mooring.gc.roots.Roots;
import io.mooring.gc.space.ImmortalSpace;
import io.mooring.gc.space.LargeObjectSpace;
import io.mooring.gc.space.MarkSweepSpace;
import io.mooring.gc.space.Space;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * Checks a marking under way: every white object that the program can reach is reached from a grey one through white ones, so that the
 * marking will find it whatever the program does next; what links will still keep alive counts as grey. [INV-22, INV-23, INV-47]
 *
 * <p>White is an old object without mark; newer objects than the snapshot are marked from birth, or young, and prove nothing.
 */
final class SnapshotCheck implements SlotVisitor, LinkChecker {
    private final ObjectModel model;
    private final Plan plan;
    private final Roots roots;
    private final ForeignLinks links;
    private final List<Space> spaces;
    private final Set<Long> reached = new HashSet<>();
    private final ArrayDeque<Long> pending = new ArrayDeque<>();
    private boolean onlyWhite;

    SnapshotCheck(ObjectModel model, Plan plan, Roots roots, ForeignLinks links) {
        this.model = model;
        this.plan = plan;
        this.roots = roots;
        this.links = links;
        this.spaces = plan.spaces();
    }

    void run(BiConsumer<String, String> damaged) {
        onlyWhite = true;
        plan.forEachGrey(pending::push);
        links.forEachPending(this::root);
        walk();
        Set<Long> willBeMarked = Set.copyOf(reached);
        reached.clear();
        onlyWhite = false;
        roots.visitRoots(this);
        links.verify(this);
        for (Space space : spaces) {
            if (space instanceof ImmortalSpace immortal) immortal.forEachObject(this::root);
        }
        walk();
        for (long object : reached) {
            if (isWhite(object) && !willBeMarked.contains(object)) {
                damaged.accept("INV-22", model.types().layout(ObjectHeader.type(Memory.readLong(object))).name() + " 0x" + Long.toHexString(object)
                        + " is reachable and white, but no grey object leads to it");
            }
        }
    }

    private void walk() {
        while (!pending.isEmpty()) model.visitSlots(pending.pop(), this);
    }

    private boolean isWhite(@Ref long object) {
        long header = Memory.readLong(object);
        if (ObjectHeader.has(header, ObjectHeader.MARK) || plan.isYoung(object)) return false;
        for (Space space : spaces) {
            if (space instanceof MarkSweepSpace || space instanceof LargeObjectSpace) {
                if (space.contains(object)) return true;
            }
        }
        return false;
    }

    @Override
    public void visitSlot(@Slot long slot) {
        long ref = SlotWord.read(slot);
        if (Immediate.isObject(ref)) root(ref);
    }

    @Override
    public void root(@Ref long object) {
        if (onlyWhite && !isWhite(object)) return;
        if (reached.add(object)) pending.push(object);
    }

    @Override
    public boolean isObject(@Ref long object) {
        return Immediate.isObject(object);
    }

    @Override
    public boolean isYoung(@Ref long object) {
        return plan.isYoung(object);
    }

    /** Damage to links has been reported already. */
    @Override
    public void damaged(String invariant, String what) {}
}
