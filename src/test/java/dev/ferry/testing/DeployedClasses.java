package dev.ferry.testing;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;

/** What rules about the code look at: the classes of {@code src/main}, read once for all tests. */
public final class DeployedClasses {
    /** A test that uses it takes this lock, so that no thread waits for another to have read them. */
    public static final String LOCK = "deployed classes";

    public static final JavaClasses ALL = new ClassFileImporter().importPath(Path.of("target", "classes"));

    private DeployedClasses() {}
}
