/* upcalls.h: the functions that C asks Java for, one pointer each.
 *
 * C answers by itself whatever it can read or write on the shared heap (an upcall costs about 23 ns, a C call 1.4 ns);
 * what needs the object space comes through here. Java fills this structure by name when the library loads
 * (upcalls.c exports the names; one too many or too few fails the load).
 *
 * Conventions, without exception:
 *   - PyObject* arguments are borrowed, PyObject* results are new references; NULL or -1 means that the error indicator is set.
 *   - No Java exception crosses: Java turns it into the error indicator of the running thread.
 *   - The caller holds the GIL.
 *   - Strings are NUL-terminated UTF-8 unless a length stands beside them.
 */
#ifndef MOORING_UPCALLS_H
#define MOORING_UPCALLS_H

#include "Python.h"

struct mooring_upcalls {
    /* object.c: the generic protocol */
    PyObject *(*object_repr)(PyObject *o);
    PyObject *(*object_str)(PyObject *o);
    PyObject *(*object_ascii)(PyObject *o);
    PyObject *(*object_bytes)(PyObject *o);
    PyObject *(*object_format)(PyObject *o, PyObject *spec);
    PyObject *(*object_dir)(PyObject *o);
    Py_hash_t (*object_hash)(PyObject *o);
    int (*object_is_true)(PyObject *o);
    Py_ssize_t (*object_size)(PyObject *o);
    Py_ssize_t (*object_length_hint)(PyObject *o, Py_ssize_t fallback);
    PyObject *(*object_rich_compare)(PyObject *a, PyObject *b, int op);
    int (*object_is_instance)(PyObject *o, PyObject *cls);
    int (*object_is_subclass)(PyObject *derived, PyObject *cls);
    PyObject *(*object_get_attr)(PyObject *o, PyObject *name);
    int (*object_set_attr)(PyObject *o, PyObject *name, PyObject *value);          /* value NULL deletes */
    PyObject *(*object_generic_get_attr)(PyObject *o, PyObject *name);              /* object.__getattribute__ */
    int (*object_generic_set_attr)(PyObject *o, PyObject *name, PyObject *value);   /* object.__setattr__/__delattr__ */
    PyObject *(*object_get_item)(PyObject *o, PyObject *key);
    int (*object_set_item)(PyObject *o, PyObject *key, PyObject *value);            /* value NULL deletes */
    int (*object_contains)(PyObject *o, PyObject *item);
    PyObject *(*object_call)(PyObject *callable, PyObject *args_tuple, PyObject *kwargs_or_null);
    PyObject *(*object_vectorcall)(PyObject *callable, PyObject *const *args, Py_ssize_t nargs, PyObject *kwnames_or_null);
    PyObject *(*object_get_iter)(PyObject *o);
    PyObject *(*object_iter_next)(PyObject *iterator);                              /* NULL without error at the end */
    PyObject *(*object_get_dict)(PyObject *o, int create);                          /* __dict__ of a managed instance */

    /* abstract.c: numbers and sequences; op is one of enum mooring_number_op */
    PyObject *(*number_binary)(int op, PyObject *a, PyObject *b);
    PyObject *(*number_inplace)(int op, PyObject *a, PyObject *b);
    PyObject *(*number_power)(PyObject *a, PyObject *b, PyObject *mod_or_none, int inplace);
    PyObject *(*number_unary)(int op, PyObject *o);
    PyObject *(*number_to_base)(PyObject *o, int base);
    PyObject *(*sequence_concat)(PyObject *a, PyObject *b, int inplace);
    PyObject *(*sequence_repeat)(PyObject *o, Py_ssize_t count, int inplace);
    PyObject *(*sequence_get_item)(PyObject *o, Py_ssize_t i);
    int (*sequence_set_item)(PyObject *o, Py_ssize_t i, PyObject *value);           /* value NULL deletes */
    PyObject *(*sequence_get_slice)(PyObject *o, Py_ssize_t low, Py_ssize_t high);
    int (*sequence_set_slice)(PyObject *o, Py_ssize_t low, Py_ssize_t high, PyObject *value); /* value NULL deletes */
    PyObject *(*sequence_list)(PyObject *o);
    PyObject *(*sequence_tuple)(PyObject *o);
    Py_ssize_t (*sequence_count)(PyObject *o, PyObject *value);
    Py_ssize_t (*sequence_index)(PyObject *o, PyObject *value);
    PyObject *(*mapping_view)(PyObject *o, int what);                               /* 0 keys, 1 values, 2 items; a list */

    /* longobject.c, floatobject.c, complexobject.c */
    PyObject *(*long_from_string)(const char *text, Py_ssize_t length, int base);
    PyObject *(*float_from_string)(PyObject *o);

