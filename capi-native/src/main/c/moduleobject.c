/* moduleobject.c: modules that C makes: the C state and the definition stand here, name and attributes are managed.
 *
 * The managed module keeps its dict alive, so a borrowed reference to the dict lives as long as the module does, and
 * the PyModuleObject needs none of its own: module and dict would keep each other alive for ever.
 */
#include "objects.h"

/* CPython 3.11's fields; md_dict, md_weaklist and md_name stay empty. */
typedef struct {
    PyObject_HEAD
    PyObject *md_dict;
    PyModuleDef *md_def;
    void *md_state;
    PyObject *md_weaklist;
    PyObject *md_name;
} PyModuleObject;

_Static_assert(sizeof(PyModuleObject) == 56, "the size that builtin_types.c gives");

static PyModuleObject *check_module(PyObject *o)
{
    if (!PyModule_Check(o)) {
        PyErr_BadInternalCall();
        return NULL;
    }
    return (PyModuleObject *)o;
}

PyObject *PyModule_NewObject(PyObject *name)
{
    PyObject *module = PyType_GenericAlloc(&PyModule_Type, 0);
    if (module != NULL && mooring_upcalls.module_attach(module, name) < 0) {
        Py_CLEAR(module);
    }
    return module;
}

PyObject *PyModule_New(const char *name)
{
    PyObject *text = PyUnicode_FromString(name);
    if (text == NULL) {
        return NULL;
    }
    PyObject *module = PyModule_NewObject(text);
    Py_DECREF(text);
    return module;
}

/* definitions */

PyObject *PyModuleDef_Init(PyModuleDef *definition)
{
    static Py_ssize_t last_index;
    if (definition->m_base.m_index == 0) {
        Py_SET_REFCNT(definition, _Py_IMMORTAL_REFCNT);
        Py_SET_TYPE(definition, &PyModuleDef_Type);
        definition->m_base.m_index = ++last_index;
    }
    return (PyObject *)definition;
}

int PyModule_AddFunctions(PyObject *module, PyMethodDef *functions)
{
    PyObject *name = PyModule_GetNameObject(module);
    if (name == NULL) {
        return -1;
    }
    int status = 0;
    for (PyMethodDef *f = functions; status == 0 && f->ml_name != NULL; f++) {
        if (f->ml_flags & (METH_CLASS | METH_STATIC)) {
            PyErr_SetString(PyExc_ValueError, "module functions cannot set METH_CLASS or METH_STATIC");
            status = -1;
            break;
        }
        PyObject *function = PyCFunction_NewEx(f, module, name);
        status = function == NULL ? -1 : PyObject_SetAttrString(module, f->ml_name, function);
        Py_XDECREF(function);
    }
    Py_DECREF(name);
    return status;
}

int PyModule_SetDocString(PyObject *module, const char *doc)
{
    PyObject *text = PyUnicode_FromString(doc);
    if (text == NULL) {
        return -1;
    }
    int status = PyObject_SetAttrString(module, "__doc__", text);
    Py_DECREF(text);
    return status;
}

static int add_contents(PyObject *module, const PyModuleDef *definition)
{
    if (definition->m_methods != NULL && PyModule_AddFunctions(module, definition->m_methods) < 0) {
        return -1;
    }
    return definition->m_doc == NULL ? 0 : PyModule_SetDocString(module, definition->m_doc);
}

static int make_state(PyModuleObject *module)
{
    if (module->md_def->m_size > 0 && module->md_state == NULL) {
        module->md_state = PyMem_Calloc(1, (size_t)module->md_def->m_size);
        if (module->md_state == NULL) {
            PyErr_NoMemory();
            return -1;
        }
    }
    return 0;
}

static int check_api_version(const char *name, int api_version)
{
    if (api_version == PYTHON_API_VERSION || api_version == PYTHON_ABI_VERSION) {
        return 0;
    }
    return PyErr_WarnFormat(PyExc_RuntimeWarning, 1,
                            "Python C API version mismatch for module %.100s: This Python has API version %d, "
                            "module %.100s has version %d.",
                            name, PYTHON_API_VERSION, name, api_version);
}

