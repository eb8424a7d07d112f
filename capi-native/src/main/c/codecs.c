/* codecs.c: encoding and decoding by name, from C. The registry itself is the managed module codecs. */
#include "codec_errors.h"
#include "runtime.h"

const char *Py_hexdigits = "0123456789abcdef";

/* codecs.NAME(...), by a format for the arguments. */
static PyObject *call_codecs(const char *name, const char *format, ...)
{
    PyObject *module = PyImport_ImportModule("codecs");
    PyObject *function = module != NULL ? PyObject_GetAttrString(module, name) : NULL;
    Py_XDECREF(module);
    if (function == NULL) {
        return NULL;
    }
    va_list values;
    va_start(values, format);
    PyObject *args = Py_VaBuildValue(format, values);
    va_end(values);
    PyObject *result = args != NULL ? PyObject_CallObject(function, args) : NULL;
    Py_XDECREF(args);
    Py_DECREF(function);
    return result;
}

static int call_for_status(const char *name, PyObject *argument)
{
    PyObject *result = call_codecs(name, "(O)", argument);
    Py_XDECREF(result);
    return result != NULL ? 0 : -1;
}

int PyCodec_Register(PyObject *search_function)
{
    return call_for_status("register", search_function);
}

int PyCodec_Unregister(PyObject *search_function)
{
    return call_for_status("unregister", search_function);
}

int PyCodec_KnownEncoding(const char *encoding)
{
    PyObject *empty = PyUnicode_New(0, 0);
    PyObject *bytes = empty != NULL ? PyUnicode_AsEncodedString(empty, encoding, NULL) : NULL;
    int known = bytes != NULL;
    PyErr_Clear();
    Py_XDECREF(bytes);
    Py_XDECREF(empty);
    return known;
}

PyObject *PyCodec_Encode(PyObject *o, const char *encoding, const char *errors)
{
    if (PyUnicode_Check(o)) {
        return PyUnicode_AsEncodedString(o, encoding, errors);
    }
    return call_codecs("encode", "(Oss)", o, encoding, errors != NULL ? errors : "strict");
}

PyObject *PyCodec_Decode(PyObject *o, const char *encoding, const char *errors)
{
    if (PyObject_CheckBuffer(o)) {
        return PyUnicode_FromEncodedObject(o, encoding, errors);
    }
    return call_codecs("decode", "(Oss)", o, encoding, errors != NULL ? errors : "strict");
}

PyObject *PyCodec_Encoder(const char *encoding)
{
    return call_codecs("getencoder", "(s)", encoding);
}

PyObject *PyCodec_Decoder(const char *encoding)
{
    return call_codecs("getdecoder", "(s)", encoding);
}

/* What a factory of the codecs module makes for that encoding, from one object and an error handler. */
static PyObject *make(const char *factory, const char *encoding, PyObject *stream, const char *errors)
{
    PyObject *maker = call_codecs(factory, "(s)", encoding);
    if (maker == NULL) {
        return NULL;
    }
    PyObject *made = stream != NULL && errors != NULL ? PyObject_CallFunction(maker, "Os", stream, errors)
                     : stream != NULL                 ? PyObject_CallFunction(maker, "O", stream)
                     : errors != NULL                 ? PyObject_CallFunction(maker, "s", errors)
                                                      : PyObject_CallNoArgs(maker);
    Py_DECREF(maker);
    return made;
}

PyObject *PyCodec_IncrementalEncoder(const char *encoding, const char *errors)
{
    return make("getincrementalencoder", encoding, NULL, errors);
}

PyObject *PyCodec_IncrementalDecoder(const char *encoding, const char *errors)
{
    return make("getincrementaldecoder", encoding, NULL, errors);
}

PyObject *PyCodec_StreamReader(const char *encoding, PyObject *stream, const char *errors)
{
    return make("getreader", encoding, stream, errors);
}

PyObject *PyCodec_StreamWriter(const char *encoding, PyObject *stream, const char *errors)
{
    return make("getwriter", encoding, stream, errors);
}

/* Error handlers, as functions from an exception to (replacement, where to go on). ------------------------------------- */

int PyCodec_RegisterError(const char *name, PyObject *handler)
{
    if (!PyCallable_Check(handler)) {
        PyErr_SetString(PyExc_TypeError, "handler must be callable");
        return -1;
    }
    PyObject *result = call_codecs("register_error", "(sO)", name, handler);
    Py_XDECREF(result);
    return result != NULL ? 0 : -1;
}

PyObject *PyCodec_LookupError(const char *name)
{
    return call_codecs("lookup_error", "(s)", name != NULL ? name : "strict");
}

