package io.mooring.objspace;

import io.mooring.gc.Ref;
import io.mooring.gc.Slot;
import io.mooring.gc.object.TypeLayout;
import io.mooring.gc.roots.HandleScope;
import java.util.HashMap;
import java.util.Map;

/**
 * A Python type: builtin (immortal), made by {@code type(name, bases, dict)}, or the counterpart of a PyTypeObject.
 *
 * <pre>
 *   +8    type        the metaclass
 *   +16   name        str
 *   +24   qualname    str
 *   +32   bases       tuple
 *   +40   mro         tuple, itself first
 *   +48   base        the base that decides the layout; 0 for object
 *   +56   dict        exact dict
 *   +64   doc         str or 0
 *   +72   subclasses  list of weakrefs, or 0
 *   +80   weakrefs    the weakref to it without callback, or 0
 *   +88   flags       raw: the constants below
 *   +96   instances   raw: heap type id of its instances
 *   +104  solid       raw: heap type id of the builtin layout it is bound to; INSTANCE = to none
 *   +112  version     raw: changes whenever a lookup in it may have a new answer; unique in the space
 *   +120  native      raw: address of its PyTypeObject, 0 = none yet; the other side's
 *   +128  foreignInstances raw: what the other side makes of its instances, 0 = not known; the other side's
 * </pre>
 */
public final class W_TypeObject extends GenericKind {
    static final TypeLayout LAYOUT;
    static final int NAME;
    static final int QUALNAME;
    static final int BASES;
    static final int MRO;
    static final int BASE;
    static final int DICT;
    static final int DOC;
    static final int SUBCLASSES;
    static final int WEAKREFS;
    static final int FLAGS;
    static final int INSTANCES;
    static final int SOLID;
    static final int VERSION;
    public static final int NATIVE;
    public static final int FOREIGN_INSTANCES;

    static {
        TypeLayout.Builder builder = TypeLayout.named("type");
        int type = builder.reference("type");
        assert type == OWN_TYPE;
        NAME = builder.reference("name");
        QUALNAME = builder.reference("qualname");
        BASES = builder.reference("bases");
        MRO = builder.reference("mro");
        BASE = builder.reference("base");
        DICT = builder.reference("dict");
        DOC = builder.reference("doc");
        SUBCLASSES = builder.reference("subclasses");
        WEAKREFS = builder.reference("weakrefs");
        FLAGS = builder.word("flags");
        INSTANCES = builder.word("instances");
        SOLID = builder.word("solid");
        VERSION = builder.word("version");
        NATIVE = builder.word("native");
        FOREIGN_INSTANCES = builder.word("foreignInstances");
        LAYOUT = builder.build();
    }

    /** Made by the object space at start-up; immortal and immutable. */
    public static final long BUILTIN = 1;
    /** Classes may inherit from it. */
    public static final long BASETYPE = 1L << 1;
    /** Instances have a dict. */
    public static final long HAS_DICT = 1L << 2;
    /** Attributes cannot be set; builtin types and immutable C types. */
    public static final long IMMUTABLE = 1L << 3;
    /** Itself or a base defines __getattribute__, beside object's own. */
    static final long HAS_GETATTRIBUTE = 1L << 4;
    static final long HAS_GETATTR = 1L << 5;
    static final long HAS_SETATTR = 1L << 6;
    static final long HAS_DELATTR = 1L << 7;
    /** Calling it is {@link ForeignObjects#construct}. */
    public static final long FOREIGN_CALL = 1L << 8;
    /** The dict of an instance is asked for with {@link ForeignObjects#dictionary}. */
    public static final long FOREIGN_DICT = 1L << 9;
    /**
     * len, items and calls of instances go straight to {@link ForeignObjects}; else through special methods (a Python class that inherits
     * from a C type).
     */
    public static final long FOREIGN_SLOTS = 1L << 10;
    /** An abstract class or a C type that forbids instances: calling it is TypeError. */
    public static final long DISALLOW_INSTANTIATION = 1L << 11;
    /** Messages show the name with its module, as CPython's tp_name has it for types defined in C. */
    public static final long SHOWN_WITH_MODULE = 1L << 12;
    /** Instances can be referred to weakly; said by {@code __slots__}, for classes with a dict it goes without saying. */
    static final long HAS_WEAKREFS = 1L << 13;
    /** Declares members in {@code __slots__}, which are a part of the layout. */
    static final long HAS_MEMBERS = 1L << 14;
    /** Itself or a base declares members in {@code __slots__}: what the field dict of an instance has are their values ({@link W_MemberObject}). */
    static final long KEEPS_MEMBERS = 1L << 15;
    /** Inherited by a subclass. FOREIGN_CALL and FOREIGN_SLOTS are not: a subclass may override what they shortcut. */
    private static final long INHERITED = HAS_DICT | HAS_WEAKREFS | FOREIGN_DICT | KEEPS_MEMBERS;
    private static final long HOOKS = HAS_GETATTRIBUTE | HAS_GETATTR | HAS_SETATTR | HAS_DELATTR;

