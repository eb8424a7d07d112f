package io.mooring.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Writes reports, which are records, as JSON objects with the names of their components. */
public final class Json {
    private Json() {}

    public static String text(Object report) {
        try {
            return new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(report);
        } catch (JsonProcessingException failure) {
            throw new IllegalStateException("a report of " + report.getClass().getSimpleName() + " cannot be written: " + failure.getMessage(), failure);
        }
    }

    /** A measured number with four significant digits; more would only look exact. Null stays null. */
    public static Double rounded(Double value) {
        if (value == null || !Double.isFinite(value)) return null;
        return BigDecimal.valueOf(value).round(new MathContext(4, RoundingMode.HALF_EVEN)).doubleValue();
    }
}
