/* object.c: counting, birth and death of objects, and the singletons.
 *
 * DEATH IS BOUNDED. A tp_dealloc that drops other objects calls _Py_Dealloc again, and a long chain would overflow the
 * stack. So _Py_Dealloc counts its own nesting; beyond NESTING_LIMIT an object is not deallocated but put on a list, and
 * the outermost call works the list off. The list needs no memory: it goes through the gc words of the dead.
 */
#include "objects.h"
#include "gil_watch.h"
#include "obmalloc.h"

/* Deep enough that ordinary structures die at once, shallow enough for a thread with little stack left. */
#define NESTING_LIMIT 50
#define GC_FLAG_BITS ((uintptr_t)15)

#undef Py_NewRef
#undef Py_XNewRef
#undef Py_Is
#undef Py_IsNone

PyObject _Py_NoneStruct = {_Py_IMMORTAL_REFCNT, &_PyNone_Type};
PyObject _Py_NotImplementedStruct = {_Py_IMMORTAL_REFCNT, &_PyNotImplemented_Type};
PyObject _Py_EllipsisObject = {_Py_IMMORTAL_REFCNT, &PyEllipsis_Type};
struct _longobject _Py_FalseStruct = {{{_Py_IMMORTAL_REFCNT, &PyBool_Type}, 0}, {0}};
struct _longobject _Py_TrueStruct = {{{_Py_IMMORTAL_REFCNT, &PyBool_Type}, 1}, {1}};

/* counting */

/* Debug mode: 0 if the object may be counted, -1 if there is none any more. */
static int check_counted(PyObject *o, const char *call)
{
    mooring_watch_holder_slow(call);
    if (mooring_in_arena(o) && mooring_is_free(mooring_prefix_of(o))) {
        mooring_report_misuse("the object was freed before", o, call);
        return -1;
    }
    if (o->ob_refcnt < 0) {
        mooring_report_misuse("the reference count is negative", o, call);
    }
    return 0;
}

void Py_IncRef(PyObject *o)
{
    if (o != NULL) {
        _Py_IncRef(o);
    }
}

void Py_DecRef(PyObject *o)
{
    if (o != NULL) {
        _Py_DecRef(o);
    }
}

void _Py_IncRef(PyObject *o)
{
    if (MOORING_UNLIKELY(mooring_runtime.debug & MOORING_DEBUG_COUNTS) && check_counted(o, "Py_IncRef") < 0) {
        return;
    }
    o->ob_refcnt++;
}

void _Py_DecRef(PyObject *o)
{
    if (MOORING_UNLIKELY(mooring_runtime.debug & MOORING_DEBUG_COUNTS) && check_counted(o, "Py_DecRef") < 0) {
        return;
    }
    if (--o->ob_refcnt == 0) {
        _Py_Dealloc(o);
    }
}

PyObject *Py_NewRef(PyObject *o)
{
    Py_INCREF(o);
    return o;
}

PyObject *Py_XNewRef(PyObject *o)
{
    Py_XINCREF(o);
    return o;
}

int Py_Is(PyObject *a, PyObject *b)
{
    return a == b;
}

int Py_IsNone(PyObject *o)
{
    return o == Py_None;
}

/* death */

static PyObject *deferred; /* the newest; linked by the upper bits of the gc words */

/* The list takes the place of the number among the tracked, so a tracked object leaves them meanwhile; that it was one is what its bit says. */
static void defer(PyObject *o)
{
    struct mooring_prefix *prefix = mooring_prefix_of(o);
    uintptr_t flags = prefix->gc & GC_FLAG_BITS;
    PyObject_GC_UnTrack(o);
    prefix->gc = (uintptr_t)deferred | flags | MOORING_GC_DEFERRED;
    deferred = o;
}

static PyObject *undefer(void)
{
    PyObject *o = deferred;
    struct mooring_prefix *prefix = mooring_prefix_of(o);
    deferred = (PyObject *)(prefix->gc & ~GC_FLAG_BITS);
    uintptr_t was_tracked = prefix->gc & MOORING_GC_TRACKED;
    prefix->gc &= GC_FLAG_BITS & ~(MOORING_GC_DEFERRED | MOORING_GC_TRACKED);
    if (was_tracked) {
        PyObject_GC_Track(o);
    }
    return o;
}

