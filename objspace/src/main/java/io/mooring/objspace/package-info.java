/**
 * Python's object model on the heap of {@code gc}. Knows nothing of C.
 *
 * <p>Read {@link io.mooring.objspace.ObjSpace} first: Python's operations, on raw references. It sends each to the
 * {@link io.mooring.objspace.ObjectKind} of the operand: one class per heap type ({@code W_ListObject}, {@code W_DictObject}, …) with its
 * layout, its operations, and the methods that Python sees. Instances of classes find their special methods by name
 * ({@code GenericKind}). What is implemented in C stands behind {@link io.mooring.objspace.ForeignObjects}.
 *
 * <p>Conventions: {@code w_x} is a raw reference, valid until the next allocation; {@code hX} is a handle, valid until its scope closes.
 */
package io.mooring.objspace;
