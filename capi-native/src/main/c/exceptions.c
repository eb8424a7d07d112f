/* exceptions.c: the exception types as static types, and the pointers by which C names them.
 *
 * The hierarchy and the sizes are CPython 3.11's; the data of an exception is managed, so the fields of the structures
 * that C code may extend stay empty.
 */
#include "objects.h"
#include "slots.h"

/* EXCEPTION(name, base, basicsize in bytes, special methods of its own) */
#define EXCEPTIONS(EXCEPTION)                                                                                         \
    EXCEPTION(BaseException, PyBaseObject_Type, 72, "__new__ __init__ __str__ __repr__")                              \
    EXCEPTION(Exception, exception_BaseException, 72, "__new__ __init__")                                             \
    EXCEPTION(ArithmeticError, exception_Exception, 72, "__new__ __init__")                                           \
    EXCEPTION(AssertionError, exception_Exception, 72, "__new__ __init__")                                            \
    EXCEPTION(AttributeError, exception_Exception, 88, "__init__ __str__")                                            \
    EXCEPTION(BaseExceptionGroup, exception_BaseException, 88, "__new__ __init__ __str__")                            \
    EXCEPTION(OSError, exception_Exception, 112, "__new__ __init__ __str__")                                          \
    EXCEPTION(BlockingIOError, exception_OSError, 112, "__init__")                                                    \
    EXCEPTION(ConnectionError, exception_OSError, 112, "__init__")                                                    \
    EXCEPTION(BrokenPipeError, exception_ConnectionError, 112, "__init__")                                            \
    EXCEPTION(BufferError, exception_Exception, 72, "__new__ __init__")                                               \
    EXCEPTION(Warning, exception_Exception, 72, "__new__ __init__")                                                   \
    EXCEPTION(BytesWarning, exception_Warning, 72, "__new__ __init__")                                                \
    EXCEPTION(ChildProcessError, exception_OSError, 112, "__init__")                                                  \
    EXCEPTION(ConnectionAbortedError, exception_ConnectionError, 112, "__init__")                                     \
    EXCEPTION(ConnectionRefusedError, exception_ConnectionError, 112, "__init__")                                     \
    EXCEPTION(ConnectionResetError, exception_ConnectionError, 112, "__init__")                                       \
    EXCEPTION(DeprecationWarning, exception_Warning, 72, "__new__ __init__")                                          \
    EXCEPTION(EOFError, exception_Exception, 72, "__new__ __init__")                                                  \
    EXCEPTION(EncodingWarning, exception_Warning, 72, "__new__ __init__")                                             \
    EXCEPTION(FileExistsError, exception_OSError, 112, "__init__")                                                    \
    EXCEPTION(FileNotFoundError, exception_OSError, 112, "__init__")                                                  \
    EXCEPTION(FloatingPointError, exception_ArithmeticError, 72, "__new__ __init__")                                  \
    EXCEPTION(FutureWarning, exception_Warning, 72, "__new__ __init__")                                               \
    EXCEPTION(GeneratorExit, exception_BaseException, 72, "__new__ __init__")                                         \
    EXCEPTION(ImportError, exception_Exception, 96, "__init__ __str__")                                               \
    EXCEPTION(ImportWarning, exception_Warning, 72, "__new__ __init__")                                               \
    EXCEPTION(SyntaxError, exception_Exception, 136, "__init__ __str__")                                              \
    EXCEPTION(IndentationError, exception_SyntaxError, 136, "__init__")                                               \
    EXCEPTION(LookupError, exception_Exception, 72, "__new__ __init__")                                               \
    EXCEPTION(IndexError, exception_LookupError, 72, "__new__ __init__")                                              \
    EXCEPTION(InterruptedError, exception_OSError, 112, "__init__")                                                   \
    EXCEPTION(IsADirectoryError, exception_OSError, 112, "__init__")                                                  \
    EXCEPTION(KeyError, exception_LookupError, 72, "__init__ __str__")                                                \
    EXCEPTION(KeyboardInterrupt, exception_BaseException, 72, "__new__ __init__")                                     \
    EXCEPTION(MemoryError, exception_Exception, 72, "__new__ __init__")                                               \
    EXCEPTION(ModuleNotFoundError, exception_ImportError, 96, "__init__")                                             \
    EXCEPTION(NameError, exception_Exception, 80, "__init__ __str__")                                                 \
    EXCEPTION(NotADirectoryError, exception_OSError, 112, "__init__")                                                 \
    EXCEPTION(RuntimeError, exception_Exception, 72, "__new__ __init__")                                              \
    EXCEPTION(NotImplementedError, exception_RuntimeError, 72, "__new__ __init__")                                    \
    EXCEPTION(OverflowError, exception_ArithmeticError, 72, "__new__ __init__")                                       \
    EXCEPTION(PendingDeprecationWarning, exception_Warning, 72, "__new__ __init__")                                   \
    EXCEPTION(PermissionError, exception_OSError, 112, "__init__")                                                    \
    EXCEPTION(ProcessLookupError, exception_OSError, 112, "__init__")                                                 \
    EXCEPTION(RecursionError, exception_RuntimeError, 72, "__new__ __init__")                                         \
    EXCEPTION(ReferenceError, exception_Exception, 72, "__new__ __init__")                                            \
    EXCEPTION(ResourceWarning, exception_Warning, 72, "__new__ __init__")                                             \
    EXCEPTION(RuntimeWarning, exception_Warning, 72, "__new__ __init__")                                              \
    EXCEPTION(StopAsyncIteration, exception_Exception, 72, "__new__ __init__")                                        \
    EXCEPTION(StopIteration, exception_Exception, 80, "__init__")                                                     \
    EXCEPTION(SyntaxWarning, exception_Warning, 72, "__new__ __init__")                                               \
    EXCEPTION(SystemError, exception_Exception, 72, "__new__ __init__")                                               \
    EXCEPTION(SystemExit, exception_BaseException, 80, "__init__")                                                    \
    EXCEPTION(TabError, exception_IndentationError, 136, "__init__")                                                  \
    EXCEPTION(TimeoutError, exception_OSError, 112, "__init__")                                                       \
    EXCEPTION(TypeError, exception_Exception, 72, "__new__ __init__")                                                 \
    EXCEPTION(UnboundLocalError, exception_NameError, 80, "__init__")                                                 \
    EXCEPTION(ValueError, exception_Exception, 72, "__new__ __init__")                                                \
    EXCEPTION(UnicodeError, exception_ValueError, 72, "__new__ __init__")                                             \
    EXCEPTION(UnicodeDecodeError, exception_UnicodeError, 112, "__new__ __init__ __str__")                            \
    EXCEPTION(UnicodeEncodeError, exception_UnicodeError, 112, "__new__ __init__ __str__")                            \
    EXCEPTION(UnicodeTranslateError, exception_UnicodeError, 112, "__new__ __init__ __str__")                         \
    EXCEPTION(UnicodeWarning, exception_Warning, 72, "__new__ __init__")                                              \
    EXCEPTION(UserWarning, exception_Warning, 72, "__new__ __init__")                                                 \
    EXCEPTION(ZeroDivisionError, exception_ArithmeticError, 72, "__new__ __init__")

