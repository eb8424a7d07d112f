/* slots.h: the C functions that stand in the slots of types implemented in Java.
 *
 * C code may fetch a slot of any type and call it, or inherit it. So every slot of a managed type holds one of a few
 * generic functions, which call up. The same function stands in the slots of many types; which implementation it means
 * is found from the object:
 *
 *   - the object's type is managed itself (MOORING_TPFLAGS_MANAGED): the operation is done on the object;
 *   - the object's type is written in C and inherited the slot, or calls its base's slot explicitly: the first managed
 *     type along tp_base gives the implementation, so that the C type's own method is not entered again.
 */
#ifndef MOORING_SLOTS_H
#define MOORING_SLOTS_H

#include "runtime.h"

/* object.__new__ for a class that C lays out; NULL without an error if its tp_new is not object's. */
MOORING_EXPORT PyObject *mooring_construct_plain(PyTypeObject *type);
/* Sets the slots that a special method fills ("__len__" fills sq_length and mp_length) to the generic functions. The
 * type must have its method suites. 1 when the name is one of a special method, 0 otherwise. */
MOORING_EXPORT int mooring_type_define(PyTypeObject *type, const char *method);
/* The same for the slots that only builtin sequences have, by slot name: "sq_concat", "sq_repeat", ... */
int mooring_type_define_slot(PyTypeObject *type, const char *slot);
/* The mirror of a class made in Java: a heap type with count 1 whose slots are the generic functions for the class's own
 * special methods (names separated by blanks) and inherited for the rest. bases is a tuple of types. A mirror of an
 * instance that is not light counts the type, as instances of any heap type do; the deallocators drop that count.
 * NULL with an error. */
MOORING_EXPORT PyTypeObject *mooring_type_mirror(PyTypeObject *metatype, const char *name, PyObject *bases,
                                                 unsigned long flags, Py_ssize_t basicsize, const char *methods);

/* The method suites that the type's slots need, in one block. */
struct mooring_suites {
    PyAsyncMethods as_async;
    PyNumberMethods as_number;
    PyMappingMethods as_mapping;
    PySequenceMethods as_sequence;
};

PyObject *mooring_slot_repr(PyObject *self);
PyObject *mooring_slot_str(PyObject *self);
Py_hash_t mooring_slot_hash(PyObject *self);
PyObject *mooring_slot_call(PyObject *self, PyObject *args, PyObject *kwargs);
PyObject *mooring_slot_getattro(PyObject *self, PyObject *name);
int mooring_slot_setattro(PyObject *self, PyObject *name, PyObject *value);
PyObject *mooring_slot_richcompare(PyObject *self, PyObject *other, int op);
PyObject *mooring_slot_new(PyTypeObject *type, PyObject *args, PyObject *kwargs);
int mooring_slot_init(PyObject *self, PyObject *args, PyObject *kwargs);

#endif
