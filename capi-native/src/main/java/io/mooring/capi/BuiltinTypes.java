package io.mooring.capi;

import io.mooring.gc.Ref;
import io.mooring.objspace.ObjSpace;
import io.mooring.rawrefcount.Links;
import java.util.function.LongConsumer;

/**
 * The C statics of the builtin types and singletons, by the names of their symbols, and their links to the managed ones.
 *
 * <p>Both ends are immortal: the link is made once, at start, and never ends. A static whose type the object space does not have (generator, say) stays without
 * link; if C ever passes it, it is realized like an extension's type.
 */
final class BuiltinTypes {
    private static final String TYPES = """
            PyBaseObject_Type PyType_Type PySuper_Type _PyNone_Type _PyNotImplemented_Type PyEllipsis_Type PyLong_Type PyBool_Type PyFloat_Type
            PyComplex_Type PyUnicode_Type PyBytes_Type PyByteArray_Type PyTuple_Type PyList_Type PyDict_Type PySet_Type PyFrozenSet_Type PySlice_Type
            PyRange_Type PyModule_Type PyModuleDef_Type PyCFunction_Type PyCMethod_Type PyFunction_Type PyMethod_Type PyInstanceMethod_Type
            PyClassMethod_Type PyStaticMethod_Type PyProperty_Type PyMethodDescr_Type PyClassMethodDescr_Type PyMemberDescr_Type PyGetSetDescr_Type
            PyWrapperDescr_Type _PyMethodWrapper_Type PyDictProxy_Type PyCapsule_Type PyTraceBack_Type PyGen_Type PyCoro_Type PyAsyncGen_Type
            Py_GenericAliasType _PyUnion_Type
            PyEnum_Type PyReversed_Type PyFilter_Type PyMap_Type PyZip_Type PySeqIter_Type PyCallIter_Type PyListIter_Type PyListRevIter_Type
            PyTupleIter_Type PyUnicodeIter_Type PyBytesIter_Type PyByteArrayIter_Type PyRangeIter_Type PyLongRangeIter_Type PySetIter_Type
            PyDictKeys_Type PyDictItems_Type PyDictValues_Type PyDictIterKey_Type PyDictIterValue_Type PyDictIterItem_Type PyDictRevIterKey_Type
            PyDictRevIterValue_Type PyDictRevIterItem_Type _PyWeakref_RefType _PyWeakref_ProxyType _PyWeakref_CallableProxyType
            """;
    private static final String EXCEPTIONS = """
            BaseException Exception ArithmeticError AssertionError AttributeError BaseExceptionGroup OSError BlockingIOError ConnectionError
            BrokenPipeError BufferError Warning BytesWarning ChildProcessError ConnectionAbortedError ConnectionRefusedError ConnectionResetError
            DeprecationWarning EOFError EncodingWarning FileExistsError FileNotFoundError FloatingPointError FutureWarning GeneratorExit ImportError
            ImportWarning SyntaxError IndentationError LookupError IndexError InterruptedError IsADirectoryError KeyError KeyboardInterrupt
            MemoryError ModuleNotFoundError NameError NotADirectoryError RuntimeError NotImplementedError OverflowError PendingDeprecationWarning
            PermissionError ProcessLookupError RecursionError ReferenceError ResourceWarning RuntimeWarning StopAsyncIteration StopIteration
            SyntaxWarning SystemError SystemExit TabError TimeoutError TypeError UnboundLocalError ValueError UnicodeError UnicodeDecodeError
            UnicodeEncodeError UnicodeTranslateError UnicodeWarning UserWarning ZeroDivisionError
            """;

    private BuiltinTypes() {}

    /** Links the five singletons and every builtin type that both sides have; tells {@code linked} each PyTypeObject. */
    static void link(ObjSpace space, Links links, NativeLibrary library, LongConsumer linked) {
        links.linkManaged(space.w_None, library.symbol("_Py_NoneStruct"), false);
        links.linkManaged(space.w_True, library.symbol("_Py_TrueStruct"), false);
        links.linkManaged(space.w_False, library.symbol("_Py_FalseStruct"), false);
        links.linkManaged(space.w_Ellipsis, library.symbol("_Py_EllipsisObject"), false);
        links.linkManaged(space.w_NotImplemented, library.symbol("_Py_NotImplementedStruct"), false);
        for (String symbol : TYPES.split("\\s+")) linkType(space, links, library.symbol(symbol), linked);
        for (String name : EXCEPTIONS.split("\\s+")) linkType(space, links, library.pointer("PyExc_" + name), linked);
    }

    private static void linkType(ObjSpace space, Links links, long pyType, LongConsumer linked) {
        long w_type = space.types.findBuiltin(name(pyType));
        if (w_type == 0 || links.toPyObject(w_type) != 0) return;
        links.linkManaged(w_type, pyType, false);
        space.types.setNativeWord(w_type, pyType);
        linked.accept(pyType);
    }

    /** The name under which the object space knows a static type. */
    private static String name(long pyType) {
        String name = TypeBridge.shortName(pyType);
        return name;
    }
}
