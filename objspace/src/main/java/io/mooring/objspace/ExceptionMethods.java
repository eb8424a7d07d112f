package io.mooring.objspace;

import io.mooring.gc.Immediate;
import io.mooring.gc.Ref;
import io.mooring.gc.Slot;
import io.mooring.gc.roots.HandleScope;

/** What Python sees of exceptions: construction, text, attributes. */
final class ExceptionMethods {
    private ExceptionMethods() {}

    /** Called for each exception type. */
    static void define(ObjSpace space, TypeBuilder type) {
        String[] fields = ExceptionTypes.ownFields(type.name());
        if (fields != null) defineFields(type, fields);
        switch (type.name()) {
            case "BaseException" -> defineBase(type);
            case "KeyError" -> type.method("__str__", 0, (s, h, n, k) -> keyErrorText(s, s.arg(h, 0)));
            case "OSError" -> type.classAwareConstructor(null, ExceptionMethods::newOsError).method("__str__", 0,
                    (s, h, n, k) -> osErrorText(s, s.arg(h, 0)));
            case "BaseExceptionGroup" -> ExceptionGroups.define(type);
            case "ImportError" -> type.method("__str__", 0, (s, h, n, k) -> {
                long w_message = s.exceptions.field(s.arg(h, 0), "msg");
                return w_message != 0 && s.isStr(w_message) ? w_message : text(s, s.arg(h, 0));
            });
            case "SyntaxError" -> type.method("__str__", 0, (s, h, n, k) -> syntaxErrorText(s, s.arg(h, 0)));
            case "UnicodeDecodeError", "UnicodeEncodeError", "UnicodeTranslateError" ->
                    type.method("__str__", 0, (s, h, n, k) -> s.newStr(UnicodeErrorText.of(s, s.arg(h, 0))));
            default -> { }
        }
    }

    private static void defineBase(TypeBuilder type) {
        type.subclassable()
                .doc("Common base class for all exceptions")
                .classAwareConstructor(null, ExceptionMethods::newException)
                .rawMethod("__init__", ExceptionMethods::init)
                .method("__repr__", 0, (s, h, n, k) -> repr(s, s.arg(h, 0)))
                .method("__str__", 0, (s, h, n, k) -> text(s, s.arg(h, 0)))
                .method("with_traceback", 1, (s, h, n, k) -> {
                    setTraceback(s, s.arg(h, 0), s.arg(h, 1));
                    return s.arg(h, 0);
                })
                .method("add_note", 1, (s, h, n, k) -> addNote(s, h))
                .attribute("args", (s, h, n, k) -> s.exceptions.args(s.arg(h, 0)), (s, h, n, k) -> {
                    if (s.arg(h, 1) == 0) throw s.error(s.w_TypeError, "args may not be deleted");
                    long w_tuple = s.toTuple(s.arg(h, 1));
                    s.exceptions.setArgs(s.arg(h, 0), w_tuple);
                    return s.w_None;
                })
                .attribute("__traceback__", (s, h, n, k) -> orNone(s, s.exceptions.traceback(s.arg(h, 0))), (s, h, n, k) -> {
                    if (s.arg(h, 1) == 0) throw s.error(s.w_TypeError, "__traceback__ may not be deleted");
                    setTraceback(s, s.arg(h, 0), s.arg(h, 1));
                    return s.w_None;
                })
                .attribute("__cause__", (s, h, n, k) -> orNone(s, s.exceptions.cause(s.arg(h, 0))), (s, h, n, k) -> {
                    s.exceptions.setCause(s.arg(h, 0), linked(s, s.arg(h, 1), "cause"));
                    return s.w_None;
                })
                .attribute("__context__", (s, h, n, k) -> orNone(s, s.exceptions.context(s.arg(h, 0))), (s, h, n, k) -> {
                    s.exceptions.setContext(s.arg(h, 0), linked(s, s.arg(h, 1), "context"));
                    return s.w_None;
                })
                .attribute("__suppress_context__",
                        (s, h, n, k) -> s.newBool(s.heap.readWord(s.arg(h, 0), W_ExceptionObject.SUPPRESS) != 0), (s, h, n, k) -> {
                    boolean suppress = s.arg(h, 1) != 0 && s.isTrue(s.arg(h, 1));
                    s.heap.writeWord(s.arg(h, 0), W_ExceptionObject.SUPPRESS, suppress ? 1 : 0);
                    return s.w_None;
                })
                .attribute("__dict__", ObjectMethods::getDict, null);
    }

