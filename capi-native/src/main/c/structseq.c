/* structseq.c: tuples whose items also have names, and which may have named fields behind the last item.
 *
 * The type is a heap type below tuple. An instance has room for all fields; ob_size counts only those that are items.
 * How many fields there are is the number of the type's members.
 */
#include "objects.h"
#include "structmember.h"

const char *const PyStructSequence_UnnamedField = "unnamed field";

static Py_ssize_t field_count(PyTypeObject *type)
{
    Py_ssize_t count = 0;
    while (type->tp_members != NULL && type->tp_members[count].name != NULL) {
        count++;
    }
    return count;
}

static void sequence_dealloc(PyObject *o)
{
    PyTypeObject *type = Py_TYPE(o);
    Py_ssize_t count = field_count(type);
    PyObject_GC_UnTrack(o);
    for (Py_ssize_t i = 0; i < count; i++) {
        Py_XDECREF(((PyTupleObject *)o)->ob_item[i]);
    }
    type->tp_free(o);
    if (type->tp_flags & Py_TPFLAGS_HEAPTYPE) {
        Py_DECREF(type);
    }
}

static int sequence_traverse(PyObject *o, visitproc visit, void *arg)
{
    PyTypeObject *type = Py_TYPE(o);
    if (type->tp_flags & Py_TPFLAGS_HEAPTYPE) {
        Py_VISIT(type);
    }
    Py_ssize_t count = field_count(type);
    for (Py_ssize_t i = 0; i < count; i++) {
        Py_VISIT(((PyTupleObject *)o)->ob_item[i]);
    }
    return 0;
}

/* "module.Name(field=value, ...)" */
static PyObject *sequence_repr(PyObject *o)
{
    PyTypeObject *type = Py_TYPE(o);
    PyObject *text = PyUnicode_FromFormat("%s(", type->tp_name);
    for (Py_ssize_t i = 0; text != NULL && i < PyTuple_GET_SIZE(o); i++) {
        PyObject *part = PyUnicode_FromFormat("%s%s=%R", i ? ", " : "", type->tp_members[i].name, PyTuple_GET_ITEM(o, i));
        PyUnicode_AppendAndDel(&text, part);
    }
    PyUnicode_AppendAndDel(&text, text == NULL ? NULL : PyUnicode_FromString(")"));
    return text;
}

/* How many fields are items: what the type's attribute n_sequence_fields says. */
static Py_ssize_t item_count(PyTypeObject *type)
{
    PyObject *count = PyObject_GetAttrString((PyObject *)type, "n_sequence_fields");
    if (count == NULL) {
        return -1;
    }
    Py_ssize_t items = PyLong_AsSsize_t(count);
    Py_DECREF(count);
    return items;
}

PyObject *PyStructSequence_New(PyTypeObject *type)
{
    Py_ssize_t items = item_count(type);
    if (items < 0) {
        return NULL;
    }
    Py_ssize_t count = field_count(type);
    PyTupleObject *o = (PyTupleObject *)_PyObject_GC_NewVar(type, count);
    if (o != NULL) {
        memset(o->ob_item, 0, (size_t)count * sizeof(PyObject *));
        Py_SET_SIZE(o, items);
    }
    return (PyObject *)o;
}

void PyStructSequence_SetItem(PyObject *o, Py_ssize_t i, PyObject *value)
{
    Py_XSETREF(((PyTupleObject *)o)->ob_item[i], value);
}

PyObject *PyStructSequence_GetItem(PyObject *o, Py_ssize_t i)
{
    return PyTuple_GET_ITEM(o, i);
}

/* types */

