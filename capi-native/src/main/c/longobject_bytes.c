/* longobject_bytes.c: ints as rows of bits: byte arrays, doubles, counts of bits, and the converters for "O&". */
#include "digits.h"

#include <math.h>

int _PyLong_Sign(PyObject *o)
{
    Py_ssize_t size = Py_SIZE(o);
    return (size > 0) - (size < 0);
}

size_t _PyLong_NumBits(PyObject *o)
{
    const PyLongObject *v = (PyLongObject *)o;
    Py_ssize_t count = mooring_long_digit_count(v);
    if (count == 0) {
        return 0;
    }
    return (size_t)(count - 1) * PyLong_SHIFT + (size_t)(32 - __builtin_clz(v->ob_digit[count - 1]));
}

/* The size bits of v that start at the bit low, from its absolute value; size is at most 32. */
static uint64_t bits_at(const PyLongObject *v, size_t low, int size)
{
    Py_ssize_t i = (Py_ssize_t)(low / PyLong_SHIFT);
    int shift = (int)(low % PyLong_SHIFT);
    Py_ssize_t count = mooring_long_digit_count(v);
    uint64_t bits = 0;
    for (int place = 0; place < 3 && i + place < count; place++) {
        uint64_t d = v->ob_digit[i + place];
        int at = place * PyLong_SHIFT - shift;
        bits |= at < 0 ? d >> -at : d << at;
    }
    return bits & (((uint64_t)1 << size) - 1);
}

/* The 64 leading bits of |v|, with the lowest of them set when anything below is set: enough to round any double. */
static uint64_t leading_bits(const PyLongObject *v, size_t bit_count)
{
    size_t low = bit_count - 64;
    uint64_t top = bits_at(v, low + 32, 32) << 32 | bits_at(v, low, 32);
    for (size_t i = 0; i < low / PyLong_SHIFT; i++) {
        if (v->ob_digit[i]) {
            return top | 1;
        }
    }
    digit below = v->ob_digit[low / PyLong_SHIFT] & (((digit)1 << low % PyLong_SHIFT) - 1);
    return below ? top | 1 : top;
}

/* The value as a fraction in [0.5, 1) and an exponent of two. */
double _PyLong_Frexp(PyLongObject *v, Py_ssize_t *exponent)
{
    uint64_t magnitude;
    size_t bit_count = _PyLong_NumBits((PyObject *)v);
    size_t scale = 0;
    if (mooring_long_magnitude(v, &magnitude) < 0) {
        magnitude = leading_bits(v, bit_count);
        scale = bit_count - 64;
    }
    int small_exponent;
    double fraction = frexp((double)magnitude, &small_exponent);
    *exponent = (Py_ssize_t)scale + small_exponent;
    return mooring_long_is_negative(v) ? -fraction : fraction;
}

double PyLong_AsDouble(PyObject *o)
{
    if (o == NULL) {
        PyErr_BadInternalCall();
        return -1.0;
    }
    if (!PyLong_Check(o)) {
        PyErr_SetString(PyExc_TypeError, "an integer is required");
        return -1.0;
    }
    Py_ssize_t exponent;
    double fraction = _PyLong_Frexp((PyLongObject *)o, &exponent);
    if (exponent > 1024) {
        PyErr_SetString(PyExc_OverflowError, "int too large to convert to float");
        return -1.0;
    }
    return ldexp(fraction, (int)exponent);
}

PyObject *PyLong_FromDouble(double value)
{
    if (isinf(value)) {
        PyErr_SetString(PyExc_OverflowError, "cannot convert float infinity to integer");
        return NULL;
    }
    if (isnan(value)) {
        PyErr_SetString(PyExc_ValueError, "cannot convert float NaN to integer");
        return NULL;
    }
    if (value > -0x1p63 && value < 0x1p63) {
        return PyLong_FromLong((long)value);
    }
    int exponent;
    double fraction = frexp(fabs(value), &exponent);
    Py_ssize_t count = (exponent - 1) / PyLong_SHIFT + 1;
    PyLongObject *v = mooring_long_new(count);
    if (v == NULL) {
        return NULL;
    }
    /* The leading digit takes what is left over of the exponent, every other one 30 bits. */
    fraction = ldexp(fraction, (exponent - 1) % PyLong_SHIFT + 1);
    for (Py_ssize_t i = count; i-- > 0;) {
        digit d = (digit)fraction;
        v->ob_digit[i] = d;
        fraction = ldexp(fraction - d, PyLong_SHIFT);
    }
    return mooring_long_finish(v, value < 0);
}

