package io.mooring.objspace;

import io.mooring.objspace.SpaceTest.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs small pieces of Python for tests: simple statements separated by semicolons, whose last one is an expression.
 *
 * <p>It knows the expressions of Python except comprehensions, f-strings and starred arguments, assignments to names, items and
 * attributes, augmented
 * assignment and {@code del}. Everything it does goes through {@link ObjSpace}, so that a table of snippets tests the object space as a
 * program would.
 */
final class PythonSnippet {
    private static final String[] COMPARISONS = {"<=", ">=", "==", "!=", "<", ">"};
    private static final int[] COMPARE_OPS = {CompareOp.LE, CompareOp.GE, CompareOp.EQ, CompareOp.NE, CompareOp.LT, CompareOp.GT};
    private static final String[][] BINARY = {{"|"}, {"^"}, {"&"}, {"<<", ">>"}, {"+", "-"}, {"*", "//", "/", "%", "@"}};
    private static final Map<String, BinaryOp> OPERATORS = operators();

    private final ObjSpace space;
    private final String text;
    private final Map<String, Value> names;
    private int at;

    private PythonSnippet(ObjSpace space, String text, Map<String, Value> names) {
        this.space = space;
        this.text = text;
        this.names = names;
    }

    private static Map<String, BinaryOp> operators() {
        Map<String, BinaryOp> map = new HashMap<>();
        for (BinaryOp op : BinaryOp.values()) map.put(op == BinaryOp.POW ? "**" : op.symbol(), op);
        return map;
    }

    /** The value of the last statement. */
    static Value run(ObjSpace space, String text) {
        return new PythonSnippet(space, text, new HashMap<>()).statements();
    }

    // ---- statements ---------------------------------------------------------------------------------------------------------------------

    private Value statements() {
        Value last = SpaceTest.none();
        while (true) {
            last = statement();
            if (!skip(";")) break;
        }
        if (at < text.length()) throw new IllegalArgumentException("cannot read: " + text.substring(at));
        return last;
    }

    private Value statement() {
        if (word("del")) {
            Target target = target();
            target.delete();
            return SpaceTest.none();
        }
        int start = at;
        Target target = target();
        if (target != null) {
            if (!text.startsWith("==", at) && skip("=")) {
                target.store(expression());
                return SpaceTest.none();
            }
            for (Map.Entry<String, BinaryOp> each : OPERATORS.entrySet()) {
                if (!text.startsWith(each.getKey() + "=", at) || text.startsWith("==", at)) continue;
                skip(each.getKey() + "=");
                target.store(SpaceTest.inplace(each.getValue(), target.load(), expression()));
                return SpaceTest.none();
            }
        }
        at = start;
        return expression();
    }

    private interface Place {
        void store(Value value);

        void delete();
    }

    private record Target(Value value, Place place) {
        Value load() {
            return value;
        }

        void store(Value stored) {
            place.store(stored);
        }

        void delete() {
            place.delete();
        }
    }

    /**
     * A name with items and attributes behind it, where an assignment or {@code del} can go; null if there is none. Runs nothing twice
     * that has effects.
     */
    private Target target() {
        skipSpace();
        String name = peekName();
        int end = at + name.length();
        boolean assigned = name.isEmpty() ? false : isAssignment(end);
        if (!assigned) return null;
        at = end;
        skipSpace();
        Target target = new Target(names.containsKey(name) ? names.get(name) : null, new NamePlace(name));
        while (true) {
            if (skip("[")) {
                Value holder = target.load() == null ? SpaceTest.builtin(name) : target.load();
                Value key = subscript();
                expect("]");
                boolean last = !(text.startsWith("[", at) || text.startsWith(".", at));
                target = new Target(last && !isAugmented() ? null : holder.item(key), new ItemPlace(holder, key));
            } else if (skip(".")) {
                Value holder = target.load() == null ? SpaceTest.builtin(name) : target.load();
                String attribute = peekName();
                at += attribute.length();
                skipSpace();
                target = new Target(isAugmented() || text.startsWith("[", at) || text.startsWith(".", at) ? holder.attr(attribute) : null,
                        new AttributePlace(holder, attribute));
            } else {
                return target;
            }
        }
    }

