package io.mooring.objspace;

import io.mooring.gc.Heap;
import io.mooring.gc.Ref;
import io.mooring.gc.roots.HandleScope;

/** Attribute lookup: data descriptors of the type, the instance dict, other descriptors of the type, {@code __getattr__}; in this order. */
public final class Attributes {
    private final ObjSpace space;
    private final Heap heap;
    /** object.__init__, immortal: recognised so that it need not be called. */
    @Ref long w_objectInit;
    @Ref long w_objectNew;
    /** The descriptor __dict__, immortal: in the dict of every class whose instances are the first of their line to have a dict. */
    @Ref long w_dictAttribute;

    Attributes(ObjSpace space) {
        this.space = space;
        this.heap = space.heap;
    }

    /** The name as an exact str; TypeError for anything else. Does not collect. */
    @Ref
    long name(@Ref long w_name) {
        long w = space.payload(w_name);
        if (space.kind(w) != TypeIds.UNICODE) {
            throw space.error(space.w_TypeError, "attribute name must be string, not '%s'", space.typeName(w_name));
        }
        return w;
    }

    /** The AttributeError for an attribute that is not there, with its name and obj. */
    OperationError missing(@Ref long w, @Ref long w_name) {
        String text = switch (space.kind(w)) {
            case TypeIds.TYPE -> "type object '" + space.types.name(w) + "' has no attribute '" + space.string(w_name) + "'";
            case TypeIds.MODULE -> space.modules.missingText(w, w_name);
            default -> "'" + space.typeName(w) + "' object has no attribute '" + space.string(w_name) + "'";
        };
        try (HandleScope scope = heap.scope()) {
            long hObject = scope.root(w);
            long hName = scope.root(w_name);
            long w_error = space.exceptions.make(space.w_AttributeError, space.newStr(text));
            space.exceptions.setField(w_error, "name", scope.get(hName));
            space.exceptions.setField(w_error, "obj", scope.get(hObject));
            return space.errorOf(w_error);
        }
    }

    @Ref
    long get(@Ref long w, @Ref long w_name) {
        w_name = name(w_name);
        try (HandleScope scope = heap.scope()) {
            long hObject = scope.root(w);
            long hName = scope.root(w_name);
            long w_found = space.behaviour(w).findAttribute(w, w_name);
            if (w_found == 0) throw missing(scope.get(hObject), scope.get(hName));
            return w_found;
        }
    }

    /** The attribute, or 0 instead of AttributeError. */
    @Ref
    long find(@Ref long w, @Ref long w_name) {
        try {
            return space.behaviour(w).findAttribute(w, name(w_name));
        } catch (OperationError error) {
            if (!error.matches(space.w_AttributeError)) throw error;
            return 0;
        }
    }

    void set(@Ref long w, @Ref long w_name, @Ref long w_value) {
        space.behaviour(w).setAttribute(w, name(w_name), w_value);
    }

    void delete(@Ref long w, @Ref long w_name) {
        space.behaviour(w).setAttribute(w, name(w_name), 0);
    }

    // ---- getting ------------------------------------------------------------------------------------------------------------------------

    /** With {@code __getattribute__} and {@code __getattr__} of the class. 0 = not there. */
    @Ref
    long findWithHooks(@Ref long w, @Ref long w_name) {
        long flags = space.types.flags(space.type(w));
        if ((flags & (W_TypeObject.HAS_GETATTRIBUTE | W_TypeObject.HAS_GETATTR)) == 0) {
            return space.behaviour(w).findOwnAttribute(w, w_name);
        }
        return findThroughHooksSlow(w, w_name, flags);
    }

    private @Ref long findThroughHooksSlow(@Ref long w, @Ref long w_name, long flags) {
        try (HandleScope scope = heap.scope()) {
            long hObject = scope.root(w);
            long hName = scope.root(w_name);
            long w_found = 0;
            try {
                w_found = (flags & W_TypeObject.HAS_GETATTRIBUTE) != 0
                        ? space.calls.special(w, space.names.w_getattribute, w_name)
                        : space.behaviour(w).findOwnAttribute(w, w_name);
            } catch (OperationError error) {
                if ((flags & W_TypeObject.HAS_GETATTR) == 0 || !error.matches(space.w_AttributeError)) throw error;
            }
            if (w_found != 0 || (flags & W_TypeObject.HAS_GETATTR) == 0) return w_found;
            return space.calls.special(scope.get(hObject), space.names.w_getattr, scope.get(hName));
        }
    }