    private final Map<String, Long> builtins = new HashMap<>();
    private final LookupCache cache;
    private long nextVersion = 1;
    // The types of functions, looked up once: binding a method needs them.
    private @Ref long w_function;
    private @Ref long w_builtinFunction;
    private @Ref long w_methodDescriptor;
    private @Ref long w_wrapperDescriptor;
    private @Ref long w_classMethodDescriptor;
    private @Ref long w_method;
    private @Ref long w_methodWrapper;

    W_TypeObject(ObjSpace space) {
        super(space, TypeIds.TYPE, LAYOUT);
        cache = new LookupCache(space.heap);
    }

    // ---- reading; none of these collects ------------------------------------------------------------------------------------------------

    /** The name as messages show it: without its module, unless {@link #SHOWN_WITH_MODULE}. */
    public String name(@Ref long w_type) {
        String name = space.unicodes.toJava(heap.readRef(w_type, NAME));
        return hasFlag(w_type, SHOWN_WITH_MODULE) ? moduleQualified(w_type, name) : name;
    }

    /** The name with the module that the type's dict has, if it has one and it is not builtins. */
    String moduleQualified(@Ref long w_type, String name) {
        long w_module = space.dicts.getStrOnly(dict(w_type), space.names.w_module, space.unicodes.hash(space.names.w_module));
        if (w_module == 0 || w_module == space.names.w_builtins || space.kind(w_module) != TypeIds.UNICODE) return name;
        String module = space.unicodes.toJava(w_module);
        return module.equals("builtins") ? name : module + "." + name;
    }

    /** {@code __qualname__} as text. */
    public String qualname(@Ref long w_type) {
        return space.unicodes.toJava(heap.readRef(w_type, QUALNAME));
    }

    public @Ref long w_name(@Ref long w_type) {
        return heap.readRef(w_type, NAME);
    }

    public @Ref long w_qualname(@Ref long w_type) {
        return heap.readRef(w_type, QUALNAME);
    }

    public @Ref long bases(@Ref long w_type) {
        return heap.readRef(w_type, BASES);
    }

    public @Ref long mro(@Ref long w_type) {
        return heap.readRef(w_type, MRO);
    }

    /** The base that decides the layout; 0 for object. */
    public @Ref long base(@Ref long w_type) {
        return heap.readRef(w_type, BASE);
    }

    /** The dict itself, not a proxy. After changing it directly call {@link #modified}. */
    public @Ref long dict(@Ref long w_type) {
        return heap.readRef(w_type, DICT);
    }

    public long flags(@Ref long w_type) {
        return heap.readWord(w_type, FLAGS);
    }

    public boolean hasFlag(@Ref long w_type, long flag) {
        return (heap.readWord(w_type, FLAGS) & flag) != 0;
    }

