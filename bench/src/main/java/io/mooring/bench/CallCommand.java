package io.mooring.bench;

import io.mooring.capi.CApiOptions;
import io.mooring.gc.HeapOptions;
import io.mooring.gc.Slot;
import io.mooring.gc.roots.HandleScope;
import io.mooring.objspace.Literals;
import io.mooring.objspace.ObjSpace;
import io.mooring.objspace.OperationError;
import io.mooring.objspace.text.BadText;
import io.mooring.objspace.text.Literal;
import io.mooring.objspace.text.LiteralParser;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mooring call}: loads an extension module and calls one of its functions. */
@Command(
        name = CallCommand.NAME,
        header = "Load a C extension and call a function with Python literals; print the result's repr.",
        description = {
            "%nBehind FUNCTION every word that is none of these options is an argument: 1, -2.5, '\"text\"', b'..', None, '[1, (2, 3)]', '{\"a\": 1}'.%n"
        })
final class CallCommand implements Callable<Integer> {
    static final String NAME = "call";
    /** Characters of an argument that a message repeats. */
    private static final int SHOWN = 40;

    @Mixin
    private HeapSettings heapSettings;

    @Mixin
    private LinkSettings linkSettings;

    @Option(names = "--debug", description = "Report misuse of the C API, such as counts too low or objects freed twice, on stderr; the exit code is 1 then.")
    private boolean debug;

    @Option(names = "--stats", description = "Then print what the collector did.")
    private boolean stats;

    @Option(names = "--json", description = "Print one JSON object: result, type, and with --stats the collector's figures.")
    private boolean json;

    @Parameters(index = "0", paramLabel = "MODULE", description = "The extension: a .so file.")
    private Path module;

    @Parameters(index = "1", paramLabel = "FUNCTION", description = "A function of the module, or a dotted path such as Xxo.demo.")
    private String function;

    @Parameters(index = "2..*", paramLabel = "ARG", description = "Python literals.")
    private List<String> arguments = List.of();

    @Spec
    private CommandSpec spec;

    /** The JSON object; {@code stats} is null unless asked for. */
    record Report(String result, String type, HeapStatistics stats) {}

    @Override
    public Integer call() {
        if (!Files.exists(module) && module.toString().startsWith("-")) throw new UsageError("unknown option '" + module + "'; see mooring call --help");
        if (!Files.exists(module)) throw new UsageError("there is no file " + module);
        HeapOptions options = heapSettings.heapOptions();
        List<Literal> literals = literals();
        CApiOptions capiOptions = CApiOptions.defaults().withLinks(linkSettings.kind()).withDebug(debug);
        try (Session session = Session.open(options, capiOptions)) {
            HeapStatistics.Recorder recorder = new HeapStatistics.Recorder();
            session.heap().listen(recorder);
            Report report = session.run(() -> report(session, literals, recorder));
            PrintWriter out = spec.commandLine().getOut();
            if (json) {
                out.println(Json.text(report));
            } else {
                out.println(report.result);
                if (stats) report.stats.lines().forEach(out::println);
            }
            return session.capi().misuseReports() == 0 ? 0 : 1;
        }
    }

    /** The arguments, read before any code of the module runs. */
    private List<Literal> literals() {
        List<Literal> literals = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            try {
                literals.add(LiteralParser.parse(arguments.get(i)));
            } catch (BadText failure) {
                throw notLiteral(i, failure.getMessage());
            }
        }
        return literals;
    }

    private UsageError notLiteral(int index, String reason) {
        String text = arguments.get(index);
        String shown = text.length() > SHOWN ? text.substring(0, SHOWN) + "..." : text;
        return new UsageError("ARG " + (index + 1) + ", '" + shown + "': " + reason);
    }

    private Report report(Session session, List<Literal> literals, HeapStatistics.Recorder recorder) {
        ObjSpace space = session.space();
        try (HandleScope scope = session.heap().scope()) {
            long hArguments = objects(space, literals, scope);
            long hCallable = scope.root(session.capi().load(module.toAbsolutePath()));
            for (String name : function.split("\\.", -1)) {
                long w_name = space.newStr(name);
                scope.set(hCallable, space.getattr(scope.get(hCallable), w_name));
            }
            long hResult = scope.root(space.call(scope.get(hCallable), hArguments, literals.size(), 0));
            String repr = space.reprText(scope.get(hResult));
            return new Report(repr, space.typeName(scope.get(hResult)), stats ? recorder.statistics(session) : null);
        }
    }

    /** The arguments as objects in consecutive slots; the handle of the first. */
    private @Slot long objects(ObjSpace space, List<Literal> literals, HandleScope scope) {
        Literals made = new Literals(space);
        long hFirst = scope.root(0);
        for (int i = 1; i < literals.size(); i++) scope.root(0);
        for (int i = 0; i < literals.size(); i++) {
            try {
                scope.set(space.argHandle(hFirst, i), made.make(literals.get(i)));
            } catch (OperationError failure) {
                if (failure.matches(space.w_MemoryError)) throw failure;
                throw notLiteral(i, failure.getMessage());
            }
        }
        return hFirst;
    }
}
