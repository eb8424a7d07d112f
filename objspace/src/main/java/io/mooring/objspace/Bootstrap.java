package io.mooring.objspace;

import io.mooring.gc.Ref;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Makes the builtin types of a new object space: first all objects, empty, then their contents, which need one another. */
final class Bootstrap {
    /** Builtin types that are not the one type of a kind: name, and the kind that defines it. */
    private static final Object[][] NAMED = {
        {"object", TypeIds.INSTANCE},
        {"type", TypeIds.TYPE},
        {"module", TypeIds.MODULE},
        {"method", TypeIds.METHOD},
        {"method-wrapper", TypeIds.METHOD},
    };

    /** Types of functions and C descriptors, which {@link FunctionMethods} defines. */
    private static final String[] FUNCTIONS = {"function", "method_descriptor", "wrapper_descriptor", "classmethod_descriptor",
            "member_descriptor"};

    private final ObjSpace space;
    private final W_TypeObject types;
    private final Map<String, Integer> kindOfType = new HashMap<>();
    private final List<String> order = new ArrayList<>();

    Bootstrap(ObjSpace space) {
        this.space = space;
        this.types = space.types;
    }

    @Ref
    long w_object() {
        return named("object");
    }

    @Ref
    long named(String name) {
        return types.builtin(name);
    }

    private void allocate(String name, int kind) {
        types.allocateBuiltin(name);
        kindOfType.put(name, kind);
        order.add(name);
    }

    /** Allocates every builtin type and notes which is the type of which kind. */
    void allocateTypes(@Ref long[] typeOfKind) {
        for (Object[] row : NAMED) allocate((String) row[0], (int) row[1]);
        for (ObjectKind kind : space.kinds) {
            if (kind.typeName() == null) continue;
            if (!kindOfType.containsKey(kind.typeName())) allocate(kind.typeName(), kind.id());
            typeOfKind[kind.id()] = types.builtin(kind.typeName());
        }
        for (String name : FUNCTIONS) allocate(name, TypeIds.C_FUNCTION);
        allocate("BaseException", TypeIds.EXCEPTION);
        ExceptionTypes.visit((name, base) -> allocate(name, TypeIds.EXCEPTION));
        types.allAllocated();
    }

    /** Fills the types in the order of inheritance, then lets the kinds register what Python sees. */
    void fillTypes() {
        Map<String, String> bases = new HashMap<>();
        bases.put("bool", "int");
        ExceptionTypes.visit(bases::put);
        Set<String> filled = new HashSet<>();
        for (String name : order) fill(name, bases, filled);
        types.addBase(named("ExceptionGroup"), space.w_Exception);
        for (String name : order) space.kinds[kindOfType.get(name)].define(new TypeBuilder(space, types.builtin(name), name));
        afterwards();
    }

    private void fill(String name, Map<String, String> bases, Set<String> filled) {
        if (!filled.add(name)) return;
        String base = name.equals("object") ? null : bases.getOrDefault(name, "object");
        if (base != null) fill(base, bases, filled);
        types.fillBuiltin(types.builtin(name), name, base == null ? 0 : types.builtin(base), layoutOf(kindOfType.get(name)));
    }

    /** An int may be an immediate; what its type lays out is the other kind. */
    private static int layoutOf(int kind) {
        return kind == TypeIds.SMALL_INT ? TypeIds.LONG : kind;
    }

    private void afterwards() {
        space.exceptions.makeLastResort();
        space.attributes.w_objectInit = types.lookup(space.w_object, space.names.w_init);
        space.attributes.w_objectNew = types.lookup(space.w_object, space.names.w_new);
        types.addFlags(named("BaseException"), W_TypeObject.HAS_DICT | W_TypeObject.BASETYPE);
        ExceptionTypes.visit((name, base) -> types.addFlags(named(name), W_TypeObject.HAS_DICT | W_TypeObject.BASETYPE));
        types.addFlags(space.w_module, W_TypeObject.HAS_DICT);
        types.setModule(named("GenericAlias"), TypesModule.NAME);
        types.setModule(named("UnionType"), TypesModule.NAME);
        space.aliases.makeSubscriptable("list", "tuple", "dict", "set", "frozenset", "enumerate");
        space.attributes.w_dictAttribute = space.getsets.makeImmortal(space.w_object, "__dict__", ObjectMethods::getDict,
                ObjectMethods::setDict);
        for (String name : order) types.showDoc(named(name));
    }
}
