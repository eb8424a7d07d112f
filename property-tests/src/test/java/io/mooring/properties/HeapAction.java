package io.mooring.properties;

/**
 * One step of a script: what a program, C code or the collector does. Variables are the roots, numbered from 0; a step whose
 * precondition does not hold (a store into nothing, a link of what is linked) does nothing, in the model and on the heap alike, so that
 * every shrunk script is a valid one.
 *
 * <p>{@link #toString} prints a step as {@link HeapScript#parse} reads it.
 */
sealed interface HeapAction {
    /** variable := new pair of two references and a payload word. */
    record NewPair(int variable, long payload) implements HeapAction {}

    /** variable := new array of {@code length} references. */
    record NewArray(int variable, int length) implements HeapAction {}

    /** variable := new run of {@code length} raw bytes with a pattern. */
    record NewBytes(int variable, int length, int pattern) implements HeapAction {}

    /** variable := new weak reference to what {@code target} holds. */
    record NewWeak(int variable, int target) implements HeapAction {}

    /** variable := new pair that neither moves nor dies. */
    record NewImmortal(int variable, long payload) implements HeapAction {}

    /** The weak reference that {@code holder} holds refers to what {@code target} holds from now on. */
    record StoreWeak(int holder, int target) implements HeapAction {}

    /** slot {@code index} of what {@code holder} holds := what {@code value} holds. */
    record Store(int holder, int index, int value) implements HeapAction {}

    /** slot {@code index} of what {@code holder} holds := an immediate. */
    record StoreImmediate(int holder, int index, long value) implements HeapAction {}

    /** variable := slot {@code index} of what {@code holder} holds. */
    record Load(int variable, int holder, int index) implements HeapAction {}

    /** Copies up to {@code count} slots between the arrays that two variables hold, with the bulk barrier; an index beyond an array means its end. */
    record CopySlots(int source, int sourceIndex, int target, int targetIndex, int count) implements HeapAction {}

    /** variable := null. */
    record Drop(int variable) implements HeapAction {}

    /** Asks for the identity hash of what the variable holds. */
    record Hash(int variable) implements HeapAction {}

    /** variable := new ephemeron from what {@code key} holds to what {@code value} holds. */
    record NewEphemeron(int variable, int key, int value) implements HeapAction {}

    /** The ephemeron that {@code holder} holds goes from what {@code key} holds to what {@code value} holds from now on. */
    record StoreEphemeron(int holder, int key, int value) implements HeapAction {}

    /** variable := new array of {@code length} references that never moves, under any plan. */
    record NewPinned(int variable, int length) implements HeapAction {}

    /** The pair that the variable holds is to be queued when it would die. */
    record Register(int variable) implements HeapAction {}

    /** Somebody wants to hear once what the variable holds is dead. */
    record RegisterLight(int variable) implements HeapAction {}

    /** variable := the next object of the queue of those that would have died; nothing happens while it is empty. */
    record Poll(int variable) implements HeapAction {}

    /** Pins what the variable holds, where the plan can. */
    record Pin(int variable) implements HeapAction {}

    /** Takes one pin of what the variable holds back. */
    record Unpin(int variable) implements HeapAction {}

    /** Links what the variable holds to a new PyObject. */
    record Link(int variable, LinkKind kind) implements HeapAction {}

    /** Links what the variable holds to the PyObject numbered {@code pyObject}, which lost its object before: it is resurrected. */
    record Relink(int variable, int pyObject, LinkKind kind) implements HeapAction {}

    /** C takes one more reference to the PyObject numbered {@code pyObject}. */
    record CountUp(int pyObject) implements HeapAction {}

    /** C gives one of its references back. */
    record CountDown(int pyObject) implements HeapAction {}

    /** Hands up to {@code most} dead PyObjects to their deallocator. */
    record Drain(int most) implements HeapAction {}

    record Minor() implements HeapAction {}

    record Major() implements HeapAction {}

    /** Whose data it is, and whether the PyObject may be freed without {@code tp_dealloc}. */
    enum LinkKind {
        MANAGED,
        MANAGED_LIGHT,
        NATIVE
    }
}
