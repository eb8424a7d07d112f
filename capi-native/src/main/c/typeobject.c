/* typeobject.c: making static types ready, and questions about types.
 *
 * A C type has a managed counterpart, which Java makes in type_ready from the slots, methods, members and computed
 * attributes of the structure. By then the C structure is complete: what it inherits has been filled in, so C code may
 * call any slot directly, and Java tells an own slot from an inherited one by comparing it with the base's.
 */
#include "objects.h"
#include "slots.h"
#include "structmember.h"

/* tp_base is the first base whose layout the instances extend: the one with the largest structure. */
static PyTypeObject *best_base(PyObject *bases)
{
    PyTypeObject *best = NULL;
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(bases); i++) {
        PyTypeObject *base = (PyTypeObject *)PyTuple_GET_ITEM(bases, i);
        if (!PyType_Check(base)) {
            PyErr_SetString(PyExc_TypeError, "bases must be types");
            return NULL;
        }
        if (!(base->tp_flags & Py_TPFLAGS_READY) && PyType_Ready(base) < 0) {
            return NULL;
        }
        if (best == NULL || base->tp_basicsize > best->tp_basicsize) {
            best = base;
        }
    }
    return best;
}

static int settle_bases(PyTypeObject *type)
{
    if (type->tp_base == NULL && type->tp_bases != NULL) {
        type->tp_base = best_base(type->tp_bases);
        Py_XINCREF(type->tp_base);
    }
    if (type->tp_base == NULL && type->tp_bases == NULL) {
        type->tp_base = &PyBaseObject_Type;
    }
    if (type->tp_base == NULL) {
        return -1;
    }
    if (!(type->tp_base->tp_flags & Py_TPFLAGS_READY) && PyType_Ready(type->tp_base) < 0) {
        return -1;
    }
    if (Py_TYPE(type) == NULL) {
        Py_SET_TYPE(type, Py_TYPE(type->tp_base));
    }
    if (type->tp_bases == NULL) {
        type->tp_bases = PyTuple_Pack(1, type->tp_base);
    }
    return type->tp_bases == NULL ? -1 : 0;
}

static int check_type(PyTypeObject *type)
{
    if (type->tp_name == NULL) {
        PyErr_Format(PyExc_SystemError, "Type does not define the tp_name field.");
        return -1;
    }
    if ((type->tp_flags & Py_TPFLAGS_HAVE_GC) && type->tp_traverse == NULL) {
        PyErr_Format(PyExc_SystemError, "type %s has the Py_TPFLAGS_HAVE_GC flag but has no traverse function",
                     type->tp_name);
        return -1;
    }
    return 0;
}

/* Old code writes into tp_dict of a static type after PyType_Ready, and metatypes written in C replace that of a class that they made. */
static void offer_dict(PyTypeObject *type)
{
    if (type->tp_dict == NULL) {
        type->tp_dict = mooring_upcalls.type_get_dict(type);
        if (type->tp_dict == NULL) {
            PyErr_Clear();
        }
    }
}

int PyType_Ready(PyTypeObject *type)
{
    if (type->tp_flags & Py_TPFLAGS_READY) {
        return 0;
    }
    if (!(type->tp_flags & Py_TPFLAGS_HEAPTYPE)) {
        type->tp_flags |= Py_TPFLAGS_IMMUTABLETYPE;
    }
    type->tp_flags |= Py_TPFLAGS_READYING | MOORING_TPFLAGS_NESTED;
    type->tp_flags &= ~MOORING_TPFLAGS_MANAGED;
    if (settle_bases(type) < 0 || mooring_type_inherit(type) < 0 || check_type(type) < 0) {
        type->tp_flags &= ~Py_TPFLAGS_READYING;
        return -1;
    }
    type->tp_flags = (type->tp_flags & ~Py_TPFLAGS_READYING) | Py_TPFLAGS_READY;
    if (mooring_upcalls.type_ready(type) < 0) {
        type->tp_flags &= ~Py_TPFLAGS_READY;
        return -1;
    }
    if (!(type->tp_flags & Py_TPFLAGS_HEAPTYPE)) {
        offer_dict(type);
    }
    return 0;
}

/* questions */

unsigned long PyType_GetFlags(PyTypeObject *type)
{
    return type->tp_flags & ~(MOORING_TPFLAGS_MANAGED | MOORING_TPFLAGS_NESTED);
}

int PyType_IsSubtype(PyTypeObject *derived, PyTypeObject *base)
{
    PyObject *mro = derived->tp_mro;
    if (mro != NULL) {
        for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(mro); i++) {
            if (PyTuple_GET_ITEM(mro, i) == (PyObject *)base) {
                return 1;
            }
        }
        return 0;
    }
    for (PyTypeObject *type = derived; type != NULL; type = type->tp_base) {
        if (type == base) {
            return 1;
        }
    }
    return base == &PyBaseObject_Type;
}

