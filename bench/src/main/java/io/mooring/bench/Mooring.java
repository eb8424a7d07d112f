package io.mooring.bench;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code mooring}: a row of subcommands, each of which opens what it needs and closes it again. */
@Command(
        name = "mooring",
        header = "A garbage collector whose objects move, with C extensions that never notice.",
        synopsisHeading = "%nUsage: ",
        customSynopsis = {"mooring COMMAND [OPTION...]", "       mooring COMMAND --help"},
        commandListHeading = "%nCommands:%n",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nOptions of the commands that open a heap (demo, call, links, rows, leaks):%n",
        footer = {
            "  --plan PLAN            how it is collected; 'mooring plans' lists the names",
            "  --nursery SIZE         bytes between two minor collections (4m)",
            "  --max-heap SIZE        most bytes it may use (1g)",
            "  --aging N              minor collections before promotion, 0 to 3 (0); see 'mooring plans'",
            "  --remembering WHAT     what the barrier writes down: objects, fields or cards",
            "  --trigger TRIGGER      how far the heap grows: fixed, live:4, sqrt:64, membalancer:0.05, cpu:10",
            "  --pause-goal MILLIS    for the Incremental plan (10); others refuse it",
            "  --recording FILE       for the Recorder plan: where its trace goes",
            "  --stress N             collect at every Nth allocation and move everything",
            "  --verify               check the whole heap around every collection",
            "  --links table|dictionary   how objects and PyObjects find each other (call, rows)",
            "  --stats                what the collector did, after the result (call)",
            "  --json                 print one JSON object (call, plans, links, rows, gc)",
            "",
            "A SIZE is bytes, or a number with k, m or g.  Exit codes: 0 done, 1 it failed, 2 usage.",
            "Environment: JAVA_HOME (a JDK 25), MOORING_JAVA_OPTS (flags for the JVM), MOORING_CLASS_PATH (your plans).",
            "",
            "  mooring call ./keeper.so keep '[1, 2, 3]'      mooring rows --json > rows.json"},
        subcommands = {DemoCommand.class, CallCommand.class, PlansCommand.class, LinksCommand.class, RowsCommand.class, GcCommand.class, LeaksCommand.class, EventsCommand.class, ReplayCommand.class, JmhCommand.class})
public final class Mooring implements Runnable {
    /** Columns of the help: what fits beside something else on a screen. */
    private static final int HELP_COLUMNS = 110;

    @Option(names = {"-h", "--help"}, usageHelp = true, scope = CommandLine.ScopeType.INHERIT, description = "Show this help and exit.")
    private boolean help;

    @Option(names = OneLineErrors.STACK_TRACE, scope = CommandLine.ScopeType.INHERIT, hidden = true, description = "Show where an error arose.")
    private boolean stackTrace;

    @Spec
    private CommandSpec spec;

    boolean wantsStackTrace() {
        return stackTrace;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }

    /** Runs one command line and returns the exit code. Whatever goes wrong is one line on {@code err}. */
    public static int run(PrintWriter out, PrintWriter err, String... arguments) {
        OneLineErrors errors = new OneLineErrors();
        CommandLine command = new CommandLine(new Mooring())
                .setOut(out)
                .setErr(err)
                .setUsageHelpWidth(HELP_COLUMNS)
                .setParameterExceptionHandler(errors)
                .setExecutionExceptionHandler(errors);
        // What JMH understands, and literals such as -2.5, look like options and are none of ours.
        command.getSubcommands().get(JmhCommand.NAME).setUnmatchedOptionsArePositionalParams(true);
        command.getSubcommands().get(CallCommand.NAME).setUnmatchedOptionsArePositionalParams(true);
        try {
            return command.execute(arguments);
        } catch (Throwable failure) {
            return errors.handle(failure, command);
        } finally {
            out.flush();
            err.flush();
        }
    }

    public static void main(String[] arguments) {
        PrintWriter out = new PrintWriter(System.out, false, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        System.exit(run(out, err, arguments));
    }
}
