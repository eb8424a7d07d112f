package io.mooring.gc.inspect;

/**
 * The numbers of the HPROF format 1.0.2, as far as a dump of ours uses it (its description comes with the JDK's sources, in
 * {@code heapDumper.cpp}). Everything is big-endian, an id has 8 bytes.
 *
 * <pre>
 *   header     "JAVA PROFILE 1.0.2" 0 | u4 bytes of an id | u8 milliseconds since 1970
 *   record     u1 tag | u4 microseconds since the header | u4 bytes of the body | body
 *
 *   STRING             id, UTF-8 bytes
 *   LOAD_CLASS         u4 serial, id class, u4 stack trace, id name
 *   STACK_TRACE        u4 serial, u4 thread, u4 number of frames
 *   HEAP_DUMP_SEGMENT  parts as below, as many as fit
 *   HEAP_DUMP_END      nothing
 *
 *   part       u1 tag | body
 *
 *   ROOT_UNKNOWN       id object
 *   ROOT_JNI_GLOBAL    id object, id of the root
 *   ROOT_JNI_LOCAL     id object, u4 thread, u4 frame
 *   ROOT_NATIVE_STACK  id object, u4 thread
 *   ROOT_STICKY_CLASS  id object
 *   CLASS_DUMP         id class, u4 stack trace, id superclass, 5 ids that we leave 0, u4 bytes of an instance,
 *                      u2 constants (0), u2 static fields (0), u2 fields, for each: id name, u1 type
 *   INSTANCE_DUMP      id object, u4 stack trace, id class, u4 bytes, values of the fields
 *   OBJECT_ARRAY_DUMP  id array, u4 stack trace, u4 elements, id class, ids
 *   PRIMITIVE_ARRAY_DUMP  id array, u4 stack trace, u4 elements, u1 type, values
 * </pre>
 */
final class HprofFormat {
    static final String MAGIC = "JAVA PROFILE 1.0.2";

    static final int STRING = 0x01;
    static final int LOAD_CLASS = 0x02;
    static final int STACK_TRACE = 0x05;
    static final int HEAP_DUMP_SEGMENT = 0x1C;
    static final int HEAP_DUMP_END = 0x2C;

    static final int ROOT_UNKNOWN = 0xFF;
    static final int ROOT_JNI_GLOBAL = 0x01;
    static final int ROOT_JNI_LOCAL = 0x02;
    static final int ROOT_NATIVE_STACK = 0x04;
    static final int ROOT_STICKY_CLASS = 0x05;
    static final int CLASS_DUMP = 0x20;
    static final int INSTANCE_DUMP = 0x21;
    static final int OBJECT_ARRAY_DUMP = 0x22;
    static final int PRIMITIVE_ARRAY_DUMP = 0x23;

    static final int TYPE_OBJECT = 2;
    static final int TYPE_BYTE = 8;
    static final int TYPE_SHORT = 9;
    static final int TYPE_INT = 10;
    static final int TYPE_LONG = 11;

    static final int ID_BYTES = Long.BYTES;
    static final int U4_BYTES = Integer.BYTES;
    /** Bytes of a record before its body. */
    static final int RECORD_HEADER_BYTES = 1 + 2 * U4_BYTES;
    /** Where in a record the number of bytes of its body stands. */
    static final int RECORD_LENGTH_OFFSET = 1 + U4_BYTES;
    /** Most bytes that the body of a record can have: what a u4 counts. */
    static final long MAX_BODY_BYTES = 0xFFFF_FFFFL;
    /** Most elements of an array: readers hold the u4 in an {@code int}. */
    static final long MAX_ELEMENTS = Integer.MAX_VALUE;

    /** Bytes of an INSTANCE_DUMP, tag included, without the values of its fields. */
    static final int INSTANCE_BYTES = 1 + 2 * ID_BYTES + 2 * U4_BYTES;
    /** Bytes of an OBJECT_ARRAY_DUMP, tag included, without its elements. */
    static final int OBJECT_ARRAY_BYTES = 1 + 2 * ID_BYTES + 2 * U4_BYTES;
    /** Bytes of a PRIMITIVE_ARRAY_DUMP, tag included, without its elements. */
    static final int PRIMITIVE_ARRAY_BYTES = 1 + ID_BYTES + 2 * U4_BYTES + 1;
    /** Bytes of a CLASS_DUMP, tag included, without its fields: class, superclass and five more ids, two u4, three u2. */
    static final int CLASS_BYTES = 1 + 7 * ID_BYTES + 2 * U4_BYTES + 3 * Short.BYTES;
    /** Bytes that a field takes in a CLASS_DUMP. */
    static final int FIELD_BYTES = ID_BYTES + 1;

    private HprofFormat() {}
}
