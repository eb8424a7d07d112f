package io.mooring.objspace;

import io.mooring.gc.Ref;
import io.mooring.gc.Slot;

/**
 * What the object space asks of the side that implements objects in C. capi-native implements it; {@link #NONE} refuses.
 *
 * <p>Three layouts belong to it: C_FUNCTION ({@link W_CFunctionObject}), C_DESCRIPTOR ({@link W_CDescriptorObject}) and FOREIGN
 * ({@link W_ForeignObject}), and types that have {@link W_TypeObject#FOREIGN_CALL} or {@link W_TypeObject#FOREIGN_DICT} among their flags.
 *
 * <h2>Who roots what</h2>
 * <ul>
 * <li>Raw references passed in ({@code w_…}) are NOT rooted by the caller: whoever implements a method roots them before it allocates or
 * calls out.
 *   <li>{@code hArgs} are consecutive shadow-stack slots of the caller; they stay valid and rooted during the call and must not be written.
 * <li>A raw result is for immediate use; it was made after the last collection of the call. A result is never 0 unless the method says so.
 *   <li>EVERY method may allocate and collect, except {@link #isDataDescriptor}, {@link #isCallable}, {@link #referWeakly} and {@link #tableChanged}.
 *   <li>A C error is thrown as {@link OperationError}; nothing else may be thrown, except {@link io.mooring.gc.HeapExhausted}.
 * </ul>
 */
public interface ForeignObjects {
    /** Refuses everything: the object space without a border. */
    ForeignObjects NONE = new NoForeignObjects();

    // ---- C_FUNCTION ---------------------------------------------------------------------------------------------------------------------

    /**
     * Calls a C function with {@code nargs} positional arguments and those named in {@code w_kwnames} (0 or a tuple of str) behind them. An exhausted heap is a
     * MemoryError already ({@link Calls#outOfMemory}), an overflowed Java stack a RecursionError.
     */
    @Ref
    long call(ObjSpace space, @Ref long w_function, @Slot long hArgs, int nargs, @Ref long w_kwnames);

    /** As {@link #call} without arguments. */
    @Ref
    long call0(ObjSpace space, @Ref long w_function);

    /** As {@link #call} with one positional argument. */
    @Ref
    long call1(ObjSpace space, @Ref long w_function, @Ref long w_arg);

    /** As {@link #call} with two positional arguments. */
    @Ref
    long call2(ObjSpace space, @Ref long w_function, @Ref long w_first, @Ref long w_second);

    // ---- FOREIGN: instances of C types --------------------------------------------------------------------------------------------------

    /** {@code len(w)}: never negative. Raises TypeError if the type has no length slot. */
    long length(ObjSpace space, @Ref long w);

    /**
     * {@code w[index]} by the sequence slot if there is one (negative indices adjusted by the length, as PySequence_GetItem does), else the
     * mapping slot.
     */
    @Ref
    long getItemAt(ObjSpace space, @Ref long w, long index);

    /** {@code w[w_key]}: mapping slot first, then sequence slot with an index, as PyObject_GetItem does. */
    @Ref
    long getItem(ObjSpace space, @Ref long w, @Ref long w_key);

    /** The call slot. Raises TypeError if the type has none. */
    @Ref
    long callObject(ObjSpace space, @Ref long w, @Slot long hArgs, int nargs, @Ref long w_kwnames);

    /** The instance dict of an object whose type has {@link W_TypeObject#FOREIGN_DICT}, made if {@code create}; 0 = none yet. */
    @Ref
    long dictionary(ObjSpace space, @Ref long w, boolean create);

    /** Somebody is about to refer to {@code w} weakly: the C object must say when it dies. TypeError if its type has no place for that. Does not collect. */
    void referWeakly(ObjSpace space, @Ref long w);

    /** Entries of a dict or a set were added, replaced or removed: whoever remembers what it found there has to look again. Does not collect. */
    void tableChanged(ObjSpace space, @Ref long w);

    // ---- types with W_TypeObject.FOREIGN_CALL -------------------------------------------------------------------------------------------

    /** {@code w_type(*args)}: tp_new, then tp_init where the result is an instance of the type, as type.__call__ does. */
    @Ref
    long construct(ObjSpace space, @Ref long w_type, @Slot long hArgs, int nargs, @Ref long w_kwnames);

    /** {@code object.__new__(w_type)} for a type or class whose instances C lays out; 0 if C makes them in another way, or not at all. */
    @Ref
    long constructPlain(ObjSpace space, @Ref long w_type);

    /**
     * A Python class that inherits from a C type was made; called once, with its bases, mro and dict in place. The other side lays out its
     * PyTypeObject now or when it first needs one.
     */
    void subclassed(ObjSpace space, @Ref long w_type);

    // ---- C_DESCRIPTOR: found in the dicts of C types ------------------------------------------------------------------------------------

    /** Binds to {@code w_instance} (0 = looked up on the type itself) of class {@code w_owner}: a bound method, a member's value, … */
    @Ref
    long descriptorGet(ObjSpace space, @Ref long w_descriptor, @Ref long w_instance, @Ref long w_owner);

    /** Sets the attribute, or deletes it if {@code w_value} is 0. Only for data descriptors. */
    void descriptorSet(ObjSpace space, @Ref long w_descriptor, @Ref long w_instance, @Ref long w_value);

    /** Whether it is a data descriptor (member, getset): one that beats the instance dict. Does not collect. */
    boolean isDataDescriptor(ObjSpace space, @Ref long w_descriptor);

    /**
     * Calls an unbound descriptor: self stands in the first slot. Special methods of C types are called this way, without a bound method in
     * between.
     */
    @Ref
    long descriptorCall(ObjSpace space, @Ref long w_descriptor, @Slot long hArgs, int nargs, @Ref long w_kwnames);

    /** What the definition of a C_FUNCTION or C_DESCRIPTOR, or of a type, says it does, as {@code __doc__} shows it: a str; or, with {@code signature}, how it is called. 0 = nothing. */
    @Ref
    long documentation(ObjSpace space, @Ref long w, boolean signature);

    /** Python changed {@code __name__} or {@code __qualname__} of a class. May collect. */
    void renamed(ObjSpace space, @Ref long w_type);

    /** What C's side of a type says about its instances; AttributeError where there is no C. */
    long typeFact(ObjSpace space, @Ref long w_type, TypeFact fact);

    /** Whether instances of C type {@code w_type} can be called. Does not collect. */
    boolean isCallable(ObjSpace space, @Ref long w_type);
}
