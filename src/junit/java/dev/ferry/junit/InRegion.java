package dev.ferry.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** For which Region a parameter is; without it, {@value #DEFAULT}. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
public @interface InRegion {
    String DEFAULT = "us-west-2";

    /** As AWS names it, such as {@code eu-west-1}. */
    String value();
}
