package io.mooring.objspace;

import io.mooring.gc.Ref;
import io.mooring.gc.Slot;
import io.mooring.gc.roots.HandleScope;
import io.mooring.objspace.text.CharacterClass;
import java.util.ArrayList;
import java.util.List;

/**
 * What a class says in {@code __slots__}, checked as CPython's type_new does.
 *
 * @param members  attributes that get a member descriptor, private names mangled
 * @param dict     whether instances have a dict as well
 * @param weakrefs whether instances can be referred to weakly
 */
record Slots(List<String> members, boolean dict, boolean weakrefs) {
    static final String ATTRIBUTE = "__slots__";
    /** A class without {@code __slots__}. */
    private static final Slots ABSENT = new Slots(List.of(), true, true);

    /** Reads the slots of the class with these bases and that dict. */
    static Slots read(ObjSpace space, @Slot long hName, @Slot long hBases, @Slot long hDict) {
        long w_name = space.intern(ATTRIBUTE);
        long w_slots = space.dicts.getStr(space.arg(hDict, 0), w_name);
        if (w_slots == 0) return ABSENT;
        List<String> names = names(space, w_slots);
        checkItems(space, space.payload(space.arg(hBases, 0)), names);
        long inherited = Inheritance.inheritedFlags(space, space.payload(space.arg(hBases, 0)), W_TypeObject.HAS_DICT | W_TypeObject.HAS_WEAKREFS);
        boolean dict = false;
        boolean weakrefs = false;
        List<String> members = new ArrayList<>();
        for (String name : names) {
            if (name.equals("__dict__")) {
                if (dict || (inherited & W_TypeObject.HAS_DICT) != 0) throw space.error(space.w_TypeError, "__dict__ slot disallowed: we already got one");
                dict = true;
            } else if (name.equals("__weakref__")) {
                if (weakrefs || inherited != 0) throw space.error(space.w_TypeError, "__weakref__ slot disallowed: either we already got one, or __itemsize__ != 0");
                weakrefs = true;
            } else {
                members.add(member(space, space.string(space.payload(space.arg(hName, 0))), name, hDict));
            }
        }
        return new Slots(members, dict, weakrefs);
    }

    static List<String> names(ObjSpace space, @Ref long w_slots) {
        if (space.isStr(w_slots)) return List.of(checked(space, w_slots));
        try (HandleScope scope = space.heap.scope()) {
            long hList = scope.root(space.toList(w_slots));
            List<String> names = new ArrayList<>();
            for (long i = 0; i < space.len(scope.get(hList)); i++) names.add(checked(space, space.lists.get(scope.get(hList), i)));
            return names;
        }
    }

    private static String checked(ObjSpace space, @Ref long w_name) {
        if (!space.isStr(w_name)) throw space.error(space.w_TypeError, "__slots__ items must be strings, not '%s'", space.typeName(w_name));
        String name = space.string(w_name);
        boolean isIdentifier = !name.isEmpty() && CharacterClass.isIdentifierStart(name.codePointAt(0)) && name.codePoints().skip(1).allMatch(CharacterClass::isIdentifierPart);
        if (!isIdentifier) throw space.error(space.w_TypeError, "__slots__ must be identifiers");
        return name;
    }

    /** Types whose instances differ in size have no place for members. */
    private static void checkItems(ObjSpace space, @Ref long w_bases, List<String> names) {
        if (names.isEmpty() || space.tuples.count(w_bases) == 0) return;
        long w_base = Inheritance.bestBase(space, w_bases);
        switch (space.types.solidKind(w_base)) {
            case TypeIds.LONG, TypeIds.TUPLE, TypeIds.BYTES, TypeIds.TYPE ->
                    throw space.error(space.w_TypeError, "nonempty __slots__ not supported for subtype of '%s'", space.types.name(w_base));
            default -> { }
        }
    }

    private static String member(ObjSpace space, String owner, String name, @Slot long hDict) {
        String mangled = mangled(owner, name);
        long w_name = space.newStr(mangled);
        boolean isFree = mangled.equals("__qualname__") || mangled.equals("__classcell__") || space.dicts.getStr(space.arg(hDict, 0), w_name) == 0;
        if (!isFree) throw space.error(space.w_ValueError, "'%s' in __slots__ conflicts with class variable", mangled);
        return mangled;
    }

    /** {@code __private} of class Owner is {@code _Owner__private}. */
    static String mangled(String owner, String name) {
        String shortened = owner.replaceFirst("^_+", "");
        return name.startsWith("__") && !name.endsWith("__") && !shortened.isEmpty() ? "_" + shortened + name : name;
    }

    /** What the new type has of its own. */
    long flags() {
        return (dict ? W_TypeObject.HAS_DICT : 0) | (weakrefs ? W_TypeObject.HAS_WEAKREFS : 0) | (members.isEmpty() ? 0 : W_TypeObject.HAS_MEMBERS | W_TypeObject.KEEPS_MEMBERS);
    }

    /** Puts the descriptors into the dict of the class. */
    void define(ObjSpace space, @Slot long hType) {
        try (HandleScope scope = space.heap.scope()) {
            for (String member : members) {
                long hName = scope.root(space.intern(member));
                long w_descriptor = space.members.make(scope.get(hName), space.arg(hType, 0));
                space.dicts.set(space.types.dict(space.arg(hType, 0)), scope.get(hName), w_descriptor);
            }
        }
        if (!members.isEmpty()) space.types.modified(space.arg(hType, 0));
    }
}
