package io.mooring.capi;

import io.mooring.gc.memory.Memory;
import io.mooring.rawrefcount.ForeignGraph;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Sizes and offsets of C structures, in bytes, as Java reads and writes them: the layout of CPython 3.11 on x86-64.
 *
 * <p>One nested class per structure, under C's names, so that {@link #check} can compare each constant with the row that C exports for it
 * ({@code mooring_layouts[]}): "PyObject.ob_type" is an offset, "PyObject.SIZE" a size. A row that is absent or differs fails the load.
 */
final class CLayout {
    private CLayout() {}

    /** What every object begins with. */
    static final class PyObject {
        static final int ob_refcnt = 0;
        static final int ob_type = 8;
        static final int SIZE = 16;

        private PyObject() {}
    }

    /** An object with a variable part; {@code ob_size} counts items, and is the sign of an int. */
    static final class PyVarObject {
        static final int ob_size = 16;
        static final int SIZE = 24;

        private PyVarObject() {}
    }

    /** An int: {@code abs(ob_size)} digits of 30 bits, the lowest first. */
    static final class PyLongObject {
        static final int ob_digit = 24;

        private PyLongObject() {}
    }

    /** A node of the graph of C's references. */
    static final class mooring_graph_node {
        static final int object = 0;
        static final int references = 8;
        static final int traits = 16;
        static final int edges_end = 24;
        static final int SIZE = 32;

        private mooring_graph_node() {}
    }

    /** That graph: its nodes, and its edges as numbers of nodes. */
    static final class mooring_graph {
        static final int nodes = 0;
        static final int edges = 8;
        static final int node_count = 16;

        private mooring_graph() {}
    }

    /** A box that a container owns. */
    static final class mooring_borrowed_item {
        static final int container = 0;
        static final int value = 8;
        static final int box = 16;
        static final int SIZE = 24;

        private mooring_borrowed_item() {}
    }

    /** The table of those. */
    static final class mooring_borrowed_items {
        static final int items = 0;
        static final int capacity = 8;
        static final int count = 16;
        static final int most = 24;

        private mooring_borrowed_items() {}
    }

    /** A float. */
    static final class PyFloatObject {
        static final int ob_fval = 16;
        static final int SIZE = 24;

        private PyFloatObject() {}
    }

    /** A complex number: two doubles. */
    static final class PyComplexObject {
        static final int cval = 16;
        static final int SIZE = 32;

        private PyComplexObject() {}
    }

    /** A slice: three owned references. */
    static final class PySliceObject {
        static final int start = 16;
        static final int stop = 24;
        static final int step = 32;
        static final int SIZE = 40;

        private PySliceObject() {}
    }

    /** A tuple. */
    static final class PyTupleObject {
        static final int ob_item = 24;

        private PyTupleObject() {}
    }

    /** A list; its items are where ob_item points if it is not NULL. */
    static final class PyListObject {
        static final int ob_item = 24;
        static final int allocated = 32;
        static final int SIZE = 40;

        private PyListObject() {}
    }

    /** A dict, of which C may see how many entries it has. */
    static final class PyDictObject {
        static final int ma_used = 16;
        static final int ma_version_tag = 24;

        private PyDictObject() {}
    }

    /** A bytes object; a NUL follows the data. */
    static final class PyBytesObject {
        static final int ob_shash = 24;
        static final int ob_sval = 32;

        private PyBytesObject() {}
    }

    /** A str of ASCII characters, which follow this header; the header of the others begins with it. */
    static final class PyASCIIObject {
        static final int length = 16;
        static final int hash = 24;
        static final int state = 32;
        static final int wstr = 40;
        static final int SIZE = 48;

        private PyASCIIObject() {}
    }

    /** A str with characters of one width behind this header. */
    static final class PyCompactUnicodeObject {
        static final int utf8_length = 48;
        static final int utf8 = 56;
        static final int wstr_length = 64;
        static final int SIZE = 72;

