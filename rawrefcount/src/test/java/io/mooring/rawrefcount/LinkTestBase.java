package io.mooring.rawrefcount;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs the tests of its subclasses once per {@link LinkSetting}, each on a heap of its own that is verified when it closes. */
@ParameterizedClass(name = "{0}")
@MethodSource("io.mooring.rawrefcount.LinkSetting#all")
abstract class LinkTestBase {
    @Parameter
    LinkSetting setting;

    LinkFixture f;

    @BeforeEach
    void open() {
        f = new LinkFixture(setting);
    }

    @AfterEach
    void close() {
        f.close();
    }
}
