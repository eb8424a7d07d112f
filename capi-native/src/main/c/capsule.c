/* capsule.c: C pointers as objects. A capsule is valid while its pointer is not NULL. */
#include "objects.h"
#include "obmalloc.h"

typedef struct {
    PyObject_HEAD
    void *pointer;
    const char *name; /* the maker's; compared by content */
    void *context;
    PyCapsule_Destructor destructor;
} Capsule;

static int same_name(const char *a, const char *b)
{
    return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

static Capsule *check_capsule(PyObject *o, const char *function)
{
    if (o == NULL || !PyCapsule_CheckExact(o) || ((Capsule *)o)->pointer == NULL) {
        PyErr_Format(PyExc_ValueError, "%s called with invalid PyCapsule object", function);
        return NULL;
    }
    return (Capsule *)o;
}

PyObject *PyCapsule_New(void *pointer, const char *name, PyCapsule_Destructor destructor)
{
    if (pointer == NULL) {
        PyErr_SetString(PyExc_ValueError, "PyCapsule_New called with null pointer");
        return NULL;
    }
    Capsule *capsule = (Capsule *)mooring_new_object(sizeof(Capsule), &PyCapsule_Type);
    if (capsule != NULL) {
        capsule->pointer = pointer;
        capsule->name = name;
        capsule->context = NULL;
        capsule->destructor = destructor;
    }
    return (PyObject *)capsule;
}

int PyCapsule_IsValid(PyObject *o, const char *name)
{
    return o != NULL && PyCapsule_CheckExact(o) && ((Capsule *)o)->pointer != NULL &&
           same_name(((Capsule *)o)->name, name);
}

void *PyCapsule_GetPointer(PyObject *o, const char *name)
{
    Capsule *capsule = check_capsule(o, "PyCapsule_GetPointer");
    if (capsule == NULL) {
        return NULL;
    }
    if (!same_name(capsule->name, name)) {
        PyErr_SetString(PyExc_ValueError, "PyCapsule_GetPointer called with incorrect name");
        return NULL;
    }
    return capsule->pointer;
}

const char *PyCapsule_GetName(PyObject *o)
{
    Capsule *capsule = check_capsule(o, "PyCapsule_GetName");
    return capsule == NULL ? NULL : capsule->name;
}

PyCapsule_Destructor PyCapsule_GetDestructor(PyObject *o)
{
    Capsule *capsule = check_capsule(o, "PyCapsule_GetDestructor");
    return capsule == NULL ? NULL : capsule->destructor;
}

void *PyCapsule_GetContext(PyObject *o)
{
    Capsule *capsule = check_capsule(o, "PyCapsule_GetContext");
    return capsule == NULL ? NULL : capsule->context;
}

int PyCapsule_SetPointer(PyObject *o, void *pointer)
{
    Capsule *capsule = check_capsule(o, "PyCapsule_SetPointer");
    if (capsule == NULL) {
        return -1;
    }
    if (pointer == NULL) {
        PyErr_SetString(PyExc_ValueError, "PyCapsule_SetPointer called with null pointer");
        return -1;
    }
    capsule->pointer = pointer;
    return 0;
}

int PyCapsule_SetName(PyObject *o, const char *name)
{
    Capsule *capsule = check_capsule(o, "PyCapsule_SetName");
    if (capsule == NULL) {
        return -1;
    }
    capsule->name = name;
    return 0;
}

int PyCapsule_SetDestructor(PyObject *o, PyCapsule_Destructor destructor)
{
    Capsule *capsule = check_capsule(o, "PyCapsule_SetDestructor");
    if (capsule == NULL) {
        return -1;
    }
    capsule->destructor = destructor;
    return 0;
}

int PyCapsule_SetContext(PyObject *o, void *context)
{
    Capsule *capsule = check_capsule(o, "PyCapsule_SetContext");
    if (capsule == NULL) {
        return -1;
    }
    capsule->context = context;
    return 0;
}

/* "package.module.attribute": the first name is imported, the others are attributes of it. */
void *PyCapsule_Import(const char *name, int no_block)
{
    (void)no_block;
    char *path = _PyMem_Strdup(name);
    if (path == NULL) {
        PyErr_NoMemory();
        return NULL;
    }
    PyObject *o = NULL;
    for (char *part = path, *next; part != NULL; part = next) {
        next = strchr(part, '.');
        if (next != NULL) {
            *next++ = 0;
        }
        PyObject *found = o == NULL ? PyImport_ImportModule(part) : PyObject_GetAttrString(o, part);
        Py_XDECREF(o);
        o = found;
        if (o == NULL) {
            break;
        }
    }
    PyMem_Free(path);
    void *pointer = NULL;
    if (o != NULL && PyCapsule_IsValid(o, name)) {
        pointer = ((Capsule *)o)->pointer;
    } else if (o != NULL) {
        PyErr_Format(PyExc_AttributeError, "PyCapsule_Import \"%s\" is not valid", name);
    }
    Py_XDECREF(o);
    return pointer;
}

void mooring_capsule_dealloc(PyObject *o)
{
    Capsule *capsule = (Capsule *)o;
    if (capsule->destructor != NULL) {
        capsule->destructor(o);
    }
    Py_TYPE(o)->tp_free(o);
}

PyObject *mooring_capsule_repr(PyObject *o)
{
    Capsule *capsule = (Capsule *)o;
    const char *quote = capsule->name != NULL ? "\"" : "";
    return PyUnicode_FromFormat("<capsule object %s%s%s at %p>", quote, capsule->name != NULL ? capsule->name : "NULL",
                                quote, capsule);
}
