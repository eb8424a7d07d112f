/* object_protocol.c: what can be asked of every object: text, hash, comparison, truth.
 *
 * A slot of the object's type answers. The slots of managed types are functions of slots.c that call up; so an object
 * of a C type answers without leaving C.
 */
#include "managed.h"
#include "objects.h"

static int ensure_ready(PyTypeObject *type)
{
    return type->tp_flags & Py_TPFLAGS_READY ? 0 : PyType_Ready(type);
}

/* The result of __repr__ or __str__, which must be a str. */
static PyObject *check_text(PyObject *text, const char *method)
{
    if (text != NULL && !PyUnicode_Check(text)) {
        PyErr_Format(PyExc_TypeError, "%s returned non-string (type %.200s)", method, Py_TYPE(text)->tp_name);
        Py_CLEAR(text);
    }
    return text;
}

PyObject *PyObject_Repr(PyObject *o)
{
    if (o == NULL) {
        return PyUnicode_FromString("<NULL>");
    }
    if (ensure_ready(Py_TYPE(o)) < 0 || Py_EnterRecursiveCall(" while getting the repr of an object")) {
        return NULL;
    }
    PyObject *text = Py_TYPE(o)->tp_repr != NULL
                         ? Py_TYPE(o)->tp_repr(o)
                         : PyUnicode_FromFormat("<%s object at %p>", Py_TYPE(o)->tp_name, o);
    Py_LeaveRecursiveCall();
    return check_text(text, "__repr__");
}

PyObject *PyObject_Str(PyObject *o)
{
    if (o == NULL) {
        return PyUnicode_FromString("<NULL>");
    }
    if (PyUnicode_CheckExact(o)) {
        return Py_NewRef(o);
    }
    if (ensure_ready(Py_TYPE(o)) < 0) {
        return NULL;
    }
    if (Py_TYPE(o)->tp_str == NULL) {
        return PyObject_Repr(o);
    }
    if (Py_EnterRecursiveCall(" while getting the str of an object")) {
        return NULL;
    }
    PyObject *text = Py_TYPE(o)->tp_str(o);
    Py_LeaveRecursiveCall();
    return check_text(text, "__str__");
}

PyObject *PyObject_ASCII(PyObject *o)
{
    return mooring_upcalls.object_ascii(o);
}

PyObject *PyObject_Bytes(PyObject *o)
{
    if (o == NULL) {
        return PyBytes_FromString("<NULL>");
    }
    if (PyBytes_CheckExact(o)) {
        return Py_NewRef(o);
    }
    return mooring_upcalls.object_bytes(o);
}

PyObject *PyObject_Dir(PyObject *o)
{
    if (o == NULL) {
        PyErr_SetString(PyExc_SystemError, "frame does not exist");
        return NULL;
    }
    return mooring_upcalls.object_dir(o);
}

int PyObject_Print(PyObject *o, FILE *file, int flags)
{
    PyObject *text = flags & Py_PRINT_RAW ? PyObject_Str(o) : PyObject_Repr(o);
    if (text == NULL) {
        return -1;
    }
    Py_ssize_t size;
    const char *bytes = PyUnicode_AsUTF8AndSize(text, &size);
    int status = -1;
    if (bytes != NULL) {
        status = fwrite(bytes, 1, (size_t)size, file) == (size_t)size ? 0 : -1;
        if (status < 0) {
            PyErr_SetFromErrno(PyExc_OSError);
        }
    }
    Py_DECREF(text);
    return status;
}

void _PyObject_Dump(PyObject *o)
{
    fprintf(stderr, "object address  : %p\n", (void *)o);
    if (_PyObject_IsFreed(o)) {
        fputs("object is freed\n", stderr);
        return;
    }
    fprintf(stderr, "object refcount : %zd\nobject type     : %p\nobject type name: %s\n", Py_REFCNT(o),
            (void *)Py_TYPE(o), Py_TYPE(o)->tp_name);
}

int _PyObject_IsFreed(PyObject *o)
{
    return o == NULL || (mooring_in_arena(o) && mooring_is_free(mooring_prefix_of(o)));
}

/* hash */

Py_hash_t PyObject_Hash(PyObject *o)
{
    if (ensure_ready(Py_TYPE(o)) < 0) {
        return -1;
    }
    hashfunc hash = Py_TYPE(o)->tp_hash;
    return hash != NULL ? hash(o) : PyObject_HashNotImplemented(o);
}