#define DECLARE(name, base, size, methods) static PyTypeObject exception_##name;
#define DEFINE(name, base, size, methods)                                                                          \
    static PyTypeObject exception_##name = {                                                                       \
        .ob_base = {{_Py_IMMORTAL_REFCNT, &PyType_Type}, 0},                                                       \
        .tp_name = #name,                                                                                          \
        .tp_basicsize = size,                                                                                      \
        .tp_dealloc = mooring_mirror_dealloc,                                                                      \
        .tp_flags = FLAGS,                                                                                         \
        .tp_traverse = mooring_mirror_traverse,                                                                    \
        .tp_clear = mooring_mirror_clear,                                                                          \
        .tp_base = &base,                                                                                          \
        .tp_alloc = PyType_GenericAlloc,                                                                           \
        .tp_free = PyObject_GC_Del,                                                                                \
    };                                                                                                             \
    PyObject *PyExc_##name = (PyObject *)&exception_##name;
#define PICK(name, base, size, methods) {&exception_##name, methods},
#define FLAGS                                                                                                      \
    (Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_IMMUTABLETYPE |                    \
     Py_TPFLAGS_BASE_EXC_SUBCLASS | MOORING_TPFLAGS_MANAGED)

EXCEPTIONS(DECLARE)
EXCEPTIONS(DEFINE)

PyObject *PyExc_EnvironmentError = (PyObject *)&exception_OSError;
PyObject *PyExc_IOError = (PyObject *)&exception_OSError;

static const struct exception_row {
    PyTypeObject *type;
    const char *methods; /* separated by blanks */
} rows[] = {EXCEPTIONS(PICK)};

int mooring_exceptions_open(void)
{
    for (size_t i = 0; i < Py_ARRAY_LENGTH(rows); i++) {
        PyTypeObject *type = rows[i].type;
        char method[16];
        for (const char *p = rows[i].methods; *p;) {
            size_t length = strcspn(p, " ");
            memcpy(method, p, length);
            method[length] = 0;
            mooring_type_define(type, method);
            p += length + strspn(p + length, " ");
        }
        if (mooring_type_inherit(type) < 0) {
            return -1;
        }
        type->tp_flags |= Py_TPFLAGS_READY;
    }
    return 0;
}