    private static void defineFields(TypeBuilder type, String[] fields) {
        for (String field : fields) {
            type.attribute(field, (s, h, n, k) -> orNone(s, s.exceptions.field(s.arg(h, 0), field)), (s, h, n, k) -> {
                s.exceptions.setField(s.arg(h, 0), field, s.arg(h, 1));
                return s.w_None;
            });
        }
    }

    private static @Ref long orNone(ObjSpace space, @Ref long w) {
        return w == 0 ? space.w_None : w;
    }

    private static @Ref long linked(ObjSpace space, @Ref long w, String what) {
        if (w == 0) throw space.error(space.w_TypeError, "__%s__ may not be deleted", what);
        if (w == space.w_None) return 0;
        if (space.exceptions.isException(w)) return w;
        throw space.error(space.w_TypeError, "exception %s must be None or derive from BaseException", what);
    }

    private static void setTraceback(ObjSpace space, @Ref long w, @Ref long w_traceback) {
        if (w_traceback != space.w_None && space.kind(w_traceback) != TypeIds.TRACEBACK) {
            throw space.error(space.w_TypeError, "__traceback__ must be a traceback or None");
        }
        space.exceptions.setTraceback(w, w_traceback == space.w_None ? 0 : w_traceback);
    }

    private static @Ref long addNote(ObjSpace space, @Slot long hArgs) {
        if (!space.isStr(space.arg(hArgs, 1))) {
            throw space.error(space.w_TypeError, "note must be a str, not '%s'", space.typeName(space.arg(hArgs, 1)));
        }
        long w_name = space.intern("__notes__");
        long w_notes = space.findattr(space.arg(hArgs, 0), w_name);
        if (w_notes == 0) {
            long w_new = space.newList();
            space.setattr(space.arg(hArgs, 0), w_name, w_new);
            w_notes = space.getattr(space.arg(hArgs, 0), w_name);
        }
        space.lists.append(w_notes, space.arg(hArgs, 1));
        return space.w_None;
    }

    // ---- construction -------------------------------------------------------------------------------------------------------------------

    private static @Ref long newException(ObjSpace space, @Slot long hArgs, int nargs, @Ref long w_kwnames) {
        long w_args = space.newTuple(space.argHandle(hArgs, 1), nargs - 1);
        return space.exceptions.makeWithArgs(space.arg(hArgs, 0), w_args);
    }

    /** {@code OSError(errno, …)} makes an instance of the subclass for the errno. */
    private static @Ref long newOsError(ObjSpace space, @Slot long hArgs, int nargs, @Ref long w_kwnames) {
        boolean mapped = space.arg(hArgs, 0) == space.w_OSError && nargs >= 3 && nargs <= 6 && Immediate.is(space.arg(hArgs, 1));
        String name = mapped ? ExceptionTypes.byErrno((int) Immediate.value(space.arg(hArgs, 1))) : null;
        long w_args = space.newTuple(space.argHandle(hArgs, 1), nargs - 1);
        return space.exceptions.makeWithArgs(name == null ? space.arg(hArgs, 0) : space.exceptions.builtin(name), w_args);
    }