static void dealloc_nested(PyObject *o, PyTypeObject *type)
{
    if (MOORING_UNLIKELY(mooring_runtime.dealloc_depth >= NESTING_LIMIT) && mooring_in_arena(o)) {
        defer(o);
        return;
    }
    mooring_runtime.dealloc_depth++;
    type->tp_dealloc(o);
    while (MOORING_UNLIKELY(deferred != NULL) && mooring_runtime.dealloc_depth == 1) {
        PyObject *next = undefer();
        Py_TYPE(next)->tp_dealloc(next);
    }
    mooring_runtime.dealloc_depth--;
}

static void call_dealloc(PyObject *o, PyTypeObject *type)
{
    if (type->tp_flags & MOORING_TPFLAGS_NESTED) {
        dealloc_nested(o, type);
    } else {
        type->tp_dealloc(o);
    }
}

/* Whether tp_dealloc left the object as it was: not freed, not resurrected, not put off. */
static int is_left_behind(const PyObject *o)
{
    if (!mooring_in_arena(o) || mooring_page_class_of(o) == MOORING_PAGE_NONE) {
        return 0;
    }
    const struct mooring_prefix *prefix = mooring_prefix_of(o);
    return prefix->link == MOORING_DEALLOCATING && o->ob_refcnt == 0 && !(prefix->gc & MOORING_GC_DEFERRED);
}

/* Debug mode: says what tp_dealloc did wrong; of a type that does not free its objects only once, since one that keeps
 * them to use them again may do so. */
static void dealloc_watched(PyObject *o, PyTypeObject *type)
{
    const PyObject *pending = mooring_runtime.error->type;
    call_dealloc(o, type);
    if (pending == NULL && mooring_runtime.error->type != NULL) {
        mooring_report_misuse("tp_dealloc raised an exception", o, "_Py_Dealloc");
    }
    if (is_left_behind(o) && !(Py_TYPE(o)->tp_flags & MOORING_TPFLAGS_REPORTED)) {
        Py_TYPE(o)->tp_flags |= MOORING_TPFLAGS_REPORTED;
        mooring_report_misuse("tp_dealloc did not free the object", o, "_Py_Dealloc");
    }
}

/* A count that is not zero: some headers look only at its low half, and that says nothing about a linked object. */
static void dealloc_refused(PyObject *o)
{
    if (o->ob_refcnt < 0) {
        mooring_report_misuse("the reference count is negative", o, "_Py_Dealloc");
    }
}

/* The link word of an object whose count reached zero is not 0. 0 if it may die: its tp_dealloc runs, or brought it back. */
static int refuse_dealloc(PyObject *o, const struct mooring_prefix *prefix)
{
    if (mooring_is_free(prefix)) {
        mooring_report_misuse("the object was freed before", o, "_Py_Dealloc");
        return -1;
    }
    if (prefix->link != MOORING_DEALLOCATING) {
        mooring_report_misuse("the count of a linked object is zero", o, "_Py_Dealloc");
        return -1;
    }
    return 0;
}

void _Py_Dealloc(PyObject *o)
{
    if (MOORING_UNLIKELY(o->ob_refcnt != 0)) {
        dealloc_refused(o);
        return;
    }
    if (MOORING_LIKELY(mooring_in_arena(o))) {
        struct mooring_prefix *prefix = mooring_prefix_of(o);
        if (MOORING_UNLIKELY(prefix->link != 0) && refuse_dealloc(o, prefix) < 0) {
            return;
        }
        prefix->link = MOORING_DEALLOCATING;
    }
    PyTypeObject *type = Py_TYPE(o);
    if (MOORING_UNLIKELY(mooring_runtime.debug & MOORING_DEBUG_COUNTS)) {
        dealloc_watched(o, type);
    } else if (type->tp_flags & MOORING_TPFLAGS_NESTED) {
        dealloc_nested(o, type);
    } else {
        type->tp_dealloc(o);
    }
}

