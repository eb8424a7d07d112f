/* cpython/pytime.h: points and spans of time as a count of nanoseconds; private to CPython, and used by modules of its standard library. */
#ifndef Py_CPYTHON_PYTIME_H
#define Py_CPYTHON_PYTIME_H

#include <sys/time.h>
#include <time.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef int64_t _PyTime_t;

/* How a number of units becomes a whole one. */
typedef enum {
    _PyTime_ROUND_FLOOR = 0,
    _PyTime_ROUND_CEILING = 1,
    _PyTime_ROUND_HALF_EVEN = 2,
    _PyTime_ROUND_UP = 3,       /* away from zero */
    _PyTime_ROUND_TIMEOUT = 3,
} _PyTime_round_t;

PyAPI_FUNC(_PyTime_t) _PyTime_FromSeconds(int seconds);
PyAPI_FUNC(_PyTime_t) _PyTime_FromNanoseconds(_PyTime_t nanoseconds);
/* An int or float of seconds: 0, or -1 with an error. */
PyAPI_FUNC(int) _PyTime_FromSecondsObject(_PyTime_t *t, PyObject *o, _PyTime_round_t round);
PyAPI_FUNC(int) _PyTime_FromNanosecondsObject(_PyTime_t *t, PyObject *o);
PyAPI_FUNC(double) _PyTime_AsSecondsDouble(_PyTime_t t);
PyAPI_FUNC(_PyTime_t) _PyTime_AsMilliseconds(_PyTime_t t, _PyTime_round_t round);
PyAPI_FUNC(_PyTime_t) _PyTime_AsMicroseconds(_PyTime_t t, _PyTime_round_t round);
PyAPI_FUNC(PyObject *) _PyTime_AsNanosecondsObject(_PyTime_t t);
/* Whole seconds and a rest that is not negative; 0. */
PyAPI_FUNC(int) _PyTime_AsTimeval(_PyTime_t t, struct timeval *tv, _PyTime_round_t round);
PyAPI_FUNC(void) _PyTime_AsTimeval_clamp(_PyTime_t t, struct timeval *tv, _PyTime_round_t round);
PyAPI_FUNC(int) _PyTime_AsTimespec(_PyTime_t t, struct timespec *ts);
PyAPI_FUNC(void) _PyTime_AsTimespec_clamp(_PyTime_t t, struct timespec *ts);
/* The same of an int or float of seconds: 0, or -1 with an error. */
PyAPI_FUNC(int) _PyTime_ObjectToTime_t(PyObject *o, time_t *seconds, _PyTime_round_t round);
PyAPI_FUNC(int) _PyTime_ObjectToTimeval(PyObject *o, time_t *seconds, long *microseconds, _PyTime_round_t round);
PyAPI_FUNC(int) _PyTime_ObjectToTimespec(PyObject *o, time_t *seconds, long *nanoseconds, _PyTime_round_t round);
PyAPI_FUNC(PyObject *) _PyLong_FromTime_t(time_t seconds);
PyAPI_FUNC(_PyTime_t) _PyTime_GetMonotonicClock(void);
PyAPI_FUNC(_PyTime_t) _PyTime_GetPerfCounter(void);
/* The moment at which a timeout from now ends, and what is left of it. */
PyAPI_FUNC(_PyTime_t) _PyDeadline_Init(_PyTime_t timeout);
PyAPI_FUNC(_PyTime_t) _PyDeadline_Get(_PyTime_t deadline);

#ifdef __cplusplus
}
#endif
#endif
