package io.mooring.gc.inspect;

import static io.mooring.gc.inspect.HprofFormat.CLASS_BYTES;
import static io.mooring.gc.inspect.HprofFormat.CLASS_DUMP;
import static io.mooring.gc.inspect.HprofFormat.FIELD_BYTES;
import static io.mooring.gc.inspect.HprofFormat.HEAP_DUMP_END;
import static io.mooring.gc.inspect.HprofFormat.ID_BYTES;
import static io.mooring.gc.inspect.HprofFormat.INSTANCE_BYTES;
import static io.mooring.gc.inspect.HprofFormat.INSTANCE_DUMP;
import static io.mooring.gc.inspect.HprofFormat.LOAD_CLASS;
import static io.mooring.gc.inspect.HprofFormat.MAX_BODY_BYTES;
import static io.mooring.gc.inspect.HprofFormat.MAX_ELEMENTS;
import static io.mooring.gc.inspect.HprofFormat.OBJECT_ARRAY_BYTES;
import static io.mooring.gc.inspect.HprofFormat.OBJECT_ARRAY_DUMP;
import static io.mooring.gc.inspect.HprofFormat.PRIMITIVE_ARRAY_BYTES;
import static io.mooring.gc.inspect.HprofFormat.PRIMITIVE_ARRAY_DUMP;
import static io.mooring.gc.inspect.HprofFormat.ROOT_JNI_GLOBAL;
import static io.mooring.gc.inspect.HprofFormat.ROOT_JNI_LOCAL;
import static io.mooring.gc.inspect.HprofFormat.ROOT_NATIVE_STACK;
import static io.mooring.gc.inspect.HprofFormat.ROOT_STICKY_CLASS;
import static io.mooring.gc.inspect.HprofFormat.ROOT_UNKNOWN;
import static io.mooring.gc.inspect.HprofFormat.STACK_TRACE;
import static io.mooring.gc.inspect.HprofFormat.STRING;
import static io.mooring.gc.inspect.HprofFormat.TYPE_BYTE;
import static io.mooring.gc.inspect.HprofFormat.TYPE_INT;
import static io.mooring.gc.inspect.HprofFormat.TYPE_LONG;
import static io.mooring.gc.inspect.HprofFormat.TYPE_OBJECT;
import static io.mooring.gc.inspect.HprofFormat.TYPE_SHORT;
import static io.mooring.gc.inspect.HprofFormat.U4_BYTES;

import io.mooring.gc.Immediate;
import io.mooring.gc.Ref;
import io.mooring.gc.Slot;
import io.mooring.gc.memory.Memory;
import io.mooring.gc.object.ObjectHeader;
import io.mooring.gc.object.TypeLayout;
import io.mooring.gc.object.TypeLayout.Elements;
import io.mooring.gc.object.TypeTable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Writes types, objects and roots of a heap as HPROF classes, instances and roots.
 *
 * <pre>
 *   ids   8 c          class c: one of {@link Synthetic}, or type t as class {@code SYNTHETIC_CLASSES + t}; no object is that low
 *         odd          the immediate that this word is
 *         address      the object there
 *         address of the length word of an object: its variable part; it lies inside the object, so no other object has that id
 * </pre>
 */
final class HprofHeapWriter {
    /** Name of the field that leads to the variable part; no field of a layout can be an array, so none has this name. */
    private static final String ELEMENTS_FIELD = "elements[]";
    /** Serial number of the one stack trace, empty, and of the one thread. */
    private static final int SERIAL = 1;
    /** The frame number of a root that stands in no frame. */
    private static final int NO_FRAME = -1;

    /** Classes that no type of the heap stands for. */
    private enum Synthetic {
        OBJECT("java/lang/Object", List.of()),
        IMMEDIATE("immediate", List.of(new Field("value", TYPE_LONG))),
        OBJECTS("[Ljava/lang/Object;", List.of()),
        BYTES("[B", List.of()),
        SHORTS("[S", List.of()),
        INTS("[I", List.of()),
        LONGS("[J", List.of());

        private final String className;
        private final List<Field> fields;

        Synthetic(String className, List<Field> fields) {
            this.className = className;
            this.fields = fields;
        }