    private static @Ref long init(ObjSpace space, @Slot long hArgs, int nargs, @Ref long w_kwnames) {
        try (HandleScope scope = space.heap.scope()) {
            long hNames = scope.root(w_kwnames);
            long w_args = space.newTuple(space.argHandle(hArgs, 1), nargs - 1);
            space.exceptions.setArgs(space.arg(hArgs, 0), w_args);
            fillFields(space, space.arg(hArgs, 0), true);
            long keywords = scope.get(hNames) == 0 ? 0 : space.tuples.count(scope.get(hNames));
            for (int i = 0; i < keywords; i++) {
                String keyword = space.string(space.tuples.get(scope.get(hNames), i));
                checkKeyword(space, space.arg(hArgs, 0), keyword);
                space.exceptions.setField(space.arg(hArgs, 0), keyword, space.arg(hArgs, nargs + i));
            }
            return space.w_None;
        }
    }

    private static void checkKeyword(ObjSpace space, @Ref long w_self, String keyword) {
        String type = space.typeName(w_self);
        boolean takes = space.isOfType(w_self, space.w_ImportError) && (keyword.equals("name") || keyword.equals("path"))
                || space.isOfType(w_self, space.w_AttributeError) && (keyword.equals("name") || keyword.equals("obj"))
                || space.isOfType(w_self, space.w_NameError) && keyword.equals("name");
        if (takes) return;
        boolean someKeywords = space.isOfType(w_self, space.w_ImportError) || space.isOfType(w_self, space.w_AttributeError)
                || space.isOfType(w_self, space.w_NameError);
        if (someKeywords) throw space.error(space.w_TypeError, "'%s' is an invalid keyword argument for %s()", keyword, type);
        throw space.error(space.w_TypeError, "%s() takes no keyword arguments", type);
    }

    /** Sets the fields that follow from args. {@code strict}: raises TypeError where the arguments do not fit. Does not collect. */
    static void fillFields(ObjSpace space, @Ref long w, boolean strict) {
        String[] names = space.exceptions.fieldNames(space.type(w));
        if (names == null) return;
        long w_args = space.exceptions.args(w);
        long count = space.tuples.count(w_args);
        switch (names[0]) {
            case "value" -> set(space, w, "value", count > 0 ? space.tuples.get(w_args, 0) : space.w_None);
            case "code" -> set(space, w, "code", count == 0 ? space.w_None : count == 1 ? space.tuples.get(w_args, 0) : w_args);
            case "msg" -> set(space, w, "msg", count > 0 ? space.tuples.get(w_args, 0) : space.w_None);
            case "errno" -> fillOsError(space, w, w_args, count);
            case "encoding", "object" -> fillUnicodeError(space, w, names, strict);
            default -> { }
        }
    }

    private static void set(ObjSpace space, @Ref long w, String field, @Ref long w_value) {
        space.exceptions.setField(w, field, w_value);
    }

    /** From two to five arguments: errno, strerror, filename, (winerror), filename2; args keeps only the first two. */
    private static void fillOsError(ObjSpace space, @Ref long w, @Ref long w_args, long count) {
        if (count < 2 || count > 5) return;
        set(space, w, "errno", space.tuples.get(w_args, 0));
        set(space, w, "strerror", space.tuples.get(w_args, 1));
        if (count < 3) return;
        set(space, w, "filename", space.tuples.get(w_args, 2));
        if (count == 5) set(space, w, "filename2", space.tuples.get(w_args, 4));
        try (HandleScope scope = space.heap.scope()) {
            long h = scope.root(w);
            long w_two = space.newTuple(space.tuples.get(w_args, 0), space.tuples.get(w_args, 1));
            space.exceptions.setArgs(scope.get(h), w_two);
        }
    }

