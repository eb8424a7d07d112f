package io.mooring.objspace.text;

import java.math.BigInteger;
import java.util.List;

/** A Python value written as a literal, as {@link LiteralParser} reads it; no object of any heap yet. */
public sealed interface Literal {
    /** None, True, False, Ellipsis. */
    enum Constant implements Literal {
        NONE,
        TRUE,
        FALSE,
        ELLIPSIS
    }

    record Int(BigInteger value) implements Literal {}

    record Float(double value) implements Literal {}

    record Complex(double real, double imaginary) implements Literal {}

    record Text(CodePoints value) implements Literal {}

    record Bytes(byte[] value) implements Literal {}

    record Tuple(List<Literal> items) implements Literal {}

    record ListOf(List<Literal> items) implements Literal {}

    record SetOf(List<Literal> items) implements Literal {}

    /** Values stand beside their keys; where a key comes twice the later value counts. */
    record Dict(List<Literal> keys, List<Literal> values) implements Literal {}
}
