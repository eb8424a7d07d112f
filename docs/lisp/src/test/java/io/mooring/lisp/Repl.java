package io.mooring.lisp;

import io.mooring.gc.HeapExhausted;
import io.mooring.gc.HeapOptions;
import io.mooring.lisp.Lisp.LispError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Scanner;

/** Reads lines of expressions and prints their values until the input ends; an argument names a plan. */
public final class Repl {
    private Repl() {}

    public static void main(String[] arguments) throws IOException {
        HeapOptions options = HeapOptions.defaults().withPlan(arguments.length == 0 ? "GenCopy" : arguments[0]);
        try (Lisp lisp = new Lisp(options); Scanner in = new Scanner(System.in, StandardCharsets.UTF_8)) {
            while (in.hasNextLine()) {
                try {
                    System.out.println(lisp.run(in.nextLine()));
                } catch (LispError | HeapExhausted | ArithmeticException e) {
                    System.out.println("error: " + e.getMessage());
                }
            }
        }
    }
}
