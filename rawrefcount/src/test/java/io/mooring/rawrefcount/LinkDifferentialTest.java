package io.mooring.rawrefcount;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random scripts run on the table, on the dictionary and on a plain Java model at once: after each action all three show the same, and
 * nobody dies who is reachable. The failure names the seed and the actions that led there.
 */
class LinkDifferentialTest {
    private static final int SCRIPTS = 12;
    private static final int ACTIONS = 500;
    private static final int ACTIONS_UNDER_STRESS = 150;

    static Stream<Arguments> scripts() {
        return LinkSetting.all()
                .filter(setting -> setting.kind() == LinkSetting.Kind.TABLE)
                .flatMap(setting -> IntStream.range(0, SCRIPTS).mapToObj(seed -> Arguments.of(setting, seed)));
    }

    @ParameterizedTest(name = "{0} and dictionary, seed {1}")
    @MethodSource("scripts")
    void tableDictionaryAndModelAgree(LinkSetting setting, int seed) {
        LinkModel model = new LinkModel();
        try (LinkWorld table = new LinkWorld(setting);
                LinkWorld dictionary = new LinkWorld(setting.with(LinkSetting.Kind.DICTIONARY))) {
            LinkScript script = new LinkScript(new Random(seed), model, List.of(table, dictionary));
            int actions = setting.stressed() ? ACTIONS_UNDER_STRESS : ACTIONS;
            for (int i = 0; i < actions; i++) {
                script.step();
                model.endLinks(table::isLinkEnded, script.lastWasMajor() || (setting.stressed() && script.lastAllocated()));
                List<String> expected = model.observe();
                assertThat(table.observe(model)).as("table against model after %s", script).isEqualTo(expected);
                assertThat(dictionary.observe(model)).as("dictionary against model after %s", script).isEqualTo(expected);
            }
            assertThat(dictionary.fixture.links.statistics().made()).isEqualTo(table.fixture.links.statistics().made()).isPositive();
        }
    }
}
