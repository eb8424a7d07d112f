package io.mooring.objspace;

import java.util.Set;

/**
 * The special methods for which CPython's types have a slot: a builtin type shows them as slot wrappers, every other special method as an ordinary method.
 *
 * <p>The names are those of CPython's slotdefs (Objects/typeobject.c).
 */
final class SlotNames {
    private static final Set<String> SLOTS = Set.of(("""
            __repr__ __str__ __hash__ __call__ __init__ __del__ __getattribute__ __setattr__ __delattr__ __iter__ __next__ __get__ __set__ __delete__
            __lt__ __le__ __eq__ __ne__ __gt__ __ge__ __await__ __aiter__ __anext__ __len__ __getitem__ __setitem__ __delitem__ __contains__
            __neg__ __pos__ __abs__ __bool__ __invert__ __int__ __float__ __index__
            __add__ __sub__ __mul__ __mod__ __divmod__ __pow__ __lshift__ __rshift__ __and__ __xor__ __or__ __floordiv__ __truediv__ __matmul__
            __radd__ __rsub__ __rmul__ __rmod__ __rdivmod__ __rpow__ __rlshift__ __rrshift__ __rand__ __rxor__ __ror__ __rfloordiv__ __rtruediv__ __rmatmul__
            __iadd__ __isub__ __imul__ __imod__ __ipow__ __ilshift__ __irshift__ __iand__ __ixor__ __ior__ __ifloordiv__ __itruediv__ __imatmul__""").split("\\s+"));

    /** Slots that a type has written out as a method as well, which is faster to call there; the method is what shows. */
    private static final Set<String> METHODS_ALL_THE_SAME = Set.of("list.__getitem__", "dict.__getitem__", "dict.__contains__", "set.__contains__", "frozenset.__contains__");

    private SlotNames() {}

    /** Whether {@code method} of the builtin type {@code owner} is a slot wrapper. */
    static boolean isWrapper(String owner, String method) {
        return SLOTS.contains(method) && !METHODS_ALL_THE_SAME.contains(owner + "." + method);
    }
}
