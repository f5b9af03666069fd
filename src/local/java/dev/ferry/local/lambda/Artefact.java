package dev.ferry.local.lambda;

import dev.ferry.local.template.LambdaFunction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What is deployed, unpacked, ready to be run as Lambda would run it. */
public interface Artefact {

    /**
     * @param zip     the {@code function.zip} of a JVM or a native build
     * @param folder  where it is unpacked; a later run finds it there
     * @param trained the logical id of the function whose process is to write the archive of loaded classes, with which
     *                later ones start sooner, when it ends; no archive is read then
     */
    static Artefact unpack(Path zip, Path folder, Optional<String> trained) throws IOException {
        Path taskRoot = FunctionZip.unpack(zip, folder);
        return Files.exists(taskRoot.resolve(FunctionZip.BOOTSTRAP))
                ? new NativeArtefact(taskRoot)
                : JvmArtefact.of(taskRoot, trained);
    }

    /** The command line of one process of a function. */
    List<String> command(LambdaFunction function);

    /** The folder that Lambda would call {@code LAMBDA_TASK_ROOT}. */
    Path taskRoot();
}
