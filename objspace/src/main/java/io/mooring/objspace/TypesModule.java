package io.mooring.objspace;

import io.mooring.gc.Slot;
import io.mooring.gc.roots.HandleScope;

/** The module types: names for the builtin types that have none in builtins. Those of what only an interpreter has (frames, generators) are left out. */
final class TypesModule {
    static final String NAME = "types";

    /** A name of the module, and the builtin type's own. */
    private static final String[][] TYPES = {
        {"BuiltinFunctionType", "builtin_function_or_method"},
        {"BuiltinMethodType", "builtin_function_or_method"},
        {"ClassMethodDescriptorType", "classmethod_descriptor"},
        {"EllipsisType", "ellipsis"},
        {"FunctionType", "function"},
        {"GenericAlias", "GenericAlias"},
        {"GetSetDescriptorType", "getset_descriptor"},
        {"LambdaType", "function"},
        {"MappingProxyType", "mappingproxy"},
        {"MemberDescriptorType", "member_descriptor"},
        {"MethodDescriptorType", "method_descriptor"},
        {"MethodType", "method"},
        {"MethodWrapperType", "method-wrapper"},
        {"ModuleType", "module"},
        {"NoneType", "NoneType"},
        {"NotImplementedType", "NotImplementedType"},
        {"TracebackType", "traceback"},
        {"UnionType", "UnionType"},
        {"WrapperDescriptorType", "wrapper_descriptor"},
    };

    private TypesModule() {}

    static void fill(ObjSpace space, @Slot long hModule) {
        try (HandleScope scope = space.heap.scope()) {
            long hName = scope.root(0);
            for (String[] row : TYPES) {
                scope.set(hName, space.intern(row[0]));
                space.setattr(space.arg(hModule, 0), scope.get(hName), space.types.builtin(row[1]));
            }
        }
    }
}
