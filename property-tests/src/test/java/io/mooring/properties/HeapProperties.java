package io.mooring.properties;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.domains.Domain;

/**
 * Random scripts against the model, on every plan, with both kinds of links, with and without stress. A failure prints jqwik's seed,
 * the configuration, and the shrunk script in the form that {@link RegressionTest} replays from a file.
 */
@Domain(HeapScripts.class)
class HeapProperties {
    @Property(tries = 300, shrinking = ShrinkingMode.BOUNDED, edgeCases = EdgeCasesMode.NONE)
    void everyHeapDoesWhatTheModelDoes(@ForAll HeapScript script) {
        ScriptRun.runOnAll(script);
    }

    @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
    void aPrintedScriptReadsBackAsTheSameScript(@ForAll HeapScript script) {
        assertThat(HeapScript.parse(script.toString())).isEqualTo(script);
    }
}
