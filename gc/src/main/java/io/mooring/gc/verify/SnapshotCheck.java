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
import io.mooring.gc.space.ImmortalSpace;
import io.mooring.gc.space.LargeObjectSpace;
import io.mooring.gc.space.MarkSweepSpace;
import io.mooring.gc.space.Space;
import java.util.function.BiConsumer;

/**
 * Checks a marking under way: every white object that the program can reach is reached from a grey one through white ones, so that the
 * marking will find it whatever the program does next; what links will still keep alive counts as grey. [INV-22, INV-23, INV-47]
 *
 * <p>White is an old object without mark; newer objects than the snapshot are marked from birth, or young, and prove nothing.
 */
final class SnapshotCheck implements SlotVisitor, LinkChecker, AutoCloseable {
    /** What is said of an object that a closure has come to. */
    private static final long REACHED = 1;

    private final ObjectModel model;
    private final Plan plan;
    private final Roots roots;
    private final ForeignLinks links;
    private final Space[] spaces;
    private final AddressMap willBeMarked = new AddressMap();
    private final AddressMap reachable = new AddressMap();
    private final AddressStack pending = new AddressStack();
    private AddressMap reached;

    SnapshotCheck(ObjectModel model, Plan plan, Roots roots, ForeignLinks links) {
        this.model = model;
        this.plan = plan;
        this.roots = roots;
        this.links = links;
        this.spaces = plan.spaces().toArray(Space[]::new);
    }

    void run(BiConsumer<String, String> damaged) {
        reached = willBeMarked;
        plan.forEachGrey(pending::push);
        links.forEachPending(this::root);
        walk();
        reached = reachable;
        roots.visitRoots(this);
        links.verify(this);
        for (Space space : spaces) {
            if (space instanceof ImmortalSpace immortal) immortal.forEachObject(this::root);
        }
        walk();
        reachable.forEach((object, value) -> {
            if (isWhite(object) && willBeMarked.get(object) == 0) {
                damaged.accept("INV-22", model.types().layout(ObjectHeader.type(Memory.readLong(object))).name() + " 0x" + Long.toHexString(object)
                        + " is reachable and white, but no grey object leads to it");
            }
        });
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
        if (reached == willBeMarked && !isWhite(object) || reached.get(object) != 0) return;
        reached.put(object, REACHED);
        pending.push(object);
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

    @Override
    public void close() {
        willBeMarked.close();
        reachable.close();
        pending.close();
    }
}
