package io.mooring.lisp;

import io.mooring.gc.Immediate;
import io.mooring.gc.Ref;
import io.mooring.gc.roots.HandleScope;
import io.mooring.lisp.Lisp.LispError;
import io.mooring.lisp.Objects.Kind;
import java.math.BigInteger;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The reader and the printer: a text that is read expression by expression, and values turned into text. */
final class Text {
    /** A comment, a bracket or quote, a string, or a word. */
    private static final Pattern TOKEN = Pattern.compile(";.*|[()']|\"[^\"]*\"?|[^\\s()\";']+");

    private final Objects objects;
    private final List<String> tokens;
    private int at;

    Text(Objects objects, String text) {
        this.objects = objects;
        this.tokens = TOKEN.matcher(text).results().map(MatchResult::group).filter(token -> !token.startsWith(";")).toList();
    }

    boolean isAtEnd() { return at == tokens.size(); }

    /** The next expression. */
    @Ref long read() {
        if (isAtEnd()) throw new LispError("the text ends within an expression");
        String token = tokens.get(at++);
        return switch (token.charAt(0)) {
            case '(' -> list();
            case ')' -> throw new LispError("a list ends that did not begin");
            case '\'' -> objects.cons(objects.symbol("quote"), objects.cons(read(), objects.nil));
            case '"' -> objects.string(token.replace("\"", ""));
            default -> token.matches("[+-]?[0-9]+") ? objects.number(new BigInteger(token).longValueExact()) : objects.symbol(token);
        };
    }

    // tutorial: read-list
    private @Ref long list() {
        if (!isAtEnd() && tokens.get(at).equals(")")) {
            at++;
            return objects.nil;
        }
        try (HandleScope scope = objects.heap.scope()) {
            long hFirst = scope.root(read());
            long rest = list();
            return objects.cons(scope.get(hFirst), rest);
        }
    }
    // end

    /** Allocates nothing in the heap, so that raw references stay what they are. */
    static String print(Objects objects, @Ref long value) {
        if (Immediate.is(value)) return Long.toString(Immediate.value(value));
        return switch (objects.kind(value)) {
            case CONS -> printList(objects, value);
            case SYMBOL -> objects.name(value);
            case STRING -> '"' + objects.text(value) + '"';
            case CLOSURE, BUILTIN, WEAK -> "#<" + objects.kind(value).name().toLowerCase() + '>';
        };
    }

    private static String printList(Objects objects, @Ref long list) {
        StringBuilder text = new StringBuilder("(").append(print(objects, objects.car(list)));
        long rest = objects.cdr(list);
        for (; objects.is(Kind.CONS, rest); rest = objects.cdr(rest)) text.append(' ').append(print(objects, objects.car(rest)));
        if (rest != objects.nil) text.append(" . ").append(print(objects, rest));
        return text.append(')').toString();
    }
}