        long id() {
            return (ordinal() + 1L) * ID_BYTES;
        }
    }

    private static final int SYNTHETIC_CLASSES = Synthetic.values().length;

    private record Field(String name, int type) {}

    private record HprofClass(long id, String name, List<Field> fields, int instanceBytes) {}

    private final HprofFile file;
    private final TypeTable types;
    private final ImmediateSet immediates;
    private final Map<String, Long> strings = new HashMap<>();
    private long shortened;

    HprofHeapWriter(HprofFile file, TypeTable types, ImmediateSet immediates) {
        this.file = file;
        this.types = types;
        this.immediates = immediates;
    }

    /** Variable parts that were cut so far. */
    long shortened() {
        return shortened;
    }

    // ---- names and classes ------------------------------------------------------------------------------------------------------

    /** Writes the header and all classes. */
    void start() throws IOException {
        file.putBytes(HprofFormat.MAGIC.getBytes(StandardCharsets.US_ASCII));
        file.putByte(0);
        file.putInt(ID_BYTES);
        file.putLong(System.currentTimeMillis());
        List<HprofClass> classes = classes();
        for (HprofClass type : classes) {
            string(type.name);
            for (Field field : type.fields) string(field.name);
        }
        file.record(STACK_TRACE, 3 * U4_BYTES);
        file.putInt(SERIAL);
        file.putInt(SERIAL);
        file.putInt(0);
        for (HprofClass type : classes) loadClass(type);
        for (HprofClass type : classes) classDump(type);
    }

    private List<HprofClass> classes() {
        List<HprofClass> classes = new ArrayList<>();
        for (Synthetic type : Synthetic.values()) classes.add(new HprofClass(type.id(), type.className, type.fields, type.fields.size() * Long.BYTES));
        Set<String> names = new HashSet<>();
        for (int type = 1; type <= types.size(); type++) {
            TypeLayout layout = types.layout(type);
            String name = names.add(layout.name()) ? layout.name() : layout.name() + "#" + type;
            classes.add(new HprofClass(classId(type), name, fields(layout), layout.fixedBytes()));
        }
        return classes;
    }

    private static long classId(int type) {
        return (SYNTHETIC_CLASSES + type) * (long) ID_BYTES;
    }

    private static List<Field> fields(TypeLayout layout) {
        List<Field> fields = new ArrayList<>();
        for (int i = 0; i < layout.fieldNames().size(); i++) {
            boolean strong = (layout.referenceMap() >>> i + 1 & 1) != 0 || layout.isEphemeron() && ObjectHeader.BYTES + i * Long.BYTES == layout.valueOffset();
            fields.add(new Field(layout.fieldNames().get(i), strong ? TYPE_OBJECT : TYPE_LONG));
        }
        if (layout.isVariable()) fields.add(new Field(ELEMENTS_FIELD, TYPE_OBJECT));
        return fields;
    }

    private void string(String text) throws IOException {
        if (strings.containsKey(text)) return;
        long id = strings.size() + 1;
        strings.put(text, id);
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        file.record(STRING, ID_BYTES + bytes.length);
        file.putLong(id);
        file.putBytes(bytes);
    }

    private void loadClass(HprofClass type) throws IOException {
        file.record(LOAD_CLASS, 2 * ID_BYTES + 2 * U4_BYTES);
        file.putInt((int) (type.id / ID_BYTES));
        file.putLong(type.id);
        file.putInt(SERIAL);
        file.putLong(strings.get(type.name));
    }

    private void classDump(HprofClass type) throws IOException {
        file.part(CLASS_DUMP, CLASS_BYTES + (long) type.fields.size() * FIELD_BYTES);
        file.putLong(type.id);
        file.putInt(SERIAL);
        file.putLong(type.id == Synthetic.OBJECT.id() ? 0 : Synthetic.OBJECT.id());
        for (int reserved = 0; reserved < 5; reserved++) file.putLong(0);
        file.putInt(type.instanceBytes);
        file.putShort(0);
        file.putShort(0);
        file.putShort(type.fields.size());
        for (Field field : type.fields) {
            file.putLong(strings.get(field.name));
            file.putByte(field.type);
        }
    }

    // ---- roots and objects ------------------------------------------------------------------------------------------------------

