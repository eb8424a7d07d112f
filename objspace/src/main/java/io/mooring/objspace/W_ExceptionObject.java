package io.mooring.objspace;

import io.mooring.gc.Immediate;
import io.mooring.gc.Ref;
import io.mooring.gc.object.TypeLayout;
import io.mooring.gc.roots.HandleScope;

/**
 * An exception object, of any exception type.
 *
 * <pre>
 *   +8   type
 *   +16  args       tuple
 *   +24  dict       made at the first attribute, 0 before
 *   +32  cause      exception, or 0
 *   +40  context    exception, or 0
 *   +48  traceback  or 0
 *   +56  fields     references: what {@link ExceptionTypes} says the type has beside args; 0 = no such fields. An unset one is 0
 *   +64  suppress   raw: __suppress_context__
 * </pre>
 */
public final class W_ExceptionObject extends GenericKind {
    static final TypeLayout LAYOUT;
    static final int ARGS;
    static final int DICT;
    static final int CAUSE;
    static final int CONTEXT;
    static final int TRACEBACK;
    static final int FIELDS;
    static final int SUPPRESS;

    static {
        TypeLayout.Builder builder = TypeLayout.named("exception");
        int type = builder.reference("type");
        assert type == OWN_TYPE;
        ARGS = builder.reference("args");
        DICT = builder.reference("dict");
        CAUSE = builder.reference("cause");
        CONTEXT = builder.reference("context");
        TRACEBACK = builder.reference("traceback");
        FIELDS = builder.reference("fields");
        SUPPRESS = builder.word("suppress");
        LAYOUT = builder.build();
    }

    private @Ref long w_lastResort;

    W_ExceptionObject(ObjSpace space) {
        super(space, TypeIds.EXCEPTION, LAYOUT);
    }

    /** A builtin exception type by name, immortal: {@code builtin("FileNotFoundError")}. */
    public @Ref long builtin(String name) {
        return space.types.builtin(name);
    }

    // ---- making -------------------------------------------------------------------------------------------------------------------------

    /** An exception without arguments. */
    public @Ref long make(@Ref long w_type) {
        return space.types.isBuiltin(w_type) ? makeWithArgs(w_type, space.tuples.make(0, 0)) : checked(space.call0(w_type));
    }

    /** Makes the MemoryError for when there is no room for another one. Once, at start-up. */
    void makeLastResort() {
        w_lastResort = heap.allocateImmortal(TypeIds.EXCEPTION);
        heap.writeRef(w_lastResort, OWN_TYPE, space.w_MemoryError);
        heap.writeRef(w_lastResort, ARGS, space.tuples.make(0, 0));
    }

    /** A MemoryError without arguments, immortal. Does not collect. */
    @Ref
    long lastResort() {
        return w_lastResort;
    }

    /** An exception with one argument. */
    public @Ref long make(@Ref long w_type, @Ref long w_arg) {
        if (!space.types.isBuiltin(w_type)) return checked(space.call1(w_type, w_arg));
        try (HandleScope scope = heap.scope()) {
            long hType = scope.root(w_type);
            long w_args = space.newTuple(w_arg);
            return makeWithArgs(scope.get(hType), w_args);
        }
    }

    private @Ref long checked(@Ref long w) {
        if (isException(w)) return w;
        throw space.error(space.w_TypeError, "exceptions must derive from BaseException, not %s", space.typeName(w));
    }

    /** An exception of exactly this type with an args tuple and the fields that follow from it; __init__ is not called. */
    @Ref
    long makeWithArgs(@Ref long w_type, @Ref long w_args) {
        try (HandleScope scope = heap.scope()) {
            long hType = scope.root(w_type);
            long hArgs = scope.root(w_args);
            long h = scope.root(heap.allocate(TypeIds.EXCEPTION));
            heap.writeRef(scope.get(h), OWN_TYPE, scope.get(hType));
            heap.writeRef(scope.get(h), ARGS, scope.get(hArgs));
            int count = fieldCount(scope.get(hType));
            if (count > 0) {
                long w_fields = heap.allocate(TypeIds.REFERENCES, count);
                heap.writeRef(scope.get(h), FIELDS, w_fields);
                ExceptionMethods.fillFields(space, scope.get(h), false);
            }
            return scope.get(h);
        }
    }

    /** What {@code raise} makes of a type and a value (PyErr_SetObject, normalised): the value itself, or an instance made from it. */
    OperationError raise(@Ref long w_type, @Ref long w_value) {
        if (isException(w_type)) return space.errorOf(w_type);
        if (!isExceptionType(w_type)) throw space.error(space.w_TypeError, "exceptions must derive from BaseException");
        if (w_value != 0 && isException(w_value) && space.isOfType(w_value, w_type)) return space.errorOf(w_value);
        if (w_value == 0 || w_value == space.w_None) return space.errorOf(make(w_type));
        if (space.kind(w_value) == TypeIds.TUPLE) return space.errorOf(checked(space.callTuple(w_type, w_value, 0)));
        if (fieldCount(w_type) > 0) return space.errorOf(checked(space.call1(w_type, w_value))); // its constructor may refuse
        return space.errorOf(make(w_type, w_value));
    }