    public boolean isBuiltin(@Ref long w_type) {
        return hasFlag(w_type, BUILTIN);
    }

    /** Heap type id of the instances. */
    public int instanceKind(@Ref long w_type) {
        return (int) heap.readWord(w_type, INSTANCES);
    }

    /** The layout that a class is bound to by inheritance: heap type id of a builtin base, FOREIGN, EXCEPTION, …; INSTANCE = none. */
    public int solidKind(@Ref long w_type) {
        return (int) heap.readWord(w_type, SOLID);
    }

    /** A number that no other state of any type has; changes with every change that a lookup could see. */
    public long version(@Ref long w_type) {
        return heap.readWord(w_type, VERSION);
    }

    public long nativeWord(@Ref long w_type) {
        return heap.readWord(w_type, NATIVE);
    }

    public void setNativeWord(@Ref long w_type, long address) {
        heap.writeWord(w_type, NATIVE, address);
    }

    public boolean isSubtype(@Ref long w_sub, @Ref long w_super) {
        for (long w = w_sub; w != 0; w = heap.readRef(w, BASE)) {
            if (w == w_super) return true;
        }
        long w_mro = heap.readRef(w_sub, MRO);
        if (w_mro == 0) return false;
        long count = space.tuples.count(w_mro);
        for (long i = 1; i < count; i++) {
            if (space.tuples.get(w_mro, i) == w_super) return true;
        }
        return false;
    }

    /** What a name (an exact str) means in a type and its bases, unbound; 0 = nothing. */
    public @Ref long lookup(@Ref long w_type, @Ref long w_name) {
        long version = heap.readWord(w_type, VERSION);
        long w_known = cache.find(version, w_name);
        return w_known != LookupCache.UNKNOWN ? w_known : lookupSlow(w_type, w_name, version);
    }

    private @Ref long lookupSlow(@Ref long w_type, @Ref long w_name, long version) {
        long hash = space.unicodes.hash(w_name);
        long w_mro = heap.readRef(w_type, MRO);
        long count = space.tuples.count(w_mro);
        long w_found = 0;
        for (long i = 0; i < count && w_found == 0; i++) {
            w_found = space.dicts.getStrOnly(heap.readRef(space.tuples.get(w_mro, i), DICT), w_name, hash);
        }
        cache.add(version, w_name, w_found);
        return w_found;
    }

    /** The type in whose dict {@link #lookup} finds the name; 0 = none. */
    public @Ref long lookupWhere(@Ref long w_type, @Ref long w_name) {
        long hash = space.unicodes.hash(w_name);
        long w_mro = heap.readRef(w_type, MRO);
        for (long i = 0; i < space.tuples.count(w_mro); i++) {
            long w_class = space.tuples.get(w_mro, i);
            if (space.dicts.getStrOnly(heap.readRef(w_class, DICT), w_name, hash) != 0) return w_class;
        }
        return 0;
    }

    /** A builtin type by name, also those without a field in {@link ObjSpace}: exceptions, iterators, descriptors. Immortal. */
    public @Ref long builtin(String name) {
        long w_type = findBuiltin(name);
        if (w_type == 0) throw new IllegalArgumentException("no builtin type is named " + name);
        return w_type;
    }

    /** As {@link #builtin}; 0 if there is none of that name. */
    public @Ref long findBuiltin(String name) {
        return builtins.getOrDefault(name, 0L);
    }

    @Ref
    long typeOfFunction(int flags) {
        if ((flags & BuiltinFunctions.FREE_METHOD) != 0) return w_function;
        if ((flags & BuiltinFunctions.METHOD) != 0) return (flags & BuiltinFunctions.SPECIAL) != 0 ? w_wrapperDescriptor : w_methodDescriptor;
        return (flags & BuiltinFunctions.CLASS) != 0 ? w_classMethodDescriptor : w_builtinFunction;
    }

