/* frameobject.c: frames that C makes, with the line that it writes into them, and the entries of tracebacks made from them; the runtime has no
 * frames of its own.
 *
 * The fields up to the line stand where CPython 3.11 has them: modules compiled for it write the line by themselves.
 */
#include "objects.h"
#include "frameobject.h"
#include "structmember.h"

struct _frame {
    PyObject_HEAD
    PyFrameObject *f_back;
    void *f_frame;                              /* CPython's own; NULL */
    PyObject *f_trace;
    int f_lineno;                               /* 0: that of the code */
    PyCodeObject *f_code;
    PyObject *f_globals;
    PyObject *f_locals;                         /* or NULL */
};

_Static_assert(offsetof(PyFrameObject, f_lineno) == 40, "where CPython 3.11 has it");

static int frame_traverse(PyObject *o, visitproc visit, void *arg)
{
    PyFrameObject *frame = (PyFrameObject *)o;
    Py_VISIT(frame->f_back);
    Py_VISIT(frame->f_trace);
    Py_VISIT(frame->f_code);
    Py_VISIT(frame->f_globals);
    Py_VISIT(frame->f_locals);
    return 0;
}

static int frame_clear(PyObject *o)
{
    PyFrameObject *frame = (PyFrameObject *)o;
    Py_CLEAR(frame->f_back);
    Py_CLEAR(frame->f_trace);
    Py_CLEAR(frame->f_code);
    Py_CLEAR(frame->f_globals);
    Py_CLEAR(frame->f_locals);
    return 0;
}

static void frame_dealloc(PyObject *o)
{
    PyObject_GC_UnTrack(o);
    frame_clear(o);
    Py_TYPE(o)->tp_free(o);
}

static PyObject *get_line(PyObject *o, void *unused)
{
    (void)unused;
    return PyLong_FromLong(PyFrame_GetLineNumber((PyFrameObject *)o));
}

static PyMemberDef members[] = {
    {"f_back", T_OBJECT, offsetof(PyFrameObject, f_back), READONLY, NULL},
    {"f_code", T_OBJECT, offsetof(PyFrameObject, f_code), READONLY, NULL},
    {"f_globals", T_OBJECT, offsetof(PyFrameObject, f_globals), READONLY, NULL},
    {"f_locals", T_OBJECT, offsetof(PyFrameObject, f_locals), READONLY, NULL},
    {NULL, 0, 0, 0, NULL},
};

static PyGetSetDef getset[] = {
    {"f_lineno", get_line, NULL, NULL, NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

PyTypeObject PyFrame_Type = {
    .ob_base = {{_Py_IMMORTAL_REFCNT, &PyType_Type}, 0},
    .tp_name = "frame",
    .tp_basicsize = sizeof(PyFrameObject),
    .tp_dealloc = frame_dealloc,
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_DISALLOW_INSTANTIATION | MOORING_TPFLAGS_NESTED,
    .tp_traverse = frame_traverse,
    .tp_clear = frame_clear,
    .tp_members = members,
    .tp_getset = getset,
};

PyFrameObject *PyFrame_New(PyThreadState *thread, PyCodeObject *code, PyObject *globals, PyObject *locals)
{
    (void)thread;
    PyFrameObject *frame = PyObject_GC_New(PyFrameObject, &PyFrame_Type);
    if (frame == NULL) {
        return NULL;
    }
    frame->f_back = NULL;
    frame->f_frame = NULL;
    frame->f_trace = NULL;
    frame->f_lineno = 0;
    frame->f_code = (PyCodeObject *)Py_NewRef(code);
    frame->f_globals = Py_XNewRef(globals);
    frame->f_locals = Py_XNewRef(locals);
    PyObject_GC_Track(frame);
    return frame;
}

PyCodeObject *PyFrame_GetCode(PyFrameObject *frame)
{
    return (PyCodeObject *)Py_NewRef(frame->f_code);
}

PyFrameObject *PyFrame_GetBack(PyFrameObject *frame)
{
    return (PyFrameObject *)Py_XNewRef(frame->f_back);
}

int PyFrame_GetLineNumber(PyFrameObject *frame)
{
    return frame->f_lineno != 0 ? frame->f_lineno : mooring_code_first_line(frame->f_code);
}

PyObject *PyFrame_GetGlobals(PyFrameObject *frame)
{
    return Py_XNewRef(frame->f_globals);
}

PyObject *PyFrame_GetLocals(PyFrameObject *frame)
{
    if (frame->f_locals == NULL) {
        frame->f_locals = PyDict_New();
    }
    return Py_XNewRef(frame->f_locals);
}

PyObject *PyFrame_GetBuiltins(PyFrameObject *frame)
{
    (void)frame;
    return Py_XNewRef(PyEval_GetBuiltins());
}

/* No frame of C's is a generator's, and none runs instructions. */

PyObject *PyFrame_GetGenerator(PyFrameObject *frame)
{
    (void)frame;
    return NULL;
}

int PyFrame_GetLasti(PyFrameObject *frame)
{
    (void)frame;
    return -1;
}

/* Adds an entry to the traceback of the pending error. */
static int add_entry(PyObject *function, PyObject *file, int line)
{
    PyObject *type, *value, *traceback;
    PyErr_Fetch(&type, &value, &traceback);
    PyObject *longer = function == NULL || file == NULL ? NULL : mooring_upcalls.error_traceback(traceback, function, file, line);
    if (longer == NULL) {
        PyErr_Clear(); /* the error that is told of is the more important one */
        PyErr_Restore(type, value, traceback);
        return -1;
    }
    Py_XDECREF(traceback);
    PyErr_Restore(type, value, longer);
    return 0;
}

int PyTraceBack_Here(PyFrameObject *frame)
{
    return add_entry(mooring_code_name(frame->f_code), mooring_code_filename(frame->f_code), PyFrame_GetLineNumber(frame));
}

void _PyTraceback_Add(const char *function, const char *file, int line)
{
    PyObject *type, *value, *traceback;
    PyErr_Fetch(&type, &value, &traceback);
    PyObject *function_name = PyUnicode_FromString(function);
    PyObject *file_name = PyUnicode_DecodeFSDefault(file);
    PyErr_Clear();
    PyErr_Restore(type, value, traceback);
    add_entry(function_name, file_name, line);
    Py_XDECREF(function_name);
    Py_XDECREF(file_name);
}