        private PyCompactUnicodeObject() {}
    }

    /** A str whose characters stand elsewhere: read, never made. */
    static final class PyUnicodeObject {
        static final int data = 72;
        static final int SIZE = 80;

        private PyUnicodeObject() {}
    }

    /** A type. */
    static final class PyTypeObject {
        static final int tp_name = 24;
        static final int tp_basicsize = 32;
        static final int tp_itemsize = 40;
        static final int tp_dealloc = 48;
        static final int tp_vectorcall_offset = 56;
        static final int tp_getattr = 64;
        static final int tp_setattr = 72;
        static final int tp_as_async = 80;
        static final int tp_repr = 88;
        static final int tp_as_number = 96;
        static final int tp_as_sequence = 104;
        static final int tp_as_mapping = 112;
        static final int tp_hash = 120;
        static final int tp_call = 128;
        static final int tp_str = 136;
        static final int tp_getattro = 144;
        static final int tp_setattro = 152;
        static final int tp_as_buffer = 160;
        static final int tp_flags = 168;
        static final int tp_doc = 176;
        static final int tp_traverse = 184;
        static final int tp_clear = 192;
        static final int tp_richcompare = 200;
        static final int tp_weaklistoffset = 208;
        static final int tp_iter = 216;
        static final int tp_iternext = 224;
        static final int tp_methods = 232;
        static final int tp_members = 240;
        static final int tp_getset = 248;
        static final int tp_base = 256;
        static final int tp_dict = 264;
        static final int tp_descr_get = 272;
        static final int tp_descr_set = 280;
        static final int tp_dictoffset = 288;
        static final int tp_init = 296;
        static final int tp_alloc = 304;
        static final int tp_new = 312;
        static final int tp_free = 320;
        static final int tp_is_gc = 328;
        static final int tp_bases = 336;
        static final int tp_mro = 344;
        static final int tp_cache = 352;
        static final int tp_subclasses = 360;
        static final int tp_weaklist = 368;
        static final int tp_del = 376;
        static final int tp_version_tag = 384;
        static final int tp_finalize = 392;
        static final int tp_vectorcall = 400;
        static final int SIZE = 408;

        private PyTypeObject() {}
    }

    /** Number slots of a type. */
    static final class PyNumberMethods {
        static final int nb_add = 0;
        static final int nb_subtract = 8;
        static final int nb_multiply = 16;
        static final int nb_remainder = 24;
        static final int nb_divmod = 32;
        static final int nb_power = 40;
        static final int nb_negative = 48;
        static final int nb_positive = 56;
        static final int nb_absolute = 64;
        static final int nb_bool = 72;
        static final int nb_invert = 80;
        static final int nb_lshift = 88;
        static final int nb_rshift = 96;
        static final int nb_and = 104;
        static final int nb_xor = 112;
        static final int nb_or = 120;
        static final int nb_int = 128;
        static final int nb_float = 144;
        static final int nb_inplace_add = 152;
        static final int nb_inplace_subtract = 160;
        static final int nb_inplace_multiply = 168;
        static final int nb_inplace_remainder = 176;
        static final int nb_inplace_power = 184;
        static final int nb_inplace_lshift = 192;
        static final int nb_inplace_rshift = 200;
        static final int nb_inplace_and = 208;
        static final int nb_inplace_xor = 216;
        static final int nb_inplace_or = 224;
        static final int nb_floor_divide = 232;
        static final int nb_true_divide = 240;
        static final int nb_inplace_floor_divide = 248;
        static final int nb_inplace_true_divide = 256;
        static final int nb_index = 264;
        static final int nb_matrix_multiply = 272;
        static final int nb_inplace_matrix_multiply = 280;
        static final int SIZE = 288;

        private PyNumberMethods() {}
    }

