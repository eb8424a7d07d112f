package io.mooring.bench.gc.contest;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * The main class of a JVM that measures: its argument is an {@link Assignment}. It says {@code ready}, then answers each line of standard
 * input with a line of JSON, and ends when its standard input does. What goes wrong is the last line of standard error.
 */
public final class Worker {
    private Worker() {}

    public static void main(String[] arguments) {
        PrintStream answers = System.out;
        System.setOut(System.err);
        try {
            Assignment assignment = Assignment.of(arguments[0]);
            try (Station station = station(assignment);
                    BufferedReader questions = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
                answers.println("ready");
                while (questions.readLine() != null) answers.println(new ObjectMapper().writeValueAsString(station.run()));
            }
        } catch (Throwable failure) {
            failure.printStackTrace();
            System.err.println(failure.getMessage() == null ? failure.toString() : failure.getClass().getSimpleName() + ": " + failure.getMessage());
            System.exit(1);
        }
    }

    private static Station station(Assignment assignment) {
        return switch (assignment.task()) {
            case WHOLE -> WholeRuns.onHeap(assignment);
            case JAVA -> WholeRuns.inJava(assignment);
            case BARRIER -> new BarrierRuns(assignment);
            case COPY -> new CopyRuns(assignment);
            case PAUSES -> new PauseRuns(assignment);
        };
    }
}
