/* iterobject.c: the two iterators that C code makes: over a sequence by index, and over the results of a callable. */
#include "runtime.h"

PyObject *PySeqIter_New(PyObject *sequence)
{
    if (!PySequence_Check(sequence)) {
        PyErr_BadInternalCall();
        return NULL;
    }
    return mooring_upcalls.seqiter_new(sequence);
}

PyObject *PyCallIter_New(PyObject *callable, PyObject *sentinel)
{
    return mooring_upcalls.calliter_new(callable, sentinel);
}
