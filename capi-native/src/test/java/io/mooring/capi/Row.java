package io.mooring.capi;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One expectation of a border test: a function of a C module, arguments as Python literals, and the repr or the error that must come out.
 *
 * <pre>
 *   binary(1, '+', 2) -> 3
 *   binary(1, '+', 'a') !! TypeError: unsupported operand type(s) for +: 'int' and 'str'
 * </pre>
 *
 * The expected text is what CPython 3.11 answers for the same C source; … in it stands for any text (file names and lines).
 *
 * @param line      in the table, for messages
 * @param function  attribute of the module
 * @param arguments the text of a tuple, parentheses included
 * @param raises    whether {@code expected} is an error
 * @param expected  repr, or type and message
 */
record Row(int line, String function, String arguments, boolean raises, String expected) {
    private static final String RETURNS = " -> ";
    private static final String RAISES = " !! ";
    private static final String ANYTHING = "…";

    /** The rows for a module: a table of the class path that is named after it. */
    static List<Row> table(String module) {
        try (InputStream in = Row.class.getResourceAsStream("rows/" + module + ".rows")) {
            if (in == null) throw new IllegalArgumentException("no table rows/" + module + ".rows");
            List<Row> rows = new ArrayList<>();
            int number = 0;
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
                number++;
                if (!line.isBlank() && !line.startsWith("#")) rows.add(parse(number, line));
            }
            return rows;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Row parse(int number, String line) {
        int returns = line.indexOf(")" + RETURNS) + 1;
        int raises = line.indexOf(")" + RAISES) + 1;
        if (returns == 0 && raises == 0) throw new IllegalArgumentException("line " + number + " is no row: " + line);
        boolean fails = returns == 0 || raises != 0 && raises < returns;
        int cut = fails ? raises : returns;
        int open = line.indexOf('(');
        String inside = line.substring(open + 1, cut - 1);
        String tuple = inside.isEmpty() ? "()" : "(" + inside + ",)";
        return new Row(number, line.substring(0, open), tuple, fails, line.substring(cut + RETURNS.length()));
    }

    /** Whether an outcome is the expected one. */
    boolean accepts(Outcome outcome) {
        if (outcome.raised() != raises) return false;
        String pattern = Stream.of(expected.split(ANYTHING, -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
        return Pattern.compile(pattern, Pattern.DOTALL).matcher(outcome.text()).matches();
    }

    @Override
    public String toString() {
        return "line " + line + ": " + function + arguments + (raises ? RAISES : RETURNS) + expected;
    }

    /** What a call did: the repr of its result, or the error's type and message. */
    record Outcome(boolean raised, String text) {
        @Override
        public String toString() {
            return (raised ? RAISES : RETURNS).strip() + " " + text;
        }
    }
}
