/* import.h: imports. */
#ifndef Py_IMPORT_H
#define Py_IMPORT_H
#ifdef __cplusplus
extern "C" {
#endif

PyAPI_FUNC(PyObject *) PyImport_Import(PyObject *name);
PyAPI_FUNC(PyObject *) PyImport_ImportModule(const char *name);
PyAPI_FUNC(PyObject *) PyImport_ImportModuleNoBlock(const char *name);
PyAPI_FUNC(PyObject *) PyImport_ImportModuleLevel(const char *name, PyObject *globals, PyObject *locals,
                                                  PyObject *fromlist, int level);
PyAPI_FUNC(PyObject *) PyImport_ImportModuleLevelObject(PyObject *name, PyObject *globals, PyObject *locals,
                                                        PyObject *fromlist, int level);
#define PyImport_ImportModuleEx(name, globals, locals, fromlist)                                                   \
    PyImport_ImportModuleLevel((name), (globals), (locals), (fromlist), 0)
PyAPI_FUNC(PyObject *) PyImport_AddModule(const char *name);         /* borrowed */
PyAPI_FUNC(PyObject *) PyImport_AddModuleObject(PyObject *name);     /* borrowed */
PyAPI_FUNC(PyObject *) PyImport_GetModule(PyObject *name);           /* new; NULL without error when absent */
PyAPI_FUNC(PyObject *) PyImport_GetModuleDict(void);                 /* borrowed */
PyAPI_FUNC(PyObject *) PyImport_ReloadModule(PyObject *module);
PyAPI_FUNC(long) PyImport_GetMagicNumber(void);
PyAPI_FUNC(const char *) PyImport_GetMagicTag(void);
PyAPI_FUNC(int) PyImport_AppendInittab(const char *name, PyObject *(*init)(void));

#ifdef __cplusplus
}
#endif
#endif