    /** What {@code object.__getattribute__} does; 0 = not there. */
    public @Ref long genericFind(@Ref long w, @Ref long w_name) {
        long w_type = space.type(w);
        ObjectKind kind = space.behaviour(w);
        long w_found = space.types.lookup(w_type, w_name);
        if (w_found != 0) {
            ObjectKind descriptor = space.behaviour(w_found);
            if (descriptor.isDataDescriptor(w_found)) return descriptor.bind(w_found, w, w_type);
        }
        if ((space.types.flags(w_type) & W_TypeObject.FOREIGN_DICT) != 0) return findThroughDictSlow(w, w_name, w_found);
        long w_dict = kind.dictionary(w, false);
        if (w_dict != 0) {
            long at = space.dicts.table.findStr(w_dict, w_name, space.unicodes.hash(w_name));
            if (at >= 0) return space.dicts.table.value(w_dict, at);
            if (at == HashTable.ASK_PYTHON) return findThroughDictSlow(w, w_name, w_found);
        }
        return w_found == 0 ? 0 : space.behaviour(w_found).bind(w_found, w, w_type);
    }

    /** The other side has the instance dict, or it has keys that only Python code can compare. */
    private @Ref long findThroughDictSlow(@Ref long w, @Ref long w_name, @Ref long w_found) {
        try (HandleScope scope = heap.scope()) {
            long hObject = scope.root(w);
            long hName = scope.root(w_name);
            long hFound = scope.root(w_found);
            long w_dict = space.behaviour(w).dictionary(w, false);
            long w_value = w_dict == 0 ? 0 : space.dicts.getStr(space.payload(w_dict), scope.get(hName));
            if (w_value != 0) return w_value;
            w_found = scope.get(hFound);
            if (w_found == 0) return 0;
            w = scope.get(hObject);
            return space.behaviour(w_found).bind(w_found, w, space.type(w));
        }
    }

    /** What {@code type.__getattribute__} does; 0 = not there. */
    @Ref
    long findInType(@Ref long w_self, @Ref long w_name) {
        long w_meta = space.type(w_self);
        long w_inMeta = space.types.lookup(w_meta, w_name);
        if (w_inMeta != 0 && space.behaviour(w_inMeta).isDataDescriptor(w_inMeta)) {
            return space.behaviour(w_inMeta).bind(w_inMeta, w_self, w_meta);
        }
        long w_found = space.types.lookup(w_self, w_name);
        if (w_found != 0) return space.behaviour(w_found).bind(w_found, 0, w_self);
        return w_inMeta == 0 ? 0 : space.behaviour(w_inMeta).bind(w_inMeta, w_self, w_meta);
    }

    /**
     * A method to be called with {@code w} as first argument, if that is what the name means and nothing stands in the way; else 0. Does
     * not collect.
     */
    @Ref
    long findPlainMethod(@Ref long w, @Ref long w_name) {
        int kind = space.kind(w);
        if (kind == TypeIds.TYPE || kind == TypeIds.MODULE || kind == TypeIds.SUPER || space.kind(w_name) != TypeIds.UNICODE) return 0;
        long w_type = space.type(w);
        long flags = space.types.flags(w_type);
        if ((flags & W_TypeObject.HAS_GETATTRIBUTE) != 0) return 0;
        long w_found = space.types.lookup(w_type, w_name);
        if (w_found == 0) return 0;
        boolean method = switch (space.kind(w_found)) {
            case TypeIds.BUILTIN_FUNCTION ->
                    (space.functions.flags(w_found) & (BuiltinFunctions.METHOD | BuiltinFunctions.FREE_METHOD)) != 0;
            case TypeIds.C_DESCRIPTOR -> !space.foreign.isDataDescriptor(space, w_found);
            default -> false;
        };
        if (!method) return 0;
        if (kind == TypeIds.EXCEPTION || (flags & W_TypeObject.FOREIGN_DICT) != 0) return 0;
        if ((flags & W_TypeObject.HAS_DICT) == 0) return w_found; // no instance dict could shadow it
        long w_dict = heap.readRef(w, W_InstanceObject.DICT);
        return w_dict != 0 && space.dicts.count(w_dict) != 0 ? 0 : w_found;
    }