const char *_PyType_Name(PyTypeObject *type)
{
    const char *dot = strrchr(type->tp_name, '.');
    return dot == NULL ? type->tp_name : dot + 1;
}

PyObject *PyType_GetName(PyTypeObject *type)
{
    if ((type->tp_flags & Py_TPFLAGS_HEAPTYPE) && ((PyHeapTypeObject *)type)->ht_name != NULL) {
        return Py_NewRef(((PyHeapTypeObject *)type)->ht_name);
    }
    return PyUnicode_FromString(_PyType_Name(type));
}

/* Python changed a name of a type: C reads both in its PyTypeObject. */
void mooring_type_renamed(PyTypeObject *type, PyObject *name, PyObject *qualname)
{
    const char *text = PyUnicode_AsUTF8(name);
    if (!(type->tp_flags & Py_TPFLAGS_HEAPTYPE) || text == NULL) {
        PyErr_Clear();
        return;
    }
    type->tp_name = text; /* lives as long as ht_name */
    Py_INCREF(name);
    Py_XSETREF(((PyHeapTypeObject *)type)->ht_name, name);
    Py_INCREF(qualname);
    Py_XSETREF(((PyHeapTypeObject *)type)->ht_qualname, qualname);
}

PyObject *PyType_GetQualName(PyTypeObject *type)
{
    if ((type->tp_flags & Py_TPFLAGS_HEAPTYPE) && ((PyHeapTypeObject *)type)->ht_qualname != NULL) {
        return Py_NewRef(((PyHeapTypeObject *)type)->ht_qualname);
    }
    return mooring_upcalls.type_qualname(type);
}

PyObject *_PyType_Lookup(PyTypeObject *type, PyObject *name)
{
    return mooring_upcalls.type_lookup(type, name);
}

void PyType_Modified(PyTypeObject *type)
{
    mooring_upcalls.type_modified(type);
}

/* There is no cache of attributes in C; the tag of the newest one would be 0. */
unsigned int PyType_ClearCache(void)
{
    return 0;
}

static PyObject *no_module(PyTypeObject *type, const char *what)
{
    PyErr_Format(PyExc_TypeError, what, type->tp_name);
    return NULL;
}

PyObject *PyType_GetModule(PyTypeObject *type)
{
    if (!(type->tp_flags & Py_TPFLAGS_HEAPTYPE)) {
        return no_module(type, "PyType_GetModule: Type '%s' is not a heap type");
    }
    PyObject *module = ((PyHeapTypeObject *)type)->ht_module;
    return module != NULL ? module : no_module(type, "PyType_GetModule: Type '%s' has no associated module");
}

void *PyType_GetModuleState(PyTypeObject *type)
{
    PyObject *module = PyType_GetModule(type);
    return module == NULL ? NULL : PyModule_GetState(module);
}

static PyObject *module_of(PyTypeObject *type, PyModuleDef *definition)
{
    if (!(type->tp_flags & Py_TPFLAGS_HEAPTYPE)) {
        return NULL;
    }
    PyObject *module = ((PyHeapTypeObject *)type)->ht_module;
    return module != NULL && PyModule_Check(module) && PyModule_GetDef(module) == definition ? module : NULL;
}

PyObject *PyType_GetModuleByDef(PyTypeObject *type, PyModuleDef *definition)
{
    for (Py_ssize_t i = 0; type->tp_mro != NULL && i < PyTuple_GET_SIZE(type->tp_mro); i++) {
        PyObject *module = module_of((PyTypeObject *)PyTuple_GET_ITEM(type->tp_mro, i), definition);
        if (module != NULL) {
            return module;
        }
    }
    PyErr_Format(PyExc_TypeError, "PyType_GetModuleByDef: No superclass of '%s' has the given module", type->tp_name);
    return NULL;
}

/* instances */

PyObject *PyType_GenericAlloc(PyTypeObject *type, Py_ssize_t item_count)
{
    /* one item more than asked for: some types keep a sentinel behind the last */
    size_t size = type->tp_itemsize == 0 ? (size_t)type->tp_basicsize
                                         : (size_t)_PyObject_VAR_SIZE(type, item_count + 1);
    PyObject *o = PyObject_Malloc(size);
    if (o == NULL) {
        return PyErr_NoMemory();
    }
    memset(o, 0, size);
    if (type->tp_itemsize != 0) {
        ((PyVarObject *)o)->ob_size = item_count;
    }
    PyObject_Init(o, type);
    if (type->tp_flags & Py_TPFLAGS_HAVE_GC) {
        PyObject_GC_Track(o);
    }
    return o;
}

PyObject *PyType_GenericNew(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    (void)args;
    (void)kwargs;
    return type->tp_alloc(type, 0);
}

