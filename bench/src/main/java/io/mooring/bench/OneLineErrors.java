package io.mooring.bench;

import io.mooring.gc.HeapExhausted;
import io.mooring.gc.recording.TraceFailed;
import java.io.PrintWriter;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Turns whatever a command throws into one line and an exit code: {@value ExitCode#USAGE} for a command line that cannot be carried out,
 * {@value ExitCode#SOFTWARE} for one that was and failed.
 */
final class OneLineErrors implements IParameterExceptionHandler, IExecutionExceptionHandler {
    /** Developers ask for the stack trace with this option of the top command. */
    static final String STACK_TRACE = "--stack-trace";

    @Override
    public int handleParseException(ParameterException failure, String[] arguments) {
        CommandLine command = failure.getCommandLine();
        String message = failure.getMessage();
        if (failure instanceof UnmatchedArgumentException unmatched && !unmatched.getUnmatched().isEmpty()) {
            String kind = unmatched.isUnknownOption() ? "option" : command.getParent() == null ? "command" : "argument";
            message = "unknown " + kind + " '" + unmatched.getUnmatched().getFirst() + "'";
        }
        print(command, "mooring: ", message.substring(0, 1).toLowerCase(Locale.ROOT) + message.substring(1) + "; see " + command.getCommandSpec().qualifiedName() + " --help");
        return ExitCode.USAGE;
    }

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
        return handle(failure, command);
    }

    /** Prints the line and returns the exit code; also for an {@link Error}, which picocli lets through. */
    int handle(Throwable failure, CommandLine command) {
        if (failure instanceof Raised) {
            print(command, "", failure.getMessage());
        } else {
            print(command, "mooring: ", sentence(failure));
        }
        if (wantsStackTrace(command)) failure.printStackTrace(command.getErr());
        return failure instanceof UsageError || failure instanceof IllegalArgumentException ? ExitCode.USAGE : ExitCode.SOFTWARE;
    }

    private static String sentence(Throwable failure) {
        return switch (failure) {
            case UsageError error -> error.getMessage();
            case CommandFailed error -> error.getMessage();
            case IllegalArgumentException error -> asOption(error.getMessage());
            case HeapExhausted error -> error.getMessage();
            case TraceFailed error -> error.getMessage();
            case StackOverflowError _ -> "the Java stack is used up: something is nested too deeply";
            case OutOfMemoryError error -> "the Java heap is used up (" + error.getMessage() + "); give the JVM more with MOORING_JAVA_OPTS=-Xmx2g";
            default -> "internal error: " + failure + "; run with " + STACK_TRACE + " to see where";
        };
    }

    /** What the heap says about one of its options, which has no dashes there, as the command line writes it. */
    static String asOption(String message) {
        return message.replaceFirst("^option (?=[a-z])", "option --");
    }

    private static void print(CommandLine command, String prefix, String message) {
        PrintWriter err = command.getErr();
        err.println(prefix + message.strip().replaceAll("\\s*\\R\\s*", " "));
        err.flush();
    }

    private static boolean wantsStackTrace(CommandLine command) {
        CommandLine top = command;
        while (top.getParent() != null) top = top.getParent();
        return top.getCommand() instanceof Mooring mooring && mooring.wantsStackTrace();
    }
}
