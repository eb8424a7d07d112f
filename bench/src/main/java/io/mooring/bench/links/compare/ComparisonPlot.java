package io.mooring.bench.links.compare;

import io.mooring.bench.Spread;
import io.mooring.bench.links.compare.Question.Axis;
import io.mooring.bench.plot.Sketchbook;
import java.awt.Color;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Draws one answer: numbers as curves of medians with their ranges as upright strokes, names as bars of medians. */
final class ComparisonPlot {
    /** Blue for the table, red for the dictionary, grey for neither. */
    private static final List<Integer> COLORS = List.of(0x1F77B4, 0xD62728, 0x7F7F7F);

    private final Question question;
    private final Answer answer;

    ComparisonPlot(Question question, Answer answer) {
        this.question = question;
        this.answer = answer;
    }

    void draw(Sketchbook book) throws IOException {
        if (question.axis() == Axis.NAMES) bars(book);
        else curves(book);
    }

    private Set<String> sides() {
        return ComparisonFiles.sides(answer.points().getFirst()).keySet();
    }

    private List<Spread> spreads(String side) {
        return answer.points().stream().map(point -> ComparisonFiles.sides(point).get(side)).toList();
    }

    private void curves(Sketchbook book) throws IOException {
        XYChart chart = book.curves(question.title(), question.varied(), question.unit());
        chart.getStyler().setXAxisLogarithmic(question.axis() == Axis.LOGARITHMIC).setYAxisMin(0.0).setLegendPosition(LegendPosition.InsideNW);
        double[] at = answer.points().stream().mapToDouble(point -> Double.parseDouble(point.at().replace(",", ""))).toArray();
        int color = 0;
        for (String side : sides()) {
            List<Spread> spreads = spreads(side);
            XYSeries curve = chart.addSeries(side, at, spreads.stream().mapToDouble(Spread::median).toArray());
            Color own = new Color(COLORS.get(color++));
            curve.setLineColor(own);
            curve.setMarkerColor(own).setMarker(SeriesMarkers.CIRCLE);
            for (int i = 0; i < at.length; i++) range(chart, side + " " + i, at[i], spreads.get(i), own);
        }
        book.save(question.label(), chart);
    }

    private static void range(XYChart chart, String name, double at, Spread spread, Color color) {
        XYSeries stroke = chart.addSeries(name, new double[] {at, at}, new double[] {spread.min(), spread.max()});
        stroke.setShowInLegend(false);
        stroke.setLineColor(color);
        stroke.setMarker(SeriesMarkers.NONE);
    }

    private void bars(Sketchbook book) throws IOException {
        CategoryChart chart = book.bars(question.title(), question.unit());
        chart.getStyler().setYAxisMin(0.0).setLegendPosition(LegendPosition.InsideNW);
        List<String> names = answer.points().stream().map(Answer.Point::at).toList();
        int color = 0;
        for (String side : sides()) {
            chart.addSeries(side, names, spreads(side).stream().map(Spread::median).toList()).setFillColor(new Color(COLORS.get(color++)));
        }
        book.save(question.label(), chart);
    }
}
