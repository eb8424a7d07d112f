package io.mooring.objspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Exceptions: hierarchy, texts, fields, and how Java code meets them. */
class W_ExceptionObjectTest extends SpaceTest {
    @Test
    void theHierarchyIsThatOfPython311() {
        assertThat(builtin("FileNotFoundError").attr("__mro__").repr())
                .isEqualTo("(<class 'FileNotFoundError'>, <class 'OSError'>, <class 'Exception'>, "
                        + "<class 'BaseException'>, <class 'object'>)");
        assertThat(builtin("UnicodeDecodeError").attr("__base__").repr()).isEqualTo("<class 'UnicodeError'>");
        assertThat(builtin("RecursionError").attr("__base__").repr()).isEqualTo("<class 'RuntimeError'>");
        assertThat(builtin("TabError").attr("__base__").repr()).isEqualTo("<class 'IndentationError'>");
        assertThat(builtin("KeyboardInterrupt").attr("__base__").repr()).isEqualTo("<class 'BaseException'>");
        assertThat(builtin("IOError").is(builtin("OSError"))).isTrue();
    }

    @Test
    void textAndReprDependOnTheArguments() {
        assertThat(builtin("ValueError").apply().repr()).isEqualTo("ValueError()");
        assertThat(builtin("ValueError").apply(text("x")).repr()).isEqualTo("ValueError('x')");
        assertThat(builtin("ValueError").apply(number(1), text("x")).repr()).isEqualTo("ValueError(1, 'x')");
        assertThat(builtin("ValueError").apply().str()).isEmpty();
        assertThat(builtin("ValueError").apply(text("x")).str()).isEqualTo("x");
        assertThat(builtin("ValueError").apply(number(1), text("x")).str()).isEqualTo("(1, 'x')");
        assertThat(builtin("KeyError").apply(text("k")).str()).isEqualTo("'k'");
        assertThat(builtin("ValueError").apply(text("x")).attr("args").repr()).isEqualTo("('x',)");
    }

    @Test
    void anOsErrorPicksItsSubclassAndShowsErrno() {
        Value error = builtin("OSError").apply(number(2), text("No such file or directory"), text("f.txt"));
        assertThat(error.attr("__class__").repr()).isEqualTo("<class 'FileNotFoundError'>");
        assertThat(error.str()).isEqualTo("[Errno 2] No such file or directory: 'f.txt'");
        assertThat(error.attr("errno").repr()).isEqualTo("2");
        assertThat(error.attr("strerror").repr()).isEqualTo("'No such file or directory'");
        assertThat(error.attr("filename").repr()).isEqualTo("'f.txt'");
        assertThat(error.attr("args").repr()).isEqualTo("(2, 'No such file or directory')");
        assertThat(builtin("OSError").apply(text("plain")).str()).isEqualTo("plain");
        assertThat(builtin("OSError").apply(number(9999), text("odd")).attr("__class__").repr()).isEqualTo("<class 'OSError'>");
    }

    @Test
    void fieldsComeFromTheArguments() {
        assertThat(builtin("StopIteration").apply(number(5)).attr("value").repr()).isEqualTo("5");
        assertThat(builtin("StopIteration").apply().attr("value").repr()).isEqualTo("None");
        assertThat(builtin("SystemExit").apply(number(3)).attr("code").repr()).isEqualTo("3");
        assertThat(builtin("SystemExit").apply(number(3), number(4)).attr("code").repr()).isEqualTo("(3, 4)");
        Value imported = builtin("ImportError").applyWith(dict(text("name"), text("m"), text("path"), text("/p")), text("no m"));
        assertThat(imported.attr("name").repr()).isEqualTo("'m'");
        assertThat(imported.attr("path").repr()).isEqualTo("'/p'");
        assertThat(imported.str()).isEqualTo("no m");
        assertThat(error(() -> builtin("ValueError").applyWith(dict(text("x"), none()))))
                .isEqualTo("TypeError: ValueError() takes no keyword arguments");
        assertThat(error(() -> builtin("ImportError").applyWith(dict(text("x"), none()))))
                .isEqualTo("TypeError: 'x' is an invalid keyword argument for ImportError()");
    }

