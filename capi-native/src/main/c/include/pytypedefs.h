/* pytypedefs.h: names of structures that are defined in other headers, or nowhere (opaque). */
#ifndef Py_PYTYPEDEFS_H
#define Py_PYTYPEDEFS_H
#ifdef __cplusplus
extern "C" {
#endif

typedef struct PyModuleDef PyModuleDef;
typedef struct PyModuleDef_Slot PyModuleDef_Slot;
typedef struct PyMethodDef PyMethodDef;
typedef struct PyGetSetDef PyGetSetDef;
typedef struct PyMemberDef PyMemberDef;

typedef struct _object PyObject;
typedef struct _typeobject PyTypeObject;
typedef struct _longobject PyLongObject;
typedef struct _frame PyFrameObject;
typedef struct PyCodeObject PyCodeObject;
typedef struct _traceback PyTracebackObject;
typedef struct _PyWeakReference PyWeakReference;
typedef struct _ts PyThreadState;
typedef struct _is PyInterpreterState;
typedef struct _arena PyArena;
typedef struct symtable PySymtable;

#ifdef __cplusplus
}
#endif
#endif
