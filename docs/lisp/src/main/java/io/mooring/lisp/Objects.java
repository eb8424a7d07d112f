package io.mooring.lisp;

import io.mooring.gc.Heap;
import io.mooring.gc.Immediate;
import io.mooring.gc.Ref;
import io.mooring.gc.object.TypeLayout;
import io.mooring.gc.object.TypeLayout.Elements;
import io.mooring.gc.roots.HandleScope;
import io.mooring.lisp.Lisp.LispError;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The objects of the Lisp on a heap: where their fields stand, how they are made, taken apart, and told from each other. */
final class Objects {
    // tutorial: layouts
    private static final TypeLayout.Builder CONS_FIELDS = TypeLayout.named("cons");
    static final int CAR = CONS_FIELDS.reference("car");
    static final int CDR = CONS_FIELDS.reference("cdr");
    private static final TypeLayout.Builder SYMBOL_FIELDS = TypeLayout.named("symbol");
    static final int VALUE = SYMBOL_FIELDS.reference("value"); // null while the symbol has no global value
    static final int NUMBER = SYMBOL_FIELDS.word("number"); // counts symbols from 0, in the order of their first use
    private static final TypeLayout.Builder CLOSURE_FIELDS = TypeLayout.named("closure");
    static final int LAMBDA = CLOSURE_FIELDS.reference("lambda"); // (lambda (parameter ...) expression ...)
    static final int SCOPE = CLOSURE_FIELDS.reference("scope"); // ((symbol . value) ...), the innermost first
    private static final TypeLayout.Builder BUILTIN_FIELDS = TypeLayout.named("builtin");
    static final int INDEX = BUILTIN_FIELDS.word("index");
    private static final TypeLayout.Builder WEAK_FIELDS = TypeLayout.named("weak");
    static final int REFERENT = WEAK_FIELDS.weakReference("referent");
    private static final TypeLayout STRING_LAYOUT = TypeLayout.named("string").buildWith(Elements.BYTES);
    private static final int CHARACTERS = STRING_LAYOUT.fixedBytes();

    /** What an object is; a number is none of these, for it is no object. */
    enum Kind { CONS, SYMBOL, CLOSURE, BUILTIN, WEAK, STRING }

    private static final List<TypeLayout> LAYOUTS = List.of(
            CONS_FIELDS.build(), SYMBOL_FIELDS.build(), CLOSURE_FIELDS.build(), BUILTIN_FIELDS.build(), WEAK_FIELDS.build(), STRING_LAYOUT);
    // end
    private static final Kind[] KINDS = Kind.values();

    final Heap heap;
    private final int firstType;
    private final Map<String, Long> symbols = new HashMap<>();
    private final List<String> names = new ArrayList<>();
    final @Ref long nil;
    final @Ref long yes;
    final @Ref long no;

    // tutorial: types
    Objects(Heap heap) {
        this.heap = heap;
        firstType = heap.types().size() + 1;
        LAYOUTS.forEach(heap.types()::define);
        Evaluator.FORMS.forEach(this::symbol); // the first symbols of all
        nil = symbol("()");
        yes = symbol("#t");
        no = symbol("#f");
        for (long constant : new long[] {nil, yes, no}) heap.writeRef(constant, VALUE, constant);
    }

    @Ref long allocate(Kind kind) { return heap.allocate(firstType + kind.ordinal()); }

    Kind kind(@Ref long object) { return KINDS[heap.type(object) - firstType]; }

    // tutorial: symbols
    @Ref long symbol(String name) { return symbols.computeIfAbsent(name, this::newSymbol); }

    private @Ref long newSymbol(String name) {
        long symbol = heap.allocateImmortal(firstType + Kind.SYMBOL.ordinal());
        heap.writeWord(symbol, NUMBER, names.size());
        names.add(name);
        return symbol;
    }
    // end

    boolean is(Kind kind, @Ref long value) { return Immediate.isObject(value) && kind(value) == kind; }

    /** The value itself, if it is of the kind that is needed. */
    @Ref long expect(Kind kind, @Ref long value) {
        if (!is(kind, value)) throw new LispError(Text.print(this, value) + " is not a " + LAYOUTS.get(kind.ordinal()).name());
        return value;
    }

    // tutorial: cons
    @Ref long cons(@Ref long car, @Ref long cdr) {
        try (HandleScope scope = heap.scope()) {
            long hCar = scope.root(car);
            long hCdr = scope.root(cdr);
            long cons = allocate(Kind.CONS); // may move what car and cdr refer to
            heap.writeRef(cons, CAR, scope.get(hCar));
            heap.writeRef(cons, CDR, scope.get(hCdr));
            return cons;
        }
    }
    // end

    @Ref long car(@Ref long cons) { return heap.readRef(expect(Kind.CONS, cons), CAR); }

    @Ref long cdr(@Ref long cons) { return heap.readRef(expect(Kind.CONS, cons), CDR); }

    /** The number of elements of a list. */
    int count(@Ref long list) { return list == nil ? 0 : 1 + count(cdr(list)); }

    @Ref long element(@Ref long list, int index) { return index == 0 ? car(list) : element(cdr(list), index - 1); }

    @Ref long truth(boolean holds) { return holds ? yes : no; }

    // tutorial: numbers
    @Ref long number(long integer) {
        if (!Immediate.fits(integer)) throw new LispError(integer + " needs more than 63 bits");
        return Immediate.of(integer);
    }

    long integer(@Ref long number) {
        if (!Immediate.is(number)) throw new LispError(Text.print(this, number) + " is not a number");
        return Immediate.value(number);
    }

    // tutorial: weak
    @Ref long weak(@Ref long value) {
        try (HandleScope scope = heap.scope()) {
            long hValue = scope.root(value);
            long weak = allocate(Kind.WEAK);
            heap.writeRef(weak, REFERENT, scope.get(hValue));
            return weak;
        }
    }

    /** What a weak reference refers to, or nil if that died. */
    @Ref long referent(@Ref long weak) {
        long referent = heap.readWeak(expect(Kind.WEAK, weak), REFERENT);
        return referent == Immediate.NULL ? nil : referent;
    }
    // end

    @Ref long string(String text) {
        byte[] characters = text.getBytes(StandardCharsets.UTF_8);
        long string = heap.allocate(firstType + Kind.STRING.ordinal(), characters.length);
        heap.writeBytes(characters, 0, string, CHARACTERS, characters.length);
        return string;
    }

    String text(@Ref long string) {
        byte[] characters = new byte[(int) heap.length(expect(Kind.STRING, string))];
        heap.readBytes(string, CHARACTERS, characters, 0, characters.length);
        return new String(characters, StandardCharsets.UTF_8);
    }

    String name(@Ref long symbol) { return names.get((int) heap.readWord(expect(Kind.SYMBOL, symbol), NUMBER)); }
}
