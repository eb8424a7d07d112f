package io.mooring.bench.links.compare;

import io.mooring.bench.CommandFailed;
import io.mooring.bench.Json;
import io.mooring.bench.Spread;
import io.mooring.bench.plot.Sketchbook;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes the answers into a folder: {@code tables.md} for people, {@code data.csv} and {@code data.json} for programs, a plot for each question. */
public final class ComparisonFiles {
    private static final String TABLE = "table";
    private static final String DICTIONARY = "dictionary";
    private static final String UNLINKED = "no link";

    private final List<Answer> answers;

    public ComparisonFiles(List<Answer> answers) {
        this.answers = List.copyOf(answers);
    }

    /** Makes the folder if need be; answers the files. Throws {@link CommandFailed} when they cannot be written. */
    public List<Path> write(Path folder) {
        try {
            Sketchbook book = new Sketchbook(folder);
            List<Path> files = new ArrayList<>();
            files.add(Files.writeString(folder.resolve("tables.md"), tables()));
            files.add(Files.writeString(folder.resolve("data.csv"), csv()));
            files.add(Files.writeString(folder.resolve("data.json"), Json.text(answers)));
            for (Answer answer : answers) new ComparisonPlot(question(answer), answer).draw(book);
            files.addAll(book.files());
            return files;
        } catch (IOException failure) {
            throw new CommandFailed("the comparison cannot be written to " + folder + ": " + failure.getMessage(), failure);
        }
    }

    static Question question(Answer answer) {
        return Question.named(answer.question()).orElseThrow(() -> new IllegalStateException("an answer to '" + answer.question() + "', which nobody asked"));
    }

    /** The spreads of a point by the name of the side, in the order in which they are shown. */
    static Map<String, Spread> sides(Answer.Point point) {
        Map<String, Spread> sides = new LinkedHashMap<>();
        sides.put(TABLE, point.table());
        sides.put(DICTIONARY, point.dictionary());
        if (point.unlinked() != null) sides.put(UNLINKED, point.unlinked());
        return sides;
    }

    /** Markdown: a table for each question, between two marks that a page may have too. */
    public String tables() {
        return answers.stream().map(ComparisonFiles::table).collect(Collectors.joining("\n"));
    }

    private static String table(Answer answer) {
        Question question = question(answer);
        List<String> lines = new ArrayList<>();
        lines.add("<!-- begin " + question.label() + " -->");
        lines.add("| " + question.varied() + " | table | dictionary | no link | table / dictionary | links alone |");
        lines.add("|---|---|---|---|---|---|");
        for (Answer.Point point : answer.points()) {
            lines.add("| %s | %s | %s | %s | %s | %s |".formatted(
                    point.at(), cell(point.table()), cell(point.dictionary()), cell(point.unlinked()), ratio(point.ratio()), ratio(point.shareRatio())));
        }
        lines.add("<!-- end " + question.label() + " -->");
        return String.join("\n", lines) + "\n";
    }

    private static String cell(Spread spread) {
        return spread == null ? "" : "%s (%s to %s)".formatted(number(spread.median()), number(spread.min()), number(spread.max()));
    }

    private static String ratio(Double ratio) {
        return ratio == null ? "" : "%.2f".formatted(ratio);
    }

    private static String number(double value) {
        return (value < 100 ? "%.1f" : "%.0f").formatted(value);
    }

    /** A line for each point and side. */
    public String csv() {
        StringBuilder csv = new StringBuilder("question,varied,at,side,median,min,max,unit\n");
        for (Answer answer : answers) {
            Question question = question(answer);
            for (Answer.Point point : answer.points()) {
                sides(point).forEach((side, spread) -> csv.append("%s,\"%s\",\"%s\",%s,%s,%s,%s,\"%s\"\n".formatted(
                        question.label(), question.varied(), point.at(), side, spread.median(), spread.min(), spread.max(), question.unit())));
            }
        }
        return csv.toString();
    }
}
