/* pyhash.h: hash numbers, the same in C and Java: numbers modulo 2^61 - 1, bytes by SipHash. */
#ifndef Py_HASH_H
#define Py_HASH_H
#ifdef __cplusplus
extern "C" {
#endif

#define _PyHASH_MULTIPLIER 1000003UL
#define _PyHASH_BITS 61
#define _PyHASH_MODULUS (((size_t)1 << _PyHASH_BITS) - 1)
#define _PyHASH_INF 314159
#define _PyHASH_IMAG _PyHASH_MULTIPLIER

PyAPI_FUNC(Py_hash_t) _Py_HashDouble(PyObject *o, double value);
PyAPI_FUNC(Py_hash_t) _Py_HashPointer(const void *address);
PyAPI_FUNC(Py_hash_t) _Py_HashBytes(const void *bytes, Py_ssize_t length);

#ifdef __cplusplus
}
#endif
#endif
