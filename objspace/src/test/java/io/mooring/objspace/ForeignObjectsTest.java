package io.mooring.objspace;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;

/** The border as the object space sees it, with a C side that is played in Java. */
class ForeignObjectsTest extends SpaceTest {
    private static final long METHOD = 1;
    private static final long MEMBER = 2;

    /** Functions answer their entry and their arguments; instances of C types are as long as 3 and hold ten times the index. */
    private static final class PlayedForeignObjects implements ForeignObjects {
        private long memberValue = 5;
        private int subclasses;
        private int referredWeakly;

        private long answer(long entry, long hArgs, int nargs, long w_kwnames) {
            Value names = value(w_kwnames);
            Value list = list(number(entry));
            for (int i = 0; i < nargs; i++) space.lists.append(list.w(), space.arg(hArgs, i));
            if (w_kwnames != 0) space.lists.append(list.w(), names.w());
            return space.toTuple(list.w());
        }

        @Override
        public long call(ObjSpace s, long w_function, long hArgs, int nargs, long w_kwnames) {
            return answer(s.cfunctions.entry(w_function), hArgs, nargs, w_kwnames);
        }

        @Override
        public long call0(ObjSpace s, long w_function) {
            return s.newInt(s.cfunctions.entry(w_function));
        }

        @Override
        public long call1(ObjSpace s, long w_function, long w_arg) {
            return w_arg;
        }

        @Override
        public long call2(ObjSpace s, long w_function, long w_first, long w_second) {
            return w_second;
        }

        @Override
        public long length(ObjSpace s, long w) {
            return 3;
        }

        @Override
        public long getItemAt(ObjSpace s, long w, long index) {
            return s.newInt(10 * index);
        }

        @Override
        public long getItem(ObjSpace s, long w, long w_key) {
            return s.newInt(10 * s.asIndex(w_key));
        }

        @Override
        public long callObject(ObjSpace s, long w, long hArgs, int nargs, long w_kwnames) {
            return answer(-1, hArgs, nargs, w_kwnames);
        }

        @Override
        public long dictionary(ObjSpace s, long w, boolean create) {
            throw new AssertionError("no type here has a foreign dict");
        }

        @Override
        public void referWeakly(ObjSpace space, long w) {
            referredWeakly++;
        }

        @Override
        public void tableChanged(ObjSpace space, long w) {}

        @Override
        public long constructPlain(ObjSpace space, long w_type) {
            return 0;
        }

        @Override
        public long construct(ObjSpace s, long w_type, long hArgs, int nargs, long w_kwnames) {
            return s.foreigners.make(w_type, 0);
        }

        @Override
        public void subclassed(ObjSpace s, long w_type) {
            subclasses++;
        }

        @Override
        public long descriptorGet(ObjSpace s, long w_descriptor, long w_instance, long w_owner) {
            if (w_instance == 0) return w_descriptor;
            return isDataDescriptor(s, w_descriptor) ? s.newInt(memberValue) : s.methods.make(w_descriptor, w_instance);
        }

        @Override
        public void descriptorSet(ObjSpace s, long w_descriptor, long w_instance, long w_value) {
            memberValue = w_value == 0 ? 0 : s.asLong(w_value);
        }

        @Override
        public boolean isDataDescriptor(ObjSpace s, long w_descriptor) {
            return s.heap.readWord(w_descriptor, W_CDescriptorObject.KIND) == MEMBER;
        }

        @Override
        public long descriptorCall(ObjSpace s, long w_descriptor, long hArgs, int nargs, long w_kwnames) {
            return answer(s.heap.readWord(w_descriptor, W_CDescriptorObject.DEFINITION), hArgs, nargs, w_kwnames);
        }

        @Override
        public void renamed(ObjSpace space, long w_type) {
            throw new AssertionError("no class is renamed");
        }

        @Override
        public long documentation(ObjSpace space, long w, boolean signature) {
            return space.newStr(signature ? "(played)" : "what is played");
        }

        @Override
        public long typeFact(ObjSpace space, long w_type, TypeFact fact) {
            return fact.ordinal() + 100;
        }

        @Override
        public boolean isCallable(ObjSpace s, long w_type) {
            return true;
        }
    }

    private static PlayedForeignObjects border;

    @BeforeParameterizedClassInvocation
    static void connect(Setting chosen) {
        border = new PlayedForeignObjects();
        space.connect(border);
    }

    private static Value function(String name, long entry) {
        Value text = text(name);
        return value(space.cfunctions.make(text.w(), 0, 0, 0, entry, 0, 0));
    }

    private static Value descriptor(String type, String name, Value owner, long kind, long definition) {
        Value text = text(name);
        return value(space.cdescriptors.make(space.types.builtin(type), text.w(), owner.w(), kind, definition));
    }

    /** A C type with a method, a member, and a slot wrapper for negation. */
    private static Value cType(String name) {
        Value text = text(name);
        Value dict = dict();
        Value bases = tuple();
        long flags = W_TypeObject.FOREIGN_CALL | W_TypeObject.FOREIGN_SLOTS | W_TypeObject.BASETYPE;
        Value type = value(space.types.create(space.w_type, text.w(), bases.w(), dict.w(), TypeIds.FOREIGN, flags));
        Value constructor = function("__new__", 99);
        put(dict, text("__new__"), constructor);
        put(dict, text("method"), descriptor("method_descriptor", "method", type, METHOD, 7));
        put(dict, text("member"), descriptor("member_descriptor", "member", type, MEMBER, 0));
        put(dict, text("__neg__"), descriptor("wrapper_descriptor", "__neg__", type, METHOD, 8));
        put(dict, text("__len__"), descriptor("wrapper_descriptor", "__len__", type, METHOD, 3));
        space.types.modified(type.w());
        return type;
    }

