/* unicode_charmap.c: codecs by a table, and the oldest conversion functions; all by way of the module codecs. */
#include "Python.h"

/* codecs.NAME(a, errors, b)[0], or codecs.NAME(a) without errors; a and b borrowed. */
static PyObject *call_codecs(const char *name, PyObject *a, const char *errors, PyObject *b)
{
    PyObject *module = PyImport_ImportModule("codecs");
    if (module == NULL) {
        return NULL;
    }
    PyObject *result = errors != NULL ? PyObject_CallMethod(module, name, "OsO", a, errors, b)
                                      : PyObject_CallMethod(module, name, "O", a);
    Py_DECREF(module);
    if (result != NULL && errors != NULL) {
        Py_SETREF(result, PySequence_GetItem(result, 0));
    }
    return result;
}

PyObject *PyUnicode_DecodeCharmap(const char *bytes, Py_ssize_t size, PyObject *mapping, const char *errors)
{
    if (mapping == NULL) {
        return PyUnicode_DecodeLatin1(bytes, size, errors);
    }
    PyObject *source = PyBytes_FromStringAndSize(bytes, size);
    PyObject *str = source != NULL ? call_codecs("charmap_decode", source, errors ? errors : "strict", mapping) : NULL;
    Py_XDECREF(source);
    return str;
}

PyObject *PyUnicode_AsCharmapString(PyObject *str, PyObject *mapping)
{
    if (!PyUnicode_Check(str) || mapping == NULL) {
        PyErr_BadArgument();
        return NULL;
    }
    return call_codecs("charmap_encode", str, "strict", mapping);
}

PyObject *PyUnicode_BuildEncodingMap(PyObject *decoding_table)
{
    return call_codecs("charmap_build", decoding_table, NULL, NULL);
}

/* From str to anything, by a codec whose name defaults to UTF-8. */
static PyObject *convert(PyObject *str, const char *encoding, const char *errors,
                         PyObject *(*codec)(PyObject *, const char *, const char *))
{
    if (!PyUnicode_Check(str)) {
        PyErr_BadArgument();
        return NULL;
    }
    return codec(str, encoding != NULL ? encoding : PyUnicode_GetDefaultEncoding(), errors);
}

/* The same, where only a str will do. */
static PyObject *convert_to_str(PyObject *str, const char *encoding, const char *errors,
                                PyObject *(*codec)(PyObject *, const char *, const char *), const char *what)
{
    PyObject *result = convert(str, encoding, errors, codec);
    if (result != NULL && !PyUnicode_Check(result)) {
        PyErr_Format(PyExc_TypeError,
                     "'%.400s' %s returned '%.400s' instead of 'str'; use codecs.%s() to %s to arbitrary types",
                     encoding != NULL ? encoding : PyUnicode_GetDefaultEncoding(), what, Py_TYPE(result)->tp_name,
                     what[0] == 'd' ? "decode" : "encode", what[0] == 'd' ? "decode" : "encode");
        Py_CLEAR(result);
    }
    return result;
}

PyObject *PyUnicode_AsDecodedObject(PyObject *str, const char *encoding, const char *errors)
{
    return convert(str, encoding, errors, PyCodec_Decode);
}

PyObject *PyUnicode_AsDecodedUnicode(PyObject *str, const char *encoding, const char *errors)
{
    return convert_to_str(str, encoding, errors, PyCodec_Decode, "decoder");
}

PyObject *PyUnicode_AsEncodedObject(PyObject *str, const char *encoding, const char *errors)
{
    return convert(str, encoding, errors, PyCodec_Encode);
}

PyObject *PyUnicode_AsEncodedUnicode(PyObject *str, const char *encoding, const char *errors)
{
    return convert_to_str(str, encoding, errors, PyCodec_Encode, "encoder");
}