static PyMemberDef *make_members(const PyStructSequence_Desc *description)
{
    size_t count = 0;
    while (description->fields[count].name != NULL) {
        count++;
    }
    PyMemberDef *members = PyMem_Calloc(count + 1, sizeof *members);
    if (members == NULL) {
        PyErr_NoMemory();
        return NULL;
    }
    for (size_t i = 0; i < count; i++) {
        members[i] = (PyMemberDef){
            .name = description->fields[i].name,
            .type = T_OBJECT,
            .offset = (Py_ssize_t)(offsetof(PyTupleObject, ob_item) + i * sizeof(PyObject *)),
            .flags = READONLY,
            .doc = description->fields[i].doc,
        };
    }
    return members;
}

/* Past the type's __setattr__, which a static type refuses. */
static int set_number(PyTypeObject *type, const char *name, Py_ssize_t number)
{
    PyObject *dict = mooring_upcalls.type_get_dict(type);
    PyObject *value = dict == NULL ? NULL : PyLong_FromSsize_t(number);
    int status = value == NULL ? -1 : PyDict_SetItemString(dict, name, value);
    Py_XDECREF(value);
    Py_XDECREF(dict);
    return status < 0 ? -1 : mooring_upcalls.type_modified(type);
}

static int set_numbers(PyTypeObject *type, const PyStructSequence_Desc *description)
{
    Py_ssize_t unnamed = 0;
    for (const PyMemberDef *member = type->tp_members; member->name != NULL; member++) {
        unnamed += member->name == PyStructSequence_UnnamedField;
    }
    return set_number(type, "n_sequence_fields", description->n_in_sequence) < 0 ||
                   set_number(type, "n_fields", field_count(type)) < 0 ||
                   set_number(type, "n_unnamed_fields", unnamed) < 0
               ? -1
               : 0;
}

PyAPI_FUNC(PyTypeObject *) _PyStructSequence_NewType(PyStructSequence_Desc *description, unsigned long flags);
PyTypeObject *_PyStructSequence_NewType(PyStructSequence_Desc *description, unsigned long flags)
{
    PyMemberDef *members = make_members(description);
    if (members == NULL) {
        return NULL;
    }
    PyType_Slot slots[] = {
        {Py_tp_dealloc, (void *)sequence_dealloc}, {Py_tp_traverse, (void *)sequence_traverse},
        {Py_tp_repr, (void *)sequence_repr},       {Py_tp_doc, (void *)description->doc},
        {Py_tp_members, members},                  {0, NULL},
    };
    PyType_Spec spec = {description->name, offsetof(PyTupleObject, ob_item), sizeof(PyObject *),
                        (unsigned int)(Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | flags), slots};
    PyTypeObject *type = (PyTypeObject *)PyType_FromSpecWithBases(&spec, (PyObject *)&PyTuple_Type);
    PyMem_Free(members);
    if (type != NULL && set_numbers(type, description) < 0) {
        Py_CLEAR(type);
    }
    return type;
}

PyTypeObject *PyStructSequence_NewType(PyStructSequence_Desc *description)
{
    return _PyStructSequence_NewType(description, 0);
}

/* A type in the caller's memory, which lives as long as the library that holds it. */
int PyStructSequence_InitType2(PyTypeObject *type, PyStructSequence_Desc *description)
{
    PyMemberDef *members = make_members(description);
    if (members == NULL) {
        return -1;
    }
    *type = (PyTypeObject){
        .ob_base = {{1, &PyType_Type}, 0},
        .tp_name = description->name,
        .tp_basicsize = offsetof(PyTupleObject, ob_item),
        .tp_itemsize = sizeof(PyObject *),
        .tp_dealloc = sequence_dealloc,
        .tp_repr = sequence_repr,
        .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
        .tp_doc = description->doc,
        .tp_traverse = sequence_traverse,
        .tp_members = members,
        .tp_base = &PyTuple_Type,
    };
    if (PyType_Ready(type) < 0) {
        PyMem_Free(members);
        return -1;
    }
    return set_numbers(type, description);
}

void PyStructSequence_InitType(PyTypeObject *type, PyStructSequence_Desc *description)
{
    if (PyStructSequence_InitType2(type, description) < 0) {
        PyErr_WriteUnraisable(NULL);
    }
}
