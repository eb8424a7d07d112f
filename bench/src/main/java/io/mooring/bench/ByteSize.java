package io.mooring.bench;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a number of bytes with an optional unit: {@code 65536}, {@code 64k}, {@code 4m}, {@code 1g}; a unit is a power of 1024. */
public final class ByteSize implements ITypeConverter<Long> {
    private static final Pattern SIZE = Pattern.compile("(\\d{1,18})([kmg]?)b?");

    @Override
    public Long convert(String text) {
        Matcher matcher = SIZE.matcher(text.toLowerCase(Locale.ROOT));
        if (!matcher.matches()) throw new TypeConversionException("'" + text + "' is not a size; write bytes, or a number with k, m or g, as in 64k, 4m, 1g");
        int shift = switch (matcher.group(2)) {
            case "k" -> 10;
            case "m" -> 20;
            case "g" -> 30;
            default -> 0;
        };
        long number = Long.parseLong(matcher.group(1));
        if (number > Long.MAX_VALUE >> shift) throw new TypeConversionException("'" + text + "' is larger than any address space");
        return number << shift;
    }

    /** The size as a person writes it: {@code 64k}, {@code 4m}; bytes where no unit fits exactly. */
    public static String text(long bytes) {
        String units = "kmg";
        for (int i = units.length(); i > 0; i--) {
            long unit = 1L << 10 * i;
            if (bytes >= unit && bytes % unit == 0) return bytes / unit + units.substring(i - 1, i);
        }
        return Long.toString(bytes);
    }
}