    /** Sequence slots of a type. */
    static final class PySequenceMethods {
        static final int sq_length = 0;
        static final int sq_concat = 8;
        static final int sq_repeat = 16;
        static final int sq_item = 24;
        static final int sq_ass_item = 40;
        static final int sq_contains = 56;
        static final int sq_inplace_concat = 64;
        static final int sq_inplace_repeat = 72;
        static final int SIZE = 80;

        private PySequenceMethods() {}
    }

    /** Mapping slots of a type. */
    static final class PyMappingMethods {
        static final int mp_length = 0;
        static final int mp_subscript = 8;
        static final int mp_ass_subscript = 16;
        static final int SIZE = 24;

        private PyMappingMethods() {}
    }

    /** Asynchronous slots of a type. */
    static final class PyAsyncMethods {
        static final int am_await = 0;
        static final int am_aiter = 8;
        static final int am_anext = 16;
        static final int am_send = 24;
        static final int SIZE = 32;

        private PyAsyncMethods() {}
    }

    /** A type in allocated memory. */
    static final class PyHeapTypeObject {
        static final int as_async = 408;
        static final int as_number = 440;
        static final int as_mapping = 728;
        static final int as_sequence = 752;
        static final int as_buffer = 832;
        static final int ht_name = 848;
        static final int ht_slots = 856;
        static final int ht_qualname = 864;
        static final int ht_cached_keys = 872;
        static final int ht_module = 880;

        private PyHeapTypeObject() {}
    }

    /** A function written in C. */
    static final class PyCFunctionObject {
        static final int m_ml = 16;
        static final int m_self = 24;
        static final int m_module = 32;
        static final int m_weakreflist = 40;
        static final int vectorcall = 48;
        static final int SIZE = 56;

        private PyCFunctionObject() {}
    }

    /** A function that knows the class it was defined in. */
    static final class PyCMethodObject {
        static final int mm_class = 56;
        static final int SIZE = 64;

        private PyCMethodObject() {}
    }

    /** A row of a method table. */
    static final class PyMethodDef {
        static final int ml_name = 0;
        static final int ml_meth = 8;
        static final int ml_flags = 16;
        static final int ml_doc = 24;
        static final int SIZE = 32;

        private PyMethodDef() {}
    }

    /** A row of a member table. */
    static final class PyMemberDef {
        static final int name = 0;
        static final int type = 8;
        static final int offset = 16;
        static final int flags = 24;
        static final int doc = 32;
        static final int SIZE = 40;

        private PyMemberDef() {}
    }

    /** A row of a table of computed attributes. */
    static final class PyGetSetDef {
        static final int name = 0;
        static final int get = 8;
        static final int set = 16;
        static final int doc = 24;
        static final int closure = 32;
        static final int SIZE = 40;

        private PyGetSetDef() {}
    }

    /** What every descriptor begins with. */
    static final class PyDescrObject {
        static final int d_type = 16;
        static final int d_name = 24;
        static final int d_qualname = 32;
        static final int SIZE = 40;

        private PyDescrObject() {}
    }

    /** A descriptor of a method. */
    static final class PyMethodDescrObject {
        static final int d_method = 40;

        private PyMethodDescrObject() {}
    }

    /** A descriptor of a slot. */
    static final class PyWrapperDescrObject {
        static final int d_base = 40;

        private PyWrapperDescrObject() {}
    }

    /** The definition of a module. */
    static final class PyModuleDef {
        static final int m_name = 40;
        static final int m_doc = 48;
        static final int m_size = 56;
        static final int m_methods = 64;
        static final int m_slots = 72;
        static final int m_traverse = 80;
        static final int m_clear = 88;
        static final int m_free = 96;
        static final int SIZE = 104;

        private PyModuleDef() {}
    }

    /** A step of multi-phase initialization. */
    static final class PyModuleDef_Slot {
        static final int slot = 0;
        static final int value = 8;
        static final int SIZE = 16;

        private PyModuleDef_Slot() {}
    }

