/* code.h: code objects, which say of a function of C's where it stands in its source; nothing runs them. */
#ifndef Py_CODE_H
#define Py_CODE_H
#ifdef __cplusplus
extern "C" {
#endif

PyAPI_DATA(PyTypeObject) PyCode_Type;
#define PyCode_Check(o) Py_IS_TYPE((o), &PyCode_Type)
PyAPI_FUNC(PyCodeObject *) PyCode_NewEmpty(const char *filename, const char *name, int first_line);
/* New references. */
PyAPI_FUNC(PyObject *) PyCode_GetCode(PyCodeObject *code);
PyAPI_FUNC(PyObject *) PyCode_GetVarnames(PyCodeObject *code);
PyAPI_FUNC(PyObject *) PyCode_GetFreevars(PyCodeObject *code);
PyAPI_FUNC(PyObject *) PyCode_GetCellvars(PyCodeObject *code);

#ifdef __cplusplus
}
#endif
#endif