static int has_arguments(PyObject *args, PyObject *kwargs)
{
    return (args != NULL && PyTuple_GET_SIZE(args) > 0) || (kwargs != NULL && PyDict_Size(kwargs) > 0);
}

/* object.__new__: arguments are an error unless __init__ takes them. */
PyObject *mooring_object_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    if (mooring_is_managed(type)) {
        return mooring_upcalls.type_new_instance(type, args, kwargs);
    }
    if (has_arguments(args, kwargs)) {
        if (type->tp_new != mooring_object_new) {
            PyErr_SetString(PyExc_TypeError, "object.__new__() takes exactly one argument (the type to instantiate)");
            return NULL;
        }
        if (type->tp_init == mooring_object_init) {
            PyErr_Format(PyExc_TypeError, "%.200s() takes no arguments", type->tp_name);
            return NULL;
        }
    }
    return type->tp_alloc(type, 0);
}

PyObject *mooring_construct_plain(PyTypeObject *type)
{
    const PyTypeObject *maker = type;
    while (maker->tp_new == mooring_slot_new) {
        maker = maker->tp_base; /* a Python class whose __new__ has come here */
    }
    return maker->tp_new == mooring_object_new ? type->tp_alloc(type, 0) : NULL;
}

int mooring_object_init(PyObject *self, PyObject *args, PyObject *kwargs)
{
    PyTypeObject *type = Py_TYPE(self);
    if (mooring_is_managed(type)) {
        return mooring_upcalls.type_init_instance(self, args, kwargs);
    }
    if (has_arguments(args, kwargs)) {
        if (type->tp_init != mooring_object_init) {
            PyErr_SetString(PyExc_TypeError,
                            "object.__init__() takes exactly one argument (the instance to initialize)");
            return -1;
        }
        if (type->tp_new == mooring_object_new) {
            PyErr_Format(PyExc_TypeError, "%.200s.__init__() takes exactly one argument (the instance to initialize)",
                         type->tp_name);
            return -1;
        }
    }
    return 0;
}

/* type.__new__ */
PyObject *mooring_type_new(PyTypeObject *metatype, PyObject *args, PyObject *kwargs)
{
    PyObject *made = mooring_slot_new(metatype, args, kwargs);
    if (made != NULL && PyType_Check(made)) {
        offer_dict((PyTypeObject *)made);
    }
    return made;
}

/* type.__call__ */
PyObject *mooring_type_call(PyObject *callable, PyObject *args, PyObject *kwargs)
{
    PyTypeObject *type = (PyTypeObject *)callable;
    if (mooring_is_managed(type)) {
        return mooring_upcalls.object_call(callable, args, kwargs);
    }
    if (type->tp_new == NULL) {
        PyErr_Format(PyExc_TypeError, "cannot create '%s' instances", type->tp_name);
        return NULL;
    }
    PyObject *o = type->tp_new(type, args, kwargs);
    if (o == NULL || !PyObject_TypeCheck(o, type)) {
        return mooring_check_result(callable, o, NULL);
    }
    if (Py_TYPE(o)->tp_init != NULL && Py_TYPE(o)->tp_init(o, args, kwargs) < 0) {
        Py_DECREF(o);
        return NULL;
    }
    return o;
}

/* the death of a type */

void mooring_type_dealloc(PyObject *o)
{
    PyTypeObject *type = (PyTypeObject *)o;
    if (!(type->tp_flags & Py_TPFLAGS_HEAPTYPE)) {
        mooring_immortal_dealloc(o);
        return;
    }
    PyHeapTypeObject *heap_type = (PyHeapTypeObject *)o;
    PyTypeObject *metatype = Py_TYPE(o);
    if (type->tp_mro != NULL) {
        PyTuple_SET_ITEM(type->tp_mro, 0, NULL); /* the type itself, which mro.c did not count */
    }
    Py_CLEAR(type->tp_mro);
    Py_CLEAR(type->tp_bases);
    Py_CLEAR(type->tp_dict);
    Py_CLEAR(heap_type->ht_name);
    Py_CLEAR(heap_type->ht_qualname);
    Py_CLEAR(heap_type->ht_module);
    Py_CLEAR(type->tp_base);
    PyObject_Free((char *)type->tp_doc);
    PyMem_Free(heap_type->_ht_tpname);
    metatype->tp_free(o);
    if (metatype->tp_flags & Py_TPFLAGS_HEAPTYPE) {
        Py_DECREF(metatype);
    }
}

int mooring_type_traverse(PyObject *o, visitproc visit, void *arg)
{
    PyTypeObject *type = (PyTypeObject *)o;
    if (!(type->tp_flags & Py_TPFLAGS_HEAPTYPE)) {
        return 0;
    }
    Py_VISIT(type->tp_dict);
    Py_VISIT(type->tp_bases);
    Py_VISIT(type->tp_base);
    Py_VISIT(((PyHeapTypeObject *)type)->ht_module);
    return 0;
}
