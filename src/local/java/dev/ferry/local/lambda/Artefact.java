package dev.ferry.local.lambda;

import dev.ferry.local.template.LambdaFunction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What is deployed, unpacked, ready to be run as Lambda would run it. */
public interface Artefact {

    /**
     * @param zip     the {@code function.zip} of a JVM or a native build
     * @param folder  where it is unpacked; a later run finds it there
     * @param training whether the functions' processes, ending, are to write the archives of loaded classes with which
     *                 later ones start sooner; no archive is read then
     */
    static Artefact unpack(Path zip, Path folder, boolean training) throws IOException {
        Path taskRoot = FunctionZip.unpack(zip, folder);
        return Files.exists(taskRoot.resolve(FunctionZip.BOOTSTRAP))
                ? new NativeArtefact(taskRoot)
                : JvmArtefact.of(taskRoot, training);
    }

    /** The command line of one process of a function. */
    List<String> command(LambdaFunction function);

    /** The folder that Lambda would call {@code LAMBDA_TASK_ROOT}. */
    Path taskRoot();
}