    /** What the library is opened with. */
    static final class mooring_options {
        static final int size = 0;
        static final int arena_bytes = 8;
        static final int debug = 16;
        static final int SIZE = 24;

        private mooring_options() {}
    }

    /** What the arena holds. */
    static final class mooring_arena_statistics {
        static final int blocks = 0;
        static final int bytes = 8;
        static final int pages_used = 16;
        static final int pages_total = 24;
        static final int SIZE = 32;

        private mooring_arena_statistics() {}
    }

    /** The error indicator of a thread. */
    static final class mooring_error {
        static final int type = 0;
        static final int value = 8;
        static final int traceback = 16;

        private mooring_error() {}
    }

    /** The words that C and Java share. */
    static final class mooring_runtime {
        static final int error = 0;
        static final int arena_base = 8;
        static final int arena_end = 16;
        static final int page_class = 24;
        static final int link_table = 32;
        static final int managed_null = 40;
        static final int managed_none = 48;
        static final int thread = 56;
        static final int stack_floor = 64;
        static final int dealloc_depth = 72;
        static final int gil_waiters = 80;
        static final int deaths_pending = 84;
        static final int debug = 88;
        static final int initialized = 96;
        static final int misuse_reports = 104;
        static final int free_lists = 112;
        static final int package_context = 424;
        static final int filled = 432;
        static final int last_call = 440;

        private mooring_runtime() {}
    }

    /** Constants of the allocator: how blocks are sized. */
    static final class mooring {
        static final int PREFIX_SIZE = 16;
        static final int BLOCK_UNIT = 16;
        static final int SMALL_LIMIT = 512;
        static final int SMALL_CLASSES = 32;
        static final int POWER_CLASSES = 6;
        static final int CLASSES = 39;
        static final int PAGE_SHIFT = 16;
        static final int TPFLAGS_NESTED = 1 << 21;
        static final int TPFLAGS_MANAGED = 1 << 23;
        static final int NODE_FINALIZE = (int) ForeignGraph.FINALIZE;
        static final int NODE_CLEAR = (int) ForeignGraph.CLEAR;
        static final int NODE_LEGACY = (int) ForeignGraph.LEGACY;
        static final int NODE_SEED = (int) ForeignGraph.SEED;
        static final long GC_TRACKED = 1;
        static final long GC_LAZY = 1 << 8;
        static final long GC_CANDIDATE = 1 << 12;
        static final int PAGE_RUN_HEAD = 0xFF;
        static final int BORROWED_INT = 0;
        static final int BORROWED_FLOAT = 1;
        static final int BORROWED_KINDS = 7;
        static final int FREE_MARK = 1;
        static final int LINK_TAG = 15;
        static final int DEBUG_BLOCKS = 1;
        static final int DEBUG_COUNTS = 2;

        private mooring() {}
    }

    /** Compares every constant of this class with the table that the library exports. */
    static void check(NativeLibrary library) {
        Map<String, Long> rows = new HashMap<>();
        for (long row = library.symbol("mooring_layouts"); Memory.readLong(row) != 0; row += 2 * Long.BYTES) {
            rows.put(CStrings.read(Memory.readLong(row)), Memory.readLong(row + Long.BYTES));
        }
        List<String> wrong = new ArrayList<>();
        for (Class<?> struct : CLayout.class.getDeclaredClasses()) {
            for (Field field : struct.getDeclaredFields()) {
                if (field.isSynthetic()) continue;
                String name = struct.getSimpleName() + "." + field.getName();
                Long c = rows.get(name);
                long java = value(field);
                if (c == null) wrong.add(name + ": " + java + " in Java, absent in C");
                else if (c != java) wrong.add(name + ": " + java + " in Java, " + c + " in C");
            }
        }
        if (!wrong.isEmpty()) throw new IllegalStateException(library.path() + " and Java are of different builds: " + String.join("; ", wrong));
    }

    private static long value(Field field) {
        try {
            return ((Number) field.get(null)).longValue();
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }
}