    private boolean isAugmented() {
        return OPERATORS.keySet().stream().anyMatch(op -> text.startsWith(op + "=", at)) && !text.startsWith("==", at);
    }

    /** Whether the statement, whose first name ends at {@code from}, assigns or deletes: decided by what follows brackets and names. */
    private boolean isAssignment(int from) {
        int i = from;
        int depth = 0;
        boolean delete = text.substring(0, from).matches("(?s).*(^|;)\\s*del\\s+\\w+");
        for (; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '[') depth++;
            if (c == ']') depth--;
            if (depth == 0 && (c == '\'' || c == '"' || c == '(' || c == ',')) return false;
            if (depth == 0 && c == ';') return delete;
            if (depth > 0 || c == ']' || c == '.' || c == '_' || Character.isLetterOrDigit(c) || c == ' ') continue;
            return delete || isAssignmentAt(i);
        }
        return delete;
    }

    private boolean isAssignmentAt(int i) {
        if (text.startsWith("==", i)) return false;
        if (text.charAt(i) == '=') return true;
        return OPERATORS.keySet().stream().anyMatch(op -> text.startsWith(op + "=", i)) && !text.startsWith("<=", i)
                && !text.startsWith(">=", i);
    }

    private final class NamePlace implements Place {
        private final String name;

        NamePlace(String name) {
            this.name = name;
        }

        @Override
        public void store(Value value) {
            names.put(name, value);
        }

        @Override
        public void delete() {
            names.remove(name);
        }
    }

    private record ItemPlace(Value holder, Value key) implements Place {
        @Override
        public void store(Value value) {
            SpaceTest.put(holder, key, value);
        }

        @Override
        public void delete() {
            SpaceTest.delete(holder, key);
        }
    }

    private record AttributePlace(Value holder, String name) implements Place {
        @Override
        public void store(Value value) {
            holder.setAttr(name, value);
        }

        @Override
        public void delete() {
            holder.delAttr(name);
        }
    }

    // ---- tokens -------------------------------------------------------------------------------------------------------------------------

    private void skipSpace() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) at++;
    }

    private boolean skip(String token) {
        skipSpace();
        if (!text.startsWith(token, at)) return false;
        at += token.length();
        skipSpace();
        return true;
    }

    private void expect(String token) {
        if (!skip(token)) throw new IllegalArgumentException("expected " + token + " in " + text + " at " + at);
    }

    private String peekName() {
        int end = at;
        while (end < text.length() && (Character.isLetterOrDigit(text.charAt(end)) || text.charAt(end) == '_')) end++;
        return at < text.length() && Character.isDigit(text.charAt(at)) ? "" : text.substring(at, end);
    }

    private boolean word(String word) {
        skipSpace();
        if (!peekName().equals(word)) return false;
        at += word.length();
        skipSpace();
        return true;
    }

    // ---- expressions, loosest binding first ---------------------------------------------------------------------------------------------

    private Value expression() {
        Value value = or();
        if (!word("if")) return value;
        Value condition = or();
        if (!word("else")) throw new IllegalArgumentException("expected else in " + text);
        Value otherwise = expression();
        return condition.isTrue() ? value : otherwise;
    }

    private Value or() {
        Value value = and();
        while (word("or")) {
            Value right = and();
            value = value.isTrue() ? value : right;
        }
        return value;
    }

    private Value and() {
        Value value = not();
        while (word("and")) {
            Value right = not();
            value = value.isTrue() ? right : value;
        }
        return value;
    }

    private Value not() {
        if (word("not")) return bool(!not().isTrue());
        Value left = binary(0);
        if (word("is")) {
            boolean negated = word("not");
            return bool(left.is(binary(0)) != negated);
        }
        if (word("in")) return bool(SpaceTest.contains(binary(0), left));
        if (peekName().equals("not")) {
            word("not");
            if (!word("in")) throw new IllegalArgumentException("expected in: " + text);
            return bool(!SpaceTest.contains(binary(0), left));
        }
        for (int i = 0; i < COMPARISONS.length; i++) if (skip(COMPARISONS[i])) return SpaceTest.compare(left, binary(0), COMPARE_OPS[i]);
        return left;
    }

    private Value bool(boolean value) {
        return SpaceTest.value(space.newBool(value));
    }

    private Value binary(int level) {
        if (level == BINARY.length) return unary();
        Value left = binary(level + 1);
        while (true) {
            String found = operatorAt(level);
            if (found == null) return left;
            skip(found);
            left = SpaceTest.binary(OPERATORS.get(found), left, binary(level + 1));
        }
    }

    private String operatorAt(int level) {
        skipSpace();
        for (String op : BINARY[level]) {
            boolean longer = text.startsWith("**", at) || text.startsWith(op + "=", at);
            if (text.startsWith(op, at) && !longer) return op;
        }
        return null;
    }

    private Value unary() {
        if (skip("-")) return SpaceTest.unary(UnaryOp.NEG, unary());
        if (skip("+")) return SpaceTest.unary(UnaryOp.POS, unary());
        if (skip("~")) return SpaceTest.unary(UnaryOp.INVERT, unary());
        Value base = primary();
        return skip("**") ? SpaceTest.binary(BinaryOp.POW, base, unary()) : base;
    }

    private Value primary() {
        Value value = atom();
        while (true) {
            if (skip(".")) {
                String name = peekName();
                at += name.length();
                value = value.attr(name);
            } else if (skip("(")) {
                value = call(value);
            } else if (skip("[")) {
                Value key = subscript();
                expect("]");
                value = value.item(key);
            } else {
                return value;
            }
        }
    }

    private Value call(Value function) {
        List<Value> args = new ArrayList<>();
        Value keywords = SpaceTest.dict();
        while (!skip(")")) {
            String name = peekName();
            if (!name.isEmpty() && text.startsWith("=", at + name.length()) && !text.startsWith("==", at + name.length())) {
                at += name.length() + 1;
                SpaceTest.put(keywords, SpaceTest.text(name), expression());
            } else {
                args.add(expression());
            }
            if (!skip(",")) {
                expect(")");
                break;
            }
        }
        return function.applyWith(keywords, args.toArray(Value[]::new));
    }

    private Value subscript() {
        Value start = text.startsWith(":", at) ? SpaceTest.none() : expression();
        if (skip(",")) {
            Value second = expression();
            return SpaceTest.tuple(start, second);
        }
        if (!skip(":")) return start;
        Value stop = text.startsWith(":", at) || text.startsWith("]", at) ? SpaceTest.none() : expression();
        Value step = skip(":") && !text.startsWith("]", at) ? expression() : SpaceTest.none();
        return SpaceTest.builtin("slice").apply(start, stop, step);
    }

    private Value atom() {
        skipSpace();
        if (skip("(")) return parenthesized();
        if (skip("[")) return SpaceTest.list(items("]"));
        if (skip("{")) return braced();
        if (word("lambda")) return lambda();
        String name = peekName();
        int end = at + name.length();
        boolean prefix = end < text.length() && (text.charAt(end) == '\'' || text.charAt(end) == '"');
        if (name.isEmpty() || prefix) return literal();
        at = end;
        skipSpace();
        return switch (name) {
            case "None" -> SpaceTest.none();
            case "True" -> bool(true);
            case "False" -> bool(false);
            default -> names.containsKey(name) ? names.get(name) : SpaceTest.builtin(name);
        };
    }

    /** Hands a number or string to the literal parser: the longest text that it takes. */
    private Value literal() {
        int end = text.charAt(at) == '\'' || text.charAt(at) == '"' || !Character.isDigit(text.charAt(at)) && text.charAt(at) != '.'
                ? stringEnd() : numberEnd();
        while (end < text.length() && "'\" ".indexOf(text.charAt(end)) >= 0 && text.substring(end).matches("(?s) *['\"].*")
                && text.charAt(end - 1) != ' ') {
            int before = at;
            at = end;
            end = stringEnd();
            at = before;
        }
        Value value = SpaceTest.value(new Literals(space).parse(text.substring(at, end)));
        at = end;
        skipSpace();
        return value;
    }

    private int stringEnd() {
        int i = at;
        while (text.charAt(i) != '\'' && text.charAt(i) != '"') i++;
        char quote = text.charAt(i++);
        while (text.charAt(i) != quote) i += text.charAt(i) == '\\' ? 2 : 1;
        return i + 1;
    }

    private int numberEnd() {
        int i = at;
        boolean hexadecimal = text.startsWith("0x", at) || text.startsWith("0X", at);
        while (i < text.length()) {
            char c = text.charAt(i);
            boolean exponentSign = (c == '+' || c == '-') && !hexadecimal && i > at
                    && (text.charAt(i - 1) == 'e' || text.charAt(i - 1) == 'E');
            if (!Character.isLetterOrDigit(c) && c != '.' && c != '_' && !exponentSign) break;
            i++;
        }
        return i;
    }

    private Value[] items(String close) {
        List<Value> items = new ArrayList<>();
        while (!skip(close)) {
            items.add(expression());
            if (!skip(",")) {
                expect(close);
                break;
            }
        }
        return items.toArray(Value[]::new);
    }

    private Value parenthesized() {
        if (skip(")")) return SpaceTest.tuple();
        Value first = expression();
        if (skip(")")) return first;
        expect(",");
        List<Value> all = new ArrayList<>(List.of(first));
        all.addAll(List.of(items(")")));
        return SpaceTest.tuple(all.toArray(Value[]::new));
    }

    private Value braced() {
        Value dict = SpaceTest.dict();
        if (skip("}")) return dict;
        Value first = expression();
        if (!skip(":")) {
            List<Value> all = new ArrayList<>(List.of(first));
            if (skip(",")) all.addAll(List.of(items("}")));
            else expect("}");
            return SpaceTest.set(all.toArray(Value[]::new));
        }
        SpaceTest.put(dict, first, expression());
        while (skip(",")) {
            Value key = expression();
            expect(":");
            SpaceTest.put(dict, key, expression());
        }
        expect("}");
        return dict;
    }

    /** A function whose body is read again at each call. */
    private Value lambda() {
        List<String> parameters = new ArrayList<>();
        while (!skip(":")) {
            String name = peekName();
            parameters.add(name);
            at += name.length();
            skip(",");
        }
        int body = at;
        at = bodyEnd();
        return SpaceTest.function("<lambda>", parameters.size(), (s, h, n, k) -> {
            Map<String, Value> inner = new HashMap<>(names);
            for (int i = 0; i < n; i++) inner.put(parameters.get(i), SpaceTest.value(s.arg(h, i)));
            PythonSnippet run = new PythonSnippet(s, text, inner);
            run.at = body;
            return run.expression().w();
        });
    }

    private int bodyEnd() {
        int depth = 0;
        for (int i = at; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\'' || c == '"') {
                int before = at;
                at = i;
                i = stringEnd() - 1;
                at = before;
            } else if ("([{".indexOf(c) >= 0) depth++;
            else if (")]}".indexOf(c) >= 0 && depth-- == 0) return i;
            else if (depth == 0 && (c == ',' || c == ';')) return i;
        }
        return text.length();
    }
}