    /* unicodeobject.c */
    PyObject *(*unicode_decode)(const char *bytes, Py_ssize_t length, const char *encoding, const char *errors);
    PyObject *(*unicode_encode)(PyObject *o, const char *encoding, const char *errors);
    PyObject *(*unicode_join)(PyObject *separator, PyObject *iterable);
    PyObject *(*unicode_split)(PyObject *o, PyObject *separator_or_null, Py_ssize_t maxsplit, int from_right);
    PyObject *(*unicode_splitlines)(PyObject *o, int keepends);
    PyObject *(*unicode_partition)(PyObject *o, PyObject *separator, int from_right);
    PyObject *(*unicode_replace)(PyObject *o, PyObject *from, PyObject *to, Py_ssize_t maxcount);
    Py_ssize_t (*unicode_find)(PyObject *o, PyObject *what, Py_ssize_t start, Py_ssize_t end, int direction); /* -1 absent, -2 error */
    Py_ssize_t (*unicode_count)(PyObject *o, PyObject *what, Py_ssize_t start, Py_ssize_t end);
    PyObject *(*unicode_format)(PyObject *format, PyObject *args);                  /* the % operator */
    PyObject *(*unicode_intern)(PyObject *o);

    /* tupleobject.c: mirrors whose items are made when they are asked for */
    PyObject *(*tuple_get_item)(PyObject *tuple, Py_ssize_t i);                     /* i is in range */
    int (*tuple_set_item)(PyObject *tuple, Py_ssize_t i, PyObject *value);          /* a gap that C fills late; does not steal */
    int (*tuple_fill)(PyObject *tuple);                                             /* stores the items that are NULL */

    /* listobject.c */
    PyObject *(*list_new)(Py_ssize_t length);                                       /* filled with None until set */
    PyObject *(*list_get_item)(PyObject *list, Py_ssize_t i);                       /* BORROWED: lives as long as the list holds it */
    int (*list_set_item)(PyObject *list, Py_ssize_t i, PyObject *value);            /* does not steal; C drops the stolen reference */
    int (*list_insert)(PyObject *list, Py_ssize_t i, PyObject *value);
    int (*list_append)(PyObject *list, PyObject *value);
    int (*list_sort)(PyObject *list);
    int (*list_reverse)(PyObject *list);

    /* dictobject.c, setobject.c */
    PyObject *(*dict_new)(void);
    PyObject *(*dict_get_item)(PyObject *dict, PyObject *key);                      /* BORROWED; NULL without error when absent */
    int (*dict_set_item)(PyObject *dict, PyObject *key, PyObject *value);
    int (*dict_del_item)(PyObject *dict, PyObject *key);
    int (*dict_contains)(PyObject *dict, PyObject *key);
    Py_ssize_t (*dict_size)(PyObject *dict);
    int (*dict_next)(PyObject *dict, Py_ssize_t *position, PyObject **key, PyObject **value, Py_hash_t *hash); /* BORROWED both */
    PyObject *(*dict_set_default)(PyObject *dict, PyObject *key, PyObject *value);  /* BORROWED */
    PyObject *(*dict_copy)(PyObject *dict);
    PyObject *(*dict_view)(PyObject *dict, int what);                               /* 0 keys, 1 values, 2 items; a list */
    int (*dict_merge)(PyObject *dict, PyObject *other, int override);
    int (*dict_merge_from_seq2)(PyObject *dict, PyObject *seq2, int override);
    int (*dict_clear)(PyObject *dict);
    PyObject *(*dict_proxy_new)(PyObject *mapping);
    PyObject *(*set_new)(PyObject *iterable_or_null, int frozen);
    int (*set_add)(PyObject *set, PyObject *item);
    int (*set_discard)(PyObject *set, PyObject *item);
    int (*set_contains)(PyObject *set, PyObject *item);
    PyObject *(*set_pop)(PyObject *set);
    int (*set_clear)(PyObject *set);
    Py_ssize_t (*set_size)(PyObject *set);
    int (*set_next)(PyObject *set, Py_ssize_t *position, PyObject **item, Py_hash_t *hash); /* BORROWED */

    /* bytearrayobject.c: the bytes of a bytearray live in C memory while C holds it */
    PyObject *(*bytearray_new)(const char *bytes, Py_ssize_t length);
    char *(*bytearray_as_string)(PyObject *o);
    int (*bytearray_resize)(PyObject *o, Py_ssize_t length);
    Py_ssize_t (*bytearray_size)(PyObject *o);
    PyObject *(*bytes_from_object)(PyObject *o);

