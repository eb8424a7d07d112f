package io.mooring.objspace;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares this object space with CPython 3.11, row by row: each row is a snippet and what CPython printed for it. */
class CPythonTableTest extends SpaceTest {
    private static final String SEPARATOR = "  ==>  ";
    /** Stressed settings take every so many rows: a collection per allocation is slow, and the row numbers differ per setting. */
    private static final int STRESSED_SHARE = 3;

    @ParameterizedTest
    @ValueSource(strings = {"numbers", "strings", "bytes", "sequences", "formatting", "protocols", "containers", "objects"})
    void everyRowGivesWhatCPythonGives(String table) {
        List<String> wrong = new ArrayList<>();
        List<String> rows = rows(table);
        for (int i = 0; i < rows.size(); i++) {
            if (setting.stressed && i % STRESSED_SHARE != setting.ordinal() % STRESSED_SHARE) continue;
            String[] row = rows.get(i).split(SEPARATOR, 2);
            String found = outcome(row[0]);
            if (!found.equals(row[1])) wrong.add(row[0] + "\n    expected " + row[1] + "\n    found    " + found);
        }
        assertThat(rows.size()).isGreaterThan(50);
        assertThat(wrong).as("%d of %d rows differ:\n%s", wrong.size(), rows.size(), String.join("\n", wrong)).isEmpty();
    }

    private static String outcome(String snippet) {
        try {
            return PythonSnippet.run(space, snippet).repr();
        } catch (OperationError e) {
            return "!" + e.getMessage();
        }
    }

    private static List<String> rows(String table) {
        try (InputStream in = CPythonTableTest.class.getResourceAsStream("cpython-" + table + ".txt")) {
            BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            return reader.lines().filter(line -> !line.startsWith("#") && !line.isBlank()).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
