/* slot_rows.h: the rows by which special methods find the slots that they fill; shared by slots.c and slots_number.c. */
#ifndef MOORING_SLOT_ROWS_H
#define MOORING_SLOT_ROWS_H

#include "slots.h"

enum suite { IN_TYPE, IN_NUMBER, IN_SEQUENCE, IN_MAPPING, IN_ASYNC };

struct slot_row {
    const char *name;
    enum suite suite;
    size_t offset;
    void *function;
};

/* slots_number.c: the rows of PyNumberMethods. */
extern const struct slot_row mooring_number_rows[];
extern const size_t mooring_number_row_count;

/* The implementation that the managed part of self's type has for the method; args without self. */
PyObject *mooring_call_method(PyObject *self, const char *method, PyObject *const *args, Py_ssize_t nargs);
int mooring_call_for_truth(PyObject *self, const char *method, PyObject *const *args, Py_ssize_t nargs);

#endif