    private static void fillUnicodeError(ObjSpace space, @Ref long w, String[] names, boolean strict) {
        long w_args = space.exceptions.args(w);
        long count = space.tuples.count(w_args);
        if (count != names.length) {
            if (strict) throw space.error(space.w_TypeError, "function takes exactly %d arguments (%d given)", names.length, count);
            return;
        }
        for (int i = 0; i < names.length; i++) {
            long w_arg = space.tuples.get(w_args, i);
            boolean fits = switch (names[i]) {
                case "start", "end" -> space.isInt(w_arg);
                case "object" -> space.isStr(w_arg) != space.isOfType(w, space.w_UnicodeDecodeError);
                default -> space.isStr(w_arg);
            };
            if (!fits && strict) throw misfit(space, names[i], i + 1, w_arg);
            if (fits) set(space, w, names[i], w_arg);
        }
    }

    private static OperationError misfit(ObjSpace space, String field, int position, @Ref long w_arg) {
        String type = space.typeName(w_arg);
        return switch (field) {
            case "start", "end" -> space.error(space.w_TypeError, "'%s' object cannot be interpreted as an integer", type);
            case "object" -> space.isStr(w_arg)
                    ? space.error(space.w_TypeError, "a bytes-like object is required, not '%s'", type)
                    : space.error(space.w_TypeError, "argument %d must be str, not %s", position, type);
            default -> space.error(space.w_TypeError, "argument %d must be str, not %s", position, type);
        };
    }

    // ---- text ---------------------------------------------------------------------------------------------------------------------------

    private static @Ref long repr(ObjSpace space, @Ref long w) {
        String name = space.typeName(w);
        long w_args = space.exceptions.args(w);
        if (space.tuples.count(w_args) == 1) return space.newStr(name + "(" + space.reprText(space.tuples.get(w_args, 0)) + ")");
        return space.newStr(name + space.reprText(w_args));
    }

    private static @Ref long text(ObjSpace space, @Ref long w) {
        long w_args = space.exceptions.args(w);
        long count = space.tuples.count(w_args);
        if (count == 0) return space.newStr("");
        return space.str(count == 1 ? space.tuples.get(w_args, 0) : w_args);
    }

    private static @Ref long keyErrorText(ObjSpace space, @Ref long w) {
        long w_args = space.exceptions.args(w);
        return space.tuples.count(w_args) == 1 ? space.repr(space.tuples.get(w_args, 0)) : text(space, w);
    }

    private static @Ref long osErrorText(ObjSpace space, @Ref long w) {
        W_ExceptionObject exceptions = space.exceptions;
        if (exceptions.field(w, "errno") == 0 || exceptions.field(w, "strerror") == 0) return text(space, w);
        try (HandleScope scope = space.heap.scope()) {
            long h = scope.root(w);
            StringBuilder text = new StringBuilder("[Errno ").append(space.strText(exceptions.field(w, "errno")));
            text.append("] ").append(space.strText(exceptions.field(scope.get(h), "strerror")));
            long w_filename = exceptions.field(scope.get(h), "filename");
            if (w_filename != 0 && w_filename != space.w_None) {
                text.append(": ").append(space.reprText(w_filename));
                long w_second = exceptions.field(scope.get(h), "filename2");
                if (w_second != 0 && w_second != space.w_None) text.append(" -> ").append(space.reprText(w_second));
            }
            return space.newStr(text.toString());
        }
    }

    private static @Ref long syntaxErrorText(ObjSpace space, @Ref long w) {
        try (HandleScope scope = space.heap.scope()) {
            long h = scope.root(w);
            long w_message = space.exceptions.field(w, "msg");
            String text = w_message == 0 ? "None" : space.strText(w_message);
            long w_file = space.exceptions.field(scope.get(h), "filename");
            long w_line = space.exceptions.field(scope.get(h), "lineno");
            boolean file = w_file != 0 && space.isStr(w_file);
            boolean line = w_line != 0 && Immediate.is(w_line);
            if (file && line) return space.newStr(text + " (" + space.string(w_file) + ", line " + Immediate.value(w_line) + ")");
            if (file) return space.newStr(text + " (" + space.string(w_file) + ")");
            return space.newStr(line ? text + " (line " + Immediate.value(w_line) + ")" : text);
        }
    }
}
