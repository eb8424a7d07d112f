package io.mooring.capi;

import io.mooring.gc.Heap;
import io.mooring.gc.Immediate;
import io.mooring.gc.memory.Memory;
import io.mooring.gc.object.ObjectHeader;
import io.mooring.gc.object.TypeLayout;
import io.mooring.objspace.TypeIds;
import io.mooring.objspace.W_ListObject;
import io.mooring.rawrefcount.LinkEntry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The layouts of managed objects that C reads by itself ({@code managed.h}), compared with those that Java's descriptors made.
 *
 * <p>C exports what it relies on, by name: {@code list.size} is the offset of a field, {@code list.TYPE} a heap type id, {@code references.ELEMENTS} where the
 * variable part begins; {@code header}, {@code link}, {@code immediate} and the strategies of lists are constants. A row that Java does not know, or has
 * otherwise, fails the load.
 */
final class ManagedLayouts {
    private ManagedLayouts() {}

    /** Refuses a library that reads managed objects in another way than this heap has them. */
    static void check(NativeLibrary library, Heap heap) {
        Map<String, Long> c = new HashMap<>();
        for (long row = library.symbol("mooring_managed_layouts"); Memory.readLong(row) != 0; row += 2 * Long.BYTES) {
            c.put(CStrings.read(Memory.readLong(row)), Memory.readLong(row + Long.BYTES));
        }
        List<String> wrong = differences(c, ofJava(heap));
        if (!wrong.isEmpty()) throw new IllegalStateException(library.path() + " and Java are of different builds: " + String.join("; ", wrong));
    }

    /** What C has otherwise than Java, or Java does not know, in words; empty if all agree. */
    static List<String> differences(Map<String, Long> c, Map<String, Long> java) {
        List<String> wrong = new ArrayList<>();
        c.forEach((name, value) -> {
            Long expected = java.get(name);
            if (expected == null) wrong.add(name + ": " + value + " in C, absent in Java");
            else if (!expected.equals(value)) wrong.add(name + ": " + expected + " in Java, " + value + " in C");
        });
        return wrong;
    }

    /** Every number that C may rely on. */
    static Map<String, Long> ofJava(Heap heap) {
        Map<String, Long> rows = new HashMap<>();
        for (int id = TypeIds.NONE; id < TypeIds.COUNT; id++) {
            TypeLayout layout = heap.types().layout(id);
            String name = id == TypeIds.FROZENSET ? "frozenset" : layout.name(); // set and frozenset are two types of one layout
            rows.put(name + ".TYPE", (long) id);
            for (int i = 0; i < layout.fieldNames().size(); i++) {
                rows.put(name + "." + layout.fieldNames().get(i), (long) ObjectHeader.BYTES + (long) i * Long.BYTES);
            }
            if (layout.isVariable()) rows.put(name + ".ELEMENTS", (long) layout.fixedBytes());
        }
        addConstants(rows);
        return rows;
    }

    private static void addConstants(Map<String, Long> rows) {
        rows.put("list.EMPTY", (long) W_ListObject.EMPTY);
        rows.put("list.INT", (long) W_ListObject.INT);
        rows.put("list.FLOAT", (long) W_ListObject.FLOAT);
        rows.put("list.OBJECT", (long) W_ListObject.OBJECT);
        rows.put("list.FOREIGN", (long) W_ListObject.FOREIGN);
        rows.put("header.TYPE_SHIFT", (long) ObjectHeader.TYPE_SHIFT);
        rows.put("header.TYPE_MASK", (long) ObjectHeader.MAX_TYPE);
        rows.put("header.LINK_SHIFT", (long) Long.numberOfTrailingZeros(ObjectHeader.withLinkIndex(0, 1)));
        rows.put("link.KINDS", LinkEntry.KIND_MASK);
        rows.put("link.BYTES", (long) LinkEntry.BYTES);
        rows.put("immediate.TAG", Immediate.TAG);
        rows.put("immediate.SHIFT", (long) Long.numberOfTrailingZeros(Immediate.of(1) - Immediate.TAG));
    }
}