    void root(RootKind kind, @Slot long slot, @Ref long object) throws IOException {
        switch (kind) {
            case SCOPE -> {
                rootPart(ROOT_JNI_LOCAL, object, 2 * U4_BYTES);
                file.putInt(SERIAL);
                file.putInt(NO_FRAME);
            }
            case GLOBAL -> {
                rootPart(ROOT_JNI_GLOBAL, object, ID_BYTES);
                file.putLong(slot);
            }
            case SOURCE -> {
                rootPart(ROOT_NATIVE_STACK, object, U4_BYTES);
                file.putInt(SERIAL);
            }
            case LINK -> rootPart(ROOT_UNKNOWN, object, 0);
            case IMMORTAL -> rootPart(ROOT_STICKY_CLASS, object, 0);
        }
    }

    private void rootPart(int tag, @Ref long object, int more) throws IOException {
        file.part(tag, 1 + ID_BYTES + more);
        file.putLong(object);
    }

    /**
     * Writes an object: its fixed part as an instance, its variable part as an array.
     *
     * @param valueLives false for an ephemeron whose value is not among the objects: the field is null then
     */
    void object(@Ref long object, int type, boolean valueLives) throws IOException {
        TypeLayout layout = types.layout(type);
        long fieldBytes = layout.fixedBytes() - ObjectHeader.BYTES;
        instance(object, classId(type), fieldBytes + (layout.isVariable() ? ID_BYTES : 0));
        int from = ObjectHeader.BYTES;
        if (!valueLives) {
            words(object, from, layout.valueOffset());
            file.putLong(Immediate.NULL);
            from = layout.valueOffset() + Long.BYTES;
        }
        words(object, from, layout.fixedBytes());
        if (!layout.isVariable()) return;
        long lengthSlot = object + layout.lengthOffset();
        file.putLong(lengthSlot);
        variablePart(lengthSlot, object + layout.fixedBytes(), Memory.readLong(lengthSlot), layout.elements());
    }

    private void words(@Ref long object, int from, int to) throws IOException {
        file.putElements(object + from, (to - from) / Long.BYTES, Elements.WORDS.shift());
    }

    private void instance(long id, long classId, long valueBytes) throws IOException {
        file.part(INSTANCE_DUMP, INSTANCE_BYTES + valueBytes);
        file.putLong(id);
        file.putInt(SERIAL);
        file.putLong(classId);
        file.putInt((int) valueBytes);
    }

    private void variablePart(long id, long start, long length, Elements elements) throws IOException {
        boolean references = elements == Elements.REFERENCES;
        int headBytes = references ? OBJECT_ARRAY_BYTES : PRIMITIVE_ARRAY_BYTES;
        long count = Math.min(length, Math.min(MAX_ELEMENTS, (MAX_BODY_BYTES - headBytes) >> elements.shift()));
        if (count < length) shortened++;
        file.part(references ? OBJECT_ARRAY_DUMP : PRIMITIVE_ARRAY_DUMP, headBytes + (count << elements.shift()));
        file.putLong(id);
        file.putInt(SERIAL);
        file.putInt((int) count);
        switch (elements) {
            case REFERENCES -> file.putLong(Synthetic.OBJECTS.id());
            case BYTES -> file.putByte(TYPE_BYTE);
            case SHORTS -> file.putByte(TYPE_SHORT);
            case INTS -> file.putByte(TYPE_INT);
            case WORDS -> file.putByte(TYPE_LONG);
            case NONE -> throw new IllegalStateException("0x" + Long.toHexString(id) + " has no variable part");
        }
        file.putElements(start, count, elements.shift());
    }

    /** Notes an immediate that a strong slot holds; it becomes an instance of its own, once. */
    void slot(@Ref long value) {
        if (Immediate.is(value)) immediates.add(value);
    }

    /** Writes the immediates and the end of the file. */
    void finish() throws IOException {
        for (long i = 0; i < immediates.places(); i++) {
            long immediate = immediates.place(i);
            if (immediate == 0) continue;
            instance(immediate, Synthetic.IMMEDIATE.id(), Long.BYTES);
            file.putLong(Immediate.value(immediate));
        }
        file.record(HEAP_DUMP_END, 0);
        file.finish();
    }
}
