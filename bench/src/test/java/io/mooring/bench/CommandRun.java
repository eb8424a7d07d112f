package io.mooring.bench;

import java.io.PrintWriter;
import java.io.StringWriter;

/**
 * What a command line printed and returned, run within this JVM.
 *
 * @param code   the exit code
 * @param out    standard output
 * @param err    standard error
 */
record CommandRun(int code, String out, String err) {
    static CommandRun of(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Mooring.run(new PrintWriter(out), new PrintWriter(err), arguments);
        return new CommandRun(code, out.toString(), err.toString());
    }
}
