package io.mooring.capi;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What an upcall answers when it fails, where that is not the usual: a {@code long} result without this annotation is a
 * {@code PyObject*} and fails with NULL, an {@code int} with -1, a {@code double} with -1.0.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@interface ErrorResult {
    /** The result that tells C that the error indicator is set. */
    long value();
}
