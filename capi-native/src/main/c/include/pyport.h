/* pyport.h: integer types of the API, symbol visibility and the compiler's attributes. */
#ifndef Py_PYPORT_H
#define Py_PYPORT_H

typedef ssize_t Py_ssize_t;
typedef Py_ssize_t Py_hash_t;
typedef size_t Py_uhash_t;
typedef Py_ssize_t Py_ssize_clean_t;
typedef uintptr_t Py_uintptr_t;
typedef intptr_t Py_intptr_t;

#define PY_SSIZE_T_MAX ((Py_ssize_t)(((size_t)-1) >> 1))
#define PY_SSIZE_T_MIN (-PY_SSIZE_T_MAX - 1)
#define SIZEOF_PY_HASH_T SIZEOF_SIZE_T
#define SIZEOF_PY_UHASH_T SIZEOF_SIZE_T
#define HAVE_PY_SSIZE_T 1

#define PY_LONG_LONG long long
#define PY_LLONG_MIN LLONG_MIN
#define PY_LLONG_MAX LLONG_MAX
#define PY_ULLONG_MAX ULLONG_MAX
#define HAVE_LONG_LONG 1
#define PY_UINT32_T uint32_t
#define PY_UINT64_T uint64_t
#define PY_INT32_T int32_t
#define PY_INT64_T int64_t
#define PY_SIZE_MAX SIZE_MAX
#define PYLONG_BITS_IN_DIGIT 30

/* With Py_LIMITED_API the first extensions said `#define Py_LIMITED_API` without a number: that means 3.2. */
#if defined(Py_LIMITED_API) && Py_LIMITED_API + 0 < 0x03000000
#undef Py_LIMITED_API
#define Py_LIMITED_API 0x03020000
#endif

#define Py_EXPORTED_SYMBOL __attribute__((visibility("default")))
#define Py_IMPORTED_SYMBOL __attribute__((visibility("default")))
#define Py_LOCAL_SYMBOL __attribute__((visibility("hidden")))

#define PyAPI_FUNC(type) Py_EXPORTED_SYMBOL type
#define PyAPI_DATA(type) extern Py_EXPORTED_SYMBOL type
#ifdef __cplusplus
#define PyMODINIT_FUNC extern "C" Py_EXPORTED_SYMBOL PyObject *
#else
#define PyMODINIT_FUNC Py_EXPORTED_SYMBOL PyObject *
#endif

#define Py_DEPRECATED(version) __attribute__((deprecated))
#define Py_GCC_ATTRIBUTE(x) __attribute__(x)
#define Py_ALIGNED(x) __attribute__((aligned(x)))
#define Py_ALWAYS_INLINE __attribute__((always_inline))
#define Py_NO_INLINE __attribute__((noinline))
#define _Py_NO_RETURN __attribute__((noreturn))
#define Py_PRINTF(format_index, first_argument) __attribute__((format(printf, format_index, first_argument)))
#define Py_LOCAL(type) static type
#define Py_LOCAL_INLINE(type) static inline type

#ifdef __cplusplus
#define _Py_CAST(type, expression) ((type)(expression))
#define _Py_NULL nullptr
#else
#define _Py_CAST(type, expression) ((type)(expression))
#define _Py_NULL NULL
#endif
#define _Py_STATIC_CAST(type, expression) ((type)(expression))

#define Py_MEMCPY memcpy
#define Py_VA_COPY va_copy
#define Py_SAFE_DOWNCAST(value, wide, narrow) ((narrow)(value))
#define Py_ARITHMETIC_RIGHT_SHIFT(type, value, count) ((value) >> (count))
#define Py_FORCE_EXPANSION(x) x
#define PY_BIG_ENDIAN 0
#define PY_LITTLE_ENDIAN 1
#define Py_SET_ERRNO_ON_MATH_ERROR(x) ((void)0)
#define PY_DWORD_MAX 4294967295U

#endif
