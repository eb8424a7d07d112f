package io.mooring.objspace;

import java.util.Map;

/** The exception hierarchy of Python 3.11 as data: each type with its base, and the fields that some have beside args. */
final class ExceptionTypes {
    /** Lines of {@code base: subclasses}; a base stands in an earlier line. */
    private static final String[] HIERARCHY = {
        "BaseException: Exception BaseExceptionGroup GeneratorExit KeyboardInterrupt SystemExit",
        "Exception: ArithmeticError AssertionError AttributeError BufferError EOFError ImportError LookupError MemoryError NameError OSError "
                + "ReferenceError RuntimeError StopAsyncIteration StopIteration SyntaxError SystemError TypeError ValueError Warning",
        "ArithmeticError: FloatingPointError OverflowError ZeroDivisionError",
        "ImportError: ModuleNotFoundError",
        "LookupError: IndexError KeyError",
        "NameError: UnboundLocalError",
        "OSError: BlockingIOError ChildProcessError ConnectionError FileExistsError FileNotFoundError InterruptedError IsADirectoryError "
                + "NotADirectoryError PermissionError ProcessLookupError TimeoutError",
        "ConnectionError: BrokenPipeError ConnectionAbortedError ConnectionRefusedError ConnectionResetError",
        "RuntimeError: NotImplementedError RecursionError",
        "SyntaxError: IndentationError",
        "IndentationError: TabError",
        "ValueError: UnicodeError",
        "UnicodeError: UnicodeDecodeError UnicodeEncodeError UnicodeTranslateError",
        "BaseExceptionGroup: ExceptionGroup", // and Exception
        "Warning: BytesWarning DeprecationWarning EncodingWarning FutureWarning ImportWarning PendingDeprecationWarning "
                + "ResourceWarning RuntimeWarning SyntaxWarning UnicodeWarning UserWarning",
    };

    private static final Map<String, String[]> FIELDS = Map.ofEntries(
            fields("OSError", "errno strerror filename filename2"),
            fields("UnicodeDecodeError", "encoding object start end reason"),
            fields("UnicodeEncodeError", "encoding object start end reason"),
            fields("UnicodeTranslateError", "object start end reason"),
            fields("StopIteration", "value"),
            fields("SystemExit", "code"),
            fields("ImportError", "msg name path"),
            fields("NameError", "name"),
            fields("AttributeError", "name obj"),
            fields("BaseExceptionGroup", "message exceptions"),
            fields("SyntaxError", "msg filename lineno offset text end_lineno end_offset print_file_and_line"));

    /** Types that {@code OSError(errno, …)} makes an instance of, by Linux errno. */
    private static final Map<Integer, String> BY_ERRNO = Map.ofEntries(
            Map.entry(11, "BlockingIOError"), // EAGAIN
            Map.entry(115, "BlockingIOError"), // EINPROGRESS
            Map.entry(114, "BlockingIOError"), // EALREADY
            Map.entry(32, "BrokenPipeError"), // EPIPE
            Map.entry(108, "BrokenPipeError"), // ESHUTDOWN
            Map.entry(10, "ChildProcessError"), // ECHILD
            Map.entry(103, "ConnectionAbortedError"), // ECONNABORTED
            Map.entry(111, "ConnectionRefusedError"), // ECONNREFUSED
            Map.entry(104, "ConnectionResetError"), // ECONNRESET
            Map.entry(17, "FileExistsError"), // EEXIST
            Map.entry(2, "FileNotFoundError"), // ENOENT
            Map.entry(21, "IsADirectoryError"), // EISDIR
            Map.entry(20, "NotADirectoryError"), // ENOTDIR
            Map.entry(4, "InterruptedError"), // EINTR
            Map.entry(13, "PermissionError"), // EACCES
            Map.entry(1, "PermissionError"), // EPERM
            Map.entry(3, "ProcessLookupError"), // ESRCH
            Map.entry(110, "TimeoutError")); // ETIMEDOUT

    private ExceptionTypes() {}

    private static Map.Entry<String, String[]> fields(String type, String names) {
        return Map.entry(type, names.split(" "));
    }

    /** Takes each type with the name of its base, bases first. */
    interface Visitor {
        void type(String name, String base);
    }

    static void visit(Visitor visitor) {
        for (String line : HIERARCHY) {
            int colon = line.indexOf(':');
            for (String name : line.substring(colon + 2).split(" ")) visitor.type(name, line.substring(0, colon));
        }
    }

    /** The fields that this very type introduces; null = none. */
    static String[] ownFields(String type) {
        return FIELDS.get(type);
    }

    /** The subclass of OSError for an errno, or null. */
    static String byErrno(int errno) {
        return BY_ERRNO.get(errno);
    }
}
