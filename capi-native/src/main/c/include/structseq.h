/* structseq.h: tuples whose items also have names. */
#ifndef Py_STRUCTSEQ_H
#define Py_STRUCTSEQ_H
#ifdef __cplusplus
extern "C" {
#endif

typedef struct PyStructSequence_Field {
    const char *name;
    const char *doc;
} PyStructSequence_Field;

typedef struct PyStructSequence_Desc {
    const char *name;
    const char *doc;
    PyStructSequence_Field *fields; /* ends with a NULL name */
    int n_in_sequence;              /* how many of them are items as well */
} PyStructSequence_Desc;

PyAPI_DATA(const char *const) PyStructSequence_UnnamedField;

PyAPI_FUNC(PyTypeObject *) PyStructSequence_NewType(PyStructSequence_Desc *description);
PyAPI_FUNC(void) PyStructSequence_InitType(PyTypeObject *type, PyStructSequence_Desc *description);
PyAPI_FUNC(int) PyStructSequence_InitType2(PyTypeObject *type, PyStructSequence_Desc *description);
PyAPI_FUNC(PyObject *) PyStructSequence_New(PyTypeObject *type);
PyAPI_FUNC(void) PyStructSequence_SetItem(PyObject *o, Py_ssize_t i, PyObject *value); /* steals value */
PyAPI_FUNC(PyObject *) PyStructSequence_GetItem(PyObject *o, Py_ssize_t i);            /* borrowed */

typedef PyTupleObject PyStructSequence;
#define PyStructSequence_SET_ITEM(o, i, value) PyTuple_SET_ITEM((o), (i), (value))
#define PyStructSequence_GET_ITEM(o, i) PyTuple_GET_ITEM((o), (i))

#ifdef __cplusplus
}
#endif
#endif
