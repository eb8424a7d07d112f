/* pymem.c: memory for C code: PyObject_* and PyMem_* are blocks of the arena, PyMem_Raw* is malloc.
 *
 * An address outside the arena that comes back through PyObject_Free or PyMem_Free belongs to malloc: code that mixes
 * the families works, as it does on CPython when nobody looks.
 */
#include "obmalloc.h"

void *PyObject_Malloc(size_t size)
{
    int size_class = mooring_block_class(size ? size : 1);
    if (MOORING_LIKELY(size_class != 0)) {
        return mooring_allocate_class(size_class);
    }
    return mooring_allocate_run(size);
}

void *PyObject_Calloc(size_t count, size_t size)
{
    size_t bytes;
    if (__builtin_mul_overflow(count, size, &bytes)) {
        return NULL;
    }
    void *block = PyObject_Malloc(bytes);
    if (block != NULL) {
        memset(block, 0, bytes);
    }
    return block;
}

void PyObject_Free(void *block)
{
    if (MOORING_LIKELY(mooring_in_arena(block))) {
        mooring_free_block(block);
    } else {
        free(block);
    }
}

void *PyObject_Realloc(void *block, size_t size)
{
    if (block == NULL) {
        return PyObject_Malloc(size);
    }
    if (!mooring_in_arena(block)) {
        return realloc(block, size ? size : 1);
    }
    size_t usable = mooring_usable_size(block);
    if (size <= usable && size * 2 > usable) {
        return block;
    }
    void *moved = PyObject_Malloc(size);
    if (moved != NULL) {
        memcpy(moved, block, size < usable ? size : usable);
        mooring_free_block(block);
    }
    return moved;
}

void *PyMem_Malloc(size_t size)
{
    return PyObject_Malloc(size);
}

void *PyMem_Calloc(size_t count, size_t size)
{
    return PyObject_Calloc(count, size);
}

void *PyMem_Realloc(void *block, size_t size)
{
    return PyObject_Realloc(block, size);
}

void PyMem_Free(void *block)
{
    PyObject_Free(block);
}

void *PyMem_RawMalloc(size_t size)
{
    return size > PY_SSIZE_T_MAX ? NULL : malloc(size ? size : 1);
}

void *PyMem_RawCalloc(size_t count, size_t size)
{
    return count && size ? calloc(count, size) : calloc(1, 1);
}

void *PyMem_RawRealloc(void *block, size_t size)
{
    return size > PY_SSIZE_T_MAX ? NULL : realloc(block, size ? size : 1);
}

void PyMem_RawFree(void *block)
{
    free(block);
}

char *_PyMem_Strdup(const char *text)
{
    size_t size = strlen(text) + 1;
    char *copy = PyMem_Malloc(size);
    return copy == NULL ? NULL : memcpy(copy, text, size);
}

char *_PyMem_RawStrdup(const char *text)
{
    return strdup(text);
}

/* Nobody traces allocations: each answers so. */

int PyTraceMalloc_Track(unsigned int domain, uintptr_t pointer, size_t size)
{
    (void)domain;
    (void)pointer;
    (void)size;
    return -2;
}

int PyTraceMalloc_Untrack(unsigned int domain, uintptr_t pointer)
{
    (void)domain;
    (void)pointer;
    return -2;
}
