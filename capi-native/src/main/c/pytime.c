/* pytime.c: spans of time as nanoseconds. */
#include "runtime.h"

#include <math.h>
#include <time.h>

#define NANOSECONDS_OF_A_SECOND ((_PyTime_t)1000000000)
#define NANOSECONDS_OF_A_MILLISECOND ((_PyTime_t)1000000)
#define NANOSECONDS_OF_A_MICROSECOND ((_PyTime_t)1000)

_PyTime_t _PyTime_FromSeconds(int seconds)
{
    return seconds * NANOSECONDS_OF_A_SECOND;
}

_PyTime_t _PyTime_FromNanoseconds(_PyTime_t nanoseconds)
{
    return nanoseconds;
}

static double rounded(double value, _PyTime_round_t round)
{
    switch (round) {
    case _PyTime_ROUND_FLOOR: return floor(value);
    case _PyTime_ROUND_CEILING: return ceil(value);
    case _PyTime_ROUND_UP: return value >= 0 ? ceil(value) : floor(value);
    default: return nearbyint(value); /* to even, as the processor does it unless told otherwise */
    }
}

static int raise_overflow(void)
{
    PyErr_SetString(PyExc_OverflowError, "timestamp too large to convert to C _PyTime_t");
    return -1;
}

static int from_double(_PyTime_t *t, double seconds, _PyTime_round_t round)
{
    double nanoseconds = rounded(seconds * (double)NANOSECONDS_OF_A_SECOND, round);
    if (!(nanoseconds >= -0x1p63 && nanoseconds < 0x1p63)) {
        return raise_overflow();
    }
    *t = (_PyTime_t)nanoseconds;
    return 0;
}

int _PyTime_FromSecondsObject(_PyTime_t *t, PyObject *o, _PyTime_round_t round)
{
    if (PyFloat_Check(o)) {
        double seconds = PyFloat_AsDouble(o);
        if (isnan(seconds)) {
            PyErr_SetString(PyExc_ValueError, "Invalid value NaN (not a number)");
            return -1;
        }
        return from_double(t, seconds, round);
    }
    long long seconds = PyLong_AsLongLong(o);
    if (seconds == -1 && PyErr_Occurred()) {
        return PyErr_ExceptionMatches(PyExc_OverflowError) ? raise_overflow() : -1;
    }
    return __builtin_mul_overflow(seconds, NANOSECONDS_OF_A_SECOND, t) ? raise_overflow() : 0;
}

int _PyTime_FromNanosecondsObject(_PyTime_t *t, PyObject *o)
{
    if (!PyLong_Check(o)) {
        PyErr_Format(PyExc_TypeError, "expect int, got %s", Py_TYPE(o)->tp_name);
        return -1;
    }
    long long nanoseconds = PyLong_AsLongLong(o);
    *t = nanoseconds;
    return nanoseconds == -1 && PyErr_Occurred() ? -1 : 0;
}

double _PyTime_AsSecondsDouble(_PyTime_t t)
{
    return (double)t / (double)NANOSECONDS_OF_A_SECOND;
}

static _PyTime_t in_units(_PyTime_t t, _PyTime_t unit, _PyTime_round_t round)
{
    _PyTime_t whole = t / unit, rest = t % unit;
    int up = t >= 0;
    switch (round) {
    case _PyTime_ROUND_FLOOR: return whole - (rest < 0);
    case _PyTime_ROUND_CEILING: return whole + (rest > 0);
    case _PyTime_ROUND_UP: return whole + (rest > 0) - (rest < 0);
    default: {
        _PyTime_t twice = 2 * (up ? rest : -rest);
        int away = twice > unit || (twice == unit && (whole & 1));
        return away ? whole + (up ? 1 : -1) : whole;
    }
    }
}

_PyTime_t _PyTime_AsMilliseconds(_PyTime_t t, _PyTime_round_t round)
{
    return in_units(t, NANOSECONDS_OF_A_MILLISECOND, round);
}

_PyTime_t _PyTime_AsMicroseconds(_PyTime_t t, _PyTime_round_t round)
{
    return in_units(t, NANOSECONDS_OF_A_MICROSECOND, round);
}

/* t as whole seconds and a rest in units, which is not negative. */
static void split(_PyTime_t t, _PyTime_t unit, _PyTime_round_t round, time_t *seconds, long *rest)
{
    _PyTime_t units_of_a_second = NANOSECONDS_OF_A_SECOND / unit;
    _PyTime_t units = in_units(t, unit, round);
    *seconds = units / units_of_a_second;
    *rest = units % units_of_a_second;
    if (*rest < 0) {
        *rest += units_of_a_second;
        --*seconds;
    }
}

