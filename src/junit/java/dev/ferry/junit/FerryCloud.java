package dev.ferry.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives tests a cloud in which container images replicate as in Amazon ECR, on this machine. One runs for all tests of the
 * run, and each test has an account of its own in it, so that none sees what another did and nothing is to be set up or
 * taken down.
 *
 * <p>Parameters of a test, and of its {@code @BeforeEach}, may be a {@link FerryRegistry} and any synchronous client of the
 * AWS SDK, such as {@code EcrClient}: for the test's account, and for the Region that {@link InRegion} names. Those of a
 * constructor and of {@code @BeforeAll} are for an account of the class.
 *
 * <p>The cloud is {@code ferry.jar}, started in a process of its own: the one that the system property {@code ferry.jar} names,
 * or else the one on the class path. Where the environment variable {@code FERRY_ENDPOINT} is set, the cloud that runs there
 * is used, and left running.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@ExtendWith(FerryExtension.class)
public @interface FerryCloud {}