    @Test
    void unicodeErrorsDescribeThePlace() {
        Value decode = builtin("UnicodeDecodeError").apply(text("utf-8"), value(space.newBytes(new byte[] {(byte) 0xff, 1})), number(0),
                number(1), text("invalid start byte"));
        assertThat(decode.str()).isEqualTo("'utf-8' codec can't decode byte 0xff in position 0: invalid start byte");
        Value encode = builtin("UnicodeEncodeError").apply(text("ascii"), text("aé"), number(1), number(2),
                text("ordinal not in range(128)"));
        assertThat(encode.str()).isEqualTo("'ascii' codec can't encode character '\\xe9' in position 1: ordinal not in range(128)");
        Value several = builtin("UnicodeEncodeError").apply(text("ascii"), text("aéé"), number(1), number(3),
                text("ordinal not in range(128)"));
        assertThat(several.str()).isEqualTo("'ascii' codec can't encode characters in position 1-2: ordinal not in range(128)");
        assertThat(error(() -> builtin("UnicodeDecodeError").apply(text("utf-8"))))
                .isEqualTo("TypeError: function takes exactly 5 arguments (1 given)");
    }

    @Test
    void causeContextAndTracebackAreAttributes() {
        Value error = builtin("ValueError").apply();
        Value cause = builtin("KeyError").apply(number(1));
        assertThat(error.attr("__cause__").repr()).isEqualTo("None");
        error.setAttr("__cause__", cause);
        assertThat(error.attr("__cause__").is(cause)).isTrue();
        assertThat(error.attr("__suppress_context__").repr()).isEqualTo("True");
        error.setAttr("__context__", cause);
        assertThat(error.attr("__context__").is(cause)).isTrue();
        assertThat(error.attr("__traceback__").repr()).isEqualTo("None");
        assertThat(error.call("with_traceback", none()).is(error)).isTrue();
        assertThat(error(() -> error.setAttr("__cause__", number(1))))
                .isEqualTo("TypeError: exception cause must be None or derive from BaseException");
        assertThat(error(() -> error.setAttr("__traceback__", number(1))))
                .isEqualTo("TypeError: __traceback__ must be a traceback or None");
        error.call("add_note", text("look"));
        assertThat(error.attr("__notes__").repr()).isEqualTo("['look']");
    }

    @Test
    void aClassOfOnesOwnIsAnException() {
        Value mine = newClass("Mine", tuple(builtin("ValueError")), "__str__", (BuiltinCode) (s, h, n, k) -> s.newStr("own text"));
        Value error = mine.apply(number(1));
        error.setAttr("extra", number(2));
        assertThat(error.str()).isEqualTo("own text");
        assertThat(error.repr()).isEqualTo("Mine(1)");
        OperationError raised = space.errorOf(error.w());
        assertThat(raised.matches(space.w_ValueError)).isTrue();
        assertThat(raised.matches(space.w_KeyError)).isFalse();
        assertThat(raised.getMessage()).isEqualTo("Mine: own text");
    }

    @Test
    void javaCodeCatchesByTypeOrTuple() {
        OperationError error = space.error(space.w_KeyError, "text");
        Value both = tuple(builtin("ValueError"), tuple(builtin("LookupError")));
        assertThat(error.matches(both.w())).isTrue();
        assertThat(error.matches(space.w_ValueError)).isFalse();
        assertThat(error.matches(space.w_None)).isFalse();
    }

    @Test
    void anErrorKeepsItsObjectAcrossCollections() {
        OperationError error = space.error(space.w_ValueError, "%d of %s", 3, "many");
        Value first = value(error.w_value());
        for (int i = 0; i < 50; i++) list(number(i));
        assertThat(value(error.w_value()).is(first)).isTrue();
        assertThat(first.repr()).isEqualTo("ValueError('3 of many')");
    }

    @Test
    void raiseNormalisesTypeAndValue() {
        assertThat(space.raise(space.w_ValueError, space.w_None).getMessage()).isEqualTo("ValueError");
        Value text = text("x");
        assertThat(space.raise(space.w_ValueError, text.w()).getMessage()).isEqualTo("ValueError: x");
        Value pair = tuple(number(1), number(2));
        assertThat(space.raise(space.w_ValueError, pair.w()).getMessage()).isEqualTo("ValueError: (1, 2)");
        Value instance = builtin("KeyError").apply(text("k"));
        assertThat(value(space.raise(space.w_LookupError, instance.w()).w_value()).is(instance)).isTrue();
        assertThat(error(() -> {
            throw space.raise(space.w_int, space.w_None);
        })).isEqualTo("TypeError: exceptions must derive from BaseException");
        Value odd = newClass("Odd", tuple(builtin("ValueError")), "__new__", (BuiltinCode) (s, h, n, k) -> s.newInt(1));
        assertThat(error(() -> {
            throw space.raise(odd.w(), space.w_None);
        })).isEqualTo("TypeError: exceptions must derive from BaseException, not int");
    }