    // ---- asking; none of these collects -------------------------------------------------------------------------------------------------

    public boolean isException(@Ref long w) {
        return Immediate.isObject(w) && space.isOfType(w, space.w_BaseException);
    }

    public boolean isExceptionType(@Ref long w) {
        return space.kind(w) == TypeIds.TYPE && space.isSubtype(w, space.w_BaseException);
    }

    /** Whether {@code except w_wanted:} catches an exception of a type; {@code w_wanted} may be a tuple. */
    boolean typeMatches(@Ref long w_type, @Ref long w_wanted) {
        if (space.kind(w_wanted) == TypeIds.TYPE) return space.isSubtype(w_type, w_wanted);
        if (space.kind(w_wanted) != TypeIds.TUPLE) return false;
        for (long i = 0; i < space.tuples.count(w_wanted); i++) {
            if (typeMatches(w_type, space.tuples.get(w_wanted, i))) return true;
        }
        return false;
    }

    public @Ref long args(@Ref long w) {
        return heap.readRef(w, ARGS);
    }

    public void setArgs(@Ref long w, @Ref long w_args) {
        heap.writeRef(w, ARGS, w_args);
    }

    /** {@code __cause__}, or 0. */
    public @Ref long cause(@Ref long w) {
        return heap.readRef(w, CAUSE);
    }

    /** Sets the cause (0 = none) and so suppresses the context. */
    public void setCause(@Ref long w, @Ref long w_cause) {
        heap.writeRef(w, CAUSE, w_cause);
        heap.writeWord(w, SUPPRESS, 1);
    }

    public @Ref long context(@Ref long w) {
        return heap.readRef(w, CONTEXT);
    }

    public void setContext(@Ref long w, @Ref long w_context) {
        heap.writeRef(w, CONTEXT, w_context);
    }

    public @Ref long traceback(@Ref long w) {
        return heap.readRef(w, TRACEBACK);
    }

    public void setTraceback(@Ref long w, @Ref long w_traceback) {
        heap.writeRef(w, TRACEBACK, w_traceback);
    }

    // ---- fields -------------------------------------------------------------------------------------------------------------------------

    /** Number of fields an instance of a type has: those of the nearest builtin base that introduces some. */
    private int fieldCount(@Ref long w_type) {
        String[] names = fieldNames(w_type);
        return names == null ? 0 : names.length;
    }

    String[] fieldNames(@Ref long w_type) {
        for (long w = w_type; w != 0; w = space.types.base(w)) {
            if (!space.types.isBuiltin(w)) continue;
            String[] names = ExceptionTypes.ownFields(space.types.name(w));
            if (names != null) return names;
        }
        return null;
    }

    private int fieldIndex(@Ref long w, String field) {
        String[] names = fieldNames(space.type(w));
        for (int i = 0; names != null && i < names.length; i++) {
            if (names[i].equals(field)) return i;
        }
        throw new IllegalArgumentException("exception " + space.typeName(w) + " has no field " + field);
    }

    /** A field such as {@code errno}; 0 = not set. Does not collect. */
    public @Ref long field(@Ref long w, String field) {
        return heap.readElement(heap.readRef(w, FIELDS), StorageKind.BASE, fieldIndex(w, field));
    }

    /** Sets a field of an exception whose type has it. Does not collect. */
    public void setField(@Ref long w, String field, @Ref long w_value) {
        heap.writeElement(heap.readRef(w, FIELDS), StorageKind.BASE, fieldIndex(w, field), w_value);
    }

    // ---- showing ------------------------------------------------------------------------------------------------------------------------

    String displayName(@Ref long w_type) {
        return space.types.moduleQualified(w_type, space.types.qualname(w_type));
    }

    /** The text of an exception, whatever its __str__ does. */
    String displayText(@Ref long w_value) {
        try {
            return space.strText(w_value);
        } catch (OperationError failed) {
            return "<exception str() failed>";
        }
    }

    @Override
    public @Ref long dictionary(@Ref long w_self, boolean create) {
        long w_dict = heap.readRef(w_self, DICT);
        if (w_dict != 0 || !create) return w_dict;
        try (HandleScope scope = heap.scope()) {
            long hSelf = scope.root(w_self);
            w_dict = space.newDict();
            heap.writeRef(scope.get(hSelf), DICT, w_dict);
            return w_dict;
        }
    }

    @Override
    public void define(TypeBuilder type) {
        ExceptionMethods.define(space, type);
    }
}