    // ---- setting ------------------------------------------------------------------------------------------------------------------------

    /** With {@code __setattr__} and {@code __delattr__} of the class; {@code w_value} 0 deletes. */
    void setWithHooks(@Ref long w, @Ref long w_name, @Ref long w_value) {
        long w_type = space.type(w);
        if (space.types.hasFlag(w_type, w_value == 0 ? W_TypeObject.HAS_DELATTR : W_TypeObject.HAS_SETATTR)) {
            if (w_value == 0) space.calls.special(w, space.names.w_delattr, w_name);
            else space.calls.special(w, space.names.w_setattr, w_name, w_value);
            return;
        }
        space.behaviour(w).setOwnAttribute(w, w_name, w_value);
    }

    /** What {@code object.__setattr__} and {@code object.__delattr__} do. */
    public void genericSet(@Ref long w, @Ref long w_name, @Ref long w_value) {
        long w_found = space.types.lookup(space.type(w), w_name);
        if (w_found != 0 && space.behaviour(w_found).isDataDescriptor(w_found)) {
            space.behaviour(w_found).bindSet(w_found, w, w_value);
            return;
        }
        try (HandleScope scope = heap.scope()) {
            long hObject = scope.root(w);
            long hName = scope.root(w_name);
            long hValue = scope.root(w_value);
            boolean found = w_found != 0;
            long w_dict = space.behaviour(w).dictionary(w, w_value != 0);
            boolean done = w_dict != 0;
            if (done && w_value != 0) space.dicts.set(space.payload(w_dict), scope.get(hName), scope.get(hValue));
            else if (done) done = space.dicts.remove(space.payload(w_dict), scope.get(hName));
            if (done) return;
            if (!found || w_dict != 0) throw missing(scope.get(hObject), scope.get(hName));
            throw space.error(space.w_AttributeError, "'%s' object attribute '%s' is read-only", space.typeName(scope.get(hObject)),
                    space.string(scope.get(hName)));
        }
    }

    // ---- dir ----------------------------------------------------------------------------------------------------------------------------

    /** {@code dir(w)}. */
    @Ref
    long dir(@Ref long w) {
        long w_names = space.calls.special(w, space.names.w_dir);
        if (w_names == 0) throw space.error(space.w_TypeError, "object does not provide __dir__");
        try (HandleScope scope = heap.scope()) {
            long hList = scope.root(space.toList(w_names));
            space.lists.sort(scope.get(hList));
            return scope.get(hList);
        }
    }

    /** The names in the dicts of a type and its bases, as a list. */
    @Ref
    long dirOfType(@Ref long w_type) {
        try (HandleScope scope = heap.scope()) {
            long hNames = scope.root(0);
            long hType = scope.root(w_type);
            scope.set(hNames, space.newDict());
            addNamesOfType(scope.get(hNames), scope.get(hType));
            return space.toList(scope.get(hNames));
        }
    }

    /** The names of an object: its dict, its class and the bases of it. */
    @Ref
    long dirOfObject(@Ref long w) {
        try (HandleScope scope = heap.scope()) {
            long hObject = scope.root(w);
            long hNames = scope.root(space.newDict());
            long w_dict = space.behaviour(scope.get(hObject)).dictionary(scope.get(hObject), false);
            if (w_dict != 0) space.dicts.merge(scope.get(hNames), space.payload(w_dict), true);
            addNamesOfType(scope.get(hNames), space.type(scope.get(hObject)));
            return space.toList(scope.get(hNames));
        }
    }

    private void addNamesOfType(@Ref long w_names, @Ref long w_type) {
        try (HandleScope scope = heap.scope()) {
            long hNames = scope.root(w_names);
            long hMro = scope.root(space.types.mro(w_type));
            long count = space.tuples.count(scope.get(hMro));
            for (long i = 0; i < count; i++) {
                space.dicts.merge(scope.get(hNames), space.types.dict(space.tuples.get(scope.get(hMro), i)), true);
            }
        }
    }
}
