package io.mooring.bench.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.VectorGraphicsEncoder.VectorGraphicsFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.AxesChartStyler;

/** A folder that charts are drawn into as SVG files, all in one style. */
public final class Sketchbook {
    private static final int WIDTH = 900;
    private static final int HEIGHT = 540;
    private static final int LABEL_ROTATION_DEGREES = 45;

    private static final Pattern LONG_FRACTION = Pattern.compile("-?\\d+\\.\\d{2,}");

    private final Path folder;
    private final List<Path> files = new ArrayList<>();

    /** Makes the folder if need be. */
    public Sketchbook(Path folder) throws IOException {
        System.setProperty("java.awt.headless", "true");
        this.folder = Files.createDirectories(folder);
    }

    /** An empty chart of curves. */
    public XYChart curves(String title, String x, String y) {
        XYChart chart = new XYChartBuilder().width(WIDTH).height(HEIGHT).title(title).xAxisTitle(x).yAxisTitle(y).build();
        plain(chart.getStyler());
        return chart;
    }

    /** An empty chart of bars, with their names slanting. */
    public CategoryChart bars(String title, String y) {
        CategoryChart chart = new CategoryChartBuilder().width(WIDTH).height(HEIGHT).title(title).yAxisTitle(y).build();
        plain(chart.getStyler());
        chart.getStyler().setXAxisLabelRotation(LABEL_ROTATION_DEGREES);
        return chart;
    }

    /** White, with whole lines: each dash would be a shape of its own in the file. */
    private static void plain(AxesChartStyler styler) {
        styler.setPlotGridLinesStroke(new BasicStroke(1)).setChartBackgroundColor(Color.WHITE);
    }

    /** Writes the chart as {@code name}.svg, to a tenth of a pixel: letters are drawn as shapes, and each of their corners would have ten digits. */
    public void save(String name, Chart<?, ?> chart) throws IOException {
        Path file = folder.resolve(name.toLowerCase(Locale.ROOT).replace(' ', '-') + ".svg");
        VectorGraphicsEncoder.saveVectorGraphic(chart, file.toString(), VectorGraphicsFormat.SVG);
        Files.writeString(file, LONG_FRACTION.matcher(Files.readString(file)).replaceAll(number -> tenths(number.group())));
        files.add(file);
    }

    private static String tenths(String number) {
        return new BigDecimal(number).setScale(1, RoundingMode.HALF_EVEN).stripTrailingZeros().toPlainString();
    }

    /** What was written so far. */
    public List<Path> files() {
        return List.copyOf(files);
    }
}
