package io.mooring.objspace;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Types: making classes, inheritance, the order of resolution, metaclasses, what may not be done to them. */
class W_TypeObjectTest extends SpaceTest {
    private static String mro(Value type) {
        return type.attr("__mro__").repr();
    }

    @Test
    void builtinTypesKnowTheirNamesAndBases() {
        assertThat(builtin("int").repr()).isEqualTo("<class 'int'>");
        assertThat(mro(builtin("bool"))).isEqualTo("(<class 'bool'>, <class 'int'>, <class 'object'>)");
        assertThat(builtin("type").attr("__bases__").repr()).isEqualTo("(<class 'object'>,)");
        assertThat(builtin("object").attr("__base__").repr()).isEqualTo("None");
        assertThat(builtin("type").apply(builtin("type")).is(builtin("type"))).isTrue();
        assertThat(builtin("list").attr("__name__").repr()).isEqualTo("'list'");
        assertThat(builtin("list").attr("__module__").repr()).isEqualTo("'builtins'");
    }

    @Test
    void aClassIsMadeOfNameBasesAndDict() {
        Value point = newClass("Point", tuple(), "__module__", text("geometry"), "x", number(1));
        assertThat(point.repr()).isEqualTo("<class 'geometry.Point'>");
        assertThat(point.attr("x").repr()).isEqualTo("1");
        assertThat(mro(point)).isEqualTo("(<class 'geometry.Point'>, <class 'object'>)");
        assertThat(point.apply().repr()).startsWith("<geometry.Point object at 0x");
        assertThat(point.attr("__dict__").repr()).startsWith("mappingproxy({");
        assertThat(point.attr("__doc__").repr()).isEqualTo("None");
    }

    @Test
    void theOrderOfResolutionIsC3() {
        Value a = newClass("A", tuple());
        Value b = newClass("B", tuple(a));
        Value c = newClass("C", tuple(a));
        Value d = newClass("D", tuple(b, c));
        assertThat(mro(d)).isEqualTo("(<class 'D'>, <class 'B'>, <class 'C'>, <class 'A'>, <class 'object'>)");
        assertThat(error(() -> newClass("E", tuple(a, b))))
                .isEqualTo("TypeError: Cannot create a consistent method resolution\norder (MRO) for bases A, B");
        assertThat(error(() -> newClass("E", tuple(a, a)))).isEqualTo("TypeError: duplicate base class A");
    }

    @Test
    void methodsAreInheritedAndOverridden() {
        Value a = newClass("A", tuple(), "f", (BuiltinCode) (s, h, n, k) -> s.newStr("A.f"), "g",
                (BuiltinCode) (s, h, n, k) -> s.newStr("A.g"));
        Value b = newClass("B", tuple(a), "f", (BuiltinCode) (s, h, n, k) -> s.newStr("B.f"));
        assertThat(b.apply().call("f").repr()).isEqualTo("'B.f'");
        assertThat(b.apply().call("g").repr()).isEqualTo("'A.g'");
        assertThat(builtin("super").apply(b, b.apply()).call("f").repr()).isEqualTo("'A.f'");
    }

    @Test
    void aChangedBaseIsSeenByItsSubclasses() {
        Value a = newClass("A", tuple());
        Value b = newClass("B", tuple(a));
        Value instance = b.apply();
        long before = space.types.version(b.w());
        a.setAttr("late", number(5));
        assertThat(instance.attr("late").repr()).isEqualTo("5");
        assertThat(space.types.version(b.w())).isNotEqualTo(before);
        a.delAttr("late");
        assertThat(instance.hasAttr("late")).isFalse();
        a.setAttr("__getattr__", function("__getattr__", 2, (s, h, n, k) -> s.newStr("hook")));
        assertThat(instance.attr("anything").repr()).isEqualTo("'hook'");
    }

    @Test
    void subclassesAreListedWhileTheyLive() {
        Value a = newClass("A", tuple());
        Value b = newClass("B", tuple(a));
        newClass("C", tuple(a));
        assertThat(a.call("__subclasses__").repr()).startsWith("[<class 'B'>");
        assertThat(b.call("__subclasses__").repr()).isEqualTo("[]");
        assertThat(a.call("mro").repr()).isEqualTo("[<class 'A'>, <class 'object'>]");
    }

