package io.mooring.objspace;

import io.mooring.gc.Heap;
import io.mooring.gc.Ref;
import io.mooring.gc.Slot;
import io.mooring.gc.object.TypeLayout;

/**
 * What the objects of one heap type id can do: the slots of a Python type, as Java methods.
 *
 * <p>{@link ObjSpace} holds one kind per type id and sends each operation to the kind of its operand. A kind overrides what its objects can
 * do; the bodies here are what Python does when a type has no such slot. Special methods that Python code sees ({@code __len__}) are
 * made from these methods by {@link TypeBuilder#special}. Every method may allocate, so every raw reference held across one is stale
 * afterwards.
 */
public abstract class ObjectKind {
    /** Offset of the reference to its Python type in every object that carries one: its first field. */
    public static final int OWN_TYPE = Long.BYTES;

    protected final ObjSpace space;
    protected final Heap heap;
    private final int id;
    private final TypeLayout layout;
    private final String typeName;

    /**
     * @param id       the heap type id, of {@link TypeIds}
     * @param layout   what the collector must know; null only for immediates
     * @param typeName name of the builtin Python type all objects of this kind have; null if each carries its own type, or Python never
     * sees one
     */
    protected ObjectKind(ObjSpace space, int id, TypeLayout layout, String typeName) {
        this.space = space;
        this.heap = space.heap;
        this.id = id;
        this.layout = layout;
        this.typeName = typeName;
    }

    /** The heap type id. */
    public final int id() {
        return id;
    }

    public final TypeLayout layout() {
        return layout;
    }

    /** Name of the one Python type of these objects, or null. */
    public final String typeName() {
        return typeName;
    }

    /** Registers what Python sees: special methods, methods, attributes. Runs once, when every type and singleton exists. */
    public void define(TypeBuilder type) {}

    /** {@code "'int' object"}: how messages name an operand. */
    protected final String operand(@Ref long w) {
        return "'" + space.typeName(w) + "' object";
    }

    // ---- containers ---------------------------------------------------------------------------------------------------------------------

    public long length(@Ref long w_self) {
        throw space.error(space.w_TypeError, "object of type '%s' has no len()", space.typeName(w_self));
    }

    public @Ref long getItem(@Ref long w_self, @Ref long w_key) {
        throw space.error(space.w_TypeError, "'%s' object is not subscriptable", space.typeName(w_self));
    }

    /** Item at a position; a negative index counts from the end, as in {@code PySequence_GetItem}. */
    public @Ref long getItemAt(@Ref long w_self, long index) {
        return getItem(w_self, space.newInt(index));
    }

    public void setItem(@Ref long w_self, @Ref long w_key, @Ref long w_value) {
        throw space.error(space.w_TypeError, "'%s' object does not support item assignment", space.typeName(w_self));
    }

    public void delItem(@Ref long w_self, @Ref long w_key) {
        boolean asSequence = space.isInt(w_key) && space.lookup(space.type(w_self), space.names.w_len) != 0; // CPython has words of its own for these
        throw space.error(space.w_TypeError, "'%s' object %s support item deletion", space.typeName(w_self), asSequence ? "doesn't" : "does not");
    }

    /** Whether {@code item in self}; without a slot of its own, by iterating. */
    public boolean contains(@Ref long w_self, @Ref long w_item) {
        return space.containsByIterating(w_self, w_item);
    }

    public @Ref long iter(@Ref long w_self) {
        throw space.error(space.w_TypeError, "'%s' object is not iterable", space.typeName(w_self));
    }

    /** The next item of an iterator, or 0 when there is none. */
    public @Ref long next(@Ref long w_self) {
        throw space.error(space.w_TypeError, "'%s' object is not an iterator", space.typeName(w_self));
    }

    /** Whether {@link #next} works. */
    public boolean isIterator(@Ref long w_self) {
        return false;
    }

    // ---- the basics of any object -------------------------------------------------------------------------------------------------------

    public @Ref long repr(@Ref long w_self) {
        return space.defaultRepr(w_self);
    }

    public @Ref long str(@Ref long w_self) {
        return space.repr(w_self);
    }

    /** Any long except -1, equal for equal objects. */
    public long hash(@Ref long w_self) {
        return space.identityHash(w_self);
    }

    public boolean isTrue(@Ref long w_self) {
        return true;
    }

    /** True, False, any object, or NotImplemented. */
    public @Ref long richCompare(@Ref long w_self, @Ref long w_other, int op) {
        if (op == CompareOp.EQ && w_self == w_other) return space.w_True;
        if (op == CompareOp.NE && w_self == w_other) return space.w_False;
        return space.w_NotImplemented;
    }

    public @Ref long call(@Ref long w_self, @Slot long hArgs, int nargs, @Ref long w_kwnames) {
        throw space.error(space.w_TypeError, "'%s' object is not callable", space.typeName(w_self));
    }

    public boolean isCallable(@Ref long w_self) {
        return false;
    }