    @Ref
    long typeOfMethod(@Ref long w_function) {
        if (space.kind(w_function) != TypeIds.BUILTIN_FUNCTION) return w_method;
        int flags = space.functions.flags(w_function);
        if ((flags & BuiltinFunctions.FREE_METHOD) != 0) return w_method;
        return (flags & BuiltinFunctions.METHOD) != 0 && (flags & BuiltinFunctions.SPECIAL) != 0 ? w_methodWrapper : w_builtinFunction;
    }

    /** Whether a builtin subtype's instances are made by the constructor of its base as well (exceptions). */
    boolean sharesConstructor(@Ref long w_sub, @Ref long w_owner) {
        return solidKind(w_sub) == solidKind(w_owner) && instanceKind(w_sub) == instanceKind(w_owner)
                && lookup(w_sub, space.names.w_new) == lookup(w_owner, space.names.w_new);
    }

    // ---- building builtin types ---------------------------------------------------------------------------------------------------------

    @Ref
    long allocateBuiltin(String name) {
        long w_type = heap.allocateImmortal(TypeIds.TYPE);
        if (builtins.put(name, w_type) != null) throw new IllegalStateException("two builtin types are named " + name);
        return w_type;
    }

    /** To be called when every builtin type has been allocated. */
    void allAllocated() {
        w_function = builtin("function");
        w_builtinFunction = builtin("builtin_function_or_method");
        w_methodDescriptor = builtin("method_descriptor");
        w_wrapperDescriptor = builtin("wrapper_descriptor");
        w_classMethodDescriptor = builtin("classmethod_descriptor");
        w_method = builtin("method");
        w_methodWrapper = builtin("method-wrapper");
    }

    /** Fills an immortal type whose base is complete. */
    void fillBuiltin(@Ref long w_type, String name, @Ref long w_base, int instanceKind) {
        try (HandleScope scope = heap.scope()) {
            heap.writeRef(w_type, OWN_TYPE, space.w_type);
            heap.writeRef(w_type, NAME, space.intern(name));
            heap.writeRef(w_type, QUALNAME, space.intern(name));
            heap.writeRef(w_type, BASE, w_base);
            heap.writeRef(w_type, DICT, space.dicts.makeImmortal());
            long w_bases = w_base == 0 ? space.tuples.make(0, 0) : space.tuples.make(scope.root(w_base), 1);
            heap.writeRef(w_type, BASES, w_bases);
            long length = w_base == 0 ? 1 : 1 + space.tuples.count(heap.readRef(w_base, MRO));
            long w_mro = space.tuples.allocate(length);
            space.tuples.set(w_mro, 0, w_type);
            for (long i = 1; i < length; i++) space.tuples.set(w_mro, i, space.tuples.get(heap.readRef(w_base, MRO), i - 1));
            heap.writeRef(w_type, MRO, w_mro);
            long inherited = w_base == 0 ? 0 : flags(w_base) & (INHERITED | (instanceKind == TypeIds.EXCEPTION ? BASETYPE : 0));
            heap.writeWord(w_type, FLAGS, flags(w_type) | BUILTIN | IMMUTABLE | inherited);
            heap.writeWord(w_type, INSTANCES, instanceKind);
            heap.writeWord(w_type, SOLID, instanceKind);
            heap.writeWord(w_type, VERSION, nextVersion++);
        }
    }

    /** Gives a builtin type another base, behind its first one and before what they share. */
    void addBase(@Ref long w_type, @Ref long w_second) {
        long w_bases = space.newTuple(base(w_type), w_second);
        heap.writeRef(w_type, BASES, w_bases);
        try (HandleScope scope = heap.scope()) {
            Inheritance.setMro(space, scope.root(w_type));
        }
    }

    void allowSubclasses(@Ref long w_type) {
        heap.writeWord(w_type, FLAGS, flags(w_type) | BASETYPE);
    }

    /** Says in which module Python finds a builtin type; messages show it. */
    void setModule(@Ref long w_type, String module) {
        long w_module = space.intern(module);
        space.dicts.set(dict(w_type), space.names.w_module, w_module);
        addFlags(w_type, SHOWN_WITH_MODULE);
    }