    @Test
    void everyBuiltinExceptionCanBeMadeAndRaised() {
        List<String> names = new java.util.ArrayList<>();
        ExceptionTypes.visit((name, base) -> names.add(name));
        for (String name : names) {
            long w_type = space.exceptions.builtin(name);
            assertThat(space.exceptions.isExceptionType(w_type)).isTrue();
            OperationError error = catchThrowableOfType(OperationError.class, () -> {
                throw space.error(w_type, "message");
            });
            assertThat(space.type(error.w_value())).as(name).isEqualTo(w_type);
        }
        assertThat(names).hasSize(66); // BaseException is the 67th
    }

    @Test
    void groupsHoldExceptions() {
        Value group = builtin("BaseExceptionGroup").apply(text("m"), list(builtin("ValueError").apply(number(1))));
        assertThat(group.repr()).isEqualTo("ExceptionGroup('m', [ValueError(1)])");
        assertThat(group.str()).isEqualTo("m (1 sub-exception)");
        assertThat(group.attr("exceptions").repr()).isEqualTo("(ValueError(1),)");
        assertThat(builtin("ExceptionGroup").attr("__mro__").repr()).isEqualTo(
                "(<class 'ExceptionGroup'>, <class 'BaseExceptionGroup'>, <class 'Exception'>, <class 'BaseException'>, <class 'object'>)");
        Value interrupt = builtin("KeyboardInterrupt").apply();
        assertThat(builtin("BaseExceptionGroup").apply(text("m"), list(interrupt)).repr())
                .isEqualTo("BaseExceptionGroup('m', [KeyboardInterrupt()])");
        assertThat(error(() -> builtin("ExceptionGroup").apply(text("m"), list(interrupt))))
                .isEqualTo("TypeError: Cannot nest BaseExceptions in an ExceptionGroup");
        assertThat(error(() -> builtin("ExceptionGroup").apply(text("m"), list())))
                .isEqualTo("ValueError: second argument (exceptions) must be a non-empty sequence");
        assertThat(error(() -> builtin("ExceptionGroup").apply(text("m"), list(number(3)))))
                .isEqualTo("ValueError: Item 0 of second argument (exceptions) is not an exception");
    }

    @Test
    void aGroupIsSplitByTypeAtEveryDepth() {
        Value error = builtin("ValueError").apply(number(1));
        Value key = builtin("KeyError").apply(number(2));
        Value inner = builtin("ExceptionGroup").apply(text("i"), list(error, key));
        Value outer = builtin("ExceptionGroup").apply(text("o"), list(inner, builtin("OSError").apply(number(3))));
        outer.call("add_note", text("noted"));
        assertThat(outer.call("split", builtin("KeyError")).repr())
                .isEqualTo("(ExceptionGroup('o', [ExceptionGroup('i', [KeyError(2)])]), ExceptionGroup('o', [ExceptionGroup('i', [ValueError(1)]), OSError(3)]))");
        assertThat(outer.call("subgroup", builtin("OSError")).attr("__notes__").repr()).isEqualTo("['noted']");
        assertThat(outer.call("subgroup", builtin("TypeError")).repr()).isEqualTo("None");
        assertThat(outer.call("subgroup", builtin("ExceptionGroup")).w()).isEqualTo(outer.w());
        assertThat(inner.call("split", tuple(builtin("ValueError"), builtin("KeyError"))).repr()).isEqualTo("(ExceptionGroup('i', [ValueError(1), KeyError(2)]), None)");
        assertThat(inner.call("derive", list(error)).repr()).isEqualTo("ExceptionGroup('i', [ValueError(1)])");
        assertThat(inner.call("subgroup", function("isKey", 1, (s, h, n, k) -> s.newBool(s.isinstance(s.arg(h, 0), s.w_KeyError)))).repr()).isEqualTo("ExceptionGroup('i', [KeyError(2)])");
        assertThat(error(() -> inner.call("split", number(1)))).isEqualTo("TypeError: expected a function, exception type or tuple of exception types");
    }
}
