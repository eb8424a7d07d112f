package io.mooring.objspace;

import io.mooring.gc.Ref;
import java.util.HashMap;
import java.util.Map;

/**
 * The special methods that {@link TypeBuilder#special} can make from the operations of {@link ObjectKind}: {@code __len__} from
 * {@link ObjectKind#length}, and so on. The counterpart of CPython's slot wrappers.
 */
final class SpecialMethods {
    /** Arguments beside self, and the body. */
    record Entry(int min, int max, BuiltinCode code) {}

    private static final Map<String, Entry> ENTRIES = entries();

    private SpecialMethods() {}

    static Entry named(String name) {
        Entry entry = ENTRIES.get(name);
        if (entry == null) throw new IllegalArgumentException("no operation of a kind makes the special method " + name);
        return entry;
    }

    private static Map<String, Entry> entries() {
        Map<String, Entry> map = new HashMap<>();
        basics(map);
        containers(map);
        numbers(map);
        descriptors(map);
        for (int op = 0; op < CompareOp.COUNT; op++) {
            int compare = op;
            map.put(CompareOp.method(op),
                    new Entry(1, 1, (s, h, n, k) -> s.behaviour(s.self(h)).richCompare(s.self(h), s.arg(h, 1), compare)));
        }
        return Map.copyOf(map);
    }

    private static void basics(Map<String, Entry> map) {
        map.put("__repr__", new Entry(0, 0, (s, h, n, k) -> s.behaviour(s.self(h)).repr(s.self(h))));
        map.put("__str__", new Entry(0, 0, (s, h, n, k) -> s.behaviour(s.self(h)).str(s.self(h))));
        map.put("__hash__", new Entry(0, 0, (s, h, n, k) -> s.newInt(s.behaviour(s.self(h)).hash(s.self(h)))));
        map.put("__bool__", new Entry(0, 0, (s, h, n, k) -> s.newBool(s.behaviour(s.self(h)).isTrue(s.self(h)))));
        map.put("__format__", new Entry(1, 1, (s, h, n, k) -> s.behaviour(s.self(h)).format(s.self(h), s.arg(h, 1))));
        map.put("__getattribute__", new Entry(1, 1, (s, h, n, k) -> {
            long w = s.behaviour(s.arg(h, 0)).findOwnAttribute(s.arg(h, 0), s.attributes.name(s.arg(h, 1)));
            if (w == 0) throw s.attributes.missing(s.arg(h, 0), s.arg(h, 1));
            return w;
        }));
    }

    private static void containers(Map<String, Entry> map) {
        map.put("__len__", new Entry(0, 0, (s, h, n, k) -> s.newInt(s.behaviour(s.self(h)).length(s.self(h)))));
        map.put("__getitem__", new Entry(1, 1, (s, h, n, k) -> s.behaviour(s.self(h)).getItem(s.self(h), s.arg(h, 1))));
        map.put("__setitem__", new Entry(2, 2, (s, h, n, k) -> {
            s.behaviour(s.self(h)).setItem(s.self(h), s.arg(h, 1), s.arg(h, 2));
            return s.w_None;
        }));
        map.put("__delitem__", new Entry(1, 1, (s, h, n, k) -> {
            s.behaviour(s.self(h)).delItem(s.self(h), s.arg(h, 1));
            return s.w_None;
        }));
        map.put("__contains__", new Entry(1, 1, (s, h, n, k) -> s.newBool(s.behaviour(s.self(h)).contains(s.self(h), s.arg(h, 1)))));
        map.put("__iter__", new Entry(0, 0, (s, h, n, k) -> orSelf(s, h, s.behaviour(s.self(h)).iter(s.self(h)))));
        map.put("__next__", new Entry(0, 0, (s, h, n, k) -> {
            long w_item = s.behaviour(s.self(h)).next(s.self(h));
            if (w_item == 0) throw s.stopIteration();
            return w_item;
        }));
    }

