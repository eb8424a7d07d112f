package io.mooring.properties;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.properties.Mutants.Mutant;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The catalogue of bugs keeps up with the collector: each still has the line that it exchanges. */
class MutantsTest {
    static List<Mutant> mutants() throws IOException {
        return Mutants.catalogue();
    }

    @ParameterizedTest
    @MethodSource("mutants")
    void theLineThatTheBugExchangesStandsInItsFileOnce(Mutant mutant) throws IOException {
        String source = Files.readString(Mutants.sources().resolve(Mutants.file(mutant)));
        assertThat(source.split(Pattern.quote(mutant.from()), -1)).as(mutant.name()).hasSize(2);
        assertThat(mutant.applyTo(source)).isNotEqualTo(source);
    }

    @Test
    void everyBugHasANameOfItsOwn() throws IOException {
        assertThat(Mutants.catalogue()).extracting(Mutant::name).doesNotHaveDuplicates().hasSizeGreaterThanOrEqualTo(20);
    }
}