PyObject *PyCodec_StrictErrors(PyObject *exception)
{
    if (PyExceptionInstance_Check(exception)) {
        PyErr_SetObject(PyExceptionInstance_Class(exception), exception);
    } else {
        PyErr_SetString(PyExc_TypeError, "codec must pass exception instance");
    }
    return NULL;
}

/* An attribute of the exception that is a number; -1 with an error. */
static Py_ssize_t number_of(PyObject *exception, const char *name)
{
    PyObject *o = PyObject_GetAttrString(exception, name);
    Py_ssize_t number = o != NULL ? PyNumber_AsSsize_t(o, PyExc_OverflowError) : -1;
    Py_XDECREF(o);
    return number;
}

static PyObject *wrong_exception(PyObject *exception)
{
    PyErr_Format(PyExc_TypeError, "don't know how to handle %.200s in error callback", Py_TYPE(exception)->tp_name);
    return NULL;
}

static int is_a(PyObject *exception, PyObject *type)
{
    return PyType_IsSubtype(Py_TYPE(exception), (PyTypeObject *)type);
}

/* The two halves of a handler's answer. Steals replacement. */
static PyObject *answer(PyObject *replacement, Py_ssize_t end)
{
    return replacement != NULL ? Py_BuildValue("(Nn)", replacement, end) : NULL;
}

PyObject *PyCodec_IgnoreErrors(PyObject *exception)
{
    if (!is_a(exception, PyExc_UnicodeError)) {
        return wrong_exception(exception);
    }
    Py_ssize_t end = number_of(exception, "end");
    return end == -1 && PyErr_Occurred() ? NULL : answer(PyUnicode_New(0, 0), end);
}

PyObject *PyCodec_ReplaceErrors(PyObject *exception)
{
    Py_ssize_t start = number_of(exception, "start");
    Py_ssize_t end = start >= 0 ? number_of(exception, "end") : -1;
    if (end < 0) {
        return NULL;
    }
    struct characters row;
    characters_init(&row);
    if (is_a(exception, PyExc_UnicodeDecodeError)) {
        characters_add(&row, Py_UNICODE_REPLACEMENT_CHARACTER);
    } else if (is_a(exception, PyExc_UnicodeEncodeError)) {
        characters_add_fill(&row, '?', end - start);
    } else if (is_a(exception, PyExc_UnicodeTranslateError)) {
        characters_add_fill(&row, Py_UNICODE_REPLACEMENT_CHARACTER, end - start);
    } else {
        return wrong_exception(exception);
    }
    return answer(characters_finish(&row), end);
}

/* What an encoder puts in place of the characters that the exception is about. */
static PyObject *encode_handler(PyObject *exception, enum codec_errors errors)
{
    if (!is_a(exception, PyExc_UnicodeEncodeError)) {
        return wrong_exception(exception);
    }
    Py_ssize_t start = number_of(exception, "start");
    Py_ssize_t end = start >= 0 ? number_of(exception, "end") : -1;
    PyObject *str = end >= 0 ? PyObject_GetAttrString(exception, "object") : NULL;
    if (str == NULL) {
        return NULL;
    }
    struct characters row;
    characters_init(&row);
    struct encoding e = {"", str, errors};
    codec_encode_error(&e, start, end < PyUnicode_GET_LENGTH(str) ? end : PyUnicode_GET_LENGTH(str), "", &row);
    Py_DECREF(str);
    return answer(characters_finish(&row), end);
}

PyObject *PyCodec_XMLCharRefReplaceErrors(PyObject *exception)
{
    return encode_handler(exception, ERRORS_XMLCHARREFREPLACE);
}

PyObject *PyCodec_BackslashReplaceErrors(PyObject *exception)
{
    if (!is_a(exception, PyExc_UnicodeDecodeError)) {
        return encode_handler(exception, ERRORS_BACKSLASHREPLACE);
    }
    Py_ssize_t start = number_of(exception, "start");
    Py_ssize_t end = start >= 0 ? number_of(exception, "end") : -1;
    PyObject *bytes = end >= 0 ? PyObject_GetAttrString(exception, "object") : NULL;
    if (bytes == NULL) {
        return NULL;
    }
    struct characters row;
    characters_init(&row);
    struct decoding d = {"", PyBytes_AS_STRING(bytes), PyBytes_GET_SIZE(bytes), ERRORS_BACKSLASHREPLACE};
    codec_decode_error(&d, start, end < d.size ? end : d.size, "", &row);
    Py_DECREF(bytes);
    return answer(characters_finish(&row), end);
}

PyObject *PyCodec_NameReplaceErrors(PyObject *exception)
{
    PyObject *handler = PyCodec_LookupError("namereplace");
    PyObject *result = handler != NULL ? PyObject_CallOneArg(handler, exception) : NULL;
    Py_XDECREF(handler);
    return result;
}