    private static void numbers(Map<String, Entry> map) {
        for (BinaryOp op : BinaryOp.values()) {
            map.put(op.method(), new Entry(1, 1, (s, h, n, k) -> forward(s, op, h)));
            map.put(op.reflected(), new Entry(1, 1, (s, h, n, k) -> backward(s, op, h)));
            map.put(op.inplace(), new Entry(1, 1, (s, h, n, k) -> inplace(s, op, h)));
        }
        for (UnaryOp op : UnaryOp.values()) map.put(op.method(),
                new Entry(0, 0, (s, h, n, k) -> s.behaviour(s.self(h)).unary(op, s.self(h))));
        map.put("__pow__", new Entry(1, 2, (s, h, n, k) -> n < 3 || s.arg(h, 2) == s.w_None
                ? forward(s, BinaryOp.POW, h)
                : s.behaviour(s.self(h)).power(s.self(h), s.arg(h, 1), s.arg(h, 2))));
        map.put("__index__", new Entry(0, 0, (s, h, n, k) -> s.behaviour(s.self(h)).index(s.self(h))));
        map.put("__int__", new Entry(0, 0, (s, h, n, k) -> s.behaviour(s.self(h)).toInt(s.self(h))));
        map.put("__float__", new Entry(0, 0, (s, h, n, k) -> s.behaviour(s.self(h)).toFloat(s.self(h))));
    }

    private static @Ref long forward(ObjSpace s, BinaryOp op, long h) {
        ObjectKind kind = s.behaviour(s.self(h));
        long w = kind.binary(op, s.self(h), s.arg(h, 1));
        if (w != s.w_NotImplemented) return w;
        if (op == BinaryOp.ADD) w = kind.concat(s.self(h), s.arg(h, 1));
        if (op == BinaryOp.MUL && kind.isSequence()) {
            long count = s.asIndex(s.arg(h, 1));
            w = kind.repeat(s.self(h), count);
        }
        return w == 0 ? s.w_NotImplemented : w;
    }

    private static @Ref long backward(ObjSpace s, BinaryOp op, long h) {
        ObjectKind kind = s.behaviour(s.self(h));
        if (op == BinaryOp.MUL && kind.isSequence()) {
            long count = s.asIndex(s.arg(h, 1));
            return kind.repeat(s.self(h), count);
        }
        return kind.binary(op, s.arg(h, 1), s.self(h));
    }

    private static @Ref long inplace(ObjSpace s, BinaryOp op, long h) {
        ObjectKind kind = s.behaviour(s.self(h));
        long w = kind.inplace(op, s.self(h), s.arg(h, 1));
        if (w == s.w_NotImplemented && op == BinaryOp.ADD) w = kind.inplaceConcat(s.self(h), s.arg(h, 1));
        if (w == s.w_NotImplemented && op == BinaryOp.MUL && kind.isSequence()) {
            long count = s.asIndex(s.arg(h, 1));
            w = kind.inplaceRepeat(s.self(h), count);
        }
        return w == 0 ? s.w_NotImplemented : orSelf(s, h, w);
    }

    /** An operation that answered its operand answers, for an instance of a subclass, that instance. */
    private static @Ref long orSelf(ObjSpace s, long h, @Ref long w_result) {
        return w_result == s.self(h) ? s.arg(h, 0) : w_result;
    }

    private static void descriptors(Map<String, Entry> map) {
        map.put("__get__", new Entry(1, 2, (s, h, n, k) -> {
            long w_instance = s.arg(h, 1);
            long w_owner = s.argOrNone(h, 2, n);
            if (w_instance == s.w_None && w_owner != s.w_NoneType) w_instance = 0;
            if (w_owner == s.w_None) w_owner = w_instance == 0 ? s.w_NoneType : s.type(w_instance);
            return s.behaviour(s.self(h)).bind(s.self(h), w_instance, w_owner);
        }));
        map.put("__set__", new Entry(2, 2, (s, h, n, k) -> {
            s.behaviour(s.self(h)).bindSet(s.self(h), s.arg(h, 1), s.arg(h, 2));
            return s.w_None;
        }));
        map.put("__delete__", new Entry(1, 1, (s, h, n, k) -> {
            s.behaviour(s.self(h)).bindSet(s.self(h), s.arg(h, 1), 0);
            return s.w_None;
        }));
    }
}