    /** {@code format(self, spec)}. */
    public @Ref long format(@Ref long w_self, @Ref long w_spec) {
        return space.defaultFormat(w_self, w_spec);
    }

    // ---- attributes ---------------------------------------------------------------------------------------------------------------------

    /**
     * The attribute, or 0 if there is none: the caller raises AttributeError, or does not. {@code w_name} is an exact str. An
     * AttributeError that code of the object raised itself comes out as it is.
     */
    public @Ref long findAttribute(@Ref long w_self, @Ref long w_name) {
        return space.attributes.findWithHooks(w_self, w_name);
    }

    /**
     * As {@link #findAttribute}, without {@code __getattribute__} and {@code __getattr__} of its class: what
     * {@code object.__getattribute__} does.
     */
    public @Ref long findOwnAttribute(@Ref long w_self, @Ref long w_name) {
        return space.attributes.genericFind(w_self, w_name);
    }

    /** Sets the attribute, or deletes it if {@code w_value} is 0. */
    public void setAttribute(@Ref long w_self, @Ref long w_name, @Ref long w_value) {
        space.attributes.setWithHooks(w_self, w_name, w_value);
    }

    /** As {@link #setAttribute}, without {@code __setattr__} and {@code __delattr__} of its class. */
    public void setOwnAttribute(@Ref long w_self, @Ref long w_name, @Ref long w_value) {
        space.attributes.genericSet(w_self, w_name, w_value);
    }

    /**
     * The instance dict, or 0; made first if {@code create} and objects of this kind can have one. Without {@code create} it does not collect,
     * unless the type has {@link W_TypeObject#FOREIGN_DICT}.
     */
    public @Ref long dictionary(@Ref long w_self, boolean create) {
        return 0;
    }

    /** As a descriptor found in a type: binds to an instance (0 = none) of {@code w_owner}. Not a descriptor: answers itself. */
    public @Ref long bind(@Ref long w_self, @Ref long w_instance, @Ref long w_owner) {
        return w_self;
    }

    /** As a data descriptor: stores, or deletes if {@code w_value} is 0. Only called if {@link #isDataDescriptor}. */
    public void bindSet(@Ref long w_self, @Ref long w_instance, @Ref long w_value) {
        throw space.error(space.w_AttributeError, "__set__");
    }

    /** Whether it takes precedence over the instance dict. */
    public boolean isDataDescriptor(@Ref long w_self) {
        return false;
    }

    // ---- numbers ------------------------------------------------------------------------------------------------------------------------

    /**
     * A binary operator one of whose operands is of this kind: either may be {@code w_self}'s side, as with CPython's number slots. Answers
     * NotImplemented if the other operand means nothing to it. Sequences implement {@link #concat} and {@link #repeat} instead of ADD and
     * MUL.
     */
    public @Ref long binary(BinaryOp op, @Ref long w_left, @Ref long w_right) {
        return space.w_NotImplemented;
    }

    /** The augmented assignment, or NotImplemented to fall back on {@link #binary}. */
    public @Ref long inplace(BinaryOp op, @Ref long w_self, @Ref long w_other) {
        return space.w_NotImplemented;
    }

    /** {@code pow(base, exponent, modulus)}; one of the three is of this kind. */
    public @Ref long power(@Ref long w_base, @Ref long w_exponent, @Ref long w_modulus) {
        return space.w_NotImplemented;
    }

    /** Whether {@link #concat} and {@link #repeat} work. */
    public boolean isSequence() {
        return false;
    }

    /** Sequence concatenation, tried when every number slot declined; 0 = not a sequence. Raises TypeError for a foreign operand. */
    public @Ref long concat(@Ref long w_self, @Ref long w_other) {
        return 0;
    }

    /** Sequence repetition, tried when every number slot declined; 0 = not a sequence. The count may be negative, meaning 0. */
    public @Ref long repeat(@Ref long w_self, long count) {
        return 0;
    }

    /** As {@link #concat} for {@code +=}, changing a mutable sequence and answering it; 0 = not supported. */
    public @Ref long inplaceConcat(@Ref long w_self, @Ref long w_other) {
        return 0;
    }

    /** As {@link #repeat} for {@code *=}; 0 = not supported. */
    public @Ref long inplaceRepeat(@Ref long w_self, long count) {
        return 0;
    }

    /** A unary operator, or NotImplemented. */
    public @Ref long unary(UnaryOp op, @Ref long w_self) {
        return space.w_NotImplemented;
    }

    /** {@code __index__}: an int (immediate or LONG), or 0 if the object is no integer. */
    public @Ref long index(@Ref long w_self) {
        return 0;
    }

    /** {@code __int__}: an int, or 0 if there is no such conversion. */
    public @Ref long toInt(@Ref long w_self) {
        return 0;
    }

    /** {@code __float__}: a float object, or 0 if there is no such conversion. */
    public @Ref long toFloat(@Ref long w_self) {
        return 0;
    }
}