void _PyTime_AsTimeval_clamp(_PyTime_t t, struct timeval *tv, _PyTime_round_t round)
{
    split(t, NANOSECONDS_OF_A_MICROSECOND, round, &tv->tv_sec, &tv->tv_usec);
}

/* Every _PyTime_t has its seconds in a time_t. */
int _PyTime_AsTimeval(_PyTime_t t, struct timeval *tv, _PyTime_round_t round)
{
    _PyTime_AsTimeval_clamp(t, tv, round);
    return 0;
}

void _PyTime_AsTimespec_clamp(_PyTime_t t, struct timespec *ts)
{
    split(t, 1, _PyTime_ROUND_FLOOR, &ts->tv_sec, &ts->tv_nsec);
}

int _PyTime_AsTimespec(_PyTime_t t, struct timespec *ts)
{
    _PyTime_AsTimespec_clamp(t, ts);
    return 0;
}

static int raise_time_t_overflow(void)
{
    PyErr_SetString(PyExc_OverflowError, "timestamp out of range for platform time_t");
    return -1;
}

static int seconds_of_int(PyObject *o, time_t *seconds)
{
    long long value = PyLong_AsLongLong(o);
    if (value == -1 && PyErr_Occurred()) {
        return PyErr_ExceptionMatches(PyExc_OverflowError) ? raise_time_t_overflow() : -1;
    }
    *seconds = value;
    return 0;
}

static int seconds_of_double(double value, time_t *seconds)
{
    if (!(value >= -0x1p63 && value < 0x1p63)) {
        return raise_time_t_overflow();
    }
    *seconds = (time_t)value;
    return 0;
}

static int refuse_nan(double value)
{
    if (isnan(value)) {
        PyErr_SetString(PyExc_ValueError, "Invalid value NaN (not a number)");
        return -1;
    }
    return 0;
}

int _PyTime_ObjectToTime_t(PyObject *o, time_t *seconds, _PyTime_round_t round)
{
    if (!PyFloat_Check(o)) {
        return seconds_of_int(o, seconds);
    }
    double value = PyFloat_AsDouble(o);
    return refuse_nan(value) < 0 ? -1 : seconds_of_double(rounded(value, round), seconds);
}

/* Whole seconds and a rest of so many units to the second. */
static int object_to_parts(PyObject *o, time_t *seconds, long *rest, double units, _PyTime_round_t round)
{
    *rest = 0;
    if (!PyFloat_Check(o)) {
        return seconds_of_int(o, seconds);
    }
    double value = PyFloat_AsDouble(o), whole;
    if (refuse_nan(value) < 0) {
        return -1;
    }
    double part = rounded(modf(value, &whole) * units, round);
    if (part >= units) {
        part -= units;
        whole += 1;
    } else if (part < 0) {
        part += units;
        whole -= 1;
    }
    *rest = (long)part;
    return seconds_of_double(whole, seconds);
}

int _PyTime_ObjectToTimeval(PyObject *o, time_t *seconds, long *microseconds, _PyTime_round_t round)
{
    return object_to_parts(o, seconds, microseconds, 1e6, round);
}

int _PyTime_ObjectToTimespec(PyObject *o, time_t *seconds, long *nanoseconds, _PyTime_round_t round)
{
    return object_to_parts(o, seconds, nanoseconds, 1e9, round);
}

PyObject *_PyLong_FromTime_t(time_t seconds)
{
    return PyLong_FromLongLong(seconds);
}

PyObject *_PyTime_AsNanosecondsObject(_PyTime_t t)
{
    return PyLong_FromLongLong(t);
}

_PyTime_t _PyTime_GetMonotonicClock(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * NANOSECONDS_OF_A_SECOND + now.tv_nsec;
}

_PyTime_t _PyTime_GetPerfCounter(void)
{
    return _PyTime_GetMonotonicClock();
}

_PyTime_t _PyDeadline_Init(_PyTime_t timeout)
{
    _PyTime_t now = _PyTime_GetMonotonicClock();
    return timeout > INT64_MAX - now ? INT64_MAX : now + timeout;
}

_PyTime_t _PyDeadline_Get(_PyTime_t deadline)
{
    return deadline - _PyTime_GetMonotonicClock();
}