PyObject *_PyLong_FromByteArray(const unsigned char *bytes, size_t count, int little_endian, int is_signed)
{
    const unsigned char *place = little_endian ? bytes : bytes + count - 1;
    int step = little_endian ? 1 : -1;
    int negative = is_signed && count > 0 && (little_endian ? bytes[count - 1] : bytes[0]) >= 0x80;
    PyLongObject *v = mooring_long_new((Py_ssize_t)((count * 8 + PyLong_SHIFT - 1) / PyLong_SHIFT + 1));
    if (v == NULL) {
        return NULL;
    }
    Py_ssize_t filled = 0;
    uint64_t bits = 0;
    int held = 0;
    unsigned int carry = 1;
    for (size_t i = 0; i < count; i++, place += step) {
        unsigned int byte = *place;
        if (negative) {
            byte = (0xFF - byte) + carry;
            carry = byte >> 8;
            byte &= 0xFF;
        }
        bits |= (uint64_t)byte << held;
        held += 8;
        if (held >= PyLong_SHIFT) {
            v->ob_digit[filled++] = (digit)(bits & PyLong_MASK);
            bits >>= PyLong_SHIFT;
            held -= PyLong_SHIFT;
        }
    }
    bits |= (uint64_t)(negative && carry) << held;
    v->ob_digit[filled++] = (digit)(bits & PyLong_MASK);
    v->ob_base.ob_size = filled;
    return mooring_long_finish(v, negative);
}

/* Whether v fits count bytes: 0, or -1 with OverflowError. */
static int check_fit(PyLongObject *v, size_t count, int is_signed)
{
    int negative = mooring_long_is_negative(v);
    if (negative && !is_signed) {
        PyErr_SetString(PyExc_OverflowError, "can't convert negative int to unsigned");
        return -1;
    }
    size_t needed = _PyLong_NumBits((PyObject *)v);
    if (is_signed && needed > 0) {
        /* -2^k needs one bit less than its absolute value does beside a sign. */
        size_t low = needed - 1;
        int power_of_two = negative && v->ob_digit[low / PyLong_SHIFT] == (digit)1 << low % PyLong_SHIFT;
        for (size_t i = 0; power_of_two && i < low / PyLong_SHIFT; i++) {
            power_of_two = v->ob_digit[i] == 0;
        }
        needed += power_of_two ? 0 : 1;
    }
    if (needed > count * 8) {
        PyErr_SetString(PyExc_OverflowError, "int too big to convert");
        return -1;
    }
    return 0;
}

int _PyLong_AsByteArray(PyLongObject *v, unsigned char *bytes, size_t count, int little_endian, int is_signed)
{
    if (check_fit(v, count, is_signed) < 0) {
        return -1;
    }
    int negative = mooring_long_is_negative(v);
    unsigned int carry = 1;
    for (size_t i = 0; i < count; i++) {
        unsigned int byte = (unsigned int)bits_at(v, i * 8, 8);
        if (negative) {
            byte = (0xFF - byte) + carry;
            carry = byte >> 8;
        }
        bytes[little_endian ? i : count - 1 - i] = (unsigned char)byte;
    }
    return 0;
}

PyObject *PyLong_GetInfo(void)
{
    PyObject *info = PySys_GetObject("int_info");
    if (info == NULL) {
        PyErr_SetString(PyExc_RuntimeError, "lost sys.int_info");
        return NULL;
    }
    return Py_NewRef(info);
}

/* Converters for "O&": an int in the range of an unsigned C type. ---------------------------------------------------- */

static int to_unsigned(PyObject *o, unsigned long long most, const char *type_name, unsigned long long *value)
{
    if (PyLong_Check(o) && mooring_long_is_negative((PyLongObject *)o)) {
        PyErr_SetString(PyExc_ValueError, "value must be positive");
        return 0;
    }
    *value = PyLong_AsUnsignedLongLong(o);
    if (*value == (unsigned long long)-1 && PyErr_Occurred()) {
        if (!PyErr_ExceptionMatches(PyExc_OverflowError)) {
            return 0;
        }
    } else if (*value <= most) {
        return 1;
    }
    PyErr_Format(PyExc_OverflowError, "Python int too large for C %s", type_name);
    return 0;
}

#define UNSIGNED_CONVERTER(name, ctype, most, type_name) \
    int name(PyObject *o, void *target) \
    { \
        unsigned long long value; \
        if (!to_unsigned(o, most, type_name, &value)) { \
            return 0; \
        } \
        *(ctype *)target = (ctype)value; \
        return 1; \
    }

UNSIGNED_CONVERTER(_PyLong_UnsignedShort_Converter, unsigned short, USHRT_MAX, "unsigned short")
UNSIGNED_CONVERTER(_PyLong_UnsignedInt_Converter, unsigned int, UINT_MAX, "unsigned int")
UNSIGNED_CONVERTER(_PyLong_UnsignedLong_Converter, unsigned long, ULONG_MAX, "unsigned long")
UNSIGNED_CONVERTER(_PyLong_UnsignedLongLong_Converter, unsigned long long, ULLONG_MAX, "unsigned long long")
UNSIGNED_CONVERTER(_PyLong_Size_t_Converter, size_t, SIZE_MAX, "size_t")