    @Test
    void functionsAreCalledWithWhatTheyGet() {
        Value f = function("f", 42);
        assertThat(value(space.call0(f.w())).repr()).isEqualTo("42");
        assertThat(value(space.call1(f.w(), space.newInt(7))).repr()).isEqualTo("7");
        assertThat(value(space.call2(f.w(), space.newInt(7), space.newInt(8))).repr()).isEqualTo("8");
        assertThat(f.apply(number(1), text("x")).repr()).isEqualTo("(42, 1, 'x')");
        assertThat(f.applyWith(dict(text("k"), number(3)), number(1)).repr()).isEqualTo("(42, 1, ('k',))");
        assertThat(f.repr()).isEqualTo("<built-in function f>");
        assertThat(f.attr("__name__").repr()).isEqualTo("'f'");
        assertThat(builtin("type").apply(f).is(builtin("type").apply(builtin("len")))).isTrue();
    }

    @Test
    void aFunctionBoundToAnObjectShowsIt() {
        Value list = list();
        Value text = text("g");
        Value f = value(space.cfunctions.make(text.w(), list.w(), 0, 0, 1, 0, 0));
        assertThat(f.repr()).startsWith("<built-in method g of list object at 0x");
        assertThat(f.attr("__self__").is(list)).isTrue();
        assertThat(f.attr("__qualname__").repr()).isEqualTo("'list.g'");
    }

    @Test
    void instancesAnswerThroughTheirSlots() {
        Value type = cType("Foo");
        Value foo = type.apply();
        assertThat(foo.attr("__class__").is(type)).isTrue();
        assertThat(space.len(foo.w())).isEqualTo(3);
        assertThat(value(space.getitemAt(foo.w(), 4)).repr()).isEqualTo("40");
        assertThat(foo.item(number(2)).repr()).isEqualTo("20");
        assertThat(foo.apply(number(1)).repr()).isEqualTo("(-1, 1)");
        assertThat(space.callable(foo.w())).isTrue();
        assertThat(foo.repr()).startsWith("<Foo object at 0x");
    }

    @Test
    void attributesAreDescriptorsOfTheOtherSide() {
        Value type = cType("Foo");
        Value foo = type.apply();
        assertThat(foo.attr("member").repr()).isEqualTo("5");
        foo.setAttr("member", number(6));
        assertThat(foo.attr("member").repr()).isEqualTo("6");
        foo.setAttr("member", number(5));
        assertThat(foo.call("method", number(1)).repr()).startsWith("(7, <Foo object at 0x").endsWith(", 1)");
        assertThat(unary(UnaryOp.NEG, foo).repr()).startsWith("(8, <Foo object at 0x");
        assertThat(type.attr("method").repr()).isEqualTo("<method 'method' of 'Foo' objects>");
        assertThat(type.attr("member").repr()).isEqualTo("<member 'member' of 'Foo' objects>");
        assertThat(type.attr("__neg__").repr()).isEqualTo("<slot wrapper '__neg__' of 'Foo' objects>");
        assertThat(error(() -> foo.attr("nope"))).isEqualTo("AttributeError: 'Foo' object has no attribute 'nope'");
        assertThat(error(() -> foo.setAttr("nope", none()))).isEqualTo("AttributeError: 'Foo' object has no attribute 'nope'");
    }

    @Test
    void aPythonClassMayInheritFromACType() {
        Value type = cType("Foo");
        int before = border.subclasses;
        Value sub = newClass("Sub", tuple(type), "__len__", (BuiltinCode) (s, h, n, k) -> s.newInt(11), "__init__",
                (BuiltinCode) (s, h, n, k) -> s.w_None);
        assertThat(border.subclasses).isEqualTo(before + 1);
        assertThat(space.types.instanceKind(sub.w())).isEqualTo(TypeIds.FOREIGN);
        Value instance = value(space.foreigners.make(sub.w(), 0));
        assertThat(space.len(instance.w())).isEqualTo(11);
        instance.setAttr("own", number(1));
        assertThat(instance.attr("own").repr()).isEqualTo("1");
        assertThat(instance.attr("member").repr()).isEqualTo("5");
        assertThat(error(() -> newClass("Bad", tuple(type, builtin("int")))))
                .isEqualTo("TypeError: multiple bases have instance lay-out conflict");
        assertThat(error(() -> newClass("Bad", tuple(cType("Bar"), type))))
                .isEqualTo("TypeError: multiple bases have instance lay-out conflict");
    }

    @Test
    void instancesCanBeReferredToWeakly() {
        Value foo = cType("Foo").apply();
        Value ref = value(space.weakrefs.ref(foo.w(), 0));
        assertThat(ref.apply().is(foo)).isTrue();
        assertThat(border.referredWeakly).as("times the C side was told").isPositive();
        space.weakrefs.died(foo.w());
        assertThat(ref.apply().repr()).isEqualTo("None");
    }

    @Test
    void aSecondBorderIsRefused() {
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> space.connect(border)).hasMessage("the object space is connected already");
    }
}