Py_hash_t PyObject_HashNotImplemented(PyObject *o)
{
    PyErr_Format(PyExc_TypeError, "unhashable type: '%.200s'", Py_TYPE(o)->tp_name);
    return -1;
}

/* comparison */

PyAPI_DATA(int) _Py_SwappedOp[];
int _Py_SwappedOp[] = {Py_GT, Py_GE, Py_EQ, Py_NE, Py_LT, Py_LE};

static const char *const operator_names[] = {"<", "<=", "==", "!=", ">", ">="};

/* One side of a comparison; NULL without *answered when it has no answer. */
static PyObject *ask(PyObject *a, PyObject *b, int op, int *answered)
{
    richcmpfunc compare = Py_TYPE(a)->tp_richcompare;
    *answered = 0;
    if (compare == NULL) {
        return NULL;
    }
    PyObject *result = compare(a, b, op);
    if (result == Py_NotImplemented) {
        Py_DECREF(result);
        return NULL;
    }
    *answered = 1;
    return result;
}

static PyObject *compare_in_c(PyObject *a, PyObject *b, int op)
{
    int answered;
    int reflected_first = !Py_IS_TYPE(b, Py_TYPE(a)) && PyType_IsSubtype(Py_TYPE(b), Py_TYPE(a)) &&
                          Py_TYPE(b)->tp_richcompare != NULL;
    PyObject *result;
    if (reflected_first) {
        result = ask(b, a, _Py_SwappedOp[op], &answered);
        if (answered) {
            return result;
        }
    }
    result = ask(a, b, op, &answered);
    if (answered) {
        return result;
    }
    if (!reflected_first) {
        result = ask(b, a, _Py_SwappedOp[op], &answered);
        if (answered) {
            return result;
        }
    }
    if (op == Py_EQ || op == Py_NE) {
        return PyBool_FromLong((a == b) == (op == Py_EQ));
    }
    PyErr_Format(PyExc_TypeError, "'%s' not supported between instances of '%.100s' and '%.100s'", operator_names[op],
                 Py_TYPE(a)->tp_name, Py_TYPE(b)->tp_name);
    return NULL;
}

/* Two values of the same exact type whose data is in C and quickly compared: 1 when *order has been set to their order. */
static int compare_data(PyObject *a, PyObject *b, int *order)
{
    PyTypeObject *type = Py_TYPE(a);
    if (type != Py_TYPE(b)) {
        return 0;
    }
    if (type == &PyLong_Type) {
        Py_ssize_t sizes[2] = {Py_SIZE(a), Py_SIZE(b)};
        if ((size_t)(sizes[0] + 1) > 2 || (size_t)(sizes[1] + 1) > 2) {
            return 0; /* more than one digit: Java's arithmetic */
        }
        long values[2];
        values[0] = sizes[0] * (long)((PyLongObject *)a)->ob_digit[0];
        values[1] = sizes[1] * (long)((PyLongObject *)b)->ob_digit[0];
        *order = (values[0] > values[1]) - (values[0] < values[1]);
        return 1;
    }
    if (type == &PyFloat_Type) {
        double values[2] = {PyFloat_AS_DOUBLE(a), PyFloat_AS_DOUBLE(b)};
        *order = (values[0] > values[1]) - (values[0] < values[1]);
        return !isnan(values[0]) && !isnan(values[1]);
    }
    return 0;
}

static PyObject *answer_from_order(int order, int op)
{
    switch (op) {
    case Py_LT: return PyBool_FromLong(order < 0);
    case Py_LE: return PyBool_FromLong(order <= 0);
    case Py_EQ: return PyBool_FromLong(order == 0);
    case Py_NE: return PyBool_FromLong(order != 0);
    case Py_GT: return PyBool_FromLong(order > 0);
    default: return PyBool_FromLong(order >= 0);
    }
}

PyObject *PyObject_RichCompare(PyObject *a, PyObject *b, int op)
{
    if (a == NULL || b == NULL || (unsigned)op > Py_GE) {
        if (!PyErr_Occurred()) {
            PyErr_BadInternalCall();
        }
        return NULL;
    }
    int order;
    if (compare_data(a, b, &order)) {
        return answer_from_order(order, op);
    }
    if (PyUnicode_CheckExact(a) && PyUnicode_CheckExact(b)) {
        return PyUnicode_RichCompare(a, b, op);
    }
    if (ensure_ready(Py_TYPE(a)) < 0 || ensure_ready(Py_TYPE(b)) < 0 || Py_EnterRecursiveCall(" in comparison")) {
        return NULL;
    }
    PyObject *result = mooring_is_managed(Py_TYPE(a)) && mooring_is_managed(Py_TYPE(b))
                           ? mooring_upcalls.object_rich_compare(a, b, op)
                           : compare_in_c(a, b, op);
    Py_LeaveRecursiveCall();
    return result;
}