    void addFlags(@Ref long w_type, long flags) {
        heap.writeWord(w_type, FLAGS, flags(w_type) | flags);
    }

    void setDoc(@Ref long w_type, String text) {
        heap.writeRef(w_type, DOC, space.newStr(text));
    }

    /** Puts the documentation where instances find it too; None if there is none. */
    void showDoc(@Ref long w_type) {
        if (space.dicts.getStr(dict(w_type), space.names.w_doc) != 0) return; // a type whose instances have one each
        long w_doc = heap.readRef(w_type, DOC);
        setBuiltinAttribute(w_type, "__doc__", w_doc == 0 ? space.w_None : w_doc);
    }

    void addFunction(@Ref long w_type, String owner, String name, int flags, int min, int max, Signature signature, BuiltinCode code) {
        setBuiltinAttribute(w_type, name, space.functions.makeImmortal(w_type, name, flags, min, max, signature, code));
    }

    void addConstructor(@Ref long w_type, Signature signature, boolean classAware, BuiltinCode code) {
        int flags = BuiltinFunctions.CONSTRUCTOR | (classAware ? BuiltinFunctions.CLASS_AWARE : 0);
        if (signature == null) flags |= classAware ? BuiltinFunctions.RAW_KEYWORDS : BuiltinFunctions.IGNORES_ARGUMENTS;
        setBuiltinAttribute(w_type, "__new__", space.functions.makeImmortal(w_type, "__new__", flags, 0, -1, signature, code));
    }

    void addGetSet(@Ref long w_type, String name, BuiltinCode get, BuiltinCode set) {
        setBuiltinAttribute(w_type, name, space.getsets.makeImmortal(w_type, name, get, set));
    }

    void setBuiltinAttribute(@Ref long w_type, String name, @Ref long w_value) {
        space.dicts.set(dict(w_type), space.intern(name), w_value);
        cache.clear();
    }

    // ---- building other types -----------------------------------------------------------------------------------------------------------

    /**
     * A new type, ready to use: mro computed, hooks noted, bases told. {@code w_bases} is a tuple of types (empty = object), {@code w_dict}
     * an exact dict that the type takes over. {@code instanceKind} 0 = as the bases demand; a C type passes {@link TypeIds#FOREIGN}.
     * {@code flags} are added to the inherited ones.
     */
    public @Ref long create(@Ref long w_metaclass, @Ref long w_name, @Ref long w_bases, @Ref long w_dict, int instanceKind, long flags) {
        try (HandleScope scope = heap.scope()) {
            long hMeta = scope.root(w_metaclass);
            long hName = scope.root(w_name);
            long hDict = scope.root(w_dict);
            long hBases = scope.root(space.tuples.count(w_bases) == 0 ? space.newTuple(space.w_object) : w_bases);
            if (instanceKind == 0) Inheritance.requireSubclassable(space, scope.get(hBases));
            long hType = scope.root(heap.allocate(TypeIds.TYPE));
            long w_type = scope.get(hType);
            long w_base = Inheritance.bestBase(space, scope.get(hBases));
            heap.writeRef(w_type, OWN_TYPE, scope.get(hMeta));
            heap.writeRef(w_type, NAME, scope.get(hName));
            heap.writeRef(w_type, QUALNAME, scope.get(hName));
            heap.writeRef(w_type, BASES, scope.get(hBases));
            heap.writeRef(w_type, BASE, w_base);
            heap.writeRef(w_type, DICT, scope.get(hDict));
            int solid = instanceKind != 0 ? instanceKind : solidKind(w_base);
            heap.writeWord(w_type, INSTANCES, instanceKind != 0 ? instanceKind : Inheritance.instancesOf(solid));
            heap.writeWord(w_type, SOLID, solid);
            heap.writeWord(w_type, FLAGS, flags | Inheritance.inheritedFlags(space, scope.get(hBases), INHERITED));
            Inheritance.setMro(space, hType);
            heap.writeWord(scope.get(hType), VERSION, nextVersion++); // before the first lookup, which is remembered by it
            noteHooks(scope.get(hType));
            Inheritance.tellBases(space, hType);
            if (solid == TypeIds.FOREIGN && instanceKind == 0) space.foreign.subclassed(space, scope.get(hType));
            return scope.get(hType);
        }
    }

