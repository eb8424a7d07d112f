package io.mooring.capi;

/** Addresses of the C statics that the conversions compare with: the singletons, and the types whose objects have data that C reads directly. */
final class CTypes {
    final long none;
    final long longType;
    final long floatType;
    final long complex;
    final long unicode;
    final long bytes;
    final long tuple;
    final long list;
    final long slice;
    final long cfunction;
    final long cmethod;
    final long module;
    final long methodDescriptor;
    final long slotWrapper;

    CTypes(NativeLibrary library) {
        none = library.symbol("_Py_NoneStruct");
        longType = library.symbol("PyLong_Type");
        floatType = library.symbol("PyFloat_Type");
        complex = library.symbol("PyComplex_Type");
        unicode = library.symbol("PyUnicode_Type");
        bytes = library.symbol("PyBytes_Type");
        tuple = library.symbol("PyTuple_Type");
        list = library.symbol("PyList_Type");
        slice = library.symbol("PySlice_Type");
        cfunction = library.symbol("PyCFunction_Type");
        cmethod = library.symbol("PyCMethod_Type");
        module = library.symbol("PyModule_Type");
        methodDescriptor = library.symbol("PyMethodDescr_Type");
        slotWrapper = library.symbol("PyWrapperDescr_Type");
    }
}
