package io.mooring.lisp;

import io.mooring.gc.CollectionKind;
import io.mooring.gc.Heap;
import io.mooring.gc.Immediate;
import io.mooring.gc.Ref;
import io.mooring.gc.memory.Memory;
import io.mooring.gc.memory.Words;
import io.mooring.gc.object.SlotVisitor;
import io.mooring.gc.roots.RootSource;
import io.mooring.lisp.Lisp.LispError;
import io.mooring.lisp.Objects.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongBinaryOperator;

/**
 * Finds the value of an expression, on a stack in memory of its own, which it shows to each collection. One evaluation's frame:
 *
 * <pre>   | expression | environment | value | value | ...</pre>
 *
 * A tail call puts another expression into the same frame. No Java variable holds a reference to what may move across an evaluation.
 */
final class Evaluator implements RootSource {
    /** The symbols that begin special forms: the first of all symbols, so that their numbers tell. */
    static final List<String> FORMS = List.of("quote", "if", "define", "set!", "lambda", "let", "begin");
    /** How each of them is written, and how many parts it has at least: as many, if no dots say that more may follow. */
    private static final List<String> SHAPES = List.of("(quote value)", "(if condition yes no)", "(define symbol value)", "(set! symbol value)", "(lambda (symbol ...) expression ...)", "(let ((symbol value) ...) expression ...)", "(begin expression ...)");
    private static final int[] PARTS = {2, 4, 3, 3, 3, 3, 2};
    private static final int EXPRESSION = 0;
    private static final int ENVIRONMENT = 1;
    /** Slots of the stack: some hundred evaluations within each other, for which any Java stack has room. */
    private static final int CAPACITY = 2_500;

    private record Builtin(String name, int parameters, LongBinaryOperator body) {}

    private final Objects objects;
    private final Heap heap;
    private final List<Builtin> builtins = new ArrayList<>();

    Evaluator(Objects objects) {
        this.objects = objects;
        this.heap = objects.heap;
        heap.addRoots(this);
        defineBuiltins();
    }

    // tutorial: stack
    final Words slots = new Words(CAPACITY + 2);
    private int size;

    @Override
    public void visitRoots(SlotVisitor visitor) {
        for (int i = 0; i < size; i++) visitor.visitSlot(slots.start() + (long) i * Long.BYTES);
    }

    private @Ref long get(int index) { return Memory.readLong(slots.start() + (long) index * Long.BYTES); }

    private void set(int index, @Ref long value) { Memory.writeLong(slots.start() + (long) index * Long.BYTES, value); }

    private void push(@Ref long value) {
        if (size == CAPACITY) throw new LispError("the stack is full: " + CAPACITY + " values");
        set(size++, value);
    }

    // tutorial: evaluate
    @Ref long evaluate(@Ref long expression, @Ref long environment) {
        int frame = size;
        try {
            push(expression);
            push(environment);
            long value;
            do value = step(frame);
            while (value == Immediate.NULL);
            return value;
        } finally {
            size = frame;
        }
    }

    /** The value, or null when the frame holds another expression now whose value it is. */
    private @Ref long step(int frame) {
        long expression = get(frame + EXPRESSION);
        if (objects.is(Kind.SYMBOL, expression)) return value(frame, expression);
        if (!objects.is(Kind.CONS, expression)) return expression;
        long head = objects.car(expression);
        long number = objects.is(Kind.SYMBOL, head) ? heap.readWord(head, Objects.NUMBER) : FORMS.size();
        if (number < FORMS.size()) checkShape((int) number, expression);
        return switch (number < FORMS.size() ? FORMS.get((int) number) : "call") {
            case "quote" -> operand(frame, 1);
            case "if" -> goOn(frame, operand(frame, evaluateIn(frame, operand(frame, 1)) == objects.no ? 3 : 2));
            case "define" -> define(frame);
            case "set!" -> set(frame);
            case "lambda" -> closure(frame);
            case "let" -> let(frame);
            case "begin" -> sequence(frame, 1);
            default -> call(frame);
        };
    }
    // end

    private void checkShape(int form, @Ref long expression) {
        int more = objects.count(expression) - PARTS[form];
        if (more < 0 || more > 0 && !SHAPES.get(form).endsWith("...)")) throw new LispError(Text.print(objects, expression) + " is not of the form " + SHAPES.get(form));
    }

    private @Ref long goOn(int frame, @Ref long expression) {
        set(frame + EXPRESSION, expression);
        return Immediate.NULL;
    }

    private @Ref long operand(int frame, int index) { return objects.element(get(frame + EXPRESSION), index); }

    private @Ref long evaluateIn(int frame, @Ref long expression) { return evaluate(expression, get(frame + ENVIRONMENT)); }

    /** The innermost binding of a symbol, a pair with its value; or nil. */
    private @Ref long binding(int frame, @Ref long symbol) {
        long rest = get(frame + ENVIRONMENT);
        while (rest != objects.nil && objects.car(objects.car(rest)) != symbol) rest = objects.cdr(rest);
        return rest == objects.nil ? rest : objects.car(rest);
    }

    private @Ref long value(int frame, @Ref long symbol) {
        long binding = binding(frame, symbol);
        long value = binding == objects.nil ? heap.readRef(symbol, Objects.VALUE) : objects.cdr(binding);
        if (value == Immediate.NULL) throw new LispError(objects.name(symbol) + " is not defined");
        return value;
    }