    /** Notes which attribute hooks a type has. Does not collect. */
    private void noteHooks(@Ref long w_type) {
        long hooks = 0;
        if (isOverridden(w_type, space.names.w_getattribute)) hooks |= HAS_GETATTRIBUTE;
        if (lookup(w_type, space.names.w_getattr) != 0) hooks |= HAS_GETATTR;
        if (isOverridden(w_type, space.names.w_setattr)) hooks |= HAS_SETATTR;
        if (isOverridden(w_type, space.names.w_delattr)) hooks |= HAS_DELATTR;
        heap.writeWord(w_type, FLAGS, (flags(w_type) & ~HOOKS) | hooks);
    }

    private boolean isOverridden(@Ref long w_type, @Ref long w_name) {
        long w_where = lookupWhere(w_type, w_name);
        return w_where != 0 && !isBuiltin(w_where);
    }

    /**
     * To be called after the dict of a type was changed directly: new version for it and its subclasses, hooks noted again. Does not
     * collect.
     */
    public void modified(@Ref long w_type) {
        heap.writeWord(w_type, VERSION, nextVersion++);
        if (!isBuiltin(w_type)) noteHooks(w_type);
        long w_list = heap.readRef(w_type, SUBCLASSES);
        if (w_list == 0) return;
        long count = space.tuples.count(w_list);
        for (long i = 0; i < count; i++) {
            long w_sub = space.weakrefs.referent(space.tuples.get(w_list, i));
            if (w_sub != 0) modified(w_sub);
        }
    }

    // ---- ObjectKind ---------------------------------------------------------------------------------------------------------------------

    @Override
    public @Ref long call(@Ref long w_self, @Slot long hArgs, int nargs, @Ref long w_kwnames) {
        long w_meta = heap.readRef(w_self, OWN_TYPE);
        if (w_meta != space.w_type) {
            long w_found = lookup(w_meta, space.names.w_call);
            if (w_found != lookup(space.w_type, space.names.w_call)) {
                return space.calls.prependedUnbound(w_found, w_self, hArgs, nargs, w_kwnames);
            }
        }
        return TypeMethods.construct(space, w_self, hArgs, nargs, w_kwnames);
    }

    @Override
    public boolean isCallable(@Ref long w_self) {
        return true;
    }

    @Override
    public @Ref long getItem(@Ref long w_self, @Ref long w_key) {
        if (lookup(space.type(w_self), space.names.w_getitem) != 0) return super.getItem(w_self, w_key);
        try (HandleScope scope = heap.scope()) {
            long hSelf = scope.root(w_self);
            long hKey = scope.root(w_key);
            long w_found = space.attributes.find(w_self, space.names.w_class_getitem);
            if (w_found != 0) return space.call1(w_found, scope.get(hKey));
            if (scope.get(hSelf) == space.w_type) return space.aliases.make(scope.get(hSelf), scope.get(hKey));
            throw space.error(space.w_TypeError, "type '%s' is not subscriptable", name(scope.get(hSelf)));
        }
    }

    @Override
    public @Ref long findOwnAttribute(@Ref long w_self, @Ref long w_name) {
        return space.attributes.findInType(w_self, w_name);
    }

    @Override
    public void setOwnAttribute(@Ref long w_self, @Ref long w_name, @Ref long w_value) {
        TypeMethods.setAttribute(space, w_self, w_name, w_value);
    }

    @Override
    public void define(TypeBuilder type) {
        TypeMethods.define(type);
    }
}