void mooring_set_deallocating(PyObject *o, int deallocating)
{
    if (mooring_in_arena(o)) {
        mooring_prefix_of(o)->link = deallocating ? MOORING_DEALLOCATING : 0;
    }
}

/* Statics: a count that unbalanced code brought down to zero is set up again. */
void mooring_immortal_dealloc(PyObject *o)
{
    o->ob_refcnt = _Py_IMMORTAL_REFCNT;
}

/* The mirror of a managed object owns nothing. (A heap type's instances count it; subtype.c drops that count.) */
void mooring_mirror_dealloc(PyObject *o)
{
    Py_TYPE(o)->tp_free(o);
}

int mooring_mirror_traverse(PyObject *o, visitproc visit, void *arg)
{
    (void)o;
    (void)visit;
    (void)arg;
    return 0;
}

int mooring_mirror_clear(PyObject *o)
{
    (void)o;
    return 0;
}

/* The trashcan calls of binaries: _Py_Dealloc has bounded the depth already. */

int _PyTrash_begin(PyThreadState *thread, PyObject *o)
{
    (void)thread;
    (void)o;
    return 0;
}

void _PyTrash_end(PyThreadState *thread)
{
    (void)thread;
}

int _PyTrash_cond(PyObject *o, destructor dealloc)
{
    return Py_TYPE(o)->tp_dealloc == dealloc;
}

/* birth */

/* Types that keep their dead and use them again come through here: the object is not being deallocated any more. */
void _Py_NewReference(PyObject *o)
{
    o->ob_refcnt = 1;
    if (mooring_in_arena(o) && mooring_prefix_of(o)->link == MOORING_DEALLOCATING) {
        mooring_prefix_of(o)->link = 0;
    }
}

PyObject *PyObject_Init(PyObject *o, PyTypeObject *type)
{
    if (o == NULL) {
        return PyErr_NoMemory();
    }
    o->ob_type = type;
    _Py_NewReference(o);
    if (type->tp_flags & Py_TPFLAGS_HEAPTYPE) {
        Py_INCREF(type);
    }
    return o;
}

PyVarObject *PyObject_InitVar(PyVarObject *o, PyTypeObject *type, Py_ssize_t size)
{
    if (o == NULL) {
        return (PyVarObject *)PyErr_NoMemory();
    }
    o->ob_size = size;
    PyObject_Init((PyObject *)o, type);
    return o;
}

PyObject *_PyObject_New(PyTypeObject *type)
{
    return PyObject_Init(PyObject_Malloc((size_t)type->tp_basicsize), type);
}

PyVarObject *_PyObject_NewVar(PyTypeObject *type, Py_ssize_t item_count)
{
    return PyObject_InitVar(PyObject_Malloc((size_t)_PyObject_VAR_SIZE(type, item_count)), type, item_count);
}

/* finalizers (PEP 442) */

static int finalized(PyObject *o)
{
    return mooring_in_arena(o) && (mooring_prefix_of(o)->gc & MOORING_GC_FINALIZED);
}

void PyObject_CallFinalizer(PyObject *o)
{
    PyTypeObject *type = Py_TYPE(o);
    if (type->tp_finalize == NULL || finalized(o)) {
        return;
    }
    if (mooring_in_arena(o)) {
        mooring_prefix_of(o)->gc |= MOORING_GC_FINALIZED;
    }
    type->tp_finalize(o);
}

int PyObject_CallFinalizerFromDealloc(PyObject *o)
{
    if (o->ob_refcnt != 0) {
        Py_FatalError("PyObject_CallFinalizerFromDealloc called on object with a non-zero refcount");
    }
    if (Py_TYPE(o)->tp_finalize == NULL || finalized(o)) {
        return 0;
    }
    o->ob_refcnt = 1;
    mooring_set_deallocating(o, 0);
    PyObject_CallFinalizer(o);
    if (--o->ob_refcnt == 0) {
        mooring_set_deallocating(o, 1);
        return 0;
    }
    /* somebody counts it, or Java has linked a managed object to it: it lives, and dies later without a finalizer */
    return -1;
}
