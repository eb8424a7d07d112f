package io.mooring.properties;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Replays the scripts of the regression folder, one file for each bug that was found, on every heap. */
class RegressionTest {
    static Stream<Arguments> scripts() throws IOException {
        List<Arguments> rows = new ArrayList<>();
        Path folder = Path.of(System.getProperty("mooring.home", ".."), "property-tests", "src", "test", "resources", "regression");
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(name -> name.toString().endsWith(".txt")).sorted().toList()) {
                HeapScript script = HeapScript.parse(Files.readString(file));
                HeapConfiguration.all().forEach(configuration -> rows.add(Arguments.of(file.getFileName().toString(), configuration, script)));
            }
        }
        return rows.stream();
    }

    @ParameterizedTest(name = "{0} on {1}")
    @MethodSource("scripts")
    void aBugThatWasFoundStaysFound(String file, HeapConfiguration configuration, HeapScript script) {
        ScriptRun.run(script, configuration);
    }
}
