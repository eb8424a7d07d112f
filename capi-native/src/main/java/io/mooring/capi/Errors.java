package io.mooring.capi;

import io.mooring.gc.HeapExhausted;
import io.mooring.gc.Ref;
import io.mooring.gc.memory.Memory;
import io.mooring.gc.roots.HandleScope;
import io.mooring.objspace.ObjSpace;
import io.mooring.objspace.OperationError;

/**
 * Errors across the border: C's error indicator becomes an {@link OperationError}, a Java exception becomes the indicator.
 *
 * <p>The indicator is three words of the shared runtime structure, owned references of the running thread: type, value, traceback. Looking whether an error is
 * set is one load. The value may be an instance, an argument for the type, or NULL, as {@code PyErr_SetObject} leaves it.
 */
final class Errors {
    private final CApi capi;
    private final ObjSpace space;
    /** Where the indicator of the running thread is found: in its state, so that it is another one after a switch. */
    private final long indicator;

    Errors(CApi capi) {
        this.capi = capi;
        this.space = capi.space;
        indicator = capi.library.symbol("mooring_runtime") + CLayout.mooring_runtime.error;
    }

    private long type() {
        return Memory.readLong(indicator) + CLayout.mooring_error.type;
    }

    private long value() {
        return Memory.readLong(indicator) + CLayout.mooring_error.value;
    }

    private long traceback() {
        return Memory.readLong(indicator) + CLayout.mooring_error.traceback;
    }

    /** Whether the indicator of the running thread is set. */
    boolean occurred() {
        return Memory.readLong(type()) != 0;
    }

    /** Takes the pending error out of the indicator. SystemError if there is none: C announced an error without setting one. May collect. */
    OperationError fetch() {
        long pType = Memory.readLong(type());
        if (pType == 0) return space.error(space.w_SystemError, "error return without exception set");
        long pValue = Memory.readLong(value());
        long pTraceback = Memory.readLong(traceback());
        forget();
        try (HandleScope scope = space.heap.scope()) {
            long hType = capi.fromNative.handle(scope, pType);
            long hValue = capi.fromNative.handle(scope, pValue);
            OperationError error = space.raise(scope.get(hType), scope.get(hValue));
            attachTraceback(error, pTraceback);
            return error;
        } finally {
            capi.memory.decrement(pType);
            capi.memory.decrementOrNull(pValue);
            capi.memory.decrementOrNull(pTraceback);
        }
    }

    private void attachTraceback(OperationError error, long pTraceback) {
        if (pTraceback == 0) return;
        try (HandleScope scope = space.heap.scope()) {
            long hValue = scope.root(error.w_value());
            long w_traceback = capi.fromNative.borrowed(pTraceback);
            space.setattr(scope.get(hValue), space.intern("__traceback__"), w_traceback);
        }
    }

    /**
     * What a call raises that answered NULL, or that answered a result (dropped here) although the indicator is set. {@code definition} is the PyMethodDef of the
     * function, 0 for a slot.
     */
    OperationError afterCallSlow(long result, long definition) {
        if (result == 0 && occurred()) return fetch();
        String name = definition == 0 ? "a slot" : "<built-in function " + CStrings.read(Memory.readLong(definition + CLayout.PyMethodDef.ml_name)) + ">";
        if (result == 0) return space.error(space.w_SystemError, "%s returned NULL without setting an exception", name);
        OperationError cause = fetch();
        capi.memory.decrement(result);
        return chained(space.error(space.w_SystemError, "%s returned a result with an exception set", name), cause);
    }

    /** The error with its cause set, as {@code raise error from cause}. */
    OperationError chained(OperationError error, OperationError cause) {
        try (HandleScope scope = space.heap.scope()) {
            long hError = scope.root(error.w_value());
            long w_cause = cause.w_value();
            space.setattr(scope.get(hError), space.intern("__cause__"), w_cause);
            return error;
        }
    }

    /** The pending error, out of the way while other code runs, and back afterwards. */
    final class Aside implements AutoCloseable {
        private final long pType = Memory.readLong(type());
        private final long pValue = Memory.readLong(value());
        private final long pTraceback = Memory.readLong(traceback());

        private Aside() {
            forget();
        }

        @Override
        public void close() {
            if (occurred()) clear(); // what ran in between has nobody to tell
            Memory.writeLong(type(), pType);
            Memory.writeLong(value(), pValue);
            Memory.writeLong(traceback(), pTraceback);
        }
    }

    /** Puts the pending error, if there is one, aside until the answer is closed. */
    Aside aside() {
        return new Aside();
    }

    /** Clears the indicator. */
    void clear() {
        long pType = Memory.readLong(type());
        long pValue = Memory.readLong(value());
        long pTraceback = Memory.readLong(traceback());
        forget();
        capi.memory.decrementOrNull(pType);
        capi.memory.decrementOrNull(pValue);
        capi.memory.decrementOrNull(pTraceback);
    }

    private void forget() {
        Memory.writeLong(type(), 0);
        Memory.writeLong(value(), 0);
        Memory.writeLong(traceback(), 0);
    }

    /** Sets the indicator from whatever an upcall threw; replaces a pending error. */
    void set(Throwable thrown) {
        try {
            set(operationError(thrown));
        } catch (StackOverflowError overflow) {
            setBare(space.w_RecursionError);
        } catch (HeapExhausted | OperationError exhausted) {
            setBare(space.w_MemoryError);
        } catch (Throwable again) { // a damaged heap, for example: nothing may leave an upcall, whatever it is
            setBare(space.w_SystemError);
        }
    }

    private OperationError operationError(Throwable thrown) {
        return switch (thrown) {
            case OperationError error -> error;
            case HeapExhausted exhausted -> space.calls.outOfMemory(exhausted);
            case StackOverflowError overflow -> space.calls.stackOverflow();
            case OutOfMemoryError exhausted -> space.error(space.w_MemoryError, "the JVM's own memory is exhausted");
            default -> space.error(space.w_SystemError, "%s in Java code below C: %s", thrown.getClass().getName(), thrown.getMessage());
        };
    }

    private void set(OperationError error) {
        long pValue = capi.toNative.newReference(error.w_value());
        long pType = capi.toNative.newReference(error.w_type());
        clear();
        Memory.writeLong(type(), pType);
        Memory.writeLong(value(), pValue);
    }

    /** An error of an immortal builtin type without a value: nothing has to be allocated for it. */
    private void setBare(@Ref long w_builtinType) {
        clear();
        Memory.writeLong(type(), capi.toNative.newReference(w_builtinType));
    }

    long failLong(long result, Throwable thrown) {
        set(thrown);
        return result;
    }

    int failInt(int result, Throwable thrown) {
        set(thrown);
        return result;
    }

    double failDouble(double result, Throwable thrown) {
        set(thrown);
        return result;
    }

    void failVoid(Throwable thrown) {
        set(thrown);
    }
}