    @Test
    void instancesAreInitialised() {
        Value a = newClass("A", tuple(), "__init__", (BuiltinCode) (s, h, n, k) -> {
            s.setattr(s.arg(h, 0), s.intern("x"), s.arg(h, 1));
            return s.w_None;
        });
        assertThat(a.apply(number(7)).attr("x").repr()).isEqualTo("7");
        Value bad = newClass("Bad", tuple(), "__init__", (BuiltinCode) (s, h, n, k) -> s.newInt(1));
        assertThat(error(() -> bad.apply())).isEqualTo("TypeError: __init__() should return None, not 'int'");
        assertThat(error(() -> newClass("Plain", tuple()).apply(number(1)))).isEqualTo("TypeError: Plain() takes no arguments");
        assertThat(error(() -> builtin("object").apply(number(1)))).isEqualTo("TypeError: object() takes no arguments");
    }

    @Test
    void newMayAnswerSomethingElse() {
        Value a = newClass("A", tuple(), "__new__", (BuiltinCode) (s, h, n, k) -> s.newInt(42), "__init__",
                (BuiltinCode) (s, h, n, k) -> s.w_None);
        assertThat(a.apply().repr()).isEqualTo("42");
    }

    @Test
    void builtinTypesCanBeInheritedFrom() {
        Value myInt = newClass("MyInt", tuple(builtin("int")));
        Value five = myInt.apply(number(5));
        assertThat(five.repr()).isEqualTo("5");
        assertThat(add(five, number(3)).repr()).isEqualTo("8");
        assertThat(add(number(3), five).repr()).isEqualTo("8");
        assertThat(isinstance(five, builtin("int"))).isTrue();
        five.setAttr("note", text("mine"));
        assertThat(five.attr("note").repr()).isEqualTo("'mine'");
        assertThat(five.hash()).isEqualTo(5);
        assertThat(equal(five, number(5))).isTrue();
        assertThat(equal(number(5), five)).isTrue();

        Value myList = newClass("MyList", tuple(builtin("list")), "first", (BuiltinCode) (s, h, n, k) -> s.getitemAt(s.arg(h, 0), 0));
        Value items = myList.apply(tuple(number(4), number(6)));
        assertThat(items.call("first").repr()).isEqualTo("4");
        items.call("append", number(8));
        assertThat(items.repr()).isEqualTo("[4, 6, 8]");
        assertThat(space.len(items.w())).isEqualTo(3);
        assertThat(add(items, list(number(1))).repr()).isEqualTo("[4, 6, 8, 1]");
        assertThat(binary(BinaryOp.MUL, items, number(2)).repr()).isEqualTo("[4, 6, 8, 4, 6, 8]");
        Value same = inplace(BinaryOp.ADD, items, list(number(9)));
        assertThat(same.is(items)).isTrue();
        assertThat(error(() -> add(items, number(1)))).isEqualTo("TypeError: can only concatenate list (not \"int\") to list");
    }

    @Test
    void aSubclassMayOverrideAnOperatorOfABuiltin() {
        Value myInt = newClass("MyInt", tuple(builtin("int")), "__radd__", (BuiltinCode) (s, h, n, k) -> s.newStr("radd"),
                "__eq__", (BuiltinCode) (s, h, n, k) -> s.w_True);
        assertThat(add(number(3), myInt.apply(number(5))).repr()).isEqualTo("'radd'");
        assertThat(equal(number(3), myInt.apply(number(5)))).isTrue();
        assertThat(error(() -> myInt.apply(number(5)).hash())).isEqualTo("TypeError: unhashable type: 'MyInt'");
    }

    @Test
    void someTypesCannotBeInheritedFrom() {
        assertThat(error(() -> newClass("B", tuple(builtin("bool"))))).isEqualTo("TypeError: type 'bool' is not an acceptable base type");
        assertThat(error(() -> newClass("N", tuple(value(space.w_NoneType)))))
                .isEqualTo("TypeError: type 'NoneType' is not an acceptable base type");
        assertThat(error(() -> newClass("M", tuple(builtin("int"), builtin("str")))))
                .isEqualTo("TypeError: multiple bases have instance lay-out conflict");
        assertThat(error(() -> newClass("X", tuple(number(5)))))
                .isEqualTo("TypeError: metaclass conflict: the metaclass of a derived class must be a "
                + "(non-strict) subclass of the metaclasses of all its bases");
    }

