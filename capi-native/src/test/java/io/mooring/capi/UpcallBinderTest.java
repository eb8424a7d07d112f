package io.mooring.capi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The binder: every field of C's table has a Java method, and nothing thrown leaves it. */
class UpcallBinderTest {
    /** Upcalls that fail in every way a method can. */
    public static final class Failing {
        public long objectRepr(long o) {
            throw new IllegalStateException("thrown on purpose");
        }

        public long nobodyAsksForThis(long o) {
            return o;
        }
    }

    private Border border;

    @BeforeEach
    void open() {
        border = Border.open(BorderSetting.usual());
    }

    @AfterEach
    void close() {
        border.close();
    }

    @ParameterizedTest
    @CsvSource({"objectRepr, object_repr", "dictMergeFromSeq2, dict_merge_from_seq2", "setNew, set_new"})
    void aMethodServesTheFieldOfItsName(String method, String field) {
        assertThat(UpcallBinder.fieldName(method)).isEqualTo(field);
    }

    @Test
    void fieldsWithoutMethodAreNamed() {
        try (Arena arena = Arena.ofShared()) {
            UpcallBinder binder = new UpcallBinder(border.capi.errors, arena);
            assertThatThrownBy(() -> binder.bind(border.capi.library)).hasMessageContaining("object_repr").hasMessageContaining("gc_collect");
        } finally {
            rebind();
        }
    }

    @Test
    void methodsWithoutFieldAreNamed() {
        try (Arena arena = Arena.ofShared()) {
            UpcallBinder binder = new UpcallBinder(border.capi.errors, arena);
            Object[] groups = UpcallGroup.all(border.capi);
            Object[] more = Arrays.copyOf(groups, groups.length + 1);
            more[groups.length] = new Object() {
                @SuppressWarnings("unused")
                public long nobodyAsksForThis(long o) {
                    return o;
                }
            };
            assertThatThrownBy(() -> binder.bind(border.capi.library, more)).hasMessageContaining("nobody_asks_for_this");
        } finally {
            rebind();
        }
    }

    @Test
    void twoMethodsForOneFieldAreRefused() {
        try (Arena arena = Arena.ofShared()) {
            UpcallBinder binder = new UpcallBinder(border.capi.errors, arena);
            assertThatThrownBy(() -> binder.bind(border.capi.library, new Failing(), new Failing())).hasMessageContaining("two methods");
        }
    }

    @Test
    void whateverAnUpcallThrowsBecomesAPythonError() {
        border.capi.errors.set(new IllegalStateException("thrown on purpose"));
        assertThat(border.capi.errors.fetch().getMessage()).isEqualTo("SystemError: java.lang.IllegalStateException in Java code below C: thrown on purpose");
        border.capi.errors.set(new StackOverflowError());
        assertThat(border.capi.errors.fetch().getMessage()).startsWith("RecursionError");
        border.capi.errors.set(border.space.error(border.space.w_ValueError, "a message"));
        assertThat(border.capi.errors.fetch().getMessage()).isEqualTo("ValueError: a message");
        assertThat(border.capi.errors.occurred()).isFalse();
    }

    /** The pointers of the failed attempts are gone with their arena. */
    private void rebind() {
        new UpcallBinder(border.capi.errors, Arena.global()).bind(border.capi.library, UpcallGroup.all(border.capi));
    }
}
