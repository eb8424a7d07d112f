/* codecs.h: encoding and decoding by the name of a codec, and error handlers by name. */
#ifndef Py_CODECREGISTRY_H
#define Py_CODECREGISTRY_H
#ifdef __cplusplus
extern "C" {
#endif

PyAPI_DATA(const char *) Py_hexdigits;

PyAPI_FUNC(int) PyCodec_KnownEncoding(const char *encoding);
PyAPI_FUNC(PyObject *) PyCodec_Encode(PyObject *o, const char *encoding, const char *errors);
PyAPI_FUNC(PyObject *) PyCodec_Decode(PyObject *o, const char *encoding, const char *errors);
PyAPI_FUNC(int) PyCodec_Register(PyObject *search_function);
PyAPI_FUNC(int) PyCodec_Unregister(PyObject *search_function);
PyAPI_FUNC(PyObject *) PyCodec_Encoder(const char *encoding);
PyAPI_FUNC(PyObject *) PyCodec_Decoder(const char *encoding);
PyAPI_FUNC(PyObject *) PyCodec_IncrementalEncoder(const char *encoding, const char *errors);
PyAPI_FUNC(PyObject *) PyCodec_IncrementalDecoder(const char *encoding, const char *errors);
PyAPI_FUNC(PyObject *) PyCodec_StreamReader(const char *encoding, PyObject *stream, const char *errors);
PyAPI_FUNC(PyObject *) PyCodec_StreamWriter(const char *encoding, PyObject *stream, const char *errors);
PyAPI_FUNC(int) PyCodec_RegisterError(const char *name, PyObject *handler);
PyAPI_FUNC(PyObject *) PyCodec_LookupError(const char *name);
PyAPI_FUNC(PyObject *) PyCodec_StrictErrors(PyObject *exception);
PyAPI_FUNC(PyObject *) PyCodec_IgnoreErrors(PyObject *exception);
PyAPI_FUNC(PyObject *) PyCodec_ReplaceErrors(PyObject *exception);
PyAPI_FUNC(PyObject *) PyCodec_XMLCharRefReplaceErrors(PyObject *exception);
PyAPI_FUNC(PyObject *) PyCodec_BackslashReplaceErrors(PyObject *exception);
PyAPI_FUNC(PyObject *) PyCodec_NameReplaceErrors(PyObject *exception);

#ifdef __cplusplus
}
#endif
#endif
