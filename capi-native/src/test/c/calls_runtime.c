/* calls_runtime.c: the parts of the C API beside the objects: output, warnings, imports, descriptors, slots of builtin
 * types called directly, and types in C that inherit from builtin ones.
 *
 * See calls_object.c for how the rows of the border tests use such a module.
 */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

/* Output. */

static PyObject *
write_streams(PyObject *module, PyObject *args)
{
    (void)module;
    const char *out, *err;
    if (!PyArg_ParseTuple(args, "ss", &out, &err)) {
        return NULL;
    }
    PySys_WriteStdout("out: %s\n", out);
    PySys_WriteStderr("err: %s\n", err);
    Py_RETURN_NONE;
}

static PyObject *
warn(PyObject *module, PyObject *args)
{
    (void)module;
    const char *text;
    if (!PyArg_ParseTuple(args, "s", &text) || PyErr_WarnEx(PyExc_DeprecationWarning, text, 1) < 0) {
        return NULL;
    }
    Py_RETURN_NONE;
}

/* Raises, prints instead of passing on, and goes on. */
static PyObject *
print_error(PyObject *module, PyObject *args)
{
    (void)module;
    const char *text;
    if (!PyArg_ParseTuple(args, "s", &text)) {
        return NULL;
    }
    PyErr_SetString(PyExc_ValueError, text);
    PyErr_Print();
    return PyBool_FromLong(PyErr_Occurred() == NULL);
}

static PyObject *
unraisable(PyObject *module, PyObject *where)
{
    (void)module;
    PyErr_SetString(PyExc_ValueError, "nobody can catch this");
    PyErr_WriteUnraisable(where);
    Py_RETURN_NONE;
}

/* Imports. */

static PyObject *
import_level(PyObject *module, PyObject *args)
{
    (void)module;
    const char *name;
    PyObject *names;
    int level;
    if (!PyArg_ParseTuple(args, "sOi", &name, &names, &level)) {
        return NULL;
    }
    PyObject *imported = PyImport_ImportModuleLevel(name, NULL, NULL, names, level);
    PyObject *result = imported == NULL ? NULL : PyObject_GetAttrString(imported, "__name__");
    Py_XDECREF(imported);
    return result;
}

/* relative(name, globals, names, level): the __name__ of what PyImport_ImportModuleLevel answers. */
static PyObject *
relative(PyObject *module, PyObject *args)
{
    (void)module;
    const char *name;
    PyObject *globals, *names;
    int level;
    if (!PyArg_ParseTuple(args, "sOOi", &name, &globals, &names, &level)) {
        return NULL;
    }
    /* a package in sys.modules to import from */
    static const char *const package[] = {"cpkg", "cpkg.sub", "cpkg.sub.leaf", NULL};
    for (const char *const *each = package; *each != NULL; each++) {
        if (PyImport_AddModule(*each) == NULL) {
            return NULL;
        }
    }
    PyObject *imported = PyImport_ImportModuleLevel(name, globals, NULL, names, level);
    PyObject *result = imported == NULL ? NULL : PyObject_GetAttrString(imported, "__name__");
    Py_XDECREF(imported);
    PyObject *type, *value, *traceback;
    PyErr_Fetch(&type, &value, &traceback);
    for (const char *const *each = package; *each != NULL; each++) {
        PyDict_DelItemString(PyImport_GetModuleDict(), *each);
    }
    PyErr_Restore(type, value, traceback);
    return result;
}

/* Functions and descriptors. */

/* function_facts(object, name): of a bound method of a builtin type: (it is a PyCFunction, its self is the object, its flags are known, it can be called). */
static PyObject *
function_facts(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *o;
    const char *name;
    if (!PyArg_ParseTuple(args, "Os", &o, &name)) {
        return NULL;
    }
    PyObject *method = PyObject_GetAttrString(o, name);
    if (method == NULL) {
        return NULL;
    }
    int is_function = PyCFunction_Check(method);
    int known = is_function && PyCFunction_GetFlags(method) >= 0 && PyCFunction_GetFunction(method) != NULL;
    int is_self = is_function && PyCFunction_GetSelf(method) == o;
    PyObject *result = PyObject_CallNoArgs(method);
    Py_DECREF(method);
    return result == NULL ? NULL : Py_BuildValue("(iiiN)", is_function, is_self, known, result);
}