int PyObject_RichCompareBool(PyObject *a, PyObject *b, int op)
{
    if (a == b && (op == Py_EQ || op == Py_NE)) {
        return op == Py_EQ;
    }
    PyObject *result = PyObject_RichCompare(a, b, op);
    if (result == NULL) {
        return -1;
    }
    int truth = PyObject_IsTrue(result);
    Py_DECREF(result);
    return truth;
}

/* truth */

/* The truth of a value whose data is in C, -1 for any other. */
static int truth_of_data(PyObject *o)
{
    PyTypeObject *type = Py_TYPE(o);
    if (o == Py_True || o == Py_False || o == Py_None) {
        return o == Py_True;
    }
    if (type == &PyLong_Type || type == &PyTuple_Type || type == &PyBytes_Type) {
        return Py_SIZE(o) != 0;
    }
    if (type == &PyUnicode_Type) {
        return PyUnicode_GET_LENGTH(o) != 0;
    }
    return type == &PyFloat_Type ? PyFloat_AS_DOUBLE(o) != 0.0 : -1;
}

int PyObject_IsTrue(PyObject *o)
{
    int truth = truth_of_data(o);
    if (truth >= 0) {
        return truth;
    }
    PyTypeObject *type = Py_TYPE(o);
    Py_ssize_t answer;
    if (mooring_is_managed(type)) {
        answer = managed_length(o);
        answer = answer >= 0 ? answer : mooring_upcalls.object_is_true(o);
    } else if (type->tp_as_number != NULL && type->tp_as_number->nb_bool != NULL) {
        answer = type->tp_as_number->nb_bool(o);
    } else if (type->tp_as_mapping != NULL && type->tp_as_mapping->mp_length != NULL) {
        answer = type->tp_as_mapping->mp_length(o);
    } else if (type->tp_as_sequence != NULL && type->tp_as_sequence->sq_length != NULL) {
        answer = type->tp_as_sequence->sq_length(o);
    } else {
        answer = 1;
    }
    return answer > 0 ? 1 : (int)answer;
}

int PyObject_Not(PyObject *o)
{
    int truth = PyObject_IsTrue(o);
    return truth < 0 ? truth : !truth;
}

int PyCallable_Check(PyObject *o)
{
    return o != NULL && Py_TYPE(o)->tp_call != NULL;
}

PyObject *PyObject_SelfIter(PyObject *o)
{
    return Py_NewRef(o);
}

PyObject *_PyObject_NextNotImplemented(PyObject *o)
{
    PyErr_Format(PyExc_TypeError, "'%.200s' object is not iterable", Py_TYPE(o)->tp_name);
    return NULL;
}

/* A container that contains itself prints as "...": 1 when o is being printed already. */

int Py_ReprEnter(PyObject *o)
{
    PyThreadState *thread = PyThreadState_Get();
    for (Py_ssize_t i = 0; i < thread->repr_count; i++) {
        if (thread->repr_stack[i] == o) {
            return 1;
        }
    }
    if (thread->repr_count == thread->repr_capacity) {
        Py_ssize_t capacity = thread->repr_capacity * 2 + MOORING_REPR_DEPTH_STEP;
        PyObject **stack = realloc(thread->repr_stack, (size_t)capacity * sizeof *stack);
        if (stack == NULL) {
            PyErr_NoMemory();
            return -1;
        }
        thread->repr_stack = stack;
        thread->repr_capacity = capacity;
    }
    thread->repr_stack[thread->repr_count++] = o;
    return 0;
}

void Py_ReprLeave(PyObject *o)
{
    PyThreadState *thread = PyThreadState_Get();
    for (Py_ssize_t i = thread->repr_count; i-- > 0;) {
        if (thread->repr_stack[i] == o) {
            memmove(&thread->repr_stack[i], &thread->repr_stack[i + 1],
                    (size_t)(thread->repr_count - i - 1) * sizeof(PyObject *));
            thread->repr_count--;
            return;
        }
    }
}
