/* codeobject.c: code objects. They name a place in a source, and are carried about; nothing runs them.
 *
 * The fields stand where CPython 3.11 has them, for modules that were compiled to read them; what it keeps elsewhere follows.
 */
#include "objects.h"
#include "structmember.h"

struct PyCodeObject {
    PyVarObject ob_base;
    PyObject *co_consts;
    PyObject *co_names;
    PyObject *co_exceptiontable;
    int co_flags;
    short co_warmup;
    short line_entry_size;
    int co_argcount;
    int co_posonlyargcount;
    int co_kwonlyargcount;
    int co_stacksize;
    int co_firstlineno;
    int co_nlocalsplus;
    int co_nlocals;
    int co_nplaincellvars;
    int co_ncellvars;
    int co_nfreevars;
    PyObject *co_localsplusnames;
    PyObject *co_localspluskinds;
    PyObject *co_filename;
    PyObject *co_name;
    PyObject *co_qualname;
    PyObject *co_linetable;
    PyObject *co_weakreflist;
    void *unused[4];
    PyObject *co_code;
    PyObject *co_varnames;
    PyObject *co_freevars;
    PyObject *co_cellvars;
};

_Static_assert(offsetof(struct PyCodeObject, co_firstlineno) == 72 && offsetof(struct PyCodeObject, co_name) == 120, "where CPython 3.11 has them");

#define OBJECT(field) {#field, T_OBJECT, offsetof(PyCodeObject, field), READONLY, NULL}
#define NUMBER(field) {#field, T_INT, offsetof(PyCodeObject, field), READONLY, NULL}

static PyMemberDef members[] = {
    NUMBER(co_argcount), NUMBER(co_posonlyargcount), NUMBER(co_kwonlyargcount), NUMBER(co_nlocals), NUMBER(co_stacksize),
    NUMBER(co_flags), NUMBER(co_firstlineno), OBJECT(co_code), OBJECT(co_consts), OBJECT(co_names), OBJECT(co_varnames),
    OBJECT(co_freevars), OBJECT(co_cellvars), OBJECT(co_filename), OBJECT(co_name), OBJECT(co_qualname), OBJECT(co_linetable),
    OBJECT(co_exceptiontable),
    {NULL, 0, 0, 0, NULL},
};

static PyObject **object_at(PyCodeObject *code, const PyMemberDef *member)
{
    return (PyObject **)((char *)code + member->offset);
}

static void code_dealloc(PyObject *o)
{
    for (const PyMemberDef *member = members; member->name != NULL; member++) {
        if (member->type == T_OBJECT) {
            Py_CLEAR(*object_at((PyCodeObject *)o, member));
        }
    }
    Py_TYPE(o)->tp_free(o);
}

static PyObject *code_repr(PyObject *o)
{
    PyCodeObject *code = (PyCodeObject *)o;
    return PyUnicode_FromFormat("<code object %U at %p, file \"%U\", line %d>", code->co_name, o, code->co_filename, code->co_firstlineno);
}

static PyCodeObject *new_code(void)
{
    PyCodeObject *code = PyObject_New(PyCodeObject, &PyCode_Type);
    if (code != NULL) {
        memset((char *)code + sizeof(PyObject), 0, sizeof *code - sizeof(PyObject));
    }
    return code;
}

static PyCodeObject *copy_of(const PyCodeObject *original)
{
    PyCodeObject *code = new_code();
    if (code == NULL) {
        return NULL;
    }
    memcpy((char *)code + sizeof(PyObject), (const char *)original + sizeof(PyObject), sizeof *code - sizeof(PyObject));
    for (const PyMemberDef *member = members; member->name != NULL; member++) {
        if (member->type == T_OBJECT) {
            Py_XINCREF(*object_at(code, member));
        }
    }
    return code;
}

int mooring_code_first_line(const PyCodeObject *code)
{
    return code->co_firstlineno;
}

PyObject *mooring_code_name(const PyCodeObject *code)
{
    return code->co_name;
}

PyObject *mooring_code_filename(const PyCodeObject *code)
{
    return code->co_filename;
}

static int set_field(PyCodeObject *code, PyObject *name, PyObject *value)
{
    for (const PyMemberDef *member = members; member->name != NULL; member++) {
        if (PyUnicode_CompareWithASCIIString(name, member->name) == 0) {
            PyMemberDef writable = *member;
            writable.flags = 0;
            return PyMember_SetOne((char *)code, &writable, value);
        }
    }
    PyErr_Format(PyExc_TypeError, "'%U' is an invalid keyword argument for replace()", name);
    return -1;
}

static PyObject *code_replace(PyObject *o, PyObject *args, PyObject *kwargs)
{
    if (PyTuple_GET_SIZE(args) != 0) {
        return PyErr_Format(PyExc_TypeError, "replace() takes no positional arguments");
    }
    PyCodeObject *code = copy_of((PyCodeObject *)o);
    PyObject *name, *value;
    Py_ssize_t position = 0;
    while (code != NULL && kwargs != NULL && PyDict_Next(kwargs, &position, &name, &value)) {
        if (set_field(code, name, value) < 0) {
            Py_CLEAR(code);
        }
    }
    return (PyObject *)code;
}

static PyMethodDef methods[] = {
    {"replace", (PyCFunction)(void (*)(void))code_replace, METH_VARARGS | METH_KEYWORDS, "a copy with some attributes changed"},
    {NULL, NULL, 0, NULL},
};

PyTypeObject PyCode_Type = {
    .ob_base = {{_Py_IMMORTAL_REFCNT, &PyType_Type}, 0},
    .tp_name = "code",
    .tp_basicsize = sizeof(PyCodeObject),
    .tp_dealloc = code_dealloc,
    .tp_repr = code_repr,
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_DISALLOW_INSTANTIATION,
    .tp_methods = methods,
    .tp_members = members,
};

PyCodeObject *PyCode_NewEmpty(const char *filename, const char *name, int first_line)
{
    PyCodeObject *code = new_code();
    if (code == NULL) {
        return NULL;
    }
    code->co_firstlineno = first_line;
    code->co_filename = PyUnicode_DecodeFSDefault(filename);
    code->co_name = PyUnicode_FromString(name);
    code->co_qualname = Py_XNewRef(code->co_name);
    code->co_code = PyBytes_FromStringAndSize(NULL, 0);
    code->co_linetable = Py_XNewRef(code->co_code);
    code->co_exceptiontable = Py_XNewRef(code->co_code);
    code->co_consts = PyTuple_New(0);
    code->co_names = Py_XNewRef(code->co_consts);
    code->co_varnames = Py_XNewRef(code->co_consts);
    code->co_freevars = Py_XNewRef(code->co_consts);
    code->co_cellvars = Py_XNewRef(code->co_consts);
    if (code->co_filename == NULL || code->co_name == NULL || code->co_code == NULL || code->co_consts == NULL) {
        Py_CLEAR(code);
    }
    return code;
}

PyObject *PyCode_GetCode(PyCodeObject *code)
{
    return Py_XNewRef(code->co_code);
}

PyObject *PyCode_GetVarnames(PyCodeObject *code)
{
    return Py_XNewRef(code->co_varnames);
}

PyObject *PyCode_GetFreevars(PyCodeObject *code)
{
    return Py_XNewRef(code->co_freevars);
}

PyObject *PyCode_GetCellvars(PyCodeObject *code)
{
    return Py_XNewRef(code->co_cellvars);
}