/* Single-phase: a module of a package knows only its last name; the loader says the whole. */
static const char *full_name(const char *name)
{
    const char *context = mooring_runtime.package_context;
    const char *dot = context == NULL ? NULL : strrchr(context, '.');
    if (dot != NULL && strcmp(dot + 1, name) == 0) {
        mooring_runtime.package_context = NULL;
        return context;
    }
    return name;
}

PyObject *PyModule_Create2(PyModuleDef *definition, int api_version)
{
    if (PyModuleDef_Init(definition) == NULL || check_api_version(definition->m_name, api_version) < 0) {
        return NULL;
    }
    if (definition->m_slots != NULL) {
        return PyErr_Format(PyExc_SystemError, "module %s: PyModule_Create is incompatible with m_slots",
                            definition->m_name);
    }
    PyObject *o = PyModule_New(full_name(definition->m_name));
    if (o == NULL) {
        return NULL;
    }
    ((PyModuleObject *)o)->md_def = definition;
    if (make_state((PyModuleObject *)o) < 0 || add_contents(o, definition) < 0) {
        Py_DECREF(o);
        return NULL;
    }
    return o;
}

/* Multi-phase (PEP 489). */

static int read_slots(const PyModuleDef *definition, const char *name, PyObject *(**create)(PyObject *, PyModuleDef *))
{
    *create = NULL;
    for (const PyModuleDef_Slot *slot = definition->m_slots; slot != NULL && slot->slot != 0; slot++) {
        if (slot->slot == Py_mod_create) {
            if (*create != NULL) {
                PyErr_Format(PyExc_SystemError, "module %s has multiple create slots", name);
                return -1;
            }
            *create = (PyObject * (*)(PyObject *, PyModuleDef *)) slot->value;
        } else if (slot->slot != Py_mod_exec) {
            PyErr_Format(PyExc_SystemError, "module %s uses unknown slot ID %i", name, slot->slot);
            return -1;
        }
    }
    return 0;
}

static PyObject *create_module(PyModuleDef *definition, PyObject *spec, PyObject *name_object, const char *name)
{
    PyObject *(*create)(PyObject *, PyModuleDef *);
    if (read_slots(definition, name, &create) < 0) {
        return NULL;
    }
    if (create == NULL) {
        return PyModule_NewObject(name_object);
    }
    PyObject *module = create(spec, definition);
    if (module == NULL && !PyErr_Occurred()) {
        PyErr_Format(PyExc_SystemError, "creation of module %s failed without setting an exception", name);
    } else if (module != NULL && PyErr_Occurred()) {
        PyErr_Format(PyExc_SystemError, "creation of module %s raised unreported exception", name);
        Py_CLEAR(module);
    }
    return module;
}

static int settle_module(PyObject *o, PyModuleDef *definition, const char *name)
{
    if (PyModule_Check(o)) {
        ((PyModuleObject *)o)->md_def = definition;
    } else if (definition->m_size > 0 || definition->m_traverse != NULL || definition->m_clear != NULL ||
               definition->m_free != NULL) {
        PyErr_Format(PyExc_SystemError, "module %s is not a module object, but requests module state", name);
        return -1;
    }
    return add_contents(o, definition);
}

PyObject *PyModule_FromDefAndSpec2(PyModuleDef *definition, PyObject *spec, int api_version)
{
    PyModuleDef_Init(definition);
    PyObject *name_object = PyObject_GetAttrString(spec, "name");
    const char *name = name_object == NULL ? NULL : PyUnicode_AsUTF8(name_object);
    PyObject *module = NULL;
    if (name != NULL && check_api_version(name, api_version) == 0) {
        if (definition->m_size < 0) {
            PyErr_Format(PyExc_SystemError, "module %s: m_size may not be negative for multi-phase initialization",
                         name);
        } else {
            module = create_module(definition, spec, name_object, name);
        }
        if (module != NULL && settle_module(module, definition, name) < 0) {
            Py_CLEAR(module);
        }
    }
    Py_XDECREF(name_object);
    return module;
}