static PyObject *
alias(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *arguments;
    if (!PyArg_ParseTuple(args, "O", &arguments)) {
        return NULL;
    }
    return Py_GenericAlias((PyObject *)&PyList_Type, arguments);
}

/* What calling an alias makes, and an attribute of it. */
static PyObject *
through_alias(PyObject *module, PyObject *argument)
{
    (void)module;
    PyObject *made = Py_GenericAlias((PyObject *)&PyList_Type, (PyObject *)&PyLong_Type);
    PyObject *list = made == NULL ? NULL : PyObject_CallOneArg(made, argument);
    PyObject *origin = list == NULL ? NULL : PyObject_GetAttrString(made, "__origin__");
    int same = origin == (PyObject *)&PyList_Type;
    Py_XDECREF(origin);
    Py_XDECREF(made);
    return list == NULL ? NULL : Py_BuildValue("(Ni)", list, same);
}

/* view(object): memoryview(object) by calling the type; its bytes. */
static PyObject *
view(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *made = PyObject_CallObject((PyObject *)&PyMemoryView_Type, args);
    PyObject *bytes = made == NULL ? NULL : PyObject_CallMethod(made, "tobytes", NULL);
    Py_XDECREF(made);
    return bytes;
}

static PyObject *
described(PyObject *self, PyObject *arg)
{
    PyObject *name = PyType_GetName(Py_TYPE(self));
    return name == NULL ? NULL : Py_BuildValue("(NO)", name, arg);
}

static PyMethodDef described_definition = {"described", described, METH_O, NULL};

/* A method descriptor of list, called with an object and an argument. */
static PyObject *
method_descriptor(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *descriptor = PyDescr_NewMethod(&PyList_Type, &described_definition);
    PyObject *result = descriptor == NULL ? NULL : PyObject_CallObject(descriptor, args);
    Py_XDECREF(descriptor);
    return result;
}

static PyObject *
bound_method(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *self, *rest;
    const char *name;
    if (!PyArg_ParseTuple(args, "sOO", &name, &self, &rest)) {
        return NULL;
    }
    PyObject *function = PyDict_GetItemString(PyEval_GetBuiltins(), name);
    PyObject *bound = function == NULL ? NULL : PyMethod_New(function, self);
    PyObject *result = bound == NULL ? NULL : PyObject_CallObject(bound, rest);
    Py_XDECREF(bound);
    return result;
}

static PyObject *
static_wrapper(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *function = PyDict_GetItemString(PyEval_GetBuiltins(), "len");
    PyObject *wrapped = function == NULL ? NULL : PyStaticMethod_New(function);
    PyObject *result = wrapped == NULL ? NULL : PyObject_CallObject(wrapped, args);
    Py_XDECREF(wrapped);
    return result;
}

/* Slots of builtin types. */

static PyObject *
float_slot_new(PyObject *module, PyObject *args)
{
    (void)module;
    newfunc make = (newfunc)PyType_GetSlot(&PyFloat_Type, Py_tp_new);
    return make(&PyFloat_Type, args, NULL);
}

/* A list filled by tp_init of list. */
static PyObject *
list_slot_init(PyObject *module, PyObject *args)
{
    (void)module;
    initproc init = (initproc)PyType_GetSlot(&PyList_Type, Py_tp_init);
    PyObject *list = PyList_New(0);
    if (list == NULL || init(list, args, NULL) < 0) {
        Py_XDECREF(list);
        return NULL;
    }
    return list;
}

/* Attributes of an instance of a class made here, whose slots are Java's: (value, after a change, names left). */
static PyObject *
managed_instance(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *name, *value, *other;
    if (!PyArg_ParseTuple(args, "OOO", &name, &value, &other)) {
        return NULL;
    }
    PyObject *cls = PyObject_CallFunction((PyObject *)&PyType_Type, "s(){}", "Made");
    PyObject *o = cls == NULL ? NULL : PyObject_CallNoArgs(cls);
    PyObject *first = NULL, *second = NULL, *dict = NULL, *result = NULL;
    if (o != NULL && PyObject_SetAttr(o, name, value) == 0 && (first = PyObject_GetAttr(o, name)) != NULL &&
        PyObject_SetAttr(o, name, other) == 0 && (second = PyObject_GetAttr(o, name)) != NULL &&
        PyObject_SetAttr(o, name, NULL) == 0 && (dict = PyObject_GetAttrString(o, "__dict__")) != NULL) {
        result = PyTuple_Pack(3, first, second, dict);
    }
    Py_XDECREF(first);
    Py_XDECREF(second);
    Py_XDECREF(dict);
    Py_XDECREF(o);
    Py_XDECREF(cls);
    return result;
}

