/* pymem.h: memory for C code.
 *
 * PyMem_Raw* is malloc and may be called without the GIL. PyMem_* and PyObject_* hand out blocks of the arena, each
 * with a hidden 16-byte prefix, so that any of them may become an object.
 */
#ifndef Py_PYMEM_H
#define Py_PYMEM_H
#ifdef __cplusplus
extern "C" {
#endif

PyAPI_FUNC(void *) PyMem_RawMalloc(size_t size);
PyAPI_FUNC(void *) PyMem_RawCalloc(size_t count, size_t size);
PyAPI_FUNC(void *) PyMem_RawRealloc(void *block, size_t size);
PyAPI_FUNC(void) PyMem_RawFree(void *block);

PyAPI_FUNC(void *) PyMem_Malloc(size_t size);
PyAPI_FUNC(void *) PyMem_Calloc(size_t count, size_t size);
PyAPI_FUNC(void *) PyMem_Realloc(void *block, size_t size);
PyAPI_FUNC(void) PyMem_Free(void *block);

PyAPI_FUNC(void *) PyObject_Malloc(size_t size);
PyAPI_FUNC(void *) PyObject_Calloc(size_t count, size_t size);
PyAPI_FUNC(void *) PyObject_Realloc(void *block, size_t size);
PyAPI_FUNC(void) PyObject_Free(void *block);

PyAPI_FUNC(char *) _PyMem_Strdup(const char *text);
PyAPI_FUNC(char *) _PyMem_RawStrdup(const char *text);
PyAPI_FUNC(int) PyTraceMalloc_Track(unsigned int domain, uintptr_t pointer, size_t size);
PyAPI_FUNC(int) PyTraceMalloc_Untrack(unsigned int domain, uintptr_t pointer);

/* NULL when count * sizeof(type) overflows. */
#define PyMem_New(type, count)                                                                                     \
    ((size_t)(count) > PY_SSIZE_T_MAX / sizeof(type) ? NULL : (type *)PyMem_Malloc((count) * sizeof(type)))
#define PyMem_Resize(pointer, type, count)                                                                         \
    ((pointer) = (size_t)(count) > PY_SSIZE_T_MAX / sizeof(type)                                                   \
                     ? NULL                                                                                        \
                     : (type *)PyMem_Realloc((pointer), (count) * sizeof(type)))

#define PyMem_MALLOC(size) PyMem_Malloc(size)
#define PyMem_NEW(type, count) PyMem_New(type, count)
#define PyMem_REALLOC(block, size) PyMem_Realloc((block), (size))
#define PyMem_RESIZE(pointer, type, count) PyMem_Resize((pointer), type, (count))
#define PyMem_FREE(block) PyMem_Free(block)
#define PyMem_Del(block) PyMem_Free(block)
#define PyMem_DEL(block) PyMem_Free(block)

#define PyObject_MALLOC PyObject_Malloc
#define PyObject_REALLOC PyObject_Realloc
#define PyObject_FREE PyObject_Free
#define PyObject_Del PyObject_Free
#define PyObject_DEL PyObject_Free

#ifdef __cplusplus
}
#endif
#endif
