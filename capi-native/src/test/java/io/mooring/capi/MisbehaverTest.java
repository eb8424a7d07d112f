package io.mooring.capi;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.gc.roots.HandleScope;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** C code whose objects die badly: deallocators that raise, allocate, collect, or bring their object back. */
class MisbehaverTest {
    static Stream<BorderSetting> settings() {
        return BorderSetting.all();
    }

    @ParameterizedTest
    @MethodSource("settings")
    void managedDeathsRunDeallocatorsThatDoAnything(BorderSetting setting) {
        try (Border border = Border.open(setting)) {
            int expected = 0;
            for (String type : List.of("Raiser", "Allocator", "Collector")) {
                try (HandleScope scope = border.heap.scope()) {
                    for (int i = 0; i < 3; i++) scope.root(make(border, type));
                    border.collect();
                    assertThat(border.result("misbehaver", "deallocations", "()")).as("while three of %s live", type)
                            .isEqualTo(Integer.toString(expected));
                }
                border.collect();
                border.collect();
                expected += 3;
                assertThat(border.result("misbehaver", "deallocations", "()")).as("after three of %s died", type).isEqualTo(Integer.toString(expected));
            }
            border.heap.verify();
        }
    }

    private static long make(Border border, String type) {
        try (HandleScope scope = border.heap.scope()) {
            long hItem = scope.root(border.literal("['item']"));
            long w_type = border.space.getattr(border.module("misbehaver"), border.space.intern(type));
            return border.space.call1(w_type, scope.get(hItem));
        }
    }

    @ParameterizedTest
    @MethodSource("settings")
    void anObjectThatComesBackIsWholeAndDiesOnceMore(BorderSetting setting) {
        try (Border border = Border.open(setting)) {
            assertThat(border.result("misbehaver", "drop_survivor", "()")).isEqualTo("True");
            border.collect();
            assertThat(border.result("misbehaver", "deallocations", "()")).isEqualTo("1");
        }
    }
}
