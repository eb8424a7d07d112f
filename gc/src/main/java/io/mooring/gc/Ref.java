package io.mooring.gc;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a {@code long} that holds a reference: null (0), an immediate (low bit 1) or the address of an object.
 * Valid until the next allocation or safepoint; to keep it longer, root it in a {@link io.mooring.gc.roots.HandleScope}.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE_USE)
public @interface Ref {}