    /* typeobject.c */
    PyObject *(*type_call_method)(PyTypeObject *type, const char *method, PyObject *self, PyObject *const *args,
                                  Py_ssize_t nargs);                                /* type.method(self, *args), looked up along type's MRO; the name
                                                                                       is a static string whose address may serve as a cache key */
    int (*type_ready)(PyTypeObject *type);                                          /* build the managed W_Type of a C type whose slots are inherited */
    PyObject *(*type_lookup)(PyTypeObject *type, PyObject *name);                   /* BORROWED; NULL without error when absent */
    PyObject *(*type_get_dict)(PyTypeObject *type);                                 /* for tp_dict of managed types */
    int (*type_modified)(PyTypeObject *type);
    PyObject *(*type_new_instance)(PyTypeObject *type, PyObject *args, PyObject *kwargs); /* tp_new of a builtin managed type */
    int (*type_init_instance)(PyObject *self, PyObject *args, PyObject *kwargs);    /* tp_init of a builtin managed type */
    PyObject *(*type_qualname)(PyTypeObject *type);

    /* descriptors, functions, iterators, weak references */
    PyObject *(*descr_new)(int kind, PyTypeObject *type, void *definition);         /* 0 method, 1 class method, 2 getset, 3 member */
    PyObject *(*method_new)(PyObject *function, PyObject *self);
    PyObject *(*wrapper_new)(int kind, PyObject *callable);                         /* 0 staticmethod, 1 classmethod */
    PyObject *(*seqiter_new)(PyObject *sequence);
    PyObject *(*calliter_new)(PyObject *callable, PyObject *sentinel);
    PyObject *(*generic_alias)(PyObject *origin, PyObject *args);
    PyObject *(*weakref_new)(PyObject *o, PyObject *callback_or_null, int proxy);
    PyObject *(*weakref_get)(PyObject *reference);                                  /* new reference; None when dead */
    void (*weakref_clear)(PyObject *o);                                             /* a C object dies: its references die, callbacks run */

    /* modules and imports */
    int (*module_attach)(PyObject *module, PyObject *name);                         /* link a PyModuleObject to a new managed module */
    PyObject *(*module_get_dict)(PyObject *module);
    PyObject *(*import_module)(PyObject *name);
    PyObject *(*import_level)(PyObject *name, PyObject *globals, PyObject *fromlist, int level);
    PyObject *(*import_add_module)(PyObject *name);                                 /* BORROWED */
    PyObject *(*import_get_modules)(void);                                          /* sys.modules */
    PyObject *(*sys_get_object)(const char *name);                                  /* BORROWED; NULL without error */
    int (*sys_set_object)(const char *name, PyObject *value);
    PyObject *(*eval_get_builtins)(void);

    /* errors */
    PyObject *(*error_traceback)(PyObject *next_or_null, PyObject *function, PyObject *file, Py_ssize_t line); /* one entry more */
    PyObject *(*error_instance)(PyObject *type, PyObject *value_or_null, PyObject *traceback_or_null); /* normalized exception instance */
    PyObject *(*error_new_type)(const char *dotted_name, const char *doc_or_null, PyObject *bases, PyObject *dict_or_null);
    PyObject *(*exception_get)(PyObject *exception, int what);                      /* 0 cause 1 context 2 traceback 3 args; NULL without error when absent */
    int (*exception_set)(PyObject *exception, int what, PyObject *value_or_null);
    void (*error_write_unraisable)(PyObject *where_or_null);
    void (*error_print)(PyObject *type, PyObject *value, PyObject *traceback);
    int (*error_warn)(PyObject *category, const char *message, Py_ssize_t stack_level);

    /* the collector and the runtime */
    Py_ssize_t (*gc_collect)(void);
    int (*gc_pressure)(void);                                                       /* C has taken much native memory: run a collection */
    int (*links_grow)(void);                                                        /* the arena needs room: run a collection and drain deaths */
    void (*thread_switched)(PyThreadState *thread);                                 /* the GIL came to another thread than the last that had it */
    void (*write_stream)(int stream, const char *utf8, Py_ssize_t length);          /* 1 stdout, 2 stderr */
    void (*fatal_error)(const char *function, const char *message);
};

/* Operators of number_binary, number_inplace and number_unary, by the names of their Python methods. */
enum mooring_number_op {
    NUMBER_ADD, NUMBER_SUB, NUMBER_MUL, NUMBER_MATMUL, NUMBER_FLOORDIV, NUMBER_TRUEDIV, NUMBER_MOD, NUMBER_DIVMOD,
    NUMBER_LSHIFT, NUMBER_RSHIFT, NUMBER_AND, NUMBER_XOR, NUMBER_OR,
    NUMBER_NEG, NUMBER_POS, NUMBER_ABS, NUMBER_INVERT, NUMBER_INT, NUMBER_FLOAT, NUMBER_INDEX,
};

/* A name and the place in struct mooring_upcalls that Java fills for it; the last entry has name NULL. */
struct mooring_upcall_name {
    const char *name;
    Py_ssize_t offset;
};
extern const struct mooring_upcall_name mooring_upcall_names[];

#endif