int PyModule_ExecDef(PyObject *o, PyModuleDef *definition)
{
    const char *name = PyModule_Check(o) ? PyModule_GetName(o) : definition->m_name;
    if (name == NULL || (PyModule_Check(o) && make_state((PyModuleObject *)o) < 0)) {
        return -1;
    }
    for (const PyModuleDef_Slot *slot = definition->m_slots; slot != NULL && slot->slot != 0; slot++) {
        if (slot->slot != Py_mod_exec) {
            continue;
        }
        int status = ((int (*)(PyObject *))slot->value)(o);
        if (status != 0) {
            if (!PyErr_Occurred()) {
                PyErr_Format(PyExc_SystemError, "execution of module %s failed without setting an exception", name);
            }
            return -1;
        }
        if (PyErr_Occurred()) {
            _PyErr_FormatFromCause(PyExc_SystemError, "execution of module %s raised unreported exception", name);
            return -1;
        }
    }
    return 0;
}

/* looking */

PyObject *PyModule_GetDict(PyObject *o)
{
    if (check_module(o) == NULL) {
        return NULL;
    }
    PyObject *dict = mooring_upcalls.module_get_dict(o);
    Py_XDECREF(dict); /* the managed module keeps it */
    return dict;
}

PyObject *PyModule_GetNameObject(PyObject *o)
{
    PyObject *dict = PyModule_GetDict(o);
    if (dict == NULL) {
        return NULL;
    }
    PyObject *name = PyDict_GetItemString(dict, "__name__");
    if (name == NULL || !PyUnicode_Check(name)) {
        PyErr_SetString(PyExc_SystemError, "nameless module");
        return NULL;
    }
    return Py_NewRef(name);
}

const char *PyModule_GetName(PyObject *o)
{
    PyObject *name = PyModule_GetNameObject(o);
    if (name == NULL) {
        return NULL;
    }
    const char *text = PyUnicode_AsUTF8(name);
    Py_DECREF(name); /* the module's dict keeps it */
    return text;
}

PyObject *PyModule_GetFilenameObject(PyObject *o)
{
    PyObject *dict = PyModule_GetDict(o);
    if (dict == NULL) {
        return NULL;
    }
    PyObject *file = PyDict_GetItemString(dict, "__file__");
    if (file == NULL || !PyUnicode_Check(file)) {
        PyErr_SetString(PyExc_SystemError, "module filename missing");
        return NULL;
    }
    return Py_NewRef(file);
}

const char *PyModule_GetFilename(PyObject *o)
{
    PyObject *file = PyModule_GetFilenameObject(o);
    if (file == NULL) {
        return NULL;
    }
    const char *text = PyUnicode_AsUTF8(file);
    Py_DECREF(file);
    return text;
}

PyModuleDef *PyModule_GetDef(PyObject *o)
{
    PyModuleObject *module = check_module(o);
    return module == NULL ? NULL : module->md_def;
}

void *PyModule_GetState(PyObject *o)
{
    PyModuleObject *module = check_module(o);
    return module == NULL ? NULL : module->md_state;
}

/* dying */

/* The definition's functions are meant for a module whose state exists. */
static PyModuleDef *active_definition(PyModuleObject *module)
{
    PyModuleDef *definition = module->md_def;
    return definition != NULL && (definition->m_size <= 0 || module->md_state != NULL) ? definition : NULL;
}

int mooring_module_traverse(PyObject *o, visitproc visit, void *arg)
{
    PyModuleDef *definition = active_definition((PyModuleObject *)o);
    return definition != NULL && definition->m_traverse != NULL ? definition->m_traverse(o, visit, arg) : 0;
}

int mooring_module_clear(PyObject *o)
{
    PyModuleDef *definition = active_definition((PyModuleObject *)o);
    return definition != NULL && definition->m_clear != NULL ? definition->m_clear(o) : 0;
}

void mooring_module_dealloc(PyObject *o)
{
    PyModuleObject *module = (PyModuleObject *)o;
    PyModuleDef *definition = active_definition(module);
    PyObject_GC_UnTrack(o);
    if (definition != NULL && definition->m_free != NULL) {
        definition->m_free(o);
    }
    PyMem_Free(module->md_state);
    Py_TYPE(o)->tp_free(o);
}
