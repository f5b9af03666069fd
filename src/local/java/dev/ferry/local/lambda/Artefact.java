package dev.ferry.local.lambda;

import dev.ferry.local.template.LambdaFunction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What is deployed, unpacked, ready to be run as Lambda would run it. */
public interface Artefact {

    /**
     * @param zip      the {@code function.zip} of a JVM or a native build
     * @param folder   where it is unpacked; a later run finds it there
     * @param isolated whether each function is to have processes of its own that take one event at a time, as on Lambda; a
     *                 native build's have in any case
     */
    static Artefact unpack(Path zip, Path folder, boolean isolated) throws IOException {
        Path taskRoot = FunctionZip.unpack(zip, folder);
        return Files.exists(taskRoot.resolve(FunctionZip.BOOTSTRAP))
                ? new NativeArtefact(taskRoot)
                : new JvmArtefact(taskRoot, !isolated);
    }

    /** Whether one process runs all functions, and takes many events side by side. */
    boolean isShared();

    /** The command line of the next process that runs these functions. */
    List<String> command(List<LambdaFunction> functions) throws IOException;

    /** The folder that Lambda would call {@code LAMBDA_TASK_ROOT}. */
    Path taskRoot();
}