/* Types that inherit from builtin types whose data is Java's. */

static PyObject *
stack_push(PyObject *self, PyObject *item)
{
    if (PyList_Append(self, item) < 0) {
        return NULL;
    }
    return PyLong_FromSsize_t(PyList_Size(self));
}

static PyObject *
stack_top(PyObject *self, PyObject *unused)
{
    (void)unused;
    return PySequence_GetItem(self, -1);
}

static PyMethodDef stack_methods[] = {
    {"push", stack_push, METH_O, NULL},
    {"top", stack_top, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot stack_slots[] = {
    {Py_tp_methods, stack_methods},
    {0, NULL},
};

static PyType_Spec stack_spec = {
    .name = "calls_runtime.Stack",
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE,
    .slots = stack_slots,
};

static PyType_Slot table_slots[] = {
    {0, NULL},
};

static PyType_Spec table_spec = {
    .name = "calls_runtime.Table",
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE,
    .slots = table_slots,
};

static PyObject *stack_type, *table_type;

/* A Stack filled with the items of a sequence: (pushed, top, length, is a list, second item, contains the first). */
static PyObject *
stack_of(PyObject *module, PyObject *items)
{
    (void)module;
    PyObject *stack = PyObject_CallNoArgs(stack_type);
    PyObject *first = stack == NULL ? NULL : PySequence_GetItem(items, 0);
    PyObject *pushed = NULL, *top = NULL, *second = NULL, *result = NULL;
    for (Py_ssize_t i = 0; first != NULL && i < PySequence_Size(items); i++) {
        PyObject *item = PySequence_GetItem(items, i);
        Py_XSETREF(pushed, item == NULL ? NULL : PyObject_CallMethod(stack, "push", "(O)", item));
        Py_XDECREF(item);
    }
    if (pushed != NULL && (top = PyObject_CallMethod(stack, "top", NULL)) != NULL &&
        (second = PySequence_GetItem(stack, 1)) != NULL) {
        result = Py_BuildValue("(OOniOi)", pushed, top, PyObject_Size(stack), PyList_Check(stack), second,
                               PySequence_Contains(stack, first));
    }
    Py_XDECREF(first);
    Py_XDECREF(pushed);
    Py_XDECREF(top);
    Py_XDECREF(second);
    Py_XDECREF(stack);
    return result;
}

/* A Table with one item set through its slots and read through dict's functions: (value, size, is a dict). */
static PyObject *
table_with(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *key, *value;
    if (!PyArg_ParseTuple(args, "OO", &key, &value)) {
        return NULL;
    }
    PyObject *table = PyObject_CallNoArgs(table_type);
    PyObject *result = NULL;
    if (table != NULL && PyObject_SetItem(table, key, value) == 0) {
        PyObject *found = PyDict_GetItemWithError(table, key);
        if (found != NULL) {
            result = Py_BuildValue("(Oni)", found, PyDict_Size(table), PyDict_Check(table));
        }
    }
    Py_XDECREF(table);
    return result;
}

/* Code and frames, which name a place in a source. */

static PyObject *
new_code(PyObject *module, PyObject *args)
{
    (void)module;
    const char *file, *name;
    int line;
    return PyArg_ParseTuple(args, "ssi", &file, &name, &line) ? (PyObject *)PyCode_NewEmpty(file, name, line) : NULL;
}

/* (f_lineno, its code's name): the line is the code's until one is set. */
static PyObject *
new_frame(PyObject *module, PyObject *args)
{
    (void)module;
    const char *file, *name;
    int line;
    if (!PyArg_ParseTuple(args, "ssi", &file, &name, &line)) {
        return NULL;
    }
    PyCodeObject *code = PyCode_NewEmpty(file, name, line);
    PyObject *globals = PyDict_New();
    PyFrameObject *frame = code == NULL || globals == NULL ? NULL : PyFrame_New(PyThreadState_Get(), code, globals, NULL);
    PyObject *found = frame == NULL ? NULL : PyObject_GetAttrString((PyObject *)frame, "f_code");
    PyObject *found_name = found == NULL ? NULL : PyObject_GetAttrString(found, "co_name");
    PyObject *answer = found_name == NULL ? NULL : Py_BuildValue("(iOi)", PyFrame_GetLineNumber(frame), found_name, found == (PyObject *)code);
    Py_XDECREF(found_name);
    Py_XDECREF(found);
    Py_XDECREF(frame);
    Py_XDECREF(globals);
    Py_XDECREF(code);
    return answer;
}

/* replace(code fields ..., **changes) of an empty code object, and then attributes by name. */
static PyObject *
replaced(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *changes, *names;
    if (!PyArg_ParseTuple(args, "O!O", &PyDict_Type, &changes, &names)) {
        return NULL;
    }
    PyObject *code = (PyObject *)PyCode_NewEmpty("file.py", "function", 12);
    PyObject *replace = code == NULL ? NULL : PyObject_GetAttrString(code, "replace");
    PyObject *none = PyTuple_New(0);
    PyObject *other = replace == NULL ? NULL : PyObject_Call(replace, none, changes);
    PyObject *answer = other == NULL ? NULL : PyList_New(0);
    for (Py_ssize_t i = 0; answer != NULL && i < PySequence_Size(names); i++) {
        PyObject *name = PySequence_GetItem(names, i);
        PyObject *value = PyObject_GetAttr(other, name);
        if (value == NULL || PyList_Append(answer, value) < 0) {
            Py_CLEAR(answer);
        }
        Py_XDECREF(value);
        Py_XDECREF(name);
    }
    Py_XDECREF(other);
    Py_XDECREF(none);
    Py_XDECREF(replace);
    Py_XDECREF(code);
    return answer;
}

/* An error that passed two places: (line, line of the next entry) of its traceback. */
static PyObject *
traced(PyObject *module, PyObject *args)
{
    (void)module;
    int inner, outer;
    if (!PyArg_ParseTuple(args, "ii", &inner, &outer)) {
        return NULL;
    }
    PyErr_SetString(PyExc_ValueError, "traced");
    _PyTraceback_Add("inner", "file.c", inner);
    _PyTraceback_Add("outer", "file.c", outer);
    PyObject *type, *value, *traceback;
    PyErr_Fetch(&type, &value, &traceback);
    PyObject *line = PyObject_GetAttrString(traceback, "tb_lineno");
    PyObject *next = PyObject_GetAttrString(traceback, "tb_next");
    PyObject *next_line = PyObject_GetAttrString(next, "tb_lineno");
    Py_XDECREF(type);
    Py_XDECREF(value);
    Py_XDECREF(traceback);
    Py_XDECREF(next);
    return Py_BuildValue("(NN)", line, next_line);
}

/* Functions that only compiled modules call. */

PyAPI_FUNC(int) _PySet_NextEntry(PyObject *set, Py_ssize_t *position, PyObject **item, Py_hash_t *hash);
PyAPI_FUNC(int) _PyGen_SetStopIterationValue(PyObject *value);

static PyObject *
items_of_set(PyObject *module, PyObject *set)
{
    (void)module;
    PyObject *list = PyList_New(0), *item;
    Py_ssize_t position = 0;
    Py_hash_t hash;
    int status = 0;
    while (list != NULL && (status = _PySet_NextEntry(set, &position, &item, &hash)) > 0) {
        if (hash != PyObject_Hash(item) || PyList_Append(list, item) < 0) {
            Py_CLEAR(list);
        }
    }
    if (status < 0) {
        Py_CLEAR(list);
    }
    return list == NULL || PyList_Sort(list) < 0 ? NULL : list;
}

static PyObject *
stop_with(PyObject *module, PyObject *value)
{
    (void)module;
    _PyGen_SetStopIterationValue(value);
    PyObject *type, *raised, *traceback;
    PyErr_Fetch(&type, &raised, &traceback);
    PyErr_NormalizeException(&type, &raised, &traceback);
    PyObject *held = PyObject_GetAttrString(raised, "value");
    Py_XDECREF(type);
    Py_XDECREF(raised);
    Py_XDECREF(traceback);
    return held;
}

static PyObject *
copy_of_int(PyObject *module, PyObject *v)
{
    (void)module;
    return PyLong_Check(v) ? _PyLong_Copy((PyLongObject *)v) : PyErr_Format(PyExc_TypeError, "not an int");
}

/* Whether the descriptors of two methods of the object's type have the types and the definitions that compiled modules read. */
static PyObject *
descriptors(PyObject *module, PyObject *o)
{
    (void)module;
    PyObject *type = (PyObject *)Py_TYPE(o);
    PyObject *method = PyObject_GetAttrString(type, "append");
    PyObject *slot = method == NULL ? NULL : PyObject_GetAttrString(type, "__len__");
    if (slot == NULL) {
        Py_XDECREF(method);
        return NULL;
    }
    int is_described = Py_IS_TYPE(method, &PyMethodDescr_Type) && ((PyMethodDescrObject *)method)->d_method->ml_name != NULL;
    int is_wrapped = Py_IS_TYPE(slot, &PyWrapperDescr_Type) && ((PyWrapperDescrObject *)slot)->d_base->name != NULL;
    Py_DECREF(method);
    Py_DECREF(slot);
    return Py_BuildValue("(ii)", is_described, is_wrapped);
}

static PyMethodDef functions[] = {
    {"new_code", new_code, METH_VARARGS, NULL},
    {"new_frame", new_frame, METH_VARARGS, NULL},
    {"replaced", replaced, METH_VARARGS, NULL},
    {"traced", traced, METH_VARARGS, NULL},
    {"items_of_set", items_of_set, METH_O, NULL},
    {"stop_with", stop_with, METH_O, NULL},
    {"copy_of_int", copy_of_int, METH_O, NULL},
    {"descriptors", descriptors, METH_O, NULL},
    {"write_streams", write_streams, METH_VARARGS, NULL},
    {"warn", warn, METH_VARARGS, NULL},
    {"print_error", print_error, METH_VARARGS, NULL},
    {"unraisable", unraisable, METH_O, NULL},
    {"import_level", import_level, METH_VARARGS, NULL},
    {"relative", relative, METH_VARARGS, NULL},
    {"function_facts", function_facts, METH_VARARGS, NULL},
    {"alias", alias, METH_VARARGS, NULL},
    {"through_alias", through_alias, METH_O, NULL},
    {"view", view, METH_VARARGS, NULL},
    {"method_descriptor", method_descriptor, METH_VARARGS, NULL},
    {"bound_method", bound_method, METH_VARARGS, NULL},
    {"static_wrapper", static_wrapper, METH_VARARGS, NULL},
    {"float_slot_new", float_slot_new, METH_VARARGS, NULL},
    {"list_slot_init", list_slot_init, METH_VARARGS, NULL},
    {"managed_instance", managed_instance, METH_VARARGS, NULL},
    {"stack_of", stack_of, METH_O, NULL},
    {"table_with", table_with, METH_VARARGS, NULL},
    {NULL, NULL, 0, NULL},
};

/* A type from a spec with one base, added to the module under its short name: 0, or -1 with an error. */
static int
add_type(PyObject *module, PyType_Spec *spec, PyTypeObject *base, const char *name, PyObject **place)
{
    PyObject *bases = PyTuple_Pack(1, base);
    *place = bases == NULL ? NULL : PyType_FromSpecWithBases(spec, bases);
    Py_XDECREF(bases);
    return *place == NULL ? -1 : PyModule_AddObjectRef(module, name, *place);
}

static int
execute(PyObject *module)
{
    if (add_type(module, &stack_spec, &PyList_Type, "Stack", &stack_type) < 0) {
        return -1;
    }
    return add_type(module, &table_spec, &PyDict_Type, "Table", &table_type);
}

static PyModuleDef_Slot module_slots[] = {
    {Py_mod_exec, execute},
    {0, NULL},
};

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT,
    .m_name = "calls_runtime",
    .m_doc = "The parts of the C API beside the objects.",
    .m_methods = functions,
    .m_slots = module_slots,
};

PyMODINIT_FUNC
PyInit_calls_runtime(void)
{
    return PyModuleDef_Init(&definition);
}