    private @Ref long define(int frame) {
        long value = evaluateIn(frame, operand(frame, 2));
        heap.writeRef(objects.expect(Kind.SYMBOL, operand(frame, 1)), Objects.VALUE, value);
        return operand(frame, 1);
    }

    private @Ref long set(int frame) {
        long value = evaluateIn(frame, operand(frame, 2));
        long symbol = objects.expect(Kind.SYMBOL, operand(frame, 1));
        value(frame, symbol); // which it must have
        long binding = binding(frame, symbol);
        if (binding == objects.nil) heap.writeRef(symbol, Objects.VALUE, value);
        else heap.writeRef(binding, Objects.CDR, value);
        return symbol;
    }

    private @Ref long closure(int frame) {
        long closure = objects.allocate(Kind.CLOSURE);
        heap.writeRef(closure, Objects.LAMBDA, get(frame + EXPRESSION));
        heap.writeRef(closure, Objects.SCOPE, get(frame + ENVIRONMENT));
        return closure;
    }

    /** Evaluates all but the last of the frame's operands from {@code index} on, and leaves the last one to the frame. */
    private @Ref long sequence(int frame, int index) {
        int last = objects.count(get(frame + EXPRESSION)) - 1;
        for (int i = index; i < last; i++) evaluateIn(frame, operand(frame, i));
        return goOn(frame, operand(frame, last));
    }

    private @Ref long let(int frame) {
        int values = size;
        int bindings = objects.count(operand(frame, 1));
        for (int i = 0; i < bindings; i++) push(evaluateIn(frame, objects.element(objects.element(operand(frame, 1), i), 1)));
        for (int i = 0; i < bindings; i++) bind(frame, objects.car(objects.element(operand(frame, 1), i)), values + i);
        size = values;
        return sequence(frame, 2);
    }

    // tutorial: call
    private @Ref long call(int frame) {
        int callee = size;
        int arguments = objects.count(get(frame + EXPRESSION)) - 1;
        for (int i = 0; i <= arguments; i++) push(evaluateIn(frame, operand(frame, i)));
        if (objects.is(Kind.BUILTIN, get(callee))) {
            size = callee; // the values above it are handed over
            return callBuiltin(get(callee), arguments, get(callee + 1), get(callee + 2));
        }
        long closure = objects.expect(Kind.CLOSURE, get(callee));
        set(frame + EXPRESSION, heap.readRef(closure, Objects.LAMBDA));
        set(frame + ENVIRONMENT, heap.readRef(closure, Objects.SCOPE));
        int parameters = objects.count(operand(frame, 1));
        if (arguments != parameters) throw new LispError("a closure takes " + parameters + " arguments, not " + arguments);
        for (int i = 0; i < parameters; i++) bind(frame, objects.element(operand(frame, 1), i), callee + 1 + i);
        size = callee;
        return sequence(frame, 2);
    }

    /** Puts a binding to the value at a place of the stack in front of the frame's environment. */
    private void bind(int frame, @Ref long symbol, int valueAt) {
        long binding = objects.cons(objects.expect(Kind.SYMBOL, symbol), get(valueAt));
        set(frame + ENVIRONMENT, objects.cons(binding, get(frame + ENVIRONMENT)));
    }

    // tutorial: builtins
    private @Ref long callBuiltin(@Ref long function, int arguments, @Ref long first, @Ref long second) {
        Builtin builtin = builtins.get((int) heap.readWord(function, Objects.INDEX));
        if (arguments != builtin.parameters) throw new LispError(builtin.name + " takes " + builtin.parameters + " arguments, not " + arguments);
        return builtin.body.applyAsLong(first, second);
    }

    private void define(String name, int parameters, LongBinaryOperator body) {
        long builtin = objects.allocate(Kind.BUILTIN);
        heap.writeWord(builtin, Objects.INDEX, builtins.size());
        heap.writeRef(objects.symbol(name), Objects.VALUE, builtin);
        builtins.add(new Builtin(name, parameters, body));
    }

    private void defineBuiltins() {
        define("cons", 2, objects::cons);
        define("car", 1, (list, none) -> objects.car(list));
        define("cdr", 1, (list, none) -> objects.cdr(list));
        define("pair?", 1, (value, none) -> objects.truth(objects.is(Kind.CONS, value)));
        define("eq?", 2, (a, b) -> objects.truth(a == b));
        define("+", 2, (a, b) -> objects.number(objects.integer(a) + objects.integer(b)));
        define("-", 2, (a, b) -> objects.number(objects.integer(a) - objects.integer(b)));
        define("*", 2, (a, b) -> objects.number(Math.multiplyExact(objects.integer(a), objects.integer(b))));
        define("<", 2, (a, b) -> objects.truth(objects.integer(a) < objects.integer(b)));
        define("string-append", 2, (a, b) -> objects.string(objects.text(a) + objects.text(b)));
        define("weak", 1, (value, none) -> objects.weak(value));
        define("weak-value", 1, (weak, none) -> objects.referent(weak));
        define("collect", 0, (none, neither) -> {
            heap.collect(CollectionKind.MAJOR);
            return objects.nil;
        });
    }
    // end
}
