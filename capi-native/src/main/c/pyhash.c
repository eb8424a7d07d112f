/* pyhash.c: hash numbers that C extensions compute by the runtime's own rules. */
#include "objects.h"

Py_hash_t _Py_HashPointer(const void *address)
{
    /* the low bits of addresses are alike: they are turned to the top */
    uintptr_t bits = (uintptr_t)address;
    Py_hash_t hash = (Py_hash_t)((bits >> 4) | (bits << 60));
    return hash == -1 ? -2 : hash;
}

Py_hash_t _Py_HashDouble(PyObject *o, double value)
{
    if (isnan(value)) {
        return _Py_HashPointer(o);
    }
    if (isinf(value)) {
        return value > 0 ? _PyHASH_INF : -_PyHASH_INF;
    }
    /* value = fraction * 2^exponent: the fraction is taken modulo 2^61 - 1 in pieces of 28 bits */
    int exponent;
    double fraction = frexp(fabs(value), &exponent);
    uint64_t hash = 0;
    while (fraction != 0.0) {
        hash = ((hash << 28) & _PyHASH_MODULUS) | hash >> (_PyHASH_BITS - 28);
        fraction *= 268435456.0;
        exponent -= 28;
        uint64_t piece = (uint64_t)fraction;
        fraction -= (double)piece;
        hash += piece;
        if (hash >= _PyHASH_MODULUS) {
            hash -= _PyHASH_MODULUS;
        }
    }
    exponent = exponent >= 0 ? exponent % _PyHASH_BITS : _PyHASH_BITS - 1 - ((-1 - exponent) % _PyHASH_BITS);
    hash = ((hash << exponent) & _PyHASH_MODULUS) | hash >> (_PyHASH_BITS - exponent);
    Py_hash_t result = value < 0 ? -(Py_hash_t)hash : (Py_hash_t)hash;
    return result == -1 ? -2 : result;
}

/* The bytes objects' own hash, so that equal bytes agree wherever they are hashed. */
Py_hash_t _Py_HashBytes(const void *bytes, Py_ssize_t length)
{
    PyObject *o = PyBytes_FromStringAndSize(bytes, length);
    if (o == NULL) {
        return -1;
    }
    Py_hash_t hash = PyObject_Hash(o);
    Py_DECREF(o);
    return hash;
}
