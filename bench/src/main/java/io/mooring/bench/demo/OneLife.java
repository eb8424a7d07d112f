package io.mooring.bench.demo;

import io.mooring.bench.TextTable;
import io.mooring.gc.CollectionKind;
import io.mooring.gc.Immediate;
import io.mooring.gc.roots.HandleScope;
import io.mooring.objspace.ObjSpace;
import io.mooring.rawrefcount.LinkStatistics;
import java.util.List;

/**
 * One list from the nursery to its end, while C keeps a pointer to it.
 *
 * <p>No root of ours refers to the list meanwhile: C's count alone keeps it alive, and C hands it out whenever we look.
 */
final class OneLife {
    private final Harbour harbour;
    private final ObjSpace space;
    private final TextTable table = new TextTable("", "the list is at", "", "its PyObject is at", "C reads");
    private long lastAddress;

    OneLife(Harbour harbour) {
        this.harbour = harbour;
        this.space = harbour.space();
    }

    /** Lives it, and tells what happened. */
    List<String> tell() {
        long number = harbour.moor(list());
        look("a fresh list that C keeps", number);
        harbour.heap().collect(CollectionKind.MINOR);
        look("after a minor collection", number);
        harbour.heap().collect(CollectionKind.MAJOR);
        look("after a major collection", number);
        LinkStatistics before = harbour.links();
        harbour.castOff();
        harbour.heap().collect(CollectionKind.MAJOR);
        LinkStatistics after = harbour.links();
        table.row("C lets go; a major collection", ended(before, after), "", after.freedLight() > before.freedLight() ? "freed" : "not freed", "");
        return table.lines();
    }

    private long list() {
        try (HandleScope scope = harbour.heap().scope()) {
            long hList = scope.root(space.newList());
            long w_greeting = space.newStr("ahoy");
            space.lists.append(scope.get(hList), w_greeting);
            space.lists.append(scope.get(hList), Immediate.of(1));
            return scope.get(hList);
        }
    }

    /** Asks C for what it keeps, and looks where both ends are. */
    private void look(String when, long number) {
        try (HandleScope scope = harbour.heap().scope()) {
            long hList = scope.root(harbour.berth(number));
            long pyObject = harbour.address(scope.get(hList));
            String repr = space.reprText(scope.get(hList));
            long address = scope.get(hList);
            String moved = lastAddress == 0 ? "" : address == lastAddress ? "stayed" : "moved";
            table.row(when, "0x" + Long.toHexString(address), moved, "0x" + Long.toHexString(pyObject), repr);
            lastAddress = address;
        }
    }

    private static String ended(LinkStatistics before, LinkStatistics after) {
        return after.standing() < before.standing() ? "dead" : "still alive";
    }
}