    @Test
    void builtinTypesAreImmutable() {
        assertThat(error(() -> builtin("int").setAttr("x", number(1))))
                .isEqualTo("TypeError: cannot set 'x' attribute of immutable type 'int'");
        assertThat(error(() -> builtin("int").attr("nope"))).isEqualTo("AttributeError: type object 'int' has no attribute 'nope'");
        assertThat(error(() -> builtin("type").apply(number(1), number(2)))).isEqualTo("TypeError: type() takes 1 or 3 arguments");
        assertThat(error(() -> builtin("type").apply(number(1), tuple(), dict())))
                .isEqualTo("TypeError: type.__new__() argument 1 must be str, not int");
    }

    @Test
    void aMetaclassDecidesAboutItsClasses() {
        Value meta = newClass("Meta", tuple(builtin("type")), "__call__", (BuiltinCode) (s, h, n, k) -> s.newStr("called"),
                "__len__", (BuiltinCode) (s, h, n, k) -> s.newInt(3), "__instancecheck__", (BuiltinCode) (s, h, n, k) -> s.w_True);
        Value klass = meta.apply(text("K"), tuple(), dict());
        assertThat(klass.apply().repr()).isEqualTo("'called'");
        assertThat(space.len(klass.w())).isEqualTo(3);
        assertThat(isinstance(number(1), klass)).isTrue();
        assertThat(builtin("type").apply(klass).is(meta)).isTrue();
        Value derived = newClass("Derived", tuple(klass));
        assertThat(builtin("type").apply(derived).is(meta)).isTrue();
    }

    @Test
    void attributesAreToldTheirNameAndSubclassesAnnounced() {
        Value told = list();
        Value teller = newClass("Teller", tuple(), "__set_name__", (BuiltinCode) (s, h, n, k) -> {
            s.lists.append(told.w(), s.arg(h, 2));
            return s.w_None;
        });
        Value base = newClass("Base", tuple(), "field", teller.apply(), "__init_subclass__", (BuiltinCode) (s, h, n, k) -> {
            s.lists.append(told.w(), s.getattr(s.arg(h, 0), s.names.w_name));
            return s.w_None;
        });
        newClass("Sub", tuple(base));
        assertThat(told.repr()).isEqualTo("['field', 'Sub']");
    }

    @Test
    void anInstanceCanChangeItsClass() {
        Value a = newClass("A", tuple());
        Value b = newClass("B", tuple(), "f", (BuiltinCode) (s, h, n, k) -> s.newInt(1));
        Value instance = a.apply();
        instance.setAttr("__class__", b);
        assertThat(instance.call("f").repr()).isEqualTo("1");
        assertThat(error(() -> instance.setAttr("__class__", builtin("int"))))
                .isEqualTo("TypeError: __class__ assignment only supported for mutable types or ModuleType subclasses");
        assertThat(error(() -> instance.setAttr("__class__", number(1))))
                .isEqualTo("TypeError: __class__ must be set to a class, not 'int' object");
    }

    @Test
    void subtypesAreRecognised() {
        assertThat(isinstance(value(space.w_True), builtin("int"))).isTrue();
        assertThat(isinstance(number(1), tuple(builtin("str"), tuple(builtin("int"))))).isTrue();
        assertThat(isinstance(number(1), builtin("str"))).isFalse();
        assertThat(space.issubclass(space.w_bool, space.w_int)).isTrue();
        assertThat(error(() -> isinstance(number(1), number(2))))
                .isEqualTo("TypeError: isinstance() arg 2 must be a type, a tuple of types, or a union");
        assertThat(error(() -> space.issubclass(space.newInt(1), space.w_int))).isEqualTo("TypeError: issubclass() arg 1 must be a class");
    }

    @Test
    void constructorsOfBuiltinsCheckTheClass() {
        assertThat(error(() -> builtin("int").attr("__new__").apply(builtin("str"))))
                .isEqualTo("TypeError: int.__new__(str): str is not a subtype of int");
        assertThat(error(() -> builtin("int").attr("__new__").apply(builtin("bool"))))
                .isEqualTo("TypeError: int.__new__(bool) is not safe, use bool.__new__()");
        assertThat(error(() -> builtin("int").attr("__new__").apply(number(5))))
                .isEqualTo("TypeError: int.__new__(X): X is not a type object (int)");
        assertThat(error(() -> builtin("int").attr("__new__").apply())).isEqualTo("TypeError: int.__new__(): not enough arguments");
        assertThat(error(() -> builtin("object").attr("__new__").apply(builtin("list"))))
                .isEqualTo("TypeError: object.__new__(list) is not safe, use list.__new__()");
    }
}
