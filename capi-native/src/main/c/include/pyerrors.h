/* pyerrors.h: the exceptions, and the error indicator of the running thread. */
#ifndef Py_ERRORS_H
#define Py_ERRORS_H
#ifdef __cplusplus
extern "C" {
#endif

/* The indicator: a type, a value that may still be a mere argument of it, and a traceback. */
PyAPI_FUNC(void) PyErr_SetNone(PyObject *exception);
PyAPI_FUNC(void) PyErr_SetObject(PyObject *exception, PyObject *value);
PyAPI_FUNC(void) PyErr_SetString(PyObject *exception, const char *message);
PyAPI_FUNC(PyObject *) PyErr_Format(PyObject *exception, const char *format, ...);          /* NULL */
PyAPI_FUNC(PyObject *) PyErr_FormatV(PyObject *exception, const char *format, va_list values);
PyAPI_FUNC(PyObject *) PyErr_Occurred(void);                                                /* borrowed type */
PyAPI_FUNC(void) PyErr_Clear(void);
PyAPI_FUNC(void) PyErr_Fetch(PyObject **type, PyObject **value, PyObject **traceback);      /* new references */
PyAPI_FUNC(void) PyErr_Restore(PyObject *type, PyObject *value, PyObject *traceback);       /* steals all three */
PyAPI_FUNC(void) PyErr_NormalizeException(PyObject **type, PyObject **value, PyObject **traceback);
PyAPI_FUNC(int) PyErr_GivenExceptionMatches(PyObject *error, PyObject *exception);
PyAPI_FUNC(int) PyErr_ExceptionMatches(PyObject *exception);

/* The exception that an except block is handling. */
PyAPI_FUNC(PyObject *) PyErr_GetHandledException(void);
PyAPI_FUNC(void) PyErr_SetHandledException(PyObject *exception);
PyAPI_FUNC(void) PyErr_GetExcInfo(PyObject **type, PyObject **value, PyObject **traceback);
PyAPI_FUNC(void) PyErr_SetExcInfo(PyObject *type, PyObject *value, PyObject *traceback);    /* steals all three */

/* Shorthands; each returns NULL (or 0) so that it can stand behind return. */
PyAPI_FUNC(int) PyErr_BadArgument(void);
PyAPI_FUNC(PyObject *) PyErr_NoMemory(void);
PyAPI_FUNC(PyObject *) PyErr_SetFromErrno(PyObject *exception);
PyAPI_FUNC(PyObject *) PyErr_SetFromErrnoWithFilename(PyObject *exception, const char *file);
PyAPI_FUNC(PyObject *) PyErr_SetFromErrnoWithFilenameObject(PyObject *exception, PyObject *file);
PyAPI_FUNC(PyObject *) PyErr_SetFromErrnoWithFilenameObjects(PyObject *exception, PyObject *file, PyObject *file2);
PyAPI_FUNC(PyObject *) PyErr_SetImportError(PyObject *message, PyObject *name, PyObject *path);
PyAPI_FUNC(PyObject *) PyErr_SetImportErrorSubclass(PyObject *exception, PyObject *message, PyObject *name,
                                                    PyObject *path);
PyAPI_FUNC(void) PyErr_BadInternalCall(void);
PyAPI_FUNC(void) _PyErr_BadInternalCall(const char *file, int line);
#define PyErr_BadInternalCall() _PyErr_BadInternalCall(__FILE__, __LINE__)
PyAPI_FUNC(void) _PyErr_SetKeyError(PyObject *key);
PyAPI_FUNC(void) _PyErr_ChainExceptions(PyObject *type, PyObject *value, PyObject *traceback);
PyAPI_FUNC(PyObject *) _PyErr_FormatFromCause(PyObject *exception, const char *format, ...);

PyAPI_FUNC(PyObject *) PyErr_NewException(const char *name, PyObject *base, PyObject *dict);
PyAPI_FUNC(PyObject *) PyErr_NewExceptionWithDoc(const char *name, const char *doc, PyObject *base, PyObject *dict);
PyAPI_FUNC(void) PyErr_WriteUnraisable(PyObject *where);
PyAPI_FUNC(void) _PyErr_WriteUnraisableMsg(const char *message, PyObject *where);
PyAPI_FUNC(int) PyErr_CheckSignals(void);
PyAPI_FUNC(void) PyErr_SetInterrupt(void);
PyAPI_FUNC(int) PyErr_SetInterruptEx(int signal);
PyAPI_FUNC(void) PyErr_SyntaxLocation(const char *file, int line);
PyAPI_FUNC(void) PyErr_SyntaxLocationEx(const char *file, int line, int column);
PyAPI_FUNC(PyObject *) PyErr_ProgramText(const char *file, int line);
PyAPI_FUNC(void) _Py_NO_RETURN Py_FatalError(const char *message);
PyAPI_FUNC(void) _Py_NO_RETURN _Py_FatalErrorFunc(const char *function, const char *message);
#define Py_FatalError(message) _Py_FatalErrorFunc(__func__, (message))

/* Exception objects. */
PyAPI_FUNC(int) PyException_SetTraceback(PyObject *exception, PyObject *traceback);
PyAPI_FUNC(PyObject *) PyException_GetTraceback(PyObject *exception);
PyAPI_FUNC(PyObject *) PyException_GetCause(PyObject *exception);
PyAPI_FUNC(void) PyException_SetCause(PyObject *exception, PyObject *cause);                /* steals cause */
PyAPI_FUNC(PyObject *) PyException_GetContext(PyObject *exception);
PyAPI_FUNC(void) PyException_SetContext(PyObject *exception, PyObject *context);            /* steals context */
PyAPI_FUNC(const char *) PyExceptionClass_Name(PyObject *cls);

#define PyExceptionClass_Check(o)                                                                                  \
    (PyType_Check(o) && PyType_FastSubclass((PyTypeObject *)(o), Py_TPFLAGS_BASE_EXC_SUBCLASS))
#define PyExceptionInstance_Check(o) PyType_FastSubclass(Py_TYPE(o), Py_TPFLAGS_BASE_EXC_SUBCLASS)
#define PyExceptionInstance_Class(o) ((PyObject *)Py_TYPE(o))

/* What a C structure of an exception type begins with. The fields stay empty: the data of an exception is managed. */
#define PyException_HEAD                                                                                           \
    PyObject_HEAD PyObject *dict;                                                                                  \
    PyObject *args;                                                                                                \
    PyObject *notes;                                                                                               \
    PyObject *traceback;                                                                                           \
    PyObject *context;                                                                                             \
    PyObject *cause;                                                                                               \
    char suppress_context;
typedef struct {
    PyException_HEAD
} PyBaseExceptionObject;

PyAPI_DATA(PyObject *) PyExc_ArithmeticError;
PyAPI_DATA(PyObject *) PyExc_AssertionError;
PyAPI_DATA(PyObject *) PyExc_AttributeError;
PyAPI_DATA(PyObject *) PyExc_BaseException;
PyAPI_DATA(PyObject *) PyExc_BaseExceptionGroup;
PyAPI_DATA(PyObject *) PyExc_BlockingIOError;
PyAPI_DATA(PyObject *) PyExc_BrokenPipeError;
PyAPI_DATA(PyObject *) PyExc_BufferError;
PyAPI_DATA(PyObject *) PyExc_BytesWarning;
PyAPI_DATA(PyObject *) PyExc_ChildProcessError;
PyAPI_DATA(PyObject *) PyExc_ConnectionAbortedError;
PyAPI_DATA(PyObject *) PyExc_ConnectionError;
PyAPI_DATA(PyObject *) PyExc_ConnectionRefusedError;
PyAPI_DATA(PyObject *) PyExc_ConnectionResetError;
PyAPI_DATA(PyObject *) PyExc_DeprecationWarning;
PyAPI_DATA(PyObject *) PyExc_EOFError;
PyAPI_DATA(PyObject *) PyExc_EncodingWarning;
PyAPI_DATA(PyObject *) PyExc_EnvironmentError;
PyAPI_DATA(PyObject *) PyExc_Exception;
PyAPI_DATA(PyObject *) PyExc_FileExistsError;
PyAPI_DATA(PyObject *) PyExc_FileNotFoundError;
PyAPI_DATA(PyObject *) PyExc_FloatingPointError;
PyAPI_DATA(PyObject *) PyExc_FutureWarning;
PyAPI_DATA(PyObject *) PyExc_GeneratorExit;
PyAPI_DATA(PyObject *) PyExc_IOError;
PyAPI_DATA(PyObject *) PyExc_ImportError;
PyAPI_DATA(PyObject *) PyExc_ImportWarning;
PyAPI_DATA(PyObject *) PyExc_IndentationError;
PyAPI_DATA(PyObject *) PyExc_IndexError;
PyAPI_DATA(PyObject *) PyExc_InterruptedError;
PyAPI_DATA(PyObject *) PyExc_IsADirectoryError;
PyAPI_DATA(PyObject *) PyExc_KeyError;
PyAPI_DATA(PyObject *) PyExc_KeyboardInterrupt;
PyAPI_DATA(PyObject *) PyExc_LookupError;
PyAPI_DATA(PyObject *) PyExc_MemoryError;
PyAPI_DATA(PyObject *) PyExc_ModuleNotFoundError;
PyAPI_DATA(PyObject *) PyExc_NameError;
PyAPI_DATA(PyObject *) PyExc_NotADirectoryError;
PyAPI_DATA(PyObject *) PyExc_NotImplementedError;
PyAPI_DATA(PyObject *) PyExc_OSError;
PyAPI_DATA(PyObject *) PyExc_OverflowError;
PyAPI_DATA(PyObject *) PyExc_PendingDeprecationWarning;
PyAPI_DATA(PyObject *) PyExc_PermissionError;
PyAPI_DATA(PyObject *) PyExc_ProcessLookupError;
PyAPI_DATA(PyObject *) PyExc_RecursionError;
PyAPI_DATA(PyObject *) PyExc_ReferenceError;
PyAPI_DATA(PyObject *) PyExc_ResourceWarning;
PyAPI_DATA(PyObject *) PyExc_RuntimeError;
PyAPI_DATA(PyObject *) PyExc_RuntimeWarning;
PyAPI_DATA(PyObject *) PyExc_StopAsyncIteration;
PyAPI_DATA(PyObject *) PyExc_StopIteration;
PyAPI_DATA(PyObject *) PyExc_SyntaxError;
PyAPI_DATA(PyObject *) PyExc_SyntaxWarning;
PyAPI_DATA(PyObject *) PyExc_SystemError;
PyAPI_DATA(PyObject *) PyExc_SystemExit;
PyAPI_DATA(PyObject *) PyExc_TabError;
PyAPI_DATA(PyObject *) PyExc_TimeoutError;
PyAPI_DATA(PyObject *) PyExc_TypeError;
PyAPI_DATA(PyObject *) PyExc_UnboundLocalError;
PyAPI_DATA(PyObject *) PyExc_UnicodeDecodeError;
PyAPI_DATA(PyObject *) PyExc_UnicodeEncodeError;
PyAPI_DATA(PyObject *) PyExc_UnicodeError;
PyAPI_DATA(PyObject *) PyExc_UnicodeTranslateError;
PyAPI_DATA(PyObject *) PyExc_UnicodeWarning;
PyAPI_DATA(PyObject *) PyExc_UserWarning;
PyAPI_DATA(PyObject *) PyExc_ValueError;
PyAPI_DATA(PyObject *) PyExc_Warning;
PyAPI_DATA(PyObject *) PyExc_ZeroDivisionError;

PyAPI_FUNC(PyObject *) PyUnicodeDecodeError_Create(const char *encoding, const char *object, Py_ssize_t length,
                                                   Py_ssize_t start, Py_ssize_t end, const char *reason);
PyAPI_FUNC(PyObject *) PyUnicodeEncodeError_GetEncoding(PyObject *exception);
PyAPI_FUNC(PyObject *) PyUnicodeDecodeError_GetEncoding(PyObject *exception);
PyAPI_FUNC(PyObject *) PyUnicodeEncodeError_GetObject(PyObject *exception);
PyAPI_FUNC(PyObject *) PyUnicodeEncodeError_GetReason(PyObject *exception);
PyAPI_FUNC(int) PyUnicodeEncodeError_SetReason(PyObject *exception, const char *reason);
PyAPI_FUNC(int) PyUnicodeEncodeError_GetStart(PyObject *exception, Py_ssize_t *start);
PyAPI_FUNC(int) PyUnicodeEncodeError_SetStart(PyObject *exception, Py_ssize_t start);
PyAPI_FUNC(int) PyUnicodeEncodeError_GetEnd(PyObject *exception, Py_ssize_t *end);
PyAPI_FUNC(int) PyUnicodeEncodeError_SetEnd(PyObject *exception, Py_ssize_t end);
PyAPI_FUNC(PyObject *) PyUnicodeDecodeError_GetObject(PyObject *exception);
PyAPI_FUNC(PyObject *) PyUnicodeDecodeError_GetReason(PyObject *exception);
PyAPI_FUNC(int) PyUnicodeDecodeError_SetReason(PyObject *exception, const char *reason);
PyAPI_FUNC(int) PyUnicodeDecodeError_GetStart(PyObject *exception, Py_ssize_t *start);
PyAPI_FUNC(int) PyUnicodeDecodeError_SetStart(PyObject *exception, Py_ssize_t start);
PyAPI_FUNC(int) PyUnicodeDecodeError_GetEnd(PyObject *exception, Py_ssize_t *end);
PyAPI_FUNC(int) PyUnicodeDecodeError_SetEnd(PyObject *exception, Py_ssize_t end);
PyAPI_FUNC(PyObject *) PyUnicodeTranslateError_GetObject(PyObject *exception);
PyAPI_FUNC(PyObject *) PyUnicodeTranslateError_GetReason(PyObject *exception);
PyAPI_FUNC(int) PyUnicodeTranslateError_SetReason(PyObject *exception, const char *reason);
PyAPI_FUNC(int) PyUnicodeTranslateError_GetStart(PyObject *exception, Py_ssize_t *start);
PyAPI_FUNC(int) PyUnicodeTranslateError_SetStart(PyObject *exception, Py_ssize_t start);
PyAPI_FUNC(int) PyUnicodeTranslateError_GetEnd(PyObject *exception, Py_ssize_t *end);
PyAPI_FUNC(int) PyUnicodeTranslateError_SetEnd(PyObject *exception, Py_ssize_t end);

PyAPI_FUNC(int) PyOS_snprintf(char *text, size_t size, const char *format, ...) Py_PRINTF(3, 4);
PyAPI_FUNC(int) PyOS_vsnprintf(char *text, size_t size, const char *format, va_list values) Py_PRINTF(3, 0);

#ifdef __cplusplus
}
#endif
#endif
